"""Deciding about an acta: what the reader sees, the words, the image itself, and doing it over."""

import pytest
from casa_api import Casa, foto
from sqlalchemy import select
from starlette.testclient import TestClient

from verificacion.bd.tablas import CapturaHecha, ResolucionHecha

ACTA = "100001B01003"


def capturar(casa: Casa, usuario: str, *por_letra: str, **cifras: int):
    tarea = casa.de(usuario).post("/api/v1/tareas", json={"tipo": "captura"}).json()
    cuerpo = {"campos": casa.conteo(ACTA, **cifras), "por_letra": list(por_letra)}
    return casa.de(usuario).post(f"/api/v1/turnos/{tarea['turno']}/captura", json=cuerpo)


@pytest.fixture
def discrepante(casa: Casa) -> Casa:
    """Two people differ on the PAN, which the reader sees as a third figure."""
    casa.leida(foto(1), ACTA, lectura=casa.conteo(ACTA, PAN=27), hoja=foto(11))
    capturar(casa, "captura1", PAN=22)
    capturar(casa, "captura2", PAN=72)
    return casa


def en_duda(cliente: TestClient) -> dict[str, object]:
    return cliente.post("/api/v1/tareas", json={"tipo": "discrepancia"}).json()


def test_the_reader_speaks_apart_from_people_and_only_of_fields_in_doubt(discrepante: Casa) -> None:
    tarea = en_duda(discrepante.de("verifica"))
    assert tarea["opciones"] == {"PAN": [22, 72]}
    assert tarea["alternativas"] == {"PAN": [{"cifra": 27, "probabilidad": 0.9999}]}


def test_where_nothing_was_read_there_is_nothing_to_show(casa: Casa) -> None:
    casa.leida(foto(1), ACTA)
    capturar(casa, "captura1", PAN=22)
    capturar(casa, "captura2", PAN=72)
    assert en_duda(casa.de("verifica"))["alternativas"] == {}


def test_figures_in_which_the_words_prevailed_are_kept_as_such(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    capturar(casa, "captura1", "PAN", PAN=22)
    capturar(casa, "captura2", PAN=72)
    turno = en_duda(casa.de("verifica"))["turno"]
    decision = {"campos": {"PAN": 72}, "por_letra": ["PAN"]}
    assert casa.de("verifica").post(f"/api/v1/turnos/{turno}/resolucion", json=decision).status_code == 200
    with casa.sesion() as session:
        assert [c.por_letra for c in session.scalars(select(CapturaHecha))] == [["PAN"], []]
        assert [r.por_letra for r in session.scalars(select(ResolucionHecha))] == [["PAN"]]


def test_a_mark_on_a_field_that_was_not_typed_is_refused(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    respuesta = capturar(casa, "captura1", "NADIE")
    assert (respuesta.status_code, respuesta.json()["codigo"]) == (422, "conteo_invalido")


@pytest.mark.parametrize("que", ["imagen_equivocada", "otra_acta"])
def test_an_image_that_cannot_serve_sends_the_acta_back_to_be_digitised(discrepante: Casa, que: str) -> None:
    verifica = discrepante.de("verifica")
    ruta = f"/api/v1/turnos/{en_duda(verifica)['turno']}/declaracion"
    dicho = {"declaracion": que, "motivo": "es una lista nominal"}
    assert verifica.post(ruta, json=dicho).json() == {"estado": "esperada"}
    assert verifica.post(ruta, json=dicho).json() == {"estado": "esperada"}, "sent twice"
    assert discrepante.de("supervisa").get(f"/api/v1/actas/{ACTA}").json()["estado"] == "esperada"


def test_a_declaration_needs_its_reason_its_role_and_its_turn(discrepante: Casa) -> None:
    ruta = f"/api/v1/turnos/{en_duda(discrepante.de('verifica'))['turno']}/declaracion"
    dicho = {"declaracion": "otra_acta", "motivo": "es de otra casilla"}
    assert discrepante.de("verifica").post(ruta, json=dicho | {"motivo": ""}).status_code == 422
    assert discrepante.de("verifica").post(ruta, json=dicho | {"declaracion": "no_me_gusta"}).status_code == 422
    assert discrepante.de("captura3").post(ruta, json=dicho).status_code == 403
    ajeno = discrepante.de("supervisa").post(ruta, json=dicho)
    assert (ajeno.status_code, ajeno.json()["codigo"]) == (403, "turno_ajeno")


def test_a_supervisor_has_an_acta_captured_or_digitised_again(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    for usuario in ("captura1", "captura2"):
        capturar(casa, usuario)
    supervisa, ruta = casa.de("supervisa"), f"/api/v1/actas/{ACTA}/reapertura"
    pedida = {"tipo": "recapturar", "motivo": "dos renglones cambiados"}
    assert supervisa.post(ruta, json=pedida).json() == {"estado": "digitalizada"}
    nada = supervisa.post(ruta, json=pedida)
    assert (nada.status_code, nada.json()["codigo"]) == (409, "transicion_invalida")
    assert supervisa.post(ruta, json=pedida | {"tipo": "redigitalizar"}).json() == {"estado": "esperada"}


def test_only_a_supervisor_reopens_and_says_why(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    ruta, pedida = f"/api/v1/actas/{ACTA}/reapertura", {"tipo": "redigitalizar", "motivo": "está cortada"}
    for usuario in ("captura1", "verifica", "digitalizadora", "audita"):
        assert casa.de(usuario).post(ruta, json=pedida).status_code == 403
    assert casa.de("supervisa").post(ruta, json=pedida | {"motivo": "     "}).status_code == 422
    otra = casa.de("supervisa").post("/api/v1/actas/109999B01003/reapertura", json=pedida)
    assert (otra.status_code, otra.json()["codigo"]) == (404, "no_existe")
