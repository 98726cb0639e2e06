"""The queue on a long night: its first row is found by an index, and two hundred people are served at once."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, func, select

from muestras.bancos.cola import medir
from muestras.bancos.cola_generada import generar
from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta, crear_engine, transaccion
from verificacion.bd.tablas import Turno
from verificacion.casos import tareas
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.registro import Actor, Rol, TipoTarea

GENTE = 200


def persona(numero: int) -> Actor:
    return Actor(UsuarioId(numero), f"persona {numero}", frozenset({Rol.CAPTURISTA}), f"terminal {numero}")


def test_two_hundred_people_at_once_each_get_an_acta_and_none_is_in_more_than_two_hands(engine: Engine) -> None:
    generar(engine, 2_000, GENTE, datetime(2027, 6, 6, 18, tzinfo=UTC))
    ahora = datetime(2027, 6, 6, 20, tzinfo=UTC)

    def toma(numero: int) -> str:
        with transaccion(engine) as session:
            tarea = tareas.tomar(session, TipoTarea.CAPTURA, persona(numero), ahora)
        assert tarea is not None
        return tarea.turno

    with ThreadPoolExecutor(16) as hilos:
        assert len(set(hilos.map(toma, range(1, GENTE + 1)))) == GENTE
    with consulta(engine) as session:
        manos = select(func.count()).where(Turno.cerrado_en.is_(None)).group_by(Turno.acta_id)
        assert max(session.scalars(manos)) <= 2


def test_no_queue_sorts_what_waits_even_where_nobody_analysed_the_tables(
    plantilla_sqlite: Path, tmp_path: Path
) -> None:
    """SQLite took the index of the state and sorted all the backlog for each task, unless ANALYZE had run."""
    engine = crear_engine(f"sqlite:///{shutil.copy(plantilla_sqlite, tmp_path / 'fila.sqlite')}")
    generar(engine, 400, 8, datetime(2027, 6, 6, 18, tzinfo=UTC))
    planes: list[str] = []

    @event.listens_for(engine, "after_cursor_execute")
    def _planear(conexion: Connection, cursor: Any, orden: str, datos: Any, *_: object) -> None:  # pyright: ignore[reportUnusedFunction]
        # what differs and waits to be judged is little: its order costs nothing
        if "LIMIT" in orden and "difiere" not in orden and not orden.startswith("EXPLAIN"):
            planes.extend(str(paso[3]) for paso in conexion.exec_driver_sql(f"EXPLAIN QUERY PLAN {orden}", datos))

    todos = Actor(UsuarioId(3), "persona 3", frozenset(Rol), "otra terminal")
    for tipo in TipoTarea:
        with transaccion(engine) as session:
            tareas.tomar(session, tipo, todos, datetime(2027, 6, 6, 18, 1, tzinfo=UTC), (1, 2))
    engine.dispose()
    for indice in ("por_capturar", "a_medias", "discrepantes", "sin_cotejar", "en_correccion"):
        assert any(f"ix_actas_{indice}" in paso for paso in planes), indice
    assert not [paso for paso in planes if "TEMP B-TREE" in paso]


def test_under_load_every_answer_is_recorded_once_and_the_chain_holds(engine: Engine) -> None:
    sala = medir(engine, 1_000, 24, segundos=1)
    enviadas = len(sala.enviar.ms)
    assert enviadas
    with consulta(engine) as session:
        bitacora.verificar(session)
        eventos = select(func.count()).select_from(Turno).where(Turno.resultado.is_not(None), Turno.respuesta != "x")
        assert session.scalar(eventos) == enviadas
