"""``actario difusor``: keep a verified mirror of a publication, to be served by any web server."""

import argparse
import sys
import time
from pathlib import Path

from actario.ordenes.argumentos import SubOrdenes
from publicacion.difusor import difundir
from publicacion.errores import CorteInvalido, FuenteInalcanzable
from publicacion.fuente import abrir


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser(
        "difusor",
        help="mantiene una copia comprobada de los cortes y el sitio de otra autoridad",
        description="Trae los cortes nuevos y el sitio, comprueba firma, cadena y cifras, y cambia CARPETA/actual de "
        "una vez. Sirva esa carpeta con cualquier servidor web; si algo falla, sigue sirviendo lo último bueno.",
    )
    parser.add_argument(
        "url", metavar="URL", help="dirección que contiene cortes/ y sitio/, p. ej. https://prep.ejemplo.mx/publico"
    )
    parser.add_argument("carpeta", type=Path, metavar="CARPETA")
    parser.add_argument(
        "--llave", metavar="HUELLA", help="llave en que se confía; si no se dice, la primera que se vea"
    )
    parser.add_argument("--cada", type=float, metavar="MINUTOS", help="repite sin terminar; 2 es razonable")
    parser.set_defaults(orden=difusor)


def difusor(args: argparse.Namespace) -> int:
    """Visit once, or again and again."""
    while True:
        try:
            d = difundir(abrir(args.url), args.carpeta, args.llave)
            print(f"Corte {d.corte}: {d.nuevos} nuevos, {d.archivos} archivos, {d.bytes:,} bytes", flush=True)
        except (CorteInvalido, FuenteInalcanzable) as error:
            if args.cada is None:
                raise
            print(f"Se sigue sirviendo lo anterior: {error}", file=sys.stderr, flush=True)
        if args.cada is None:
            return 0
        time.sleep(args.cada * 60)
