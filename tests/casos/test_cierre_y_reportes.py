"""The close moves only forward and by a recorded act; a public report is counted, answered once and published."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from publicacion.publicar import publicar
from tests.mesa import BASICA, Mesa
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import EntradaBitacora
from verificacion.bd.tablas_publicas import LimiteDeReportes
from verificacion.casos import reportes
from verificacion.casos.cierre import con_cierre_vigente, extender
from verificacion.casos.reportes import MAX_POR_DIRECCION, VENTANA
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import CierreNoValido, DemasiadosReportes, NoExiste, ReporteYaCerrado
from verificacion.dominio.registro import Actor, Rol

CLAVE = ClaveActa.de_texto(BASICA)


def reporta(mesa: Mesa, direccion: str = "203.0.113.9", clave: ClaveActa = CLAVE) -> str:
    with transaccion(mesa.engine) as session:
        return reportes.recibir(
            session, clave, "El PAN dice 80 y es 8", direccion, mesa.proceso.huella, mesa.ahora
        ).folio


def mueve(mesa: Mesa, horas: float, actor: Actor) -> None:
    hasta = mesa.proceso.cierre + timedelta(hours=horas)
    with transaccion(mesa.engine) as session:
        extender(session, mesa.proceso, hasta, "Acuerdo 12 del Consejo", actor, mesa.ahora)


def test_the_close_moves_forward_and_the_act_is_recorded(mesa: Mesa) -> None:
    mueve(mesa, 1, mesa.persona("publicadora", Rol.PUBLICADOR))
    with consulta(mesa.engine) as session:
        vigente = con_cierre_vigente(session, mesa.proceso)
        asiento = session.scalars(select(EntradaBitacora).order_by(EntradaBitacora.numero.desc())).first()
    assert vigente.cierre == mesa.proceso.cierre + timedelta(hours=1)
    assert asiento is not None
    assert (asiento.evento, asiento.usuario) == ("cierre_extendido", "publicadora")
    assert asiento.datos["motivo"] == "Acuerdo 12 del Consejo"


def test_the_close_never_moves_back_nor_after_it_happened(mesa: Mesa) -> None:
    actor = mesa.persona("publicadora", Rol.PUBLICADOR)
    with pytest.raises(CierreNoValido, match="no es posterior"):
        mueve(mesa, 0, actor)
    mueve(mesa, 1, actor)
    with pytest.raises(CierreNoValido, match="no es posterior"):
        mueve(mesa, 0.5, actor)
    mesa.ahora = mesa.proceso.cierre + timedelta(hours=1)
    with pytest.raises(CierreNoValido, match="ya cerró"):
        mueve(mesa, 2, actor)


def test_a_report_waits_for_a_person_and_its_answer_is_published_with_the_next_cut(mesa: Mesa, tmp_path) -> None:
    folio = reporta(mesa)
    verificadora = mesa.persona("verificadora", Rol.VERIFICADOR)
    with consulta(mesa.engine) as session:
        assert [(r.folio, r.acta) for r in reportes.abiertos(session)] == [(folio, BASICA)]
    with transaccion(mesa.engine) as session:
        reportes.cerrar(session, folio, False, "La imagen dice 80, en letra y número.", verificadora, mesa.ahora)
    with consulta(mesa.engine) as session:
        assert reportes.abiertos(session) == []
    corte = publicar(mesa.engine, mesa.proceso, lambda _: b"", tmp_path, mesa.ahora, ultimo=False)
    (publicado,) = json.loads((corte.carpeta / "datos" / "reportes.json").read_text())
    assert (publicado["folio"], publicado["procede"]) == (folio, False)
    assert publicado["respuesta"] == "La imagen dice 80, en letra y número."
    assert "verificadora" not in json.dumps(publicado)


def test_a_report_is_answered_once(mesa: Mesa) -> None:
    folio, quien = reporta(mesa), mesa.persona("verificadora", Rol.VERIFICADOR)
    with transaccion(mesa.engine) as session:
        reportes.cerrar(session, folio, True, "Se corrigió.", quien, mesa.ahora)
    with pytest.raises(ReporteYaCerrado), transaccion(mesa.engine) as session:
        reportes.cerrar(session, folio, False, "Otra cosa.", quien, mesa.ahora)
    with pytest.raises(NoExiste), transaccion(mesa.engine) as session:
        reportes.cerrar(session, "no-existe", False, "Otra cosa.", quien, mesa.ahora)


def test_an_address_may_report_a_few_times_an_hour_and_is_then_forgotten(mesa: Mesa) -> None:
    for _ in range(MAX_POR_DIRECCION):
        reporta(mesa)
    with pytest.raises(DemasiadosReportes):
        reporta(mesa)
    reporta(mesa, "203.0.113.10")
    mesa.ahora += VENTANA + timedelta(seconds=1)
    reporta(mesa)
    with consulta(mesa.engine) as session:
        limites = session.scalars(select(LimiteDeReportes)).all()
    assert [limite.cuantos for limite in limites] == [1]
    assert "203.0.113" not in limites[0].direccion
