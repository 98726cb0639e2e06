from datetime import UTC, datetime
from pathlib import Path

import pytest

from muestras.durango import escribir_proceso
from verificacion.dominio.eleccion import Proceso
from verificacion.proceso import cargar_proceso


def _proceso(carpeta: Path, casillas: int) -> Proceso:
    escribir_proceso(carpeta, casillas, 5, datetime(2021, 6, 7, 1, 0, tzinfo=UTC))
    return cargar_proceso(carpeta)


@pytest.fixture(scope="session")
def proceso_entero(tmp_path_factory: pytest.TempPathFactory) -> Proceso:
    return _proceso(tmp_path_factory.mktemp("entero"), 2541)


@pytest.fixture(scope="session")
def proceso_chico(tmp_path_factory: pytest.TempPathFactory) -> Proceso:
    return _proceso(tmp_path_factory.mktemp("chico"), 16)
