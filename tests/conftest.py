import pytest

from tests.fixtures_bd import engine, nueva_postgresql, plantilla_sqlite, servidor_postgresql, url_bd
from tests.fixtures_s3 import credenciales_s3, deposito_s3, servidor_s3

__all__ = [
    "credenciales_s3",
    "deposito_s3",
    "engine",
    "nueva_postgresql",
    "plantilla_sqlite",
    "servidor_postgresql",
    "servidor_s3",
    "url_bd",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The whole way first: its tests run one after another, and at the end the other workers would only wait."""
    items.sort(key=lambda item: item.get_closest_marker("recorrido") is None)
