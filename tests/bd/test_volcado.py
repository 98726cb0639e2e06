"""What a backup holds of the database goes into either engine whole, or not at all."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from tests.bd.test_solo_se_agrega import imagen, sembrar
from tests.fixtures_bd import NuevaUrl
from verificacion.bd.sesion import consulta, crear_engine, migrar, transaccion
from verificacion.bd.tablas import Base, Imagen
from verificacion.bd.volcado import EFIMERAS, BaseOcupada, VolcadoInvalido, cargar, volcar

AHORA = datetime(2021, 6, 7, 3, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def otra(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database to restore into, on each engine in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'otra.sqlite3'}"
        migrar(url)
        engine = crear_engine(url)
        yield engine
        engine.dispose()
        return
    nueva: NuevaUrl = request.getfixturevalue("nueva_postgresql")
    with nueva() as url:
        engine = crear_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def carpeta(engine: Engine, tmp_path: Path) -> Path:
    with transaccion(engine) as session:
        sembrar(session)
    destino = tmp_path / "volcado"
    destino.mkdir()
    with consulta(engine) as session:
        volcar(session.connection(), destino)
    return destino


def filas(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with consulta(engine) as session:
        tablas = (t for t in Base.metadata.sorted_tables if t.name not in EFIMERAS)
        return {t.name: [tuple(f) for f in session.execute(select(t).order_by(*t.primary_key))] for t in tablas}


def test_every_row_goes_from_one_engine_to_any_other(engine: Engine, otra: Engine, carpeta: Path) -> None:
    cuantas = cargar(otra, carpeta)
    assert filas(otra) == filas(engine)
    assert sum(cuantas.values()) == sum(map(len, filas(engine).values())) > 15


def test_absent_json_stays_absent_and_not_the_value_null(otra: Engine, carpeta: Path) -> None:
    cargar(otra, carpeta)
    with otra.connect() as conexion:
        assert conexion.execute(text("SELECT count(*) FROM turnos WHERE avisos IS NULL")).scalar_one() == 1


def test_what_is_written_after_a_restore_takes_the_next_number(otra: Engine, carpeta: Path) -> None:
    cargar(otra, carpeta)
    with transaccion(otra) as session:
        nueva = imagen("b" * 64, 2)
        nueva.id = None  # pyright: ignore[reportAttributeAccessIssue]
        session.add(nueva)
        session.flush()
        assert nueva.id == max(session.scalars(select(Imagen.id))) == 2


def test_a_database_that_holds_something_is_never_written_over(engine: Engine, carpeta: Path) -> None:
    antes = filas(engine)
    with pytest.raises(BaseOcupada):
        cargar(engine, carpeta)
    assert filas(engine) == antes


@pytest.mark.parametrize("dano", ["otras columnas", "cortado", "falta"])
def test_a_damaged_file_leaves_the_new_database_empty(otra: Engine, carpeta: Path, dano: str) -> None:
    archivo = carpeta / "turnos.ndjson.gz"
    if dano == "falta":
        archivo.unlink()
    elif dano == "cortado":
        archivo.write_bytes(archivo.read_bytes()[:-12])
    else:
        archivo.write_bytes(gzip.compress(b'["id","otra"]\n["t1",1]\n'))
    with pytest.raises(VolcadoInvalido):
        cargar(otra, carpeta)
    assert {tabla: f for tabla, f in filas(otra).items() if f and tabla != "bitacora_cabeza"} == {}
