"""The command ``actario``: every verb parses its arguments and calls one function.

Exit status: 0 done; 1 the answer is no (a check that does not hold); 2 wrong use; 65 invalid data; 66 not found;
69 incomplete installation; 75 not in this state, try later; 77 not permitted; 70 any other error of ours.
"""

import argparse
import gettext
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from verificacion.dominio.errores import (
    DatoInvalido,
    ErrorActario,
    EstadoIncompatible,
    InstalacionIncompleta,
    NoExiste,
    NoPermitido,
)

ESTADO_DE_SALIDA: tuple[tuple[type[ErrorActario], int], ...] = (
    (DatoInvalido, 65),
    (NoExiste, 66),
    (InstalacionIncompleta, 69),
    (EstadoIncompatible, 75),
    (NoPermitido, 77),
    (ErrorActario, 70),
)


def _hablar_espanol() -> None:
    """Give argparse its Spanish messages, whatever the locale of the machine."""
    os.environ["LANGUAGE"] = "es"
    gettext.bindtextdomain("messages", Path(__file__).parent / "idioma")


def _un_hilo_por_proceso() -> None:
    """One thread for the numeric libraries: work scales by processes, and two threads are slower than one here."""
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")  # before numpy is imported; reading processes inherit it


def construir(orden: str | None = None) -> argparse.ArgumentParser:
    """The command line: whole, or with the family of one verb."""
    from actario import __version__, ordenes

    parser = argparse.ArgumentParser(
        prog="actario", description="De la foto del acta de casilla al resultado preliminar publicado (PREP)."
    )
    parser.add_argument("--version", action="version", version=f"actario {__version__}")
    sub = parser.add_subparsers(title="órdenes", metavar="ORDEN", required=True)
    ordenes.agregar(sub, orden)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status."""
    _hablar_espanol()
    _un_hilo_por_proceso()
    argumentos = sys.argv[1:] if argv is None else argv
    args = construir(next(iter(argumentos), None)).parse_args(argumentos)
    try:
        return args.orden(args) or 0
    except ErrorActario as e:
        from api.mensajes import mensaje as explicar

        mensaje = explicar(e)
        print(f"actario: {mensaje.titulo}: {mensaje.detalle}\n  {mensaje.remedio}", file=sys.stderr)
        return next(estado for clase, estado in ESTADO_DE_SALIDA if isinstance(e, clase))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) went away: not an error, but Python must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
