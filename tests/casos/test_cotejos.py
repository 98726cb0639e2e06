"""Cotejo: what was published beside the acta."""

import pytest
from sqlalchemy import Engine

from tests.casos.control_mesa import MesaMedida
from tests.mesa import BASICA, CONTIGUA, conteo_de
from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import auditoria, cotejos, registros
from verificacion.dominio.cotejada import Cotejada
from verificacion.dominio.errores import ConteoInvalido, RemedioInvalido, TurnoVencido, TurnoYaUsado
from verificacion.dominio.rechazo import Remedio
from verificacion.dominio.registro import Rol, TipoTarea


@pytest.fixture
def mesa(engine: Engine) -> MesaMedida:
    return MesaMedida(engine)


def test_an_accepted_acta_is_published_as_compared(mesa: MesaMedida) -> None:
    mesa.verifica(BASICA, PAN=7)
    turno, vista = mesa.toma_cotejo(mesa.coteja)
    assert (vista.publicadas["PAN"], vista.dudas, vista.cotejada) == (7, {}, Cotejada.SIN_COTEJAR)
    assert mesa.cotejo(mesa.coteja, turno=turno) is Cotejada.CONFORME
    assert mesa.registro(BASICA).cotejada == 1
    assert mesa.toma(mesa.coteja, TipoTarea.COTEJO) is None


def test_a_rejected_acta_is_published_as_being_corrected_and_nobody_is_asked_again(mesa: MesaMedida) -> None:
    mesa.verifica(BASICA, PAN=7)
    assert mesa.cotejo(mesa.coteja, "PAN") is Cotejada.EN_CORRECCION
    assert mesa.registro(BASICA).cotejada == 3
    assert mesa.toma(mesa.persona("otra", Rol.COTEJADOR), TipoTarea.COTEJO) is None


def test_whoever_follows_the_record_learns_of_a_comparison(mesa: MesaMedida) -> None:
    mesa.verifica(BASICA)
    with consulta(mesa.engine) as session:
        _, cursor = registros.verificados_desde(session, mesa.proceso, 0, 10)
    mesa.cotejo(mesa.coteja)
    with consulta(mesa.engine) as session:
        nuevos, _ = registros.verificados_desde(session, mesa.proceso, cursor, 10)
    assert [(str(r.acta.clave), r.cotejada) for _, r in nuevos if r.acta] == [(BASICA, 1)]


def test_whoever_typed_an_acta_does_not_compare_it(mesa: MesaMedida) -> None:
    mesa.verifica(BASICA)
    assert mesa.toma(mesa.ana, TipoTarea.COTEJO) is None
    assert mesa.toma(mesa.coteja, TipoTarea.COTEJO) is not None


def test_two_people_never_compare_the_same_acta_at_once(mesa: MesaMedida) -> None:
    mesa.verifica(BASICA)
    mesa.verifica(CONTIGUA)
    otra = mesa.persona("otra", Rol.COTEJADOR)
    en_manos = [mesa.toma(p, TipoTarea.COTEJO) for p in (mesa.coteja, otra)]
    assert [str(t.clave) for t in en_manos if t] == [BASICA, CONTIGUA]


def test_an_acta_that_is_not_verified_is_not_compared(mesa: MesaMedida) -> None:
    mesa.llega(BASICA, mesa.digitaliza)
    assert mesa.toma(mesa.coteja, TipoTarea.COTEJO) is None


def test_a_lost_receipt_is_asked_again_and_another_verdict_is_refused(mesa: MesaMedida) -> None:
    mesa.verifica(BASICA)
    turno, _ = mesa.toma_cotejo(mesa.coteja)
    assert [mesa.cotejo(mesa.coteja, turno=turno) for _ in range(2)] == [Cotejada.CONFORME] * 2
    with pytest.raises(TurnoYaUsado):
        mesa.cotejo(mesa.coteja, "PAN", turno=turno)
    assert mesa.registro(BASICA).cotejada == 1


def test_a_verdict_names_fields_of_the_acta_and_how_to_mend_them(mesa: MesaMedida) -> None:
    mesa.verifica(BASICA)
    turno, _ = mesa.toma_cotejo(mesa.coteja)
    with pytest.raises(ConteoInvalido):
        mesa.cotejo(mesa.coteja, "NADIE", turno=turno)
    for marcados, remedio in (((), Remedio.RECAPTURAR), (("PAN",), None)):
        with pytest.raises(RemedioInvalido), transaccion(mesa.engine) as session:
            cotejos.registrar(session, turno, marcados, remedio, mesa.coteja, mesa.ahora)


def test_figures_that_changed_under_the_comparison_are_not_accepted_by_it(mesa: MesaMedida) -> None:
    mesa.verifica(BASICA)
    turno, _ = mesa.toma_cotejo(mesa.coteja)
    mesa.pasan(seconds=1)
    with transaccion(mesa.engine) as session:
        acta = mesa.fila(session, BASICA)
        acta.cursor = None
        session.flush()
        acta.cursor = bitacora.anotar(session, mesa.ana, "cambio", {}, mesa.ahora)
    with pytest.raises(TurnoVencido):
        mesa.cotejo(mesa.coteja, turno=turno)


def test_a_rejected_acta_is_typed_by_two_others_and_validated_by_another_cotejador(mesa: MesaMedida) -> None:
    mesa.verifica(BASICA, PAN=7)
    mesa.cotejo(mesa.coteja, "PAN")
    assert mesa.registro(BASICA).conteo is None
    assert mesa.toma(mesa.ana) is None
    for nombre in ("carla", "dora"):
        persona = mesa.persona(nombre)
        mesa.captura(mesa.turno(persona), conteo_de(mesa.proceso, BASICA, PAN=8), persona)
    assert mesa.toma(mesa.coteja, TipoTarea.COTEJO) is None
    assert mesa.cotejo(mesa.persona("otra", Rol.COTEJADOR)) is Cotejada.CORREGIDA
    with consulta(mesa.engine) as session:
        assert auditoria.verificar(session).hallazgos == ()
