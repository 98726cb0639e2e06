"""Ways round the guards of the evidence that are not plainly UPDATE or DELETE."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.bd.test_solo_se_agrega import sembrar
from verificacion.bd.bitacora import anotar, verificar
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import SOLO_SE_AGREGA
from verificacion.dominio.errores import BitacoraRota
from verificacion.dominio.registro import Actor, Rol

AHORA = datetime(2021, 6, 7, 3, 0, tzinfo=UTC)
SUPERVISORA = Actor(None, "supervisora", frozenset({Rol.SUPERVISOR}))


@pytest.mark.parametrize("tabla", SOLO_SE_AGREGA)
def test_evidence_cannot_be_replaced_or_emptied(engine: Engine, tabla: str) -> None:
    """SQLite's REPLACE removed the old row without a word: it runs the triggers of DELETE only if told to."""
    with transaccion(engine) as session:
        sembrar(session)
    otra_via = {"sqlite": f"REPLACE INTO {tabla} SELECT * FROM {tabla}", "postgresql": f"TRUNCATE {tabla} CASCADE"}
    with pytest.raises(DBAPIError, match="solo se agrega"), transaccion(engine) as session:
        session.execute(text(otra_via[engine.dialect.name]))


def test_entries_that_change_places_break_the_chain(engine: Engine) -> None:
    for n in range(3):
        with transaccion(engine) as session:
            anotar(session, SUPERVISORA, "prueba", {"n": n}, AHORA + timedelta(seconds=n))
    with engine.begin() as conexion:
        if engine.dialect.name == "sqlite":
            conexion.execute(text("DROP TRIGGER bitacora_sin_update"))
        else:
            conexion.execute(text("ALTER TABLE bitacora DISABLE TRIGGER ALL"))
        for antes, despues in ((2, 99), (3, 2), (99, 3)):
            conexion.execute(text(f"UPDATE bitacora SET numero = {despues} WHERE numero = {antes}"))
    with consulta(engine) as session, pytest.raises(BitacoraRota) as rota:
        verificar(session)
    assert (rota.value.numero, rota.value.motivo) == (2, "cambiada")


def test_an_entry_made_with_the_local_time_still_verifies(engine: Engine) -> None:
    """Its hash was made of the local time, and the database gives back UTC: the chain looked broken."""
    with transaccion(engine) as session:
        anotar(session, SUPERVISORA, "prueba", {}, AHORA.astimezone(ZoneInfo("America/Monterrey")))
    with consulta(engine) as session:
        assert verificar(session)[0] == 1
