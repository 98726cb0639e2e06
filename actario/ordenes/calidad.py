"""``actario calidad informe``: measure the thresholds of quality on a folder of photos with truth."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import cv2
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from actario.informe_calidad import (
    SIN_DANO,
    FotoMedida,
    Juicio,
    Resumen,
    dibujar,
    escribir_fotos,
    juzgar,
    medir_fotos,
    resumir,
)
from actario.ordenes.argumentos import SubOrdenes, con_json, imprimir_json
from captura.plantilla import cargar_plantilla
from muestras.simulacro.verdad import leer_verdad
from ocr.motor import Lector
from verificacion.dominio.errores import NoExiste
from verificacion.proceso import cargar_proceso

VERDAD = "verdad.json"
_DE_UMBRALES = ("medida", "umbral", "bien leídas, sin daño", "mal leídas, con daño", "sugerido (1 %)", "atraparía")
_DE_FOTOS = (
    "daño",
    "fotos",
    "sin enderezar",
    "se pide repetir",
    "mal leído si sí",
    "mal leído si no",
    "lugar acertado",
)


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser("calidad", help="mide los umbrales de calidad", description="Calidad de las fotos.")
    ordenes = parser.add_subparsers(metavar="ORDEN", required=True)
    informe_ = ordenes.add_parser(
        "informe",
        help="compara las medidas de calidad con lo que el lector leyó mal",
        description="Mide cada foto de CARPETA (la que escribe muestras.fotos, con verdad.json), tal como es y dañada "
        "a propósito, y dice qué rechaza y qué atrapa cada umbral y cuál sugieren los datos. Deja fotos.csv y "
        "distribuciones.png.",
    )
    informe_.add_argument("carpeta", type=Path, metavar="CARPETA")
    informe_.add_argument("--proceso", type=Path, required=True, metavar="CARPETA", help="la elección de las fotos")
    informe_.add_argument("--salida", type=Path, metavar="CARPETA", help="si no se dice, la misma CARPETA")
    informe_.add_argument("--fotos", type=int, default=0, metavar="N", help="solo las primeras N")
    informe_.add_argument("--semilla", type=int, default=1, help="de los daños")
    con_json(informe_)
    informe_.set_defaults(orden=informe)


def informe(args: argparse.Namespace) -> int:
    """Measure, judge, print and draw."""
    carpeta: Path = args.carpeta
    if not (carpeta / VERDAD).is_file():
        raise NoExiste("la verdad de las fotos", carpeta / VERDAD)
    cv2.setNumThreads(1)
    proceso = cargar_proceso(args.proceso)
    plantillas = {f.clave: cargar_plantilla(Path(proceso.carpeta) / f.carpeta) for f in proceso.formas}
    fotos = leer_verdad(carpeta / VERDAD).fotos
    fotos = fotos[: args.fotos] if args.fotos else fotos
    lector = Lector(letras="ninguna")
    medidas = list(_con_avance(medir_fotos(fotos, proceso, plantillas, lector, args.semilla), len(fotos)))
    salida: Path = args.salida or carpeta
    salida.mkdir(parents=True, exist_ok=True)
    escribir_fotos(medidas, salida / "fotos.csv")
    cv2.imwrite(str(salida / "distribuciones.png"), dibujar(medidas))
    juicios, filas = juzgar(medidas), resumir(medidas)
    if args.json:
        imprimir_json({"umbrales": [asdict(j) for j in juicios], "fotos": [asdict(f) for f in filas]})
    else:
        _imprimir(juicios, filas, salida)
    return 0


def _con_avance(medidas: Iterator[FotoMedida], cuantas: int) -> Iterator[FotoMedida]:
    """Show on standard error how many photos are done."""
    with Progress(console=Console(stderr=True), transient=True) as progreso:
        tarea = progreso.add_task("fotos", total=cuantas)
        for medida in medidas:
            if medida.dano == SIN_DANO:
                progreso.advance(tarea)
            yield medida


def _imprimir(juicios: Sequence[Juicio], filas: Sequence[Resumen], salida: Path) -> None:
    consola = Console()
    tabla = Table(title="Umbrales: qué parte de las cantidades rechaza cada uno")
    for titulo in _DE_UMBRALES:
        tabla.add_column(titulo, justify="left" if titulo == "medida" else "right")
    for j in juicios:
        tabla.add_row(
            j.nombre,
            f"{j.umbral:g}",
            f"{j.rechaza_buenas:.2%}",
            f"{j.atrapa_malas:.1%}",
            f"{j.sugerido:.3g}",
            f"{j.atrapa_sugerido:.1%}",
        )
    consola.print(tabla)
    tabla = Table(title="Fotos: a quién se le pide repetir, y qué se leyó mal")
    for titulo in _DE_FOTOS:
        tabla.add_column(titulo, justify="left" if titulo == "daño" else "right")
    for f in filas:
        lugar = "" if f.bien_senalados is None else f"{f.bien_senalados:.0%}"
        tabla.add_row(
            f.dano,
            str(f.fotos),
            str(f.sin_enderezar),
            str(f.avisadas),
            f"{f.mal_avisadas:.1%}",
            f"{f.mal_calladas:.1%}",
            lugar,
        )
    consola.print(tabla)
    consola.print(f"{salida / 'fotos.csv'}\n{salida / 'distribuciones.png'}")
