"""Two captures that differ, a third opinion, and a supervisor."""

import pytest

from tests.mesa import BASICA, Mesa, conteo_de, lectura_de
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.errores import ConteoInvalido
from verificacion.dominio.lectura import LecturaActa
from verificacion.dominio.registro import Actor, EstadoActa, Rol, TipoTarea

DISCREPANCIA = TipoTarea.DISCREPANCIA
TODOS = (Rol.CAPTURISTA, Rol.VERIFICADOR, Rol.SUPERVISOR)


@pytest.fixture
def gente(mesa: Mesa) -> tuple[Actor, ...]:
    """Four people who may do anything: only what each did before holds them back."""
    return tuple(mesa.persona(nombre, *TODOS) for nombre in ("ana", "beto", "carla", "dora"))


def capturan(
    mesa: Mesa, gente: tuple[Actor, ...], una: dict[str, Cifra], otra: dict[str, Cifra], testigo: LecturaActa | None
) -> EstadoActa:
    mesa.llega(BASICA, gente[0], testigo)
    mesa.captura(mesa.turno(gente[0]), una, gente[0])
    return mesa.captura(mesa.turno(gente[1]), otra, gente[1])


def test_a_third_person_decides_only_the_fields_that_differ(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    una = conteo_de(mesa.proceso, BASICA, PAN=20, PRI=7)
    assert capturan(mesa, gente, una, {**una, "PAN": 26, "PRI": Leyenda.ILEGIBLE}, None) is EstadoActa.DISCREPANTE
    carla = gente[2]
    tarea = mesa.toma(carla, DISCREPANCIA)
    assert tarea is not None
    assert tarea.campos == ("PAN", "PRI")
    assert dict(tarea.opciones) == {"PAN": (20, 26), "PRI": (7, Leyenda.ILEGIBLE)}
    with pytest.raises(ConteoInvalido):
        mesa.decide(tarea.turno, {"PAN": 26}, carla)
    assert mesa.decide(tarea.turno, {"PAN": 26, "PRI": 7}, carla) is EstadoActa.VERIFICADA
    assert mesa.registro(BASICA).conteo == {**una, "PAN": 26}
    assert {str(r.acta.clave): r for r in mesa.todos() if r.acta}[BASICA] == mesa.registro(BASICA)


def test_who_captured_is_not_asked_to_decide(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    una = conteo_de(mesa.proceso, BASICA, PAN=20)
    capturan(mesa, gente, una, {**una, "PAN": 26}, None)
    assert mesa.toma(gente[0], DISCREPANCIA) is None
    assert mesa.toma(gente[1], DISCREPANCIA) is None


def test_an_opinion_that_matches_neither_goes_to_a_supervisor(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    una = conteo_de(mesa.proceso, BASICA, PAN=20, PRI=7)
    capturan(mesa, gente, una, {**una, "PAN": 26, "PRI": 1}, None)
    carla, dora = gente[2], gente[3]
    assert mesa.decide(mesa.turno(carla, DISCREPANCIA), {"PAN": 28, "PRI": 1}, carla) is EstadoActa.DISCREPANTE
    assert mesa.toma(carla, DISCREPANCIA) is None
    verificadora = mesa.persona("elsa", Rol.VERIFICADOR)
    assert mesa.toma(verificadora, DISCREPANCIA) is None
    tarea = mesa.toma(dora, DISCREPANCIA)
    assert tarea is not None
    assert dict(tarea.opciones) == {"PAN": (20, 26, 28)}
    assert mesa.decide(tarea.turno, {"PAN": 29}, dora) is EstadoActa.VERIFICADA
    assert mesa.registro(BASICA).conteo == {**una, "PAN": 29, "PRI": 1}
    assert {str(r.acta.clave): r for r in mesa.todos() if r.acta}[BASICA] == mesa.registro(BASICA)


def test_the_silent_reader_that_contradicts_both_calls_a_third_person(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    una = conteo_de(mesa.proceso, BASICA, PAN=20)
    leido = lectura_de({**una, "PAN": 26, "PRI": 3}, "PRI")
    assert capturan(mesa, gente, una, una, leido) is EstadoActa.DISCREPANTE
    tarea = mesa.toma(gente[2], DISCREPANCIA)
    assert tarea is not None
    assert dict(tarea.opciones) == {"PAN": (20,)}  # what the reader said is not shown
    assert mesa.decide(tarea.turno, {"PAN": 20}, gente[2]) is EstadoActa.VERIFICADA
    assert mesa.registro(BASICA).conteo == una


def test_a_doubtful_reader_stops_nobody(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    una = conteo_de(mesa.proceso, BASICA, PAN=20)
    assert capturan(mesa, gente, una, una, lectura_de({**una, "PAN": 26}, "PAN")) is EstadoActa.VERIFICADA


def test_a_discrepancy_needs_a_verifier(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    una = conteo_de(mesa.proceso, BASICA, PAN=20)
    capturan(mesa, gente, una, {**una, "PAN": 26}, None)
    assert mesa.toma(mesa.persona("capturista"), DISCREPANCIA) is None
    assert mesa.toma(mesa.persona("supervisora", Rol.SUPERVISOR), DISCREPANCIA) is None
    assert mesa.toma(mesa.persona("verificadora", Rol.VERIFICADOR), DISCREPANCIA) is not None


def test_a_discrepancy_whose_turn_expired_goes_to_another(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    una = conteo_de(mesa.proceso, BASICA, PAN=20)
    capturan(mesa, gente, una, {**una, "PAN": 26}, None)
    mesa.turno(gente[2], DISCREPANCIA)
    assert mesa.toma(gente[3], DISCREPANCIA) is None
    mesa.pasan(minutes=6)
    assert mesa.toma(gente[3], DISCREPANCIA) is not None
