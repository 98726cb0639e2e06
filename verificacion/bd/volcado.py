"""The whole database as text, the same for both engines: what a backup holds and a restore reads.

One file per table (``actas.ndjson.gz``): a line with the names of the columns and then one JSON array per row. It is
read in one consistent view while the system runs, can be opened with any tool in ten years, and goes from SQLite to
PostgreSQL or back. The insert-only tables admit it because a restore only inserts, and only into an empty database.
"""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, Engine, Table, bindparam, delete, func, insert, inspect, select, text
from sqlalchemy.types import TypeEngine

from verificacion.bd import tablas_acceso, tablas_control, tablas_propuestas, tablas_publicas
from verificacion.bd.tablas import Base, CabezaBitacora
from verificacion.bd.tipos import UTCDateTime
from verificacion.dominio.errores import DatoInvalido, EstadoIncompatible

_ = (tablas_acceso, tablas_control, tablas_propuestas, tablas_publicas)  # importing them declares their tables
EFIMERAS = ("sesiones", "borradores", "limites_de_reportes", "limites_de_entradas")
"""Tables that a backup leaves out: people log in again, and a draft lives as long as its turn."""
FILAS_POR_LOTE = 2000


class BaseOcupada(EstadoIncompatible):
    """A backup is only restored into an empty database: nothing is ever mixed or written over."""

    codigo = "base_ocupada"

    def __init__(self, tabla: str):
        super().__init__(tabla)
        self.tabla = tabla


class VolcadoInvalido(DatoInvalido):
    """The files of a backup are not those of this version's tables."""

    codigo = "volcado_invalido"

    def __init__(self, donde: str, que: str):
        super().__init__(f"{donde}: {que}")
        self.donde = donde
        self.que = que


def revision(conexion: Connection) -> str:
    """The migration that the database is at."""
    return conexion.execute(text("SELECT version_num FROM alembic_version")).scalar_one()


def volcar(conexion: Connection, carpeta: Path) -> dict[str, int]:
    """Write every lasting table under ``carpeta`` and return how many rows each has.

    The caller gives a connection whose transaction is one consistent read.
    """
    return {tabla.name: _escribir(conexion, tabla, _archivo(carpeta, tabla)) for tabla in _tablas()}


def contar(conexion: Connection) -> dict[str, int]:
    """Rows of every table, those that a backup leaves out too, by name."""
    tablas = sorted(Base.metadata.tables.values(), key=lambda tabla: tabla.name)
    return {t.name: conexion.execute(select(func.count()).select_from(t)).scalar_one() for t in tablas}


def cargar(engine: Engine, carpeta: Path) -> dict[str, int]:
    """Fill an empty, migrated database from the files under ``carpeta``, all or nothing.

    Returns:
        How many rows each table received.

    Raises:
        BaseOcupada: the database already holds something.
        VolcadoInvalido: a file is missing, or its columns are not those of the table.
    """
    with engine.begin() as conexion:
        exigir_vacia(conexion)
        conexion.execute(delete(CabezaBitacora))
        cuantas = {tabla.name: _leer(conexion, tabla, _archivo(carpeta, tabla)) for tabla in _tablas()}
        if conexion.dialect.name == "postgresql":
            _poner_al_dia_las_series(conexion)
    return cuantas


def exigir_vacia(conexion: Connection) -> None:
    """Refuse a database that holds something, whatever migration it is at; one without tables is empty.

    Raises:
        BaseOcupada: naming the first table with rows.
    """
    hay = set(inspect(conexion).get_table_names())
    for tabla in (t for t in _tablas() if t.name in hay):
        semilla = tabla.name == CabezaBitacora.__tablename__  # the migrations leave the head of an empty log
        if conexion.execute(select(func.count()).select_from(tabla)).scalar_one() > semilla:
            raise BaseOcupada(tabla.name)


def _tablas() -> list[Table]:
    """The lasting tables, each after those it refers to."""
    return [tabla for tabla in Base.metadata.sorted_tables if tabla.name not in EFIMERAS]


def _archivo(carpeta: Path, tabla: Table) -> Path:
    return carpeta / f"{tabla.name}.ndjson.gz"


def _escribir(conexion: Connection, tabla: Table, archivo: Path) -> int:
    consulta = select(tabla).order_by(*tabla.primary_key.columns).execution_options(yield_per=FILAS_POR_LOTE)
    cuantas = 0
    with gzip.open(archivo, "wt", compresslevel=6, encoding="utf-8") as salida:
        salida.write(_linea([columna.name for columna in tabla.columns]))
        for cuantas, fila in enumerate(conexion.execute(consulta), start=1):  # noqa: B007 - counted, used after
            salida.write(_linea([v.isoformat() if isinstance(v, datetime) else v for v in fila]))
    return cuantas


def _linea(valores: list[Any]) -> str:
    return json.dumps(valores, ensure_ascii=False, separators=(",", ":")) + "\n"


def _leer(conexion: Connection, tabla: Table, archivo: Path) -> int:
    # Absent JSON is absent, and not the JSON value null, which the driver would write for None.
    json_o_nada = {c.name: bindparam(c.name, type_=JSON(none_as_null=True)) for c in _de_tipo(tabla, JSON)}
    filas, cuantas = _filas(tabla, archivo), 0
    while lote := list(islice(filas, FILAS_POR_LOTE)):
        conexion.execute(insert(tabla).values({c.name: bindparam(c.name) for c in tabla.columns} | json_o_nada), lote)
        cuantas += len(lote)
    return cuantas


def _de_tipo(tabla: Table, tipo: type[TypeEngine[Any]]) -> list[Column[Any]]:
    return [c for c in tabla.columns if isinstance(c.type, tipo)]


def _filas(tabla: Table, archivo: Path) -> Iterator[dict[str, Any]]:
    fechas = {c.name for c in _de_tipo(tabla, UTCDateTime)}
    try:
        with gzip.open(archivo, "rt", encoding="utf-8") as entrada:
            columnas: list[str] = json.loads(next(entrada, "[]"))
            if columnas != [columna.name for columna in tabla.columns]:
                raise VolcadoInvalido(archivo.name, "sus columnas no son las de esta versión")
            for linea in entrada:
                fila = dict(zip(columnas, json.loads(linea), strict=True))
                yield {c: datetime.fromisoformat(v) if c in fechas and v is not None else v for c, v in fila.items()}
    except (OSError, EOFError, ValueError) as e:
        raise VolcadoInvalido(archivo.name, str(e)) from e


def _poner_al_dia_las_series(conexion: Connection) -> None:
    """Rows came with their numbers: the next one that the database gives must be after them."""
    for tabla in _tablas():
        for columna in tabla.primary_key.columns:
            serie = conexion.execute(select(func.pg_get_serial_sequence(tabla.name, columna.name))).scalar_one()
            ultimo = serie and conexion.execute(select(func.max(columna))).scalar_one()
            if ultimo:
                conexion.execute(select(func.setval(serie, ultimo)))
