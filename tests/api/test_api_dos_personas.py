"""Closing, moving the close and correcting what was published: one proposes, another confirms."""

from dataclasses import replace
from datetime import timedelta

import pytest
from casa_api import Casa, foto
from sqlalchemy import select
from starlette.testclient import TestClient

from api.app import crear_app
from verificacion.bd.tablas import EntradaBitacora
from verificacion.casos import auditoria
from verificacion.casos.propuestas import VIGENCIA

ACTA = "100001B01003"


@pytest.fixture
def jornada(casa: Casa) -> Casa:
    return replace(casa, app=crear_app(replace(casa.contexto, dos_personas=True)), abiertos={})


def eventos(casa: Casa) -> list[tuple[str, str]]:
    with casa.sesion() as session:
        entradas = session.scalars(select(EntradaBitacora).order_by(EntradaBitacora.numero))
        return [(e.evento, e.usuario) for e in entradas][-3:]


def verificada(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    for persona in ("captura1", "captura2"):
        cliente = casa.de(persona)
        turno = cliente.post("/api/v1/tareas", json={"tipo": "captura"}).json()["turno"]
        ruta = f"/api/v1/turnos/{turno}/captura"
        assert cliente.post(ruta, json={"campos": casa.conteo(ACTA, PAN=5)}).is_success


def confirmar(cliente: TestClient, numero: int, que: str = "confirmacion"):
    return cliente.post(f"/api/v1/propuestas/{numero}/{que}")


def test_moving_the_close_waits_for_another_person(jornada: Casa) -> None:
    publica = jornada.de("publica")
    antes = publica.get("/api/v1/cierre").json()["vigente"]
    hasta = (jornada.proceso.cierre + timedelta(hours=1)).isoformat()
    propuesta = publica.post("/api/v1/cierre", json={"hasta": hasta, "motivo": "Acuerdo 12"})
    assert propuesta.status_code == 202
    numero = propuesta.json()["propuesta"]
    assert publica.get("/api/v1/cierre").json()["vigente"] == antes
    assert confirmar(publica, numero).json()["codigo"] == "misma_persona"
    assert confirmar(jornada.de("audita"), numero).json()["codigo"] == "rol_insuficiente"
    assert "Acuerdo 12" in jornada.de("audita").get("/propuestas").text
    assert confirmar(jornada.de("supervisa"), numero).status_code == 204
    assert publica.get("/api/v1/cierre").json()["vigente"] != antes
    assert eventos(jornada) == [
        ("acto_propuesto", "publica"),
        ("acto_respondido", "supervisa"),
        ("cierre_extendido", "supervisa"),
    ]
    assert confirmar(jornada.de("administra"), numero).json()["codigo"] == "propuesta_cerrada", "it is done once"


def test_the_last_cut_waits_and_the_others_do_not(jornada: Casa) -> None:
    publica = jornada.de("publica")
    assert publica.post("/api/v1/cortes", json={}).status_code == 201
    propuesta = publica.post("/api/v1/cortes", json={"ultimo": True})
    assert (propuesta.status_code, propuesta.json()["acto"]) == (202, "cerrar")
    assert [c["ultimo"] for c in publica.get("/api/v1/cortes").json()] == [False]
    assert confirmar(jornada.de("supervisa"), propuesta.json()["propuesta"]).status_code == 204
    assert [c["ultimo"] for c in publica.get("/api/v1/cortes").json()] == [False, True]


def test_correcting_a_verified_acta_waits_and_one_in_course_does_not(jornada: Casa) -> None:
    supervisa, pedida = jornada.de("supervisa"), {"tipo": "recapturar", "motivo": "se publicó con otra cifra"}
    verificada(jornada)
    propuesta = supervisa.post(f"/api/v1/actas/{ACTA}/reapertura", json=pedida)
    assert propuesta.status_code == 202
    assert supervisa.get(f"/api/v1/actas/{ACTA}").json()["estado"] == "verificada"
    assert confirmar(jornada.de("publica"), propuesta.json()["propuesta"]).status_code == 204
    assert supervisa.get(f"/api/v1/actas/{ACTA}").json()["estado"] == "digitalizada"
    otra = {"tipo": "redigitalizar", "motivo": "la imagen no sirve"}
    assert supervisa.post(f"/api/v1/actas/{ACTA}/reapertura", json=otra).status_code == 200
    with jornada.sesion() as session:
        assert auditoria.verificar(session).hallazgos == (), "the log tells the proposals as the tables have them"


def test_another_image_for_a_verified_acta_waits(jornada: Casa) -> None:
    verificada(jornada)
    otra = jornada.leida(foto(2), ACTA, hoja=foto(12))
    elegida = {"sha256": otra, "motivo": "se lee mejor"}
    propuesta = jornada.de("supervisa").post(f"/api/v1/actas/{ACTA}/imagen", json=elegida)
    assert (propuesta.status_code, propuesta.json()["acto"]) == (202, "cambiar_imagen")
    assert confirmar(jornada.de("administra"), propuesta.json()["propuesta"]).status_code == 204
    imagenes = jornada.de("supervisa").get(f"/api/v1/actas/{ACTA}/imagenes").json()["imagenes"]
    assert [i["sha256"] for i in imagenes if i["en_uso"]] == [otra]


def test_an_act_that_no_longer_fits_is_neither_done_nor_answered(jornada: Casa) -> None:
    hasta = (jornada.proceso.cierre + timedelta(hours=1)).isoformat()
    pedido = {"hasta": hasta, "motivo": "Acuerdo 12"}
    numero = jornada.de("publica").post("/api/v1/cierre", json=pedido).json()["propuesta"]
    otro = jornada.de("publica").post("/api/v1/cierre", json=pedido).json()["propuesta"]
    assert confirmar(jornada.de("supervisa"), numero).status_code == 204
    assert confirmar(jornada.de("supervisa"), otro).json()["codigo"] == "cierre_no_valido"
    assert [p["propuesta"] for p in jornada.de("supervisa").get("/api/v1/propuestas").json()] == [otro]


def test_a_proposal_is_taken_back_refused_or_grows_old(jornada: Casa) -> None:
    publica, supervisa = jornada.de("publica"), jornada.de("supervisa")
    numeros = [publica.post("/api/v1/cortes", json={"ultimo": True}).json()["propuesta"] for _ in range(3)]
    assert confirmar(publica, numeros[0], "rechazo").status_code == 204
    assert confirmar(supervisa, numeros[1], "rechazo").status_code == 204
    jornada.reloj.pasar(VIGENCIA.total_seconds())
    renovada = jornada.abrir("supervisa")
    supervisa.cookies.set("actario", renovada)
    assert {confirmar(supervisa, n).json()["codigo"] for n in numeros} == {"propuesta_cerrada"}
    assert supervisa.get("/api/v1/propuestas").json() == []
