"""Connection and transactions. SQLite by default, PostgreSQL with the same code."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

ESPERA_SQLITE_MS = 30_000  # a night's longest write is far shorter; better a slow answer than a lost one


def crear_engine(url: str) -> Engine:
    """Open the database of ``url`` (``sqlite:///…`` or ``postgresql+psycopg://…``). Connects only when used."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _configurar(conexion: Any, _registro: object) -> None:  # pyright: ignore[reportUnusedFunction]
        # The driver must not open transactions by itself: BEGIN IMMEDIATE below takes the write lock at once, so that
        # two writers wait for each other instead of one failing half-way ("database is locked").
        conexion.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # what was acknowledged survives a power cut
            "foreign_keys=ON",
            "recursive_triggers=ON",  # without it REPLACE removes rows past the triggers that guard the evidence
            f"busy_timeout={ESPERA_SQLITE_MS}",
        ):
            conexion.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _empezar(conexion: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        conexion.exec_driver_sql("BEGIN" if conexion.get_execution_options().get("lectura") else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def transaccion(engine: Engine) -> Generator[Session]:
    """One transaction: committed when the block ends, rolled back whole when it raises."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def consulta(engine: Engine) -> Generator[Session]:
    """One consistent read that blocks no writer."""
    lector = (
        engine.execution_options(lectura=True, isolation_level="REPEATABLE READ")
        if engine.dialect.name == "postgresql"
        else engine.execution_options(lectura=True)
    )
    with Session(lector) as session:
        yield session


def migrar(url: str) -> None:
    """Create or update the schema. Forward only."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migraciones"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, "head")
