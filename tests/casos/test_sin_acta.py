"""Actas that will not come."""

import pytest

from tests.mesa import BASICA, Mesa
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import registros, sin_acta
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import ActaConImagen, NoExiste
from verificacion.dominio.registro import Actor, CausaSinActa, EstadoActa, Rol


def declara(mesa: Mesa, clave: str, causa: CausaSinActa, actor: Actor) -> None:
    with transaccion(mesa.engine) as session:
        sin_acta.declarar(session, ClaveActa.de_texto(clave), causa, actor, mesa.ahora)


@pytest.fixture
def supervisora(mesa: Mesa) -> Actor:
    return mesa.persona("supervisora", Rol.SUPERVISOR)


@pytest.mark.parametrize("causa", CausaSinActa)
def test_a_missing_acta_is_recorded_with_its_cause_and_published(
    mesa: Mesa, supervisora: Actor, causa: CausaSinActa
) -> None:
    declara(mesa, BASICA, causa, supervisora)
    registro = mesa.registro(BASICA)
    assert (registro.estado, registro.causa) == (EstadoActa.SIN_ACTA, causa)
    assert (registro.conteo, registro.imagen, registro.capturada_en) == (None, None, mesa.ahora)
    with consulta(mesa.engine) as session:
        nuevos, _ = registros.verificados_desde(session, mesa.proceso, 0, 10)
    assert [nuevo for _, nuevo in nuevos] == [registro]


def test_declaring_the_same_again_changes_nothing(mesa: Mesa, supervisora: Actor) -> None:
    declara(mesa, BASICA, CausaSinActa.CASILLA_NO_INSTALADA, supervisora)
    antes = mesa.registro(BASICA)
    mesa.pasan(minutes=1)
    declara(mesa, BASICA, CausaSinActa.CASILLA_NO_INSTALADA, supervisora)
    assert mesa.registro(BASICA) == antes


def test_another_cause_is_refused(mesa: Mesa, supervisora: Actor) -> None:
    declara(mesa, BASICA, CausaSinActa.CASILLA_NO_INSTALADA, supervisora)
    with pytest.raises(ActaConImagen):
        declara(mesa, BASICA, CausaSinActa.PAQUETE_SIN_BOLSA, supervisora)


def test_an_acta_with_an_image_cannot_be_declared_missing(mesa: Mesa, supervisora: Actor) -> None:
    mesa.llega(BASICA, supervisora)
    with pytest.raises(ActaConImagen) as error:
        declara(mesa, BASICA, CausaSinActa.PAQUETE_NO_ENTREGADO, supervisora)
    assert error.value.clave == BASICA
    assert mesa.registro(BASICA).estado is EstadoActa.DIGITALIZADA


def test_an_acta_that_nobody_expects_cannot_be_declared_missing(mesa: Mesa, supervisora: Actor) -> None:
    with pytest.raises(NoExiste):
        declara(mesa, "109999B01003", CausaSinActa.PAQUETE_NO_ENTREGADO, supervisora)
