"""``actario constancia``: the signed certificate of the zero state and of the close, and its check."""

import argparse
from pathlib import Path

from actario.composicion import componer, reloj
from actario.constancia.documento import Tipo, comprobar
from actario.constancia.emision import ConstanciaNegada, emitir
from actario.ordenes.argumentos import (
    SubOrdenes,
    con_json,
    configuracion,
    de_instalacion,
    huella_de_llave,
    imprimir_json,
)


def agregar(sub: SubOrdenes) -> None:
    """Register the verbs."""
    parser = sub.add_parser("constancia", help="certifica la puesta en ceros o el cierre, para la fe pública")
    ordenes = parser.add_subparsers(metavar="ORDEN", required=True)
    for tipo, ayuda in (
        (Tipo.CEROS, "certifica que no hay nada; si hay algo, lo dice y no la expide"),
        (Tipo.CIERRE, "certifica exactamente qué hay y que lo publicado es lo que dicen los actos"),
    ):
        orden = ordenes.add_parser(tipo.value, help=ayuda)
        orden.add_argument(
            "-o", "--salida", type=Path, default=Path(), metavar="CARPETA", help="si no se dice, la carpeta actual"
        )
        con_json(orden)
        de_instalacion(orden)
        orden.set_defaults(orden=expedir, tipo=tipo)
    comprobar_ = ordenes.add_parser("comprobar", help="comprueba la firma de una constancia en cualquier máquina")
    comprobar_.add_argument("archivo", type=Path, metavar="constancia-….json")
    comprobar_.add_argument("--llave", metavar="HUELLA|PEM", help="llave en que se confía")
    comprobar_.set_defaults(orden=revisar)


def expedir(args: argparse.Namespace) -> int:
    """Write the certificate, or name what prevents it and end with 1."""
    try:
        emitida = emitir(args.tipo, componer(configuracion(args)), args.salida, reloj())
    except ConstanciaNegada as negada:
        if args.json:
            imprimir_json({"expedida": False, "hallado": negada.hallado})
        else:
            print("No se expide la constancia. Se halló:")
            for cosa in negada.hallado:
                print(f"  {cosa}")
        return 1
    if args.json:
        imprimir_json({"expedida": True, "json": str(emitida.json), "pdf": str(emitida.pdf)})
    else:
        print(f"Constancia en {emitida.pdf} y {emitida.json}, con sus firmas (.firma).")
        print(f"Huella de lo que se ejecuta: {emitida.constancia.datos['huella']['total']}")
    return 0


def revisar(args: argparse.Namespace) -> int:
    """Check a certificate."""
    problemas = comprobar(args.archivo, huella_de_llave(args.llave) if args.llave else None)
    for problema in problemas:
        print(f"  {problema}")
    if not problemas:
        print("La constancia es la que se firmó.")
        if not args.llave:
            print("Compare la huella de la llave con la que publicó la autoridad, o dígala con --llave.")
    return 1 if problemas else 0
