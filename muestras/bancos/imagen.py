"""How straightening does under each condition, against the truth: ``make bench-imagen``. Prints tables in Markdown.

Its seed is held out: nothing was tuned on it (tuning used 101, 202, 303 and 404), nor on the real photos.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress

from captura.enderezado import enderezar, reconocer
from captura.errores import HojaNoEncontrada
from captura.foto import Foto
from captura.geometria import PX_POR_MM, transformar
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, CampoPlantilla, Plantilla
from captura.recortes import recortar
from captura.referencia import preparar
from muestras.bancos.comparacion_sift import Patron, por_sift
from muestras.bancos.fotos_dificiles import (
    CONDICIONES,
    FACIL,
    TITULOS,
    Forma,
    FotoDificil,
    ajenas,
    errores_mm,
    foto_dificil,
    hacer_formas,
)
from muestras.bancos.reales import actas_reales, bancos_disponibles
from muestras.escenas import MOVIL_12_MP

EQUIVOCADA_MM = 1.0
"""A registration is wrong when any of its digit boxes is further than this from its place, or outside the photo."""
DIFICILES = 504  # 36 of each of the 14 hard conditions
SEMILLA = 2031
FACILES = 12  # of each easy condition: they are there to compare with
UNA_DE_CADA = 36  # of the hard photos is given to the plain matcher, which takes seconds
ENCABEZADO = (
    "| fotos | halladas | rechazadas | equivocadas"
    " | error de casillero, mm: mediana / p95 / peor | ms de CPU: mediana / p95 |"
)
RAYA = "|---|---|---|---|---|---|---|"
MAX_CORRIMIENTO_MM = 2.0  # further, it is another line
PIXELES_12_MP = MOVIL_12_MP[0] * MOVIL_12_MP[1]
Errores = NDArray[np.float64]


@dataclass
class Cuenta:
    """What became of the photos of one kind."""

    fotos: int = 0
    halladas: int = 0
    rechazadas: int = 0
    no_cabian: int = 0
    equivocadas: int = 0
    errores: list[Errores] = field(default_factory=list[Errores])
    ms: list[float] = field(default_factory=list[float])
    veces: list[float] = field(default_factory=list[float])
    """CPU from bytes to boxes over that of decoding the JPEG in colour; 12-megapixel photos only."""
    motivos: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def juzgar(self, errores: Errores | None, cabe: bool, motivo: str = "") -> None:
        """Count one photo: where its boxes were found, or None when it was refused."""
        self.fotos += 1
        self.no_cabian += not cabe
        if errores is None:
            self.rechazadas += 1
            self.motivos[motivo] += 1
        elif not cabe or errores.max() > EQUIVOCADA_MM:
            self.equivocadas += 1
        else:
            self.halladas += 1
            self.errores.append(errores)

    def fila(self, nombre: str) -> str:
        """A row of the table."""
        e = np.concatenate(self.errores) if self.errores else np.array([np.nan])
        celdas = [nombre, str(self.fotos), str(self.halladas), str(self.rechazadas), str(self.equivocadas)]
        celdas += [f"{np.median(e):.2f} / {np.percentile(e, 95):.2f} / {e.max():.2f}"]
        celdas += [f"{np.median(self.ms):.0f} / {np.percentile(self.ms, 95):.0f}"] if self.ms else ["—"]
        return "| " + " | ".join(celdas) + " |"


@contextmanager
def _avance(titulo: str, total: int) -> Generator[Callable[[], None]]:
    """A bar where somebody looks; a line each tenth where it goes to a file."""
    consola = Console(stderr=True)
    with Progress(console=consola, transient=True) as barra:
        tarea = barra.add_task(titulo, total=total)
        inicio = perf_counter()

        def uno_mas() -> None:
            barra.advance(tarea)
            hechas = round(barra.tasks[0].completed)
            if not consola.is_terminal and hechas * 10 // total > (hechas - 1) * 10 // total:
                consola.print(f"{titulo}: {hechas} de {total}, {perf_counter() - inicio:.0f} s")

        yield uno_mas


def _una(foto: FotoDificil, plantilla: Plantilla, cuenta: Cuenta) -> None:
    inicio = process_time()
    errores, motivo = None, ""
    try:
        hoja = enderezar(Foto.de_bytes(foto.jpeg), plantilla)
        for caja in plantilla.cajas_digitos:
            recortar(hoja, caja)
        errores = errores_mm(hoja.a_foto, plantilla, foto.ubicar)
    except HojaNoEncontrada as e:
        motivo = e.codigo
    gastado = process_time() - inicio
    cuenta.juzgar(errores, foto.cabe, motivo)
    cuenta.ms.append(1000 * gastado)
    crudo = np.frombuffer(foto.jpeg, np.uint8)
    inicio = process_time()
    imagen = cv2.imdecode(crudo, cv2.IMREAD_COLOR)
    if imagen is not None and imagen.shape[0] * imagen.shape[1] >= PIXELES_12_MP:
        cuenta.veces.append(gastado / (process_time() - inicio))


def _con_sift(foto: FotoDificil, plantilla: Plantilla, patron: Patron, cuenta: Cuenta) -> None:
    inicio = process_time()
    gris = cv2.imdecode(np.frombuffer(foto.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert gris is not None  # we made it
    homografia = por_sift(gris.astype(np.uint8, copy=False), patron)
    cuenta.ms.append(1000 * (process_time() - inicio))
    if homografia is None:
        cuenta.juzgar(None, foto.cabe)
    else:
        cuenta.juzgar(errores_mm(lambda mm: transformar(homografia, mm), plantilla, foto.ubicar), foto.cabe)


def medir_condiciones(
    formas: Mapping[str, Forma], cuantas: Mapping[str, int], semilla: int, simple: Cuenta, nuestra: Cuenta
) -> Iterator[tuple[str, Cuenta]]:
    """Each condition as soon as it is measured; the plain matcher and ours on the same few photos are added up."""
    claves = ("general", "independiente")
    patrones = {clave: Patron.de(formas[clave].plantilla) for clave in claves}
    with _avance("Fotos generadas", sum(cuantas.values())) as uno_mas:
        for k, condicion in enumerate(CONDICIONES):
            cuenta = Cuenta()
            for n in range(cuantas[condicion]):
                clave = claves[n % 2]
                plantilla = formas[clave].plantilla
                preparar(plantilla)
                foto = foto_dificil(formas, clave, condicion, (semilla, k, n))
                _una(foto, plantilla, cuenta)
                if condicion not in FACIL and n % UNA_DE_CADA == 0:
                    _con_sift(foto, plantilla, patrones[clave], simple)
                    _una(foto, plantilla, nuestra)
                uno_mas()
            yield condicion, cuenta


def medir_ajenas(formas: Mapping[str, Forma], cuantas: int, semilla: int) -> Mapping[str, Cuenta]:
    """What must be refused: no actas, sister forms whose boxes are elsewhere, real sheets of other elections."""
    cuentas: dict[str, Cuenta] = defaultdict(Cuenta)
    general, otra = formas["general"].plantilla, formas["independiente"].plantilla
    lejos = np.array([np.inf])

    def probar(nombre: str, jpeg: bytes, plantilla: Plantilla) -> None:
        try:
            enderezar(Foto.de_bytes(jpeg), plantilla)
        except HojaNoEncontrada as e:
            cuentas[nombre].juzgar(None, True, e.codigo)
        else:
            cuentas[nombre].juzgar(lejos, True)

    with _avance("Lo que se debe rechazar", 2 * cuantas) as uno_mas:
        for clase, jpeg in ajenas(cuantas, semilla):
            probar(clase, jpeg, general)
            uno_mas()
        for n in range(cuantas):
            clave, ajena = (("general", otra), ("independiente", general))[n % 2]
            condicion = CONDICIONES[n % len(CONDICIONES)]
            probar(
                "forma hermana de otros renglones", foto_dificil(formas, clave, condicion, (semilla, 88, n)).jpeg, ajena
            )
            uno_mas()
    with tempfile.TemporaryDirectory() as temporal:
        for acta in actas_reales(Path(temporal)) if bancos_disponibles() else ():
            for plantilla in (general, otra):
                probar("actas reales de otras elecciones", acta.imagen.read_bytes(), plantilla)
    return cuentas


def medir_hermanas(formas: Mapping[str, Forma], cuantas: int, semilla: int) -> Cuenta:
    """Which of four forms of one night it is, without its QR."""
    cuenta = Cuenta()
    plantillas = [forma.plantilla for forma in formas.values()]
    with _avance("Qué forma es", cuantas) as uno_mas:
        for n in range(cuantas):
            clave = tuple(TITULOS)[n % len(TITULOS)]
            foto = foto_dificil(formas, clave, CONDICIONES[(n // 4) % len(CONDICIONES)], (semilla, 99, n))
            inicio = process_time()
            try:
                elegida, hoja = reconocer(Foto.de_bytes(foto.jpeg), plantillas)
            except HojaNoEncontrada as e:
                cuenta.juzgar(None, foto.cabe, e.codigo)
            else:
                bien = elegida.clave == clave
                cuenta.juzgar(errores_mm(hoja.a_foto, elegida, foto.ubicar) if bien else np.array([np.inf]), foto.cabe)
            cuenta.ms.append(1000 * (process_time() - inicio))
            uno_mas()
    return cuenta


def _corrimiento_mm(hoja: HojaEnderezada, campo: CampoPlantilla) -> float:
    """How far the printed line left of a quantity is from where the form says: no truth is known for a real photo.

    Only of its first box: the line nearest to the others is often their neighbour's. A form gives the inside of its
    boxes, so half the thickness of the line is in it.
    """
    caja = campo.digitos[0]
    lejos = min(MAX_CORRIMIENTO_MM, caja.ancho / 3)
    franja = recortar(hoja, Caja(caja.x - lejos, caja.y + 1.0, 2 * lejos, caja.alto - 2.0))
    return abs(float(franja.mean(axis=0).argmin() + 0.5) / PX_POR_MM - lejos)


def filas_reales() -> Iterator[str]:
    """Each real acta: found or refused, and how well its print agrees."""
    if not bancos_disponibles():
        yield "| (no hay actas reales en esta máquina: PREP_DATOS_REALES) | | | | |"
        return
    with tempfile.TemporaryDirectory() as temporal:
        for acta in actas_reales(Path(temporal)):
            inicio = process_time()
            try:
                hoja = enderezar(Foto.de_bytes(acta.imagen.read_bytes()), acta.plantilla)
            except HojaNoEncontrada as e:
                yield f"| {acta.nombre} | {e.codigo} | {e.parecido:.2f} | — | — |"
                continue
            ms = 1000 * (process_time() - inicio)
            lineas = [_corrimiento_mm(hoja, c) for c in acta.plantilla.campos]
            yield (
                f"| {acta.nombre} | hallada ({ms:.0f} ms) | {hoja.parecido:.2f} | {hoja.error_mm:.2f} |"
                f" {np.median(lineas):.2f} / {np.percentile(lineas, 95):.2f} |"
            )


def _suma(cuentas: Sequence[Cuenta]) -> Cuenta:
    toda = Cuenta()
    for c in cuentas:
        toda.fotos += c.fotos
        toda.halladas += c.halladas
        toda.rechazadas += c.rechazadas
        toda.no_cabian += c.no_cabian
        toda.equivocadas += c.equivocadas
        toda.errores += c.errores
        toda.ms += c.ms
        toda.veces += c.veces
    return toda


def _motivos(cuenta: Cuenta) -> str:
    return ", ".join(f"{m} {n}" for m, n in sorted(cuenta.motivos.items(), key=lambda par: -par[1]))


def imprimir_condiciones(formas: Mapping[str, Forma], pedido: argparse.Namespace) -> None:
    """The table by condition, and how the whole compares with the plain matcher and with decoding."""
    dificiles = [c for c in CONDICIONES if c not in FACIL]
    por_condicion = -(-pedido.dificiles // len(dificiles))
    cuantas = {c: por_condicion if c in dificiles else min(por_condicion, FACILES) for c in CONDICIONES}
    cuentas: dict[str, Cuenta] = {}
    simple, nuestra = Cuenta(), Cuenta()
    print(f"| condición {ENCABEZADO}", RAYA, sep="\n", flush=True)
    for condicion, cuenta in medir_condiciones(formas, cuantas, pedido.semilla, simple, nuestra):
        cuentas[condicion] = cuenta
        nombre = f"{condicion} ({cuenta.no_cabian} con casilleros fuera)" if cuenta.no_cabian else condicion
        print(cuenta.fila(nombre), flush=True)
    todas = _suma([cuentas[c] for c in dificiles])
    print(todas.fila(f"**{todas.fotos} difíciles**"))
    print(
        simple.fila(f"{simple.fotos} de ellas, SIFT entero sin comprobar"), nuestra.fila("las mismas, aquí"), sep="\n"
    )
    veces = _suma(list(cuentas.values())).veces
    print(
        f"\n12 megapíxeles, de los bytes a los casilleros, en veces lo que tarda decodificar su JPEG en color "
        f"({len(veces)} fotos): mediana {np.median(veces):.1f}, p95 {np.percentile(veces, 95):.1f}."
    )


def imprimir_ajenas(formas: Mapping[str, Forma], pedido: argparse.Namespace) -> None:
    """What must be refused."""
    print(
        "\n| lo que se debe rechazar | imágenes | rechazadas | aceptadas | motivos |", "|---|---|---|---|---|", sep="\n"
    )
    for nombre, cuenta in medir_ajenas(formas, pedido.ajenas, pedido.semilla).items():
        print(f"| {nombre} | {cuenta.fotos} | {cuenta.rechazadas} | {cuenta.equivocadas} | {_motivos(cuenta)} |")


def imprimir_hermanas(formas: Mapping[str, Forma], pedido: argparse.Namespace) -> None:
    """Which form of one night it is."""
    print(f"\n| qué forma es, entre cuatro y sin QR {ENCABEZADO}", RAYA, sep="\n")
    print(medir_hermanas(formas, pedido.hermanas, pedido.semilla).fila("todas las condiciones"))


def imprimir_reales(formas: Mapping[str, Forma], pedido: argparse.Namespace) -> None:
    """The real actas of this machine."""
    print(
        "\n| acta real | | parecido | error_mm que estima | línea impresa, mm: mediana / p95 |",
        "|---|---|---|---|---|",
        sep="\n",
    )
    for fila in filas_reales():
        print(fila, flush=True)


PARTES: Mapping[str, Callable[[Mapping[str, Forma], argparse.Namespace], None]] = {
    "condiciones": imprimir_condiciones,
    "ajenas": imprimir_ajenas,
    "hermanas": imprimir_hermanas,
    "reales": imprimir_reales,
}


def main(argumentos: Sequence[str] | None = None) -> None:
    """Measure and print."""
    opciones = argparse.ArgumentParser(description="Mide el enderezado contra la verdad de las fotos.")
    opciones.add_argument(
        "--dificiles", type=int, default=DIFICILES, help="fotos difíciles, entre todas las condiciones"
    )
    opciones.add_argument("--ajenas", type=int, default=40, help="imágenes que no son de la forma, de cada clase")
    opciones.add_argument("--hermanas", type=int, default=64, help="fotos entre las formas de una noche")
    opciones.add_argument("--parte", action="append", choices=tuple(PARTES), help="solo esta; se puede repetir")
    opciones.add_argument("--semilla", type=int, default=SEMILLA)
    pedido = opciones.parse_args(argumentos)
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as carpeta:
        formas = hacer_formas(Path(carpeta), pedido.semilla)
        for parte in pedido.parte or PARTES:
            PARTES[parte](formas, pedido)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
