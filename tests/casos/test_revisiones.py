"""A settled figure that somebody doubts goes to other people, whether or not it was published."""

import pytest
from sqlalchemy import Engine

from tests.casos.control_mesa import MesaMedida
from tests.mesa import BASICA, conteo_de
from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import auditoria, revisiones
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Cifra
from verificacion.dominio.errores import TransicionInvalida
from verificacion.dominio.registro import Actor, EstadoActa, Rol, TipoTarea


@pytest.fixture
def mesa(engine: Engine) -> MesaMedida:
    """One acta that two people typed alike, and nobody has published."""
    mesa = MesaMedida(engine)
    mesa.verifica(BASICA, PAN=7)
    return mesa


def duda(mesa: MesaMedida, campo: str, actor: Actor, publicado_hasta: int = 0) -> EstadoActa:
    with transaccion(mesa.engine) as session:
        return revisiones.pedir(session, ClaveActa.de_texto(BASICA), campo, actor, mesa.ahora, publicado_hasta)


def decide(mesa: MesaMedida, usuario: str, rol: Rol, **cifras: Cifra) -> EstadoActa:
    persona = mesa.persona(usuario, rol)
    return mesa.decide(mesa.turno(persona, TipoTarea.DISCREPANCIA), cifras, persona)


def pan(mesa: MesaMedida) -> Cifra | None:
    conteo = mesa.registro(BASICA).conteo
    return None if conteo is None else conteo["PAN"]


def sin_hallazgos(mesa: MesaMedida) -> bool:
    with consulta(mesa.engine) as session:
        return auditoria.verificar(session).hallazgos == ()


def test_a_third_person_looks_at_the_doubted_field_alone_and_never_whoever_doubted_it(mesa: MesaMedida) -> None:
    vera, otra = mesa.persona("vera", Rol.VERIFICADOR), mesa.persona("otra", Rol.VERIFICADOR)
    assert duda(mesa, "PAN", vera) is EstadoActa.DISCREPANTE
    assert pan(mesa) is None
    assert mesa.toma(vera, TipoTarea.DISCREPANCIA) is None
    tarea = mesa.toma(otra, TipoTarea.DISCREPANCIA)
    assert tarea and (tarea.campos, tarea.opciones) == (("PAN",), {"PAN": (7,)})
    assert mesa.decide(tarea.turno, {"PAN": 7}, otra) is EstadoActa.VERIFICADA
    assert pan(mesa) == 7
    assert sin_hallazgos(mesa)


def test_a_doubt_that_another_shares_is_decided_by_whoever_supervises(mesa: MesaMedida) -> None:
    duda(mesa, "PAN", mesa.persona("vera", Rol.VERIFICADOR))
    assert decide(mesa, "otra", Rol.VERIFICADOR, PAN=1) is EstadoActa.DISCREPANTE
    assert decide(mesa, "supervisa", Rol.SUPERVISOR, PAN=1) is EstadoActa.VERIFICADA
    assert pan(mesa) == 1
    assert sin_hallazgos(mesa)


def test_each_field_is_looked_at_once_in_a_round_and_doubts_keep_their_order(mesa: MesaMedida) -> None:
    vera = mesa.persona("vera", Rol.VERIFICADOR)
    duda(mesa, "PAN", vera)
    decide(mesa, "otra", Rol.VERIFICADOR, PAN=7)
    assert duda(mesa, "PAN", vera) is EstadoActa.VERIFICADA
    assert duda(mesa, "PRI", vera) is EstadoActa.DISCREPANTE
    decide(mesa, "una mas", Rol.VERIFICADOR, PRI=0)
    assert pan(mesa) == 7
    assert sin_hallazgos(mesa)


def test_what_was_published_is_captured_again_by_two_others(mesa: MesaMedida) -> None:
    with consulta(mesa.engine) as session:
        corte, _ = bitacora.cabeza(session)
    vera = mesa.persona("vera", Rol.VERIFICADOR)
    assert duda(mesa, "PAN", vera, publicado_hasta=corte) is EstadoActa.DIGITALIZADA
    assert mesa.registro(BASICA).cotejada == 3
    with pytest.raises(TransicionInvalida):
        duda(mesa, "PAN", vera, publicado_hasta=corte)
    for usuario in ("carla", "dora"):
        persona = mesa.persona(usuario)
        mesa.captura(mesa.turno(persona), conteo_de(mesa.proceso, BASICA, PAN=1), persona)
    assert pan(mesa) == 1
    # the round is another, and nobody has published what stands now
    assert duda(mesa, "PAN", mesa.persona("otra", Rol.VERIFICADOR), publicado_hasta=corte) is EstadoActa.DISCREPANTE
    assert sin_hallazgos(mesa)


def test_what_a_cotejador_accepted_is_captured_again_too(mesa: MesaMedida) -> None:
    mesa.cotejo(mesa.coteja)
    assert duda(mesa, "PAN", mesa.persona("vera", Rol.VERIFICADOR)) is EstadoActa.DIGITALIZADA
    assert sin_hallazgos(mesa)
