"""The schema: what the migrations make is what the models say, and evidence cannot be rewritten."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from mesa import BASICA, Mesa, conteo_de, lectura_de
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from verificacion.bd.sesion import migrar, transaccion
from verificacion.bd.tablas import SOLO_SE_AGREGA, Base
from verificacion.dominio.registro import EstadoActa, Rol, TipoTarea


def test_the_migrations_make_exactly_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as conexion:
        assert compare_metadata(MigrationContext.configure(conexion), Base.metadata) == []


def test_migrating_again_changes_nothing(engine: Engine, url_bd: str) -> None:
    mesa = Mesa(engine)
    migrar(url_bd)
    assert mesa.registro(BASICA).estado is EstadoActa.ESPERADA


@pytest.fixture
def con_evidencia(engine: Engine) -> Engine:
    """At least one row in each insert-only table: SQLite's triggers fire row by row."""
    mesa = Mesa(engine)
    ana, beto, caro = (mesa.persona(n, Rol.CAPTURISTA, Rol.VERIFICADOR) for n in ("ana", "beto", "caro"))
    mesa.llega(BASICA, ana, lectura_de(conteo_de(mesa.proceso, BASICA)))
    mesa.captura(mesa.turno(ana), conteo_de(mesa.proceso, BASICA, PAN=1), ana)
    mesa.captura(mesa.turno(beto), conteo_de(mesa.proceso, BASICA, PAN=2), beto)
    mesa.decide(mesa.turno(caro, TipoTarea.DISCREPANCIA), {"PAN": 2}, caro)
    return engine


@pytest.mark.parametrize("tabla", SOLO_SE_AGREGA)
def test_evidence_cannot_be_changed_or_removed(con_evidencia: Engine, tabla: str) -> None:
    columna = Base.metadata.tables[tabla].primary_key.columns[0].name
    with con_evidencia.connect() as conexion:
        antes = conexion.scalar(text(f"SELECT count(*) FROM {tabla}"))
    assert antes
    for sentencia in (f"UPDATE {tabla} SET {columna} = {columna}", f"DELETE FROM {tabla}"):
        with pytest.raises(DBAPIError, match="solo se agrega"), transaccion(con_evidencia) as session:
            session.execute(text(sentencia))
    with con_evidencia.connect() as conexion:
        assert conexion.scalar(text(f"SELECT count(*) FROM {tabla}")) == antes


@pytest.mark.parametrize("tabla", SOLO_SE_AGREGA)
def test_evidence_cannot_be_replaced_by_an_insert(con_evidencia: Engine, tabla: str) -> None:
    """SQLite's REPLACE removes the old row; it runs the triggers of DELETE only if told to."""
    if con_evidencia.dialect.name != "sqlite":
        pytest.skip("REPLACE existe solo en SQLite")
    with pytest.raises(DBAPIError, match="solo se agrega"), transaccion(con_evidencia) as session:
        session.execute(text(f"REPLACE INTO {tabla} SELECT * FROM {tabla}"))


def test_evidence_cannot_be_truncated(con_evidencia: Engine) -> None:
    if con_evidencia.dialect.name != "postgresql":
        pytest.skip("TRUNCATE existe solo en PostgreSQL")
    for tabla in SOLO_SE_AGREGA:
        with pytest.raises(DBAPIError, match="solo se agrega"), transaccion(con_evidencia) as session:
            session.execute(text(f"TRUNCATE {tabla} CASCADE"))
