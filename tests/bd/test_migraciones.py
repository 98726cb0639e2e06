import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from verificacion.bd.sesion import crear_engine, migrar
from verificacion.bd.tablas import Base


@pytest.mark.filterwarnings("ignore:.*expression-based index")  # SQLite cannot tell them: the others are compared
def test_the_migrated_schema_is_that_of_the_models(engine: Engine) -> None:
    with engine.connect() as conexion:
        contexto = MigrationContext.configure(conexion, opts={"compare_type": True})
        assert compare_metadata(contexto, Base.metadata) == []


def test_the_checks_of_the_models_are_in_the_database(engine: Engine) -> None:
    with engine.connect() as conexion:
        inspector = inspect(conexion)
        en_bd = {
            restriccion["name"]
            for tabla in Base.metadata.tables
            for restriccion in inspector.get_check_constraints(tabla)
        }
    en_modelos = {
        restriccion.name
        for tabla in Base.metadata.tables.values()
        for restriccion in tabla.constraints
        if restriccion.__visit_name__ in {"check_constraint", "table_or_column_check_constraint"}
    }
    assert en_modelos
    assert {str(nombre) for nombre in en_modelos} == en_bd


def test_migrating_twice_keeps_what_is_there(url_bd: str) -> None:
    engine = crear_engine(url_bd)
    alta = text("INSERT INTO formas (clave, campos) VALUES ('f', '[]')")
    with engine.begin() as conexion:
        conexion.execute(alta)
    migrar(url_bd)
    with engine.connect() as conexion:
        assert conexion.scalar(text("SELECT count(*) FROM formas")) == 1
    engine.dispose()
