"""Notices are asked before a capture enters the record, once, and the log tells which were shown."""

import pytest
from sqlalchemy import select

from tests.mesa import BASICA, CONTIGUA, Mesa, conteo_de
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import EntradaBitacora
from verificacion.casos import plausibilidad
from verificacion.dominio.avisos import Aviso
from verificacion.dominio.claves import TurnoId
from verificacion.dominio.conteo import Conteo
from verificacion.dominio.errores import ConteoInvalido, TurnoAjeno, TurnoVencido
from verificacion.dominio.registro import Actor, EstadoActa


def preguntas(mesa: Mesa, turno: TurnoId, conteo: Conteo, actor: Actor, *vistos: Aviso) -> set[Aviso]:
    with transaccion(mesa.engine) as session:
        nuevas = plausibilidad.por_preguntar(session, mesa.proceso, turno, conteo, vistos, actor, mesa.ahora)
        return {s.aviso for s in nuevas}


def asiento(mesa: Mesa) -> EntradaBitacora:
    with consulta(mesa.engine) as session:
        ultimo = select(EntradaBitacora).order_by(EntradaBitacora.numero.desc()).limit(1)
        return session.scalars(ultimo).one()


def test_a_notice_is_asked_until_it_is_said_to_be_seen_and_the_log_keeps_it(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    conteo = conteo_de(mesa.proceso, BASICA, PAN=60, TOTAL=160)
    lejos = Aviso.TOTAL_LEJOS_DE_LA_SUMA
    assert preguntas(mesa, turno, conteo, ana) == {lejos}
    assert preguntas(mesa, turno, conteo, ana) == {lejos}, "the answer was lost: nobody has seen it"
    assert preguntas(mesa, turno, conteo, ana, lejos) == set()
    assert mesa.captura(turno, conteo, ana) is EstadoActa.CAPTURADA
    assert asiento(mesa).datos["avisos"] == [lejos]


def test_a_notice_that_made_a_person_correct_is_kept_too(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    preguntas(mesa, turno, conteo_de(mesa.proceso, BASICA, PAN=60, TOTAL=160), ana)
    corregido = conteo_de(mesa.proceso, BASICA, PAN=160, TOTAL=160)
    assert preguntas(mesa, turno, corregido, ana, Aviso.TOTAL_LEJOS_DE_LA_SUMA) == set()
    mesa.captura(turno, corregido, ana)
    assert asiento(mesa).datos["avisos"] == [Aviso.TOTAL_LEJOS_DE_LA_SUMA]


def test_a_capture_without_notices_logs_none(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    mesa.captura(mesa.turno(ana), conteo_de(mesa.proceso, BASICA), ana)
    assert "avisos" not in asiento(mesa).datos


def test_turnout_is_compared_with_verified_actas_of_the_section_only(mesa: Mesa) -> None:
    ana, beto, carla = (mesa.persona(nombre) for nombre in ("ana", "beto", "carla"))
    vecina = conteo_de(mesa.proceso, BASICA, PAN=350, TOTAL=350)
    propia = conteo_de(mesa.proceso, CONTIGUA, PAN=100, TOTAL=100)
    mesa.llega(BASICA, ana)
    mesa.captura(mesa.turno(ana), vecina, ana)
    mesa.llega(CONTIGUA, ana)
    turno = mesa.turno(ana)
    assert preguntas(mesa, turno, propia, ana) == set(), "one capture is nobody's result yet"
    mesa.captura(mesa.turno(beto), vecina, beto)
    assert preguntas(mesa, turno, propia, ana) == {Aviso.PARTICIPACION_FUERA_DE_SERIE}
    assert mesa.toma(carla) is not None


def test_a_turn_already_answered_asks_nothing(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    conteo = conteo_de(mesa.proceso, BASICA, PAN=60, TOTAL=160)
    mesa.captura(turno, conteo, ana)
    assert preguntas(mesa, turno, conteo, ana) == set()


def test_faulty_figures_another_person_and_a_late_turn_are_refused_before_asking(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    conteo = conteo_de(mesa.proceso, BASICA, PAN=60, TOTAL=160)
    with pytest.raises(ConteoInvalido):
        preguntas(mesa, turno, {**conteo, "PAN": 1000}, ana)
    with pytest.raises(TurnoAjeno):
        preguntas(mesa, turno, conteo, beto)
    mesa.pasan(minutes=6)
    with pytest.raises(TurnoVencido):
        preguntas(mesa, turno, conteo, ana)
