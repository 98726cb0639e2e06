"""What was typed, or the image itself, set aside by a person; and two new people after that."""

import pytest

from tests.mesa import BASICA, CONTIGUA, Mesa, conteo_de
from verificacion.casos.reaperturas import Remedio
from verificacion.dominio.errores import TransicionInvalida, TurnoVencido
from verificacion.dominio.registro import Actor, EstadoActa, Rol, TipoTarea
from verificacion.dominio.vida import Declaracion

DISCREPANCIA = TipoTarea.DISCREPANCIA


@pytest.fixture
def gente(mesa: Mesa) -> tuple[Actor, ...]:
    todos = (Rol.CAPTURISTA, Rol.VERIFICADOR, Rol.SUPERVISOR)
    return tuple(mesa.persona(nombre, *todos) for nombre in ("ana", "beto", "carla", "dora", "elsa"))


def capturan(mesa: Mesa, *quienes: Actor, pan: tuple[int, int] = (20, 20)) -> EstadoActa:
    estado = EstadoActa.DIGITALIZADA
    for actor, votos in zip(quienes, pan, strict=True):
        estado = mesa.captura(mesa.turno(actor), conteo_de(mesa.proceso, BASICA, PAN=votos), actor)
    return estado


def test_what_was_published_is_corrected_by_two_new_people(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    ana, beto, carla, dora, elsa = gente
    mesa.llega(BASICA, ana)
    assert capturan(mesa, ana, beto) is EstadoActa.VERIFICADA
    assert mesa.reabre(BASICA, Remedio.RECAPTURAR, elsa) is EstadoActa.DIGITALIZADA
    abierta = mesa.registro(BASICA)
    assert (abierta.conteo, abierta.cotejada) == (None, 3)
    for participo in (ana, beto, elsa):
        assert mesa.toma(participo) is None
    assert capturan(mesa, carla, dora, pan=(30, 30)) is EstadoActa.VERIFICADA
    corregida = mesa.registro(BASICA)
    assert corregida.conteo == conteo_de(mesa.proceso, BASICA, PAN=30)
    assert {str(r.acta.clave): r for r in mesa.todos() if r.acta}[BASICA] == corregida


def test_what_was_being_typed_when_the_acta_was_reopened_does_not_enter(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    ana, beto, carla, *_ = gente
    mesa.llega(BASICA, ana)
    mesa.captura(mesa.turno(ana), conteo_de(mesa.proceso, BASICA), ana)
    turno = mesa.turno(beto)
    mesa.reabre(BASICA, Remedio.RECAPTURAR, carla)
    with pytest.raises(TurnoVencido):
        mesa.captura(turno, conteo_de(mesa.proceso, BASICA), beto)


def test_an_acta_without_image_is_not_reopened(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    with pytest.raises(TransicionInvalida):
        mesa.reabre(BASICA, Remedio.REDIGITALIZAR, gente[0])


def test_an_acta_digitised_again_takes_the_next_image(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    ana, beto, carla, dora, elsa = gente
    mesa.llega(BASICA, ana)
    capturan(mesa, ana, beto)
    assert mesa.reabre(BASICA, Remedio.REDIGITALIZAR, elsa) is EstadoActa.ESPERADA
    nueva = mesa.llega(BASICA, ana)
    assert capturan(mesa, carla, dora) is EstadoActa.VERIFICADA
    imagen = mesa.registro(BASICA).imagen
    assert imagen is not None
    assert imagen.sha256 == nueva


def test_an_image_of_another_acta_is_identified_again(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    ana, beto, carla, dora, _ = gente
    imagen = mesa.llega(BASICA, ana)
    capturan(mesa, ana, beto, pan=(20, 21))
    turno = mesa.turno(carla, DISCREPANCIA)
    assert mesa.declara(turno, Declaracion.OTRA_ACTA, carla) is EstadoActa.ESPERADA
    assert mesa.declara(turno, Declaracion.OTRA_ACTA, carla) is EstadoActa.ESPERADA  # sent twice
    mesa.identifica(mesa.turno(dora, TipoTarea.IDENTIFICACION), CONTIGUA, dora)
    assert mesa.imagen(imagen).clave == CONTIGUA
    assert mesa.registro(CONTIGUA).estado is EstadoActa.DIGITALIZADA
    assert mesa.registro(BASICA).estado is EstadoActa.ESPERADA


def test_a_wrong_image_stays_in_the_history_and_asks_for_another(mesa: Mesa, gente: tuple[Actor, ...]) -> None:
    ana, beto, carla, dora, elsa = gente
    mesa.llega(BASICA, ana)
    capturan(mesa, ana, beto, pan=(20, 21))
    mesa.declara(mesa.turno(carla, DISCREPANCIA), Declaracion.IMAGEN_EQUIVOCADA, carla)
    assert mesa.toma(dora, TipoTarea.IDENTIFICACION) is None
    mesa.llega(BASICA, ana)
    assert mesa.toma(carla) is None
    assert capturan(mesa, dora, elsa) is EstadoActa.VERIFICADA
