"""``actario huella``: one hash of everything that runs, and what differs from the one that was audited."""

import argparse
import json
from pathlib import Path

from actario.ordenes.argumentos import SubOrdenes, con_json, configuracion, de_instalacion, imprimir_json
from publicacion.errores import HuellaIlegible
from publicacion.huella import Huella, comparar, huella_de
from verificacion.proceso import cargar_proceso


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser(
        "huella",
        help="una huella de todo lo que se ejecuta: código, modelos, formas, elección y dependencias",
        description="No depende de la carpeta ni de la máquina. Con --comparar dice qué archivo, forma o biblioteca "
        "difiere y termina con 1.",
    )
    parser.add_argument("--comparar", type=Path, metavar="ARCHIVO", help="la que guardó el ente auditor con --json")
    parser.add_argument("--de", type=Path, metavar="ARCHIVO", help="en vez de medir aquí, la que dio otro servidor")
    con_json(parser)
    de_instalacion(parser)
    parser.set_defaults(orden=huella)


def huella(args: argparse.Namespace) -> int:
    """Measure, or read, one hash and compare it with another."""
    esta = _leer(args.de) if args.de else huella_de(cargar_proceso(configuracion(args).proceso))
    diferencias = comparar(esta, _leer(args.comparar)) if args.comparar else []
    if args.json:
        imprimir_json(esta.a_json() | ({"diferencias": diferencias} if args.comparar else {}))
    else:
        for parte in esta.partes:
            print(f"{parte.huella}  {parte.nombre} ({len(parte.archivos):,})")
        print(f"{esta.total}  TODO")
        for diferencia in diferencias:
            print(f"  {diferencia}")
        if args.comparar:
            print(f"{len(diferencias):,} diferencias: no es lo auditado." if diferencias else "Es lo auditado.")
    return 1 if diferencias else 0


def _leer(ruta: Path) -> Huella:
    try:
        return Huella.de_json(json.loads(ruta.read_bytes()))
    except (OSError, ValueError) as error:
        raise HuellaIlegible(f"{ruta} no se puede leer ({error})") from error
