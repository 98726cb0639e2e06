"""Arguments that several verbs share: which installation, and whether a program reads the answer."""

import argparse
import json
from pathlib import Path
from typing import Any

from actario.configuracion import Configuracion
from publicacion.llaves import de_pem, huella_de

SubOrdenes = Any
"""``argparse._SubParsersAction``, which the standard library keeps private."""


def de_instalacion(parser: argparse.ArgumentParser) -> None:
    """Add ``--datos``, ``--proceso`` and ``--bd``."""
    grupo = parser.add_argument_group("instalación", "También por variables ACTARIO_DATOS, ACTARIO_PROCESO, ACTARIO_BD")
    grupo.add_argument("--datos", type=Path, metavar="CARPETA", help="imágenes, base SQLite y publicación")
    grupo.add_argument("--proceso", type=Path, metavar="CARPETA", help="carpeta de la elección (docs/proceso.md)")
    grupo.add_argument("--bd", metavar="URL", help="base de datos; si no se dice, SQLite en la carpeta de datos")


def configuracion(args: argparse.Namespace) -> Configuracion:
    """Settings from the environment, overridden by what was written on the command line."""
    dichos = {campo: getattr(args, campo, None) for campo in Configuracion.model_fields}
    return Configuracion(**{campo: valor for campo, valor in dichos.items() if valor is not None})


def huella_de_llave(texto: str) -> str:
    """Fingerprint of a public key, given as such or as the name of its PEM file."""
    if not Path(texto).is_file():
        return texto
    return huella_de(de_pem(Path(texto).read_bytes()))


def con_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="responde en JSON, para programas")


def imprimir_json(valor: object) -> None:
    """Print one JSON object on one line."""
    print(json.dumps(valor, ensure_ascii=False, default=str), flush=True)
