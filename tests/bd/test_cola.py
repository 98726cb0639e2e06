from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from verificacion.bd.cola import ARRIENDO, MAX_INTENTOS, ColaBD, Tarea, Trabajo
from verificacion.bd.sesion import transaccion
from verificacion.bd.tablas import Trabajo as Fila

AHORA = datetime(2021, 6, 7, 3, 0, tzinfo=UTC)
COLA = ColaBD()


def encolar(engine: Engine, *claves: str) -> None:
    with transaccion(engine) as session:
        for clave in claves:
            COLA.encolar(session, Tarea.LEER, clave, AHORA)


def tomar(engine: Engine, ahora: datetime = AHORA) -> Trabajo | None:
    with transaccion(engine) as session:
        return COLA.tomar(session, ahora, "trabajador")


def test_a_job_is_given_once_and_in_order(engine: Engine) -> None:
    encolar(engine, "a", "b")
    assert [t.clave for t in (tomar(engine), tomar(engine)) if t] == ["a", "b"]
    assert tomar(engine) is None


def test_the_same_job_is_kept_once(engine: Engine) -> None:
    encolar(engine, "a")
    encolar(engine, "a", "a")
    with transaccion(engine) as session:
        assert session.scalar(select(func.count()).select_from(Fila)) == 1


def test_a_job_disappears_with_the_transaction_that_wrote_it(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), transaccion(engine) as session:
        COLA.encolar(session, Tarea.LEER, "a", AHORA)
        _ = 1 / 0
    assert tomar(engine) is None


def test_a_job_done_does_not_come_back(engine: Engine) -> None:
    encolar(engine, "a")
    trabajo = tomar(engine)
    assert trabajo is not None
    with transaccion(engine) as session:
        COLA.terminar(session, trabajo)
    assert tomar(engine, AHORA + timedelta(days=1)) is None


def test_the_job_of_a_dead_worker_returns_when_its_lease_ends(engine: Engine) -> None:
    encolar(engine, "a")
    assert tomar(engine) is not None
    assert tomar(engine, AHORA + ARRIENDO - timedelta(seconds=1)) is None
    assert tomar(engine, AHORA + ARRIENDO + timedelta(seconds=1)) is not None


def test_a_failed_job_is_tried_three_times_and_then_only_reported(engine: Engine) -> None:
    encolar(engine, "mala", "buena")
    agotados: list[bool] = []
    for _ in range(MAX_INTENTOS + 1):
        trabajo = tomar(engine)
        assert trabajo is not None
        assert trabajo.clave == "mala"
        agotados.append(trabajo.agotado)
        with transaccion(engine) as session:
            (COLA.apartar if trabajo.agotado else COLA.fallar)(session, trabajo, "no se pudo")
    assert agotados == [False, False, False, True]
    siguiente = tomar(engine)
    assert siguiente is not None
    assert siguiente.clave == "buena"
    assert tomar(engine, AHORA + timedelta(days=1)) == Trabajo(siguiente.id, Tarea.LEER, "buena", False)


def test_workers_at_the_same_time_never_get_the_same_job(engine: Engine) -> None:
    encolar(engine, *(f"{n:02}" for n in range(30)))
    with ThreadPoolExecutor(6) as hilos:
        tomados = list(hilos.map(lambda _: tomar(engine), range(40)))
    claves = [t.clave for t in tomados if t is not None]
    assert sorted(claves) == [f"{n:02}" for n in range(30)]


def test_a_job_that_could_not_be_tried_waits_and_loses_no_try(engine: Engine) -> None:
    """An image store that is away for an hour must not turn every image into one that cannot be read."""
    encolar(engine, "a")
    for vuelta in range(MAX_INTENTOS + 2):
        ahora = AHORA + vuelta * timedelta(seconds=10)
        trabajo = tomar(engine, ahora)
        assert trabajo is not None and not trabajo.agotado
        with transaccion(engine) as session:
            COLA.devolver(session, trabajo, ahora + timedelta(seconds=5))
        assert tomar(engine, ahora + timedelta(seconds=4)) is None
