"""A small sample election with its photos, generated once for the whole way's tests."""

from pathlib import Path

import pytest

from actario.composicion import reloj
from actario.demo.preparacion import preparar_fotos, preparar_proceso
from muestras.simulacro.verdad import Verdad, leer_verdad

CASILLAS = 18
SEMILLA = 7


@pytest.fixture(scope="session")
def muestra(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Verdad]:
    """The election folder and the truth of its photos."""
    carpeta = tmp_path_factory.mktemp("muestra")
    proceso = preparar_proceso(carpeta, CASILLAS, SEMILLA, reloj())
    return proceso, leer_verdad(preparar_fotos(carpeta, proceso, SEMILLA))
