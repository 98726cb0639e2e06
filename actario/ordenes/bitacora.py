"""``actario bitacora``: check that the evidence is whole."""

import argparse

from actario.composicion import componer
from actario.ordenes.argumentos import SubOrdenes, con_json, configuracion, de_instalacion, imprimir_json
from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser("bitacora", help="comprueba la bitácora", description="La bitácora de actos.")
    ordenes = parser.add_subparsers(metavar="ORDEN", required=True)
    verificar_ = ordenes.add_parser("verificar", help="comprueba la cadena completa")
    con_json(verificar_)
    de_instalacion(verificar_)
    verificar_.set_defaults(orden=verificar)


def verificar(args: argparse.Namespace) -> int:
    """Walk the whole chain."""
    with consulta(componer(configuracion(args)).engine) as session:
        entradas, huella = bitacora.verificar(session)
    if args.json:
        imprimir_json({"entradas": entradas, "huella": huella})
    else:
        print(f"{entradas} entradas, cadena íntegra; cabeza {huella}")
    return 0
