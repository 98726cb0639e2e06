"""Calibrate the reader: ``python -m ocr.entrenamiento.calibrar --trabajo DIR`` (two processes, some minutes).

Draws actas filled by the hands of the split *validacion* (never trained on, and never used to judge), photographs or
scans them, reads them whole, and writes ``ocr/modelos/calibracion.json``: by condition of capture, the logistic
calibration of the reader's belief and its risk-coverage curve, from which ``ocr.calibracion`` takes its thresholds.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from captura.enderezado import reconocer
from captura.errores import HojaNoEncontrada
from captura.foto import Foto
from captura.plantilla import Plantilla, cargar_plantilla
from muestras.durango import escribir_proceso
from muestras.escritura import Reparto
from muestras.fotos import generar_fotos
from ocr.calibracion import TARJETA, Calibracion, Regla, agrupar, logit
from ocr.condicion import Condicion
from ocr.digitos import MODELOS, RedDigitos
from ocr.motor import Lector
from verificacion.dominio.conteo import Leyenda
from verificacion.proceso import cargar_proceso

PRIMERA_SEMILLA = 100
CASILLAS = 60
PUNTOS_DE_CURVA = 40
TODO = Regla("sin calibrar", 1.0, 0.0, 0.999)
"""The rule under which the photos are read: which words are looked at depends on it, and so does the belief."""


@dataclass(frozen=True)
class Leida:
    """One figure that was read, and whether it was right."""

    condicion: Condicion
    creencia: float
    bien: bool
    aceptable: bool
    """A figure that may be accepted at all: neither illegible nor another than the first choice."""


def preparar(trabajo: Path, reparto: Reparto, semillas: Iterable[int]) -> Iterator[tuple[Path, Path]]:
    """The election's folder and the ``verdad.json`` of each set of photos, drawn when they are not there."""
    proceso = trabajo / "proceso"
    if not proceso.exists():
        escribir_proceso(proceso, CASILLAS, 2021, datetime.now(UTC) - timedelta(hours=1))
    cargado = cargar_proceso(proceso)
    for semilla in semillas:
        print(f"fotos {reparto} {semilla}", flush=True)
        yield proceso, generar_fotos(cargado, trabajo / f"{reparto}-{semilla}", semilla, lambda *_: None, 2, reparto)


@lru_cache
def formas(proceso: Path) -> list[Plantilla]:
    """The forms of an election."""
    return [cargar_plantilla(c.parent) for c in sorted(proceso.glob("plantillas/*/plantilla.json"))]


@lru_cache
def _lector(modelos: Path) -> Lector:
    cv2.setNumThreads(1)
    return Lector(modelos, calibracion=Calibracion.constante(TODO))


def leer_foto(tarea: tuple[Path, Path, str, dict[str, int | str], Path]) -> list[Leida]:
    """Straighten and read one photo; nothing when the sheet is not found."""
    proceso, carpeta, archivo, conteo, modelos = tarea
    lector = _lector(modelos)
    try:
        plantilla, hoja = reconocer(Foto.de_bytes((carpeta / archivo).read_bytes()), formas(proceso))
    except HojaNoEncontrada:
        return []
    lectura, condicion = lector.leer_con_condicion(hoja, plantilla)
    salida = list[Leida]()
    if condicion is None:
        return salida
    for clave, campo in lectura.campos.items():
        if clave not in conteo:
            continue
        texto = conteo[clave]
        verdad = texto if isinstance(texto, int) else Leyenda(texto)
        salida.append(
            Leida(condicion, campo.fuentes["sumas"][1], campo.cifra == verdad, campo.cifra is not Leyenda.ILEGIBLE)
        )
    return salida


def leer_todas(trabajo: Path, semillas: Iterable[int], modelos: Path, procesos: int) -> Iterator[list[Leida]]:
    """Every figure of the validation photos, all again after each set."""
    leidas = list[Leida]()
    with ProcessPoolExecutor(procesos, mp_context=get_context("spawn")) as taller:
        for proceso, verdad in preparar(trabajo, "validacion", semillas):
            fotos = json.loads(verdad.read_text(encoding="utf-8"))["fotos"]
            tareas = [(proceso, verdad.parent, f["archivo"], f["conteo"], modelos) for f in fotos]
            for parte in taller.map(leer_foto, tareas, chunksize=4):
                leidas += parte
            print(f"  {len(leidas)} cifras, {sum(not x.bien for x in leidas)} mal", flush=True)
            yield leidas


def ajustar(creencias: np.ndarray, bien: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of the logistic calibration (Platt 1999, held near the identity by a prior).

    It may only lower the belief: hundreds of figures without a fault are no reason to be surer than the reader was.
    """
    a, b = 1.0, 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-(a * creencias + b)))
        g = np.array([((p - bien) * creencias).sum() + 4 * (a - 1), (p - bien).sum() + 0.5 * b])
        w = p * (1 - p) + 1e-9
        h = np.array([[(w * creencias**2).sum() + 4, (w * creencias).sum()], [(w * creencias).sum(), w.sum() + 0.5]])
        paso = np.linalg.solve(h, g)
        a, b = a - float(paso[0]), b - float(paso[1])
        if np.abs(paso).max() < 1e-8:
            break
    return min(max(a, 0.05), 1.0), min(b, 0.0)


def curva(leidas: list[Leida]) -> list[tuple[float, int, int]]:
    """Thresholds from strict to lax: how many are accepted, and how many of them are wrong."""
    aceptables = sorted((x for x in leidas if x.aceptable), key=lambda x: -x.creencia)
    creencias = np.array([x.creencia for x in aceptables])
    malas = np.cumsum([not x.bien for x in aceptables])
    puntos = list[tuple[float, int, int]]()
    for riesgo in np.geomspace(1e-7, 0.2, PUNTOS_DE_CURVA):
        n = int(np.searchsorted(-creencias, -(1 - riesgo), side="right"))
        if n:
            puntos.append((1 - float(riesgo), n, int(malas[n - 1])))
    return puntos


def tarjeta(leidas: list[Leida], modelo: str, semillas: list[int]) -> dict[str, object]:
    """The card: cuts by doubt, limits of what was seen, and a rule per condition."""
    cortes = {
        medio: np.quantile([x.condicion.duda for x in leidas if x.condicion.plana == plana], [0.5, 0.85]).tolist()
        for medio, plana in (("escaner", True), ("movil", False))
    }
    limites: dict[str, tuple[float, float]] = {}
    medidas: tuple[tuple[str, Callable[[Condicion], float]], ...] = (
        ("resolucion", lambda c: c.resolucion),
        ("tinta", lambda c: c.tinta),
        ("duda", lambda c: c.duda),
    )
    for medida, valor in medidas:
        bajo, alto = np.quantile([valor(x.condicion) for x in leidas], [0.005, 0.995])
        # sharper, darker or clearer than anything seen is no reason for doubt
        limites[medida] = (0.0, float(alto)) if medida == "duda" else (float(bajo), 1e6)
    condiciones: dict[str, object] = {}
    for nombre in sorted({agrupar(x.condicion, cortes) for x in leidas}):
        grupo = [x for x in leidas if agrupar(x.condicion, cortes) == nombre]
        a, b = ajustar(np.array([logit(x.creencia) for x in grupo]), np.array([float(x.bien) for x in grupo]))
        condiciones[nombre] = {
            "cifras": len(grupo),
            "pendiente": round(a, 5),
            "sesgo": round(b, 5),
            "curva": [[float(f"{u:.10f}"), n, malas] for u, n, malas in curva(grupo)],
        }
    return {
        "modelo": modelo,
        "datos": f"muestras, reparto validacion, semillas {semillas[0]} a {semillas[-1]}, {CASILLAS} casillas cada una",
        "cortes": {m: [round(c, 6) for c in cs] for m, cs in cortes.items()},
        "limites": {m: [round(v, 4) for v in par] for m, par in limites.items()},
        "condiciones": condiciones,
    }


def main() -> None:
    """Draw, read, fit, write."""
    orden = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    orden.add_argument("--trabajo", type=Path, required=True, help="carpeta de las fotos; se reutilizan")
    orden.add_argument("--conjuntos", type=int, default=8, help="de 60 actas cada uno")
    orden.add_argument("--modelos", type=Path, default=MODELOS)
    orden.add_argument("--procesos", type=int, default=2)
    a = orden.parse_args()
    semillas = list(range(PRIMERA_SEMILLA, PRIMERA_SEMILLA + a.conjuntos))
    modelo = RedDigitos.cargar(a.modelos).sha256
    for n, leidas in enumerate(leer_todas(a.trabajo, semillas, a.modelos, a.procesos), 1):
        # after every set: a run that is cut short leaves the calibration of what it read
        datos = tarjeta(leidas, modelo, semillas[:n])
        (a.modelos / TARJETA).write_text(json.dumps(datos, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(a.modelos / TARJETA)


if __name__ == "__main__":
    main()
