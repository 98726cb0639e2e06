"""Turns: a task is lent to one person for a while, and its ticket makes sending twice harmless."""

from dataclasses import fields
from datetime import timedelta

import pytest

from tests.mesa import BASICA, CONTIGUA, Mesa, conteo_de, lectura_de
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import tareas, turnos
from verificacion.casos.tareas import TareaTomada
from verificacion.dominio.claves import TurnoId
from verificacion.dominio.errores import NoExiste, TurnoAjeno, TurnoVencido, TurnoYaUsado
from verificacion.dominio.registro import Actor, EstadoActa, TipoTarea


def test_asking_again_gives_back_the_same_turn_and_more_time(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    mesa.llega(CONTIGUA, ana)
    primera = mesa.toma(ana)
    mesa.pasan(minutes=2)
    segunda = mesa.toma(ana)
    assert primera is not None
    assert segunda is not None
    assert segunda.turno == primera.turno
    assert segunda.vence_en == primera.vence_en + timedelta(minutes=2)


def test_the_oldest_acta_goes_first_and_its_second_capture_is_not_left_waiting(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    mesa.llega(CONTIGUA, ana)
    mesa.llega(BASICA, ana)
    mesa.captura(mesa.turno(ana), conteo_de(mesa.proceso, CONTIGUA), ana)
    tareas_tomadas = [mesa.toma(beto), mesa.toma(ana)]
    assert [str(tarea.clave) for tarea in tareas_tomadas if tarea] == [CONTIGUA, BASICA]


def test_the_same_person_never_gets_an_acta_twice(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    mesa.captura(mesa.turno(ana), conteo_de(mesa.proceso, BASICA), ana)
    mesa.pasan(hours=1)
    assert mesa.toma(ana) is None


def test_an_acta_is_lent_to_two_people_and_no_more(mesa: Mesa) -> None:
    gente = [mesa.persona(nombre) for nombre in ("ana", "beto", "carla")]
    mesa.llega(BASICA, gente[0])
    assert [mesa.toma(persona) is not None for persona in gente] == [True, True, False]


def test_a_task_of_capture_carries_nobodys_figures(mesa: Mesa) -> None:
    """Neither the other person's nor the reader's: 777 and 888 appear nowhere in what the second person gets."""
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    mesa.llega(BASICA, ana, lectura_de(conteo_de(mesa.proceso, BASICA, PAN=888)))
    mesa.captura(mesa.turno(ana), conteo_de(mesa.proceso, BASICA, PAN=777), ana)
    tarea = mesa.toma(beto)
    assert tarea is not None
    assert tarea.opciones == {}
    visible = {campo.name: getattr(tarea, campo.name) for campo in fields(TareaTomada)}
    del visible["turno"], visible["sha256"]  # random digits and a hash may hold any figure
    assert not any(figura in repr(visible) for figura in ("777", "888"))
    assert tarea.campos == mesa.proceso.forma_de(mesa.proceso.actas[0]).claves


def test_sending_the_same_twice_returns_the_first_result(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    mesa.llega(BASICA, ana)
    turno, conteo = mesa.turno(ana), conteo_de(mesa.proceso, BASICA, PAN=3)
    assert mesa.captura(turno, conteo, ana) is EstadoActa.CAPTURADA
    mesa.captura(mesa.turno(beto), conteo, beto)
    mesa.pasan(hours=1)
    assert mesa.captura(turno, conteo, ana) is EstadoActa.CAPTURADA
    assert mesa.registro(BASICA).estado is EstadoActa.VERIFICADA


def test_sending_something_else_with_a_used_turn_is_refused(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    mesa.captura(turno, conteo_de(mesa.proceso, BASICA, PAN=3), ana)
    with pytest.raises(TurnoYaUsado):
        mesa.captura(turno, conteo_de(mesa.proceso, BASICA, PAN=4), ana)


def test_an_expired_turn_is_refused_and_its_task_goes_to_another(mesa: Mesa) -> None:
    ana, beto, carla = (mesa.persona(nombre) for nombre in ("ana", "beto", "carla"))
    mesa.llega(BASICA, ana)
    viejo = mesa.turno(ana)
    mesa.turno(beto)
    assert mesa.toma(carla) is None
    mesa.ahora += turnos.ARRIENDO
    with pytest.raises(TurnoVencido):
        mesa.captura(viejo, conteo_de(mesa.proceso, BASICA), ana)
    assert mesa.toma(carla) is not None
    assert mesa.registro(BASICA).estado is EstadoActa.DIGITALIZADA


def test_a_page_that_stays_open_keeps_its_turn(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    for _ in range(3):
        mesa.pasan(minutes=4)
        with transaccion(mesa.engine) as session:
            assert tareas.renovar(session, turno, ana, mesa.ahora) == mesa.ahora + turnos.ARRIENDO
    assert mesa.captura(turno, conteo_de(mesa.proceso, BASICA), ana) is EstadoActa.CAPTURADA
    with pytest.raises(TurnoVencido), transaccion(mesa.engine) as session:
        tareas.renovar(session, turno, ana, mesa.ahora)


def test_a_task_given_back_is_there_for_another_and_its_turn_is_spent(mesa: Mesa) -> None:
    ana, beto, carla = (mesa.persona(nombre) for nombre in ("ana", "beto", "carla"))
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    mesa.turno(beto)
    with transaccion(mesa.engine) as session:
        tareas.soltar(session, turno, ana, mesa.ahora)
    with pytest.raises(TurnoYaUsado):
        mesa.captura(turno, conteo_de(mesa.proceso, BASICA), ana)
    assert mesa.toma(carla) is not None


def test_a_turn_serves_only_whom_it_was_given_to_and_for_what_it_was_given(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    with pytest.raises(TurnoAjeno):
        mesa.captura(turno, conteo_de(mesa.proceso, BASICA), beto)
    with pytest.raises(TurnoAjeno), transaccion(mesa.engine) as session:
        tareas.soltar(session, turno, beto, mesa.ahora)
    with pytest.raises(NoExiste):
        mesa.decide(turno, {"PAN": 1}, ana)
    with pytest.raises(NoExiste):
        mesa.captura(TurnoId("0" * 32), conteo_de(mesa.proceso, BASICA), ana)


def test_a_person_may_see_only_the_images_in_their_hands(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    sha256 = mesa.llega(BASICA, ana)
    mesa.leer(mesa.recibir("sin QR", ana).sha256, None)
    mesa.turno(ana)
    tarea = mesa.toma(beto, TipoTarea.IDENTIFICACION)
    assert tarea is not None
    assert en_manos(mesa, ana) == {sha256}
    assert en_manos(mesa, beto) == {tarea.sha256}
    mesa.pasan(minutes=6)
    assert en_manos(mesa, ana) == en_manos(mesa, beto) == frozenset()


def en_manos(mesa: Mesa, persona: Actor) -> frozenset[str]:
    with consulta(mesa.engine) as session:
        return tareas.imagenes_en_turno(session, persona, mesa.ahora)
