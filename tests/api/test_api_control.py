"""Cotejo and quality control through HTTP."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from casa_api import Casa, foto, levantar, mini, moldear

from verificacion.dominio.conteo import Cifra

ACTA, OTRA = "100001B01003", "100001C01003"


@pytest.fixture(scope="module")
def medida(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casa]:
    """An election in which every capture that can be is a known-answer acta, with one acta verified."""
    carpeta = tmp_path_factory.mktemp("medida")
    mini(carpeta)
    archivo = carpeta / "proceso" / "proceso.json"
    sorteo = {"semilla": "bola de nieve", "tasa": 1.0, "cada_minutos": 60}
    control = {"conocidas": 0.5, "muestreo": sorteo, "umbral": 0.01, "minimo": 1}
    archivo.write_text(json.dumps(json.loads(archivo.read_text()) | {"control": control}))
    casa = levantar(moldear(carpeta), tmp_path_factory.mktemp("casa"))
    casa.leida(foto(1), ACTA, hoja=foto(11))
    for usuario in ("captura1", "captura2"):
        assert capturar(casa, usuario, ACTA, PAN=731, TOTAL=731).status_code == 200
    casa.leida(foto(2), OTRA, hoja=foto(12))
    yield casa


def tomar(casa: Casa, usuario: str, tipo: str = "captura") -> Any:
    return casa.de(usuario).post("/api/v1/tareas", json={"tipo": tipo})


def capturar(casa: Casa, usuario: str, clave: str, **cifras: Cifra) -> Any:
    turno = tomar(casa, usuario).json()["turno"]
    campos = casa.conteo(clave, **cifras)
    return casa.de(usuario).post(f"/api/v1/turnos/{turno}/captura", json={"campos": campos})


def test_a_known_acta_is_told_from_no_other_by_what_the_server_says(medida: Casa) -> None:
    """Half of the tasks are known-answer actas: the same keys and, in them, the same values but those of the image."""
    por_clave: dict[str, Any] = {}
    while len(por_clave) < 2:
        respuesta = tomar(medida, "captura3")
        tarea = respuesta.json()
        assert medida.de("captura3").delete(f"/api/v1/turnos/{tarea['turno']}").status_code == 204
        por_clave[tarea["clave_acta"]] = tarea
        for secreto in ("731", "conocida", "muestra", "captura1"):
            assert secreto not in json.dumps({k: v for k, v in tarea.items() if k not in _PROPIAS})
    conocida, ordinaria = por_clave[ACTA], por_clave[OTRA]
    assert conocida.keys() == ordinaria.keys()
    for clave in conocida.keys() - _PROPIAS:
        assert conocida[clave] == ordinaria[clave], clave


_PROPIAS = {"turno", "clave_acta", "imagen", "foto", "hoja", "vence_en"}


def test_a_cotejador_sees_what_was_published_and_accepts_it(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    for usuario in ("captura1", "captura2"):
        capturar(casa, usuario, ACTA, PAN=731, TOTAL=731)
    tarea = tomar(casa, "coteja", "cotejo").json()
    cliente, ruta = casa.de("coteja"), f"/api/v1/turnos/{tarea['turno']}/cotejo"
    assert cliente.get(tarea["hoja"]).status_code == 200
    vista = cliente.get(ruta).json()
    assert (vista["publicadas"]["PAN"], vista["dudas"], vista["cotejada"]) == (731, {}, 0)
    rechazo = cliente.post(ruta, json={"campos": ["PAN"], "remedio": None})
    assert (rechazo.status_code, rechazo.json()["codigo"]) == (422, "remedio_invalido")
    assert cliente.post(ruta, json={"campos": [], "remedio": None}).json() == {"cotejada": 1}
    assert casa.de("supervisa").get("/api/v1/control").json()["cotejos"] == {"0": 0, "1": 1, "2": 0, "3": 0}
    assert tomar(casa, "coteja", "cotejo").status_code == 204


def test_what_was_published_is_shown_only_to_whoever_has_the_turn(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    for usuario in ("captura1", "captura2"):
        capturar(casa, usuario, ACTA)
    turno = tomar(casa, "coteja", "cotejo").json()["turno"]
    assert casa.de("captura3").get(f"/api/v1/turnos/{turno}/cotejo").status_code == 403
    assert tomar(casa, "captura3", "cotejo").status_code == 403
    captura = tomar(casa, "coteja", "captura")
    assert captura.status_code == 403


def test_anyone_reads_the_draws_and_their_rule(casa: Casa) -> None:
    publicado = casa.nadie().get("/api/v1/muestreo").json()
    assert publicado["muestreo"] is None and "SHA-256" in publicado["regla"]
    assert publicado["residual"]["por_acta"] == {"errores": 0, "casos": 0, "tasa": None, "desde": 0.0, "hasta": 1.0}


def test_the_public_draws_tell_the_public_seed(medida: Casa) -> None:
    publicado = medida.nadie().get("/api/v1/muestreo").json()
    assert publicado["muestreo"] == {"semilla": "bola de nieve", "tasa": 1.0, "cada_minutos": 60}


def test_only_those_who_answer_for_people_see_their_error(casa: Casa) -> None:
    assert casa.de("captura1").get("/api/v1/control").status_code == 403
    assert casa.de("coteja").get("/api/v1/control").status_code == 403
    assert casa.de("audita").get("/api/v1/control").status_code == 200
    for usuario, ruta in (("coteja", "/cotejar"), ("supervisa", "/control")):
        assert casa.de(usuario).get(ruta).status_code == 200


def test_only_whoever_supervises_gives_back_the_work_of_somebody_beyond_the_limit(medida: Casa) -> None:
    ruta, cuerpo = "/api/v1/control/personas/captura1/devolucion", {"motivo": "confunde el 1 con el 7"}
    assert medida.de("audita").post(ruta, json=cuerpo).status_code == 403
    assert medida.de("supervisa").post(ruta, json={"motivo": " "}).status_code == 422
    dentro = medida.de("supervisa").post(ruta, json=cuerpo)
    assert (dentro.status_code, dentro.json()["codigo"]) == (409, "error_dentro_de_limite")
    while (tarea := tomar(medida, "captura3").json())["clave_acta"] != ACTA:  # until the known acta comes
        medida.de("captura3").delete(f"/api/v1/turnos/{tarea['turno']}")
    campos = dict.fromkeys(medida.campos(ACTA), 5)
    medida.de("captura3").post(f"/api/v1/turnos/{tarea['turno']}/captura", json={"campos": campos})
    assert capturar(medida, "captura3", OTRA).status_code == 200
    devuelto = medida.de("supervisa").post(ruta.replace("captura1", "captura3"), json=cuerpo)
    assert (devuelto.status_code, devuelto.json()) == (200, {"actas": [OTRA]})
