"""What is typed and not sent is kept for whoever typed it, and for nobody else."""

import pytest

from tests.mesa import BASICA, Mesa, conteo_de
from verificacion.bd.sesion import transaccion
from verificacion.bd.tablas import Borrador
from verificacion.casos import borradores
from verificacion.casos.turnos import ARRIENDO
from verificacion.dominio.claves import TurnoId
from verificacion.dominio.errores import ConteoInvalido, TurnoAjeno, TurnoVencido, TurnoYaUsado
from verificacion.dominio.registro import Actor


def guarda(mesa: Mesa, turno: TurnoId, actor: Actor, **campos: str) -> None:
    with transaccion(mesa.engine) as session:
        borradores.guardar(session, turno, campos, actor, mesa.ahora)


def test_it_comes_back_with_the_same_turn(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    guarda(mesa, turno, ana, PAN="12")
    guarda(mesa, turno, ana, PAN="123", PRI=".")
    tarea = mesa.toma(ana)
    assert tarea is not None and tarea.turno == turno
    assert tarea.borrador == {"PAN": "123", "PRI": "."}


def test_it_comes_back_with_another_turn_of_the_same_image_after_the_first_was_lost(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    guarda(mesa, turno, ana, PAN="7")
    mesa.pasan(seconds=ARRIENDO.total_seconds() + 1)
    tarea = mesa.toma(ana)
    assert tarea is not None and tarea.turno != turno
    assert tarea.borrador == {"PAN": "7"}


def test_nobody_else_sees_it(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    guarda(mesa, turno, ana, PAN="987")
    tarea = mesa.toma(beto)
    assert tarea is not None and tarea.borrador is None and "987" not in repr(tarea)
    with pytest.raises(TurnoAjeno):
        guarda(mesa, turno, beto, PAN="1")


def test_it_goes_when_the_capture_is_sent(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    guarda(mesa, turno, ana, PAN="7")
    mesa.captura(turno, conteo_de(mesa.proceso, BASICA), ana)
    with transaccion(mesa.engine) as session:
        assert session.query(Borrador).count() == 0
    with pytest.raises(TurnoYaUsado):
        guarda(mesa, turno, ana, PAN="8")


def test_a_field_of_no_acta_and_a_lost_turn_are_refused(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    with pytest.raises(ConteoInvalido):
        guarda(mesa, turno, ana, NADIE="1")
    mesa.pasan(seconds=ARRIENDO.total_seconds() + 1)
    with pytest.raises(TurnoVencido):
        guarda(mesa, turno, ana, PAN="1")
