"""``actario auditar``: make again every published figure from images, log and cuts, and name what differs."""

import argparse
from dataclasses import asdict

from actario.auditoria_completa import auditar as auditar_todo
from actario.composicion import componer
from actario.ordenes.argumentos import (
    SubOrdenes,
    con_json,
    configuracion,
    de_instalacion,
    huella_de_llave,
    imprimir_json,
)
from publicacion.fuente import abrir


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser(
        "auditar",
        help="rehace cada cifra publicada desde las imágenes, la bitácora y los cortes, y dice cuáles difieren",
        description="No confía en la base de datos: repasa la bitácora, rehace cada corte byte por byte y nombra lo "
        "que alguien cambió, borró, agregó o volvió a firmar. Termina con 0 si todo cuadra y 1 si algo no.",
    )
    parser.add_argument(
        "--cortes", metavar="CARPETA|ZIP|URL", help="cortes publicados; mejor los de un difusor que los propios"
    )
    parser.add_argument(
        "--llave", metavar="HUELLA|PEM", help="llave en que se confía; si no se dice, la que presentó la bitácora"
    )
    con_json(parser)
    de_instalacion(parser)
    parser.set_defaults(orden=auditar)


def auditar(args: argparse.Namespace) -> int:
    """Audit everything."""
    fuente = abrir(args.cortes) if args.cortes else None
    a = auditar_todo(componer(configuracion(args)), fuente, huella_de_llave(args.llave) if args.llave else None)
    if args.json:
        imprimir_json(asdict(a))
        return 1 if a.diferencias else 0
    print(f"Bitácora: {a.asientos:,} asientos; cabeza {a.cabeza}")
    print(f"{a.cortes:,} cortes rehechos: {a.actas:,} registros y {a.archivos:,} archivos, byte por byte")
    print(f"{a.imagenes:,} imágenes leídas y comparadas con su huella")
    for diferencia in a.diferencias:
        print(f"  {diferencia.en_palabras()}")
    print(f"NO CUADRA: {len(a.diferencias):,} diferencias." if a.diferencias else "Todo cuadra con los actos.")
    return 1 if a.diferencias else 0
