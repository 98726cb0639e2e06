"""Known-answer actas in the capture queue: they measure people and touch nothing."""

from dataclasses import fields

import pytest
from sqlalchemy import Engine, select

from tests.casos.control_mesa import MesaMedida
from tests.mesa import BASICA, CONTIGUA, conteo_de
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import CapturaHecha
from verificacion.bd.tablas_control import Recaptura
from verificacion.casos import eleccion_imagen, mediciones
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import TurnoVencido, TurnoYaUsado
from verificacion.dominio.registro import EstadoActa, Rol, TipoTarea


@pytest.fixture
def mesa(engine: Engine) -> MesaMedida:
    """Two actas: one verified, whose answer is known; one that waits to be typed."""
    mesa = MesaMedida(engine, conocidas=1.0)
    mesa.verifica(BASICA, PAN=12, PRI=5)
    mesa.llega(CONTIGUA, mesa.digitaliza)
    return mesa


def persona_medida(mesa: MesaMedida, usuario: str) -> mediciones.PersonaMedida:
    with consulta(mesa.engine) as session:
        return next(p for p in mediciones.personas(session, mesa.proceso.control) if p.usuario == usuario)


def test_a_known_acta_arrives_as_any_other_task(mesa: MesaMedida) -> None:
    """Nothing of the task says what it is for, nor what anybody typed."""
    conocida = mesa.toma(mesa.persona("caro"))
    ordinaria = mesa.toma(mesa.ana)  # she typed the known one: she gets the acta that waits
    assert conocida and ordinaria
    assert (str(conocida.clave), str(ordinaria.clave)) == (BASICA, CONTIGUA)
    propios = {"turno", "clave", "sha256"}
    for campo in fields(conocida):
        if campo.name not in propios:
            assert getattr(conocida, campo.name) == getattr(ordinaria, campo.name), campo.name
    assert conocida.opciones == {} and conocida.propuesta is None


@pytest.mark.parametrize("pan", [12, 99])
def test_what_is_typed_of_a_known_acta_never_touches_the_record(mesa: MesaMedida, pan: int) -> None:
    antes = mesa.todos()
    caro = mesa.persona("caro")
    respuesta = mesa.captura(mesa.turno(caro), conteo_de(mesa.proceso, BASICA, PAN=pan, PRI=5), caro)
    assert respuesta in (EstadoActa.CAPTURADA, EstadoActa.VERIFICADA if pan == 12 else EstadoActa.DISCREPANTE)
    assert mesa.todos() == antes
    with consulta(mesa.engine) as session:
        assert len(session.scalars(select(CapturaHecha)).all()) == 2
        assert len(session.scalars(select(Recaptura)).all()) == 1


def test_the_answer_is_sometimes_that_of_a_first_capture_and_sometimes_of_a_second(mesa: MesaMedida) -> None:
    vistas: set[EstadoActa] = set()
    for n in range(40):
        persona = mesa.persona(f"p{n}")
        vistas.add(mesa.captura(mesa.turno(persona), conteo_de(mesa.proceso, BASICA, PAN=12, PRI=5), persona))
    assert vistas == {EstadoActa.CAPTURADA, EstadoActa.VERIFICADA}


def test_nobody_gets_a_known_acta_twice_nor_one_they_took_part_in(mesa: MesaMedida) -> None:
    caro = mesa.persona("caro")
    mesa.captura(mesa.turno(caro), conteo_de(mesa.proceso, BASICA), caro)
    for persona in (caro, mesa.ana):
        tarea = mesa.toma(persona)
        assert tarea and str(tarea.clave) == CONTIGUA


def test_an_empty_queue_gives_no_known_acta(engine: Engine) -> None:
    """It would give itself away: there is nothing else to type."""
    mesa = MesaMedida(engine, conocidas=1.0)
    mesa.verifica(BASICA)
    assert mesa.toma(mesa.persona("caro")) is None


def test_a_known_acta_sent_twice_answers_the_same_and_is_measured_once(mesa: MesaMedida) -> None:
    caro = mesa.persona("caro")
    turno, conteo = mesa.turno(caro), conteo_de(mesa.proceso, BASICA, PAN=12, PRI=5)
    assert mesa.captura(turno, conteo, caro) is mesa.captura(turno, conteo, caro)
    with pytest.raises(TurnoYaUsado):
        mesa.captura(turno, conteo | {"PAN": 1}, caro)
    assert len(persona_medida(mesa, "caro").medida.actas) == 1


def test_a_known_acta_that_is_reopened_meanwhile_measures_nobody(mesa: MesaMedida) -> None:
    caro = mesa.persona("caro")
    turno = mesa.turno(caro)
    otra = mesa.llega(BASICA, mesa.digitaliza)
    with transaccion(mesa.engine) as session:
        eleccion_imagen.elegir(
            session, ClaveActa.de_texto(BASICA), otra, "mejor", mesa.persona("s", Rol.SUPERVISOR), mesa.ahora
        )
    with pytest.raises(TurnoVencido):
        mesa.captura(turno, conteo_de(mesa.proceso, BASICA), caro)


def test_a_person_is_measured_in_fields_and_seconds(mesa: MesaMedida) -> None:
    caro = mesa.persona("caro")
    turno = mesa.turno(caro)
    mesa.pasan(seconds=48)
    mesa.captura(turno, conteo_de(mesa.proceso, BASICA, PAN=21, PRI=5), caro)
    medida = persona_medida(mesa, "caro")
    campos = len(conteo_de(mesa.proceso, BASICA))
    assert (medida.capturas, medida.segundos, medida.medida.actas) == (0, 48.0, ((1, campos),))
    assert persona_medida(mesa, "ana").medida.actas == ()


def test_a_difference_is_judged_by_a_cotejador_and_then_it_is_not_the_persons_error(mesa: MesaMedida) -> None:
    caro = mesa.persona("caro")
    mesa.captura(mesa.turno(caro), conteo_de(mesa.proceso, BASICA, PAN=21, PRI=5), caro)
    _, vista = mesa.toma_cotejo(mesa.coteja)
    assert vista.dudas == {"PAN": (12, 21)}
    mesa.cotejo(mesa.coteja, "PAN")
    assert persona_medida(mesa, "caro").medida.por_campo.errores == 0
    assert mesa.registro(BASICA).cotejada == 3


def test_whoever_typed_a_known_acta_does_not_compare_it(mesa: MesaMedida) -> None:
    caro = mesa.persona("caro", Rol.CAPTURISTA, Rol.COTEJADOR)
    mesa.captura(mesa.turno(caro), conteo_de(mesa.proceso, BASICA), caro)
    assert mesa.toma(caro, TipoTarea.COTEJO) is None
