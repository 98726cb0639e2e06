"""The board: one computation however many look, its alarms and its forecast, and the stream of events."""

import json

import pytest
from casa_api import Casa, foto

ACTA, CONTIGUA = "100001B01003", "100001C01003"


def capturar(casa: Casa, usuario: str) -> None:
    cliente = casa.de(usuario)
    tarea = cliente.post("/api/v1/tareas", json={"tipo": "captura"}).json()
    respuesta = cliente.post(f"/api/v1/turnos/{tarea['turno']}/captura", json={"campos": casa.conteo(ACTA)})
    assert respuesta.status_code == 200


def test_the_board_tells_pace_forecast_and_what_waits(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    casa.leida(foto(2), CONTIGUA, hoja=foto(12))
    for usuario in ("captura1", "captura2"):
        capturar(casa, usuario)
    avance = casa.de("supervisa").get("/api/v1/avance").json()
    assert (avance["terminadas"], avance["personas"], avance["capturas_por_hora"]) == (1, 2, 4.0)
    assert (avance["capturas_por_persona_hora"], avance["discrepancia"]) == (2.0, 0.0)
    assert [p["mas_personas"] for p in avance["pronostico"]] == [0, 5, 10, 20]
    assert avance["alarmas"] == []


def test_an_old_queue_and_a_night_that_stands_still_ring(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    casa.leida(foto(2), CONTIGUA, hoja=foto(12))
    for usuario in ("captura1", "captura2"):
        capturar(casa, usuario)
    for _ in range(2):  # somebody looks meanwhile: an unused session ends
        casa.reloj.pasar(20 * 60)
        alarmas = casa.de("audita").get("/api/v1/avance").json()["alarmas"]
    assert {a["codigo"] for a in alarmas} == {"sin_avance", "fila_vieja"}
    assert "Actas por capturar: lo más antiguo espera hace 40 min." in alarmas[1]["texto"]


def test_it_is_computed_once_per_interval_for_all_who_look(casa: Casa) -> None:
    for usuario in ("supervisa", "audita", "publica"):
        casa.de(usuario).get("/api/v1/avance")
    assert casa.app.state.pizarra.calculos == 1
    casa.reloj.pasar(2)
    casa.de("supervisa").get("/api/v1/avance")
    assert casa.app.state.pizarra.calculos == 2


def test_the_stream_carries_the_same_board(casa: Casa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.rutas.avance.MAX_EVENTOS", 1)  # a stream that ends, so that the test client returns
    cliente = casa.de("supervisa")
    vivo = cliente.get("/api/v1/avance/vivo")
    assert vivo.headers["content-type"].startswith("text/event-stream")
    lineas = [linea for linea in vivo.text.splitlines() if linea]
    assert lineas[0] == "event: avance"
    assert json.loads(lineas[1].removeprefix("data: ")) == cliente.get("/api/v1/avance").json()


def test_only_who_coordinates_or_audits_may_look(casa: Casa) -> None:
    for ruta in ("/api/v1/avance", "/api/v1/avance/vivo"):
        assert casa.de("captura1").get(ruta).status_code == 403
        assert casa.nadie().get(ruta).status_code == 401
