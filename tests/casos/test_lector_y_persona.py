"""The policy in which a sure reading is the first capture and one person the second."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.mesa import BASICA, CONTIGUA, MINI, Mesa, conteo_de, lectura_de
from verificacion.dominio.eleccion import Politica
from verificacion.dominio.lectura import LecturaActa
from verificacion.dominio.registro import EstadoActa, Rol, TipoTarea
from verificacion.proceso import cargar_proceso


@pytest.fixture
def con_lector(engine: Engine) -> Mesa:
    return Mesa(engine, replace(cargar_proceso(MINI), politica=Politica.LECTOR_Y_PERSONA))


def test_a_person_who_agrees_with_a_sure_reader_verifies_the_acta(con_lector: Mesa) -> None:
    mesa, ana = con_lector, con_lector.persona("ana")
    conteo = conteo_de(mesa.proceso, BASICA, PAN=12)
    mesa.llega(BASICA, ana, lectura_de(conteo))
    assert mesa.registro(BASICA).estado is EstadoActa.CAPTURADA
    assert mesa.registro(BASICA).conteo is None
    tarea = mesa.toma(ana)
    assert tarea is not None
    assert tarea.opciones == {}
    assert mesa.captura(tarea.turno, conteo, ana) is EstadoActa.VERIFICADA
    assert mesa.registro(BASICA).conteo == conteo
    assert {str(r.acta.clave): r for r in mesa.todos() if r.acta}[BASICA] == mesa.registro(BASICA)


def test_only_one_person_is_asked_to_capture_what_a_sure_reader_read(con_lector: Mesa) -> None:
    """Two were, and the second one's work ended in an error."""
    mesa, ana, beto = con_lector, con_lector.persona("ana"), con_lector.persona("beto")
    mesa.llega(BASICA, ana, lectura_de(conteo_de(mesa.proceso, BASICA)))
    assert mesa.toma(ana) is not None
    assert mesa.toma(beto) is None


def test_a_person_who_disagrees_with_the_reader_calls_another(con_lector: Mesa) -> None:
    mesa, ana, carla = con_lector, con_lector.persona("ana"), con_lector.persona("carla", Rol.VERIFICADOR)
    conteo = conteo_de(mesa.proceso, BASICA, PAN=12)
    mesa.llega(BASICA, ana, lectura_de(conteo))
    assert mesa.captura(mesa.turno(ana), {**conteo, "PAN": 17}, ana) is EstadoActa.DISCREPANTE
    tarea = mesa.toma(carla, TipoTarea.DISCREPANCIA)
    assert tarea is not None
    assert dict(tarea.opciones) == {"PAN": (12, 17)}
    assert mesa.decide(tarea.turno, {"PAN": 12}, carla) is EstadoActa.VERIFICADA
    assert mesa.registro(BASICA).conteo == conteo
    assert {str(r.acta.clave): r for r in mesa.todos() if r.acta}[BASICA] == mesa.registro(BASICA)


def test_a_reader_in_doubt_of_one_field_leaves_the_acta_to_two_people(con_lector: Mesa) -> None:
    mesa, ana, beto = con_lector, con_lector.persona("ana"), con_lector.persona("beto")
    conteo = conteo_de(mesa.proceso, BASICA)
    mesa.llega(BASICA, ana, lectura_de(conteo, "PAN"))
    assert mesa.captura(mesa.turno(ana), conteo, ana) is EstadoActa.CAPTURADA
    assert mesa.captura(mesa.turno(beto), conteo, beto) is EstadoActa.VERIFICADA


def test_a_reader_that_read_only_part_of_the_acta_leaves_it_to_two_people(con_lector: Mesa) -> None:
    mesa, ana = con_lector, con_lector.persona("ana")
    conteo = conteo_de(mesa.proceso, BASICA)
    mesa.llega(BASICA, ana, lectura_de({"PAN": 0}))
    mesa.llega(CONTIGUA, ana, LecturaActa({}, "lector de prueba"))
    assert mesa.captura(mesa.turno(ana), conteo, ana) is EstadoActa.CAPTURADA
    assert mesa.captura(mesa.turno(ana), conteo, ana) is EstadoActa.CAPTURADA


def test_a_sure_reading_identified_by_a_person_is_the_first_capture_too(con_lector: Mesa) -> None:
    mesa, ana = con_lector, con_lector.persona("ana")
    mesa.leer(mesa.recibir("foto sin QR", ana).sha256, None, lectura_de(conteo_de(mesa.proceso, BASICA)))
    mesa.identifica(mesa.turno(ana, TipoTarea.IDENTIFICACION), BASICA, ana)
    assert mesa.registro(BASICA).estado is EstadoActa.CAPTURADA
