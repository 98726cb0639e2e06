"""``actario simulacro``: drive a whole night against a running installation through its public API."""

import argparse
import json
from pathlib import Path

from actario.ordenes.argumentos import SubOrdenes
from actario.tablero import tablero_de_la_noche
from muestras.simulacro.noche import Cuenta, Marcha, Noche, Personal
from muestras.simulacro.verdad import leer_verdad
from verificacion.dominio.errores import DatoInvalido


class PersonalInvalido(DatoInvalido):
    """The staff file lacks a role that a night needs."""

    codigo = "personal_invalido"

    def __init__(self, archivo: Path, falta: str):
        super().__init__(f"{archivo}: {falta}")
        self.archivo = str(archivo)
        self.falta = falta


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser("simulacro", help="ensaya una noche contra una instalación en marcha")
    parser.description = "Sube fotos con verdad conocida y simula al personal por la API pública de una instalación."
    parser.add_argument("--base", default="http://127.0.0.1:8021", metavar="URL", help="la instalación")
    parser.add_argument("--verdad", type=Path, required=True, metavar="ARCHIVO", help="verdad.json junto a las fotos")
    parser.add_argument(
        "--personal",
        type=Path,
        required=True,
        metavar="ARCHIVO",
        help='JSON: {"digitalizadores": [["usuario", "contraseña"], …], "capturistas": …, "verificadores": …, '
        '"supervisores": …, "publicador": […]}',
    )
    parser.add_argument("--error", type=float, default=0.005, help="errores de tecleo por campo (%(default)s)")
    parser.add_argument("--semilla", type=int, default=2021)
    parser.set_defaults(orden=simular)


def leer_personal(archivo: Path, error_por_campo: float) -> Personal:
    """Read the accounts of the simulated staff.

    Raises:
        PersonalInvalido: the file is not JSON or a role is missing.
    """
    try:
        datos = json.loads(archivo.read_text())
        return Personal(
            *(
                [Cuenta(*par) for par in datos[rol]]
                for rol in ("digitalizadores", "capturistas", "verificadores", "supervisores")
            ),
            publicador=Cuenta(*datos["publicador"]),
            error_por_campo=error_por_campo,
        )
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise PersonalInvalido(archivo, str(e)) from e


def simular(args: argparse.Namespace) -> int:
    """Run the drill and print how it went."""
    verdad = leer_verdad(args.verdad)
    marcha = Marcha(total=len(verdad.fotos))
    with tablero_de_la_noche(marcha) as avisar:
        Noche(args.base, verdad, leer_personal(args.personal, args.error), args.semilla, marcha, avisar).correr()
    print(f"{marcha.subidas} fotos, {marcha.capturas} capturas, {marcha.resoluciones} discrepancias resueltas")
    return 0
