"""``actario auditar-base``: whether a published database, ours or not, holds by its own figures."""

import argparse
from pathlib import Path

from rich.console import Console

from actario.informe_auditoria import contar
from actario.ordenes.argumentos import SubOrdenes, con_json, imprimir_json
from publicacion.auditoria.archivos import bases_en
from publicacion.auditoria.auditar import auditar


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser(
        "auditar-base",
        help="comprueba una base de datos del PREP, de cualquier autoridad, con sus propias cifras",
        description="Vuelve a calcular observaciones, contabilizadas, totales, claves y encabezado de una base "
        "publicada y dice qué no cuadra y dónde. Termina con 0 si todo cuadra, 1 si algo no, 65 si no es una base.",
    )
    parser.add_argument(
        "archivo", type=Path, nargs="+", metavar="ARCHIVO", help=".csv, .zip (también el oficial), .xz, .gz"
    )
    con_json(parser)
    parser.set_defaults(orden=auditar_base)


def auditar_base(args: argparse.Namespace) -> int:
    """Audit every database of the given files."""
    auditorias = [auditar(contenido, nombre) for ruta in args.archivo for nombre, contenido in bases_en(ruta)]
    if args.json:
        salidas = [a.a_json() for a in auditorias]
        imprimir_json(salidas[0] if len(salidas) == 1 else {"bases": salidas})
    else:
        console = Console(highlight=False, soft_wrap=True)
        for auditoria in auditorias:
            contar(console, auditoria)
    return 0 if all(a.cuadra for a in auditorias) else 1
