"""The command line speaks Spanish and its exit status tells what kind of error it was."""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from actario.cli import ESTADO_DE_SALIDA, _hablar_espanol, construir
from actario.ordenes import FAMILIAS
from verificacion.dominio import errores

RAIZ = Path(__file__).parents[2]
INGLES = re.compile(r"usage:|options:|positional arguments|show this help|required|invalid choice")


def actario(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "actario", *args], cwd=RAIZ, capture_output=True, text=True)


def _todas(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for accion in parser._actions:
        if isinstance(accion, argparse._SubParsersAction):
            for hijo in accion.choices.values():
                yield from _todas(hijo)


def test_help_of_every_verb_is_in_spanish():
    _hablar_espanol()
    ayudas = [orden.format_help() for orden in _todas(construir())]
    assert len(ayudas) > 12
    assert not [ayuda for ayuda in ayudas if INGLES.search(ayuda)]


def test_every_verb_is_listed_under_the_family_that_brings_it():
    [sub] = [a for a in construir()._actions if isinstance(a, argparse._SubParsersAction)]
    assert list(sub.choices) == [verbo for verbos in FAMILIAS.values() for verbo in verbos]
    for verbo in sub.choices:
        [propio] = [a for a in construir(verbo)._actions if isinstance(a, argparse._SubParsersAction)]
        assert verbo in propio.choices


def test_a_verb_does_not_import_what_others_use():
    codigo = "import sys; from actario.cli import construir; construir('auditar-base'); print('api.app' in sys.modules)"
    salida = subprocess.run([sys.executable, "-c", codigo], cwd=RAIZ, capture_output=True, text=True, check=True)
    assert salida.stdout == "False\n"


def test_wrong_use_is_explained_in_spanish_with_status_2():
    sin_argumentos = actario("leer")
    assert sin_argumentos.returncode == 2
    assert "faltan estos argumentos: --plantilla, IMAGEN" in sin_argumentos.stderr


def test_invalid_data_ends_with_status_65_and_a_remedy(tmp_path: Path):
    (tmp_path / "plantilla.json").write_text("{")
    revisar = actario("plantilla", "revisar", str(tmp_path))
    assert revisar.returncode == 65
    assert revisar.stderr.startswith("actario: ")
    assert revisar.stdout == ""


@pytest.mark.parametrize(
    ("clase", "estado"),
    [
        (errores.ClaveInvalida, 65),
        (errores.NoExiste, 66),
        (errores.InstalacionIncompleta, 69),
        (errores.TurnoVencido, 75),
    ],
)
def test_each_kind_of_error_has_its_own_exit_status(clase: type[errores.ErrorActario], estado: int):
    assert next(e for c, e in ESTADO_DE_SALIDA if issubclass(clase, c)) == estado
