from pathlib import Path

import pytest
from casa_api import Casa, Molde, levantar, mini, moldear


@pytest.fixture(scope="session")
def molde(tmp_path_factory: pytest.TempPathFactory) -> Molde:
    carpeta = tmp_path_factory.mktemp("molde")
    mini(carpeta)
    return moldear(carpeta)


@pytest.fixture
def casa(molde: Molde, tmp_path: Path) -> Casa:
    return levantar(molde, tmp_path)
