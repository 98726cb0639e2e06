import pytest
from sqlalchemy import Engine

from tests.fixtures_bd import engine, nueva_postgresql, plantilla_sqlite, servidor_postgresql, url_bd
from tests.mesa import Mesa

__all__ = ["engine", "nueva_postgresql", "plantilla_sqlite", "servidor_postgresql", "url_bd"]


@pytest.fixture
def mesa(engine: Engine) -> Mesa:
    """The small election, open, on each engine in turn."""
    return Mesa(engine)
