"""A small sample election with its photos, generated once for the whole way's tests."""

from pathlib import Path

import pytest

from actario.composicion import reloj
from actario.demo.preparacion import preparar_fotos, preparar_proceso
from muestras.fotos import ARCHIVO
from muestras.simulacro.verdad import Verdad, leer_verdad
from tests.una_vez import una_vez

CASILLAS = 18
SEMILLA = 7


@pytest.fixture(scope="session")
def muestra(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Verdad]:
    """The election folder and the truth of its photos."""
    carpeta = una_vez(tmp_path_factory, "muestra-del-recorrido", _preparar)
    return carpeta / "proceso", leer_verdad(carpeta / "fotos" / ARCHIVO)


def _preparar(carpeta: Path) -> None:
    preparar_fotos(carpeta, preparar_proceso(carpeta, CASILLAS, SEMILLA, reloj()), SEMILLA)
