"""The group view: which boxes it shows, the strip they come from, and asking that one be looked at again."""

import cv2
import numpy as np
from casa_api import Casa, foto

from api.vista_casilleros import ALTO_PX, ANCHO_PX
from captura.plantilla import Plantilla
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Cifra

ACTA = "100001B01003"


def verificar(casa: Casa, lectura: dict[str, Cifra] | None = None, **cifras: Cifra) -> str:
    """An acta whose two captures agree; answers its image."""
    sha256 = casa.leida(foto(1), ACTA, lectura=lectura, hoja=foto(11, 1360, 864))
    for usuario in ("captura1", "captura2"):
        cliente = casa.de(usuario)
        turno = cliente.post("/api/v1/tareas", json={"tipo": "captura"}).json()["turno"]
        cuerpo = {"campos": casa.conteo(ACTA, **cifras)}
        assert cliente.post(f"/api/v1/turnos/{turno}/captura", json=cuerpo).status_code == 200
    return sha256


def plantilla_de(casa: Casa) -> Plantilla:
    acta = casa.proceso.por_clave[ClaveActa.de_texto(ACTA)]
    return casa.contexto.plantillas[casa.proceso.forma_de(acta).clave]


def grupo(casa: Casa, digito: int) -> list[tuple[str, int]]:
    pantalla = casa.de("verifica").get(f"/api/v1/grupos/{digito}").json()
    return [(c["campo"], c["lugar"]) for c in pantalla["casilleros"]]


def test_each_digit_is_shown_from_its_own_box_counted_from_the_last(casa: Casa) -> None:
    verificar(casa, PAN=707, PRI=27, TOTAL=734)
    plantilla = plantilla_de(casa)
    primero = sum(len(c.digitos) for c in plantilla.campos[: [c.clave for c in plantilla.campos].index("PAN")])
    assert sorted(grupo(casa, 7)) == [("PAN", primero), ("PAN", primero + 2), ("PRI", primero + 5), *total(casa)]
    assert ("PRI", primero + 3) not in grupo(casa, 0), "a leading zero may be blank on the paper"


def total(casa: Casa) -> list[tuple[str, int]]:
    plantilla = plantilla_de(casa)
    antes = sum(len(c.digitos) for c in plantilla.campos[: [c.clave for c in plantilla.campos].index("TOTAL")])
    return [("TOTAL", antes)]


def test_the_strip_holds_every_box_of_the_form(casa: Casa) -> None:
    verificar(casa, PAN=7, TOTAL=7)
    (casillero,) = [c for c in casa.de("verifica").get("/api/v1/grupos/7").json()["casilleros"] if c["campo"] == "PAN"]
    respuesta = casa.de("verifica").get(casillero["tira"])
    tira = cv2.imdecode(np.frombuffer(respuesta.content, np.uint8), cv2.IMREAD_COLOR)
    cajas = len(plantilla_de(casa).cajas_digitos)
    assert tira is not None and tira.shape[:2] == (ALTO_PX, ANCHO_PX * cajas)
    assert "immutable" in respuesta.headers["cache-control"]


def test_only_verified_actas_are_shown_so_nobodys_blind_capture_is_spoiled(casa: Casa) -> None:
    sha256 = casa.leida(foto(1), ACTA, hoja=foto(11, 1360, 864))
    cliente = casa.de("captura1")
    turno = cliente.post("/api/v1/tareas", json={"tipo": "captura"}).json()["turno"]
    cliente.post(f"/api/v1/turnos/{turno}/captura", json={"campos": casa.conteo(ACTA, PAN=7, TOTAL=7)})
    assert grupo(casa, 7) == []
    forma = plantilla_de(casa).clave
    ajena = casa.de("verifica").get(f"/api/v1/imagenes/{sha256}/casilleros", params={"forma": forma})
    assert (ajena.status_code, ajena.json()["codigo"]) == (403, "imagen_ajena")
    assert casa.de("captura2").get("/api/v1/grupos/7").status_code == 403


def test_a_box_that_the_reader_contradicts_is_marked(casa: Casa) -> None:
    verificar(casa, casa.conteo(ACTA, PAN=1, PRI=7, TOTAL=14), PAN=7, PRI=7, TOTAL=14)
    if casa.de("supervisa").get(f"/api/v1/actas/{ACTA}").json()["estado"] == "discrepante":  # the reader's alarm
        cliente = casa.de("verifica")
        turno = cliente.post("/api/v1/tareas", json={"tipo": "discrepancia"}).json()["turno"]
        assert cliente.post(f"/api/v1/turnos/{turno}/resolucion", json={"campos": {"PAN": 7}}).status_code == 200
    pantalla = casa.de("supervisa").get("/api/v1/grupos/7").json()["casilleros"]
    assert {c["campo"]: c["duda"] for c in pantalla} == {"PAN": True, "PRI": False}


def test_a_doubted_figure_leaves_the_view_until_other_people_have_looked_at_it(casa: Casa) -> None:
    verificar(casa, PAN=7, TOTAL=7)
    pedida = casa.de("verifica").post(f"/api/v1/actas/{ACTA}/revisiones", json={"campo": "PAN"})
    assert (pedida.status_code, pedida.json()) == (200, {"estado": "discrepante"})
    assert grupo(casa, 7) == []
    assert casa.de("verifica").post("/api/v1/tareas", json={"tipo": "discrepancia"}).status_code == 204


def test_a_figure_that_a_cut_holds_is_marked_so_and_doubting_it_has_its_acta_captured_again(casa: Casa) -> None:
    verificar(casa, PAN=7, TOTAL=7)
    assert casa.de("publica").post("/api/v1/cortes", json={}).status_code == 201
    pantalla = casa.de("verifica").get("/api/v1/grupos/7").json()["casilleros"]
    assert {c["publicada"] for c in pantalla} == {True}
    pedida = casa.de("verifica").post(f"/api/v1/actas/{ACTA}/revisiones", json={"campo": "PAN"})
    assert pedida.json() == {"estado": "digitalizada"}


def test_a_review_of_an_unknown_field_or_of_an_acta_still_at_work_is_refused(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    ruta = f"/api/v1/actas/{ACTA}/revisiones"
    no_hay = casa.de("verifica").post(ruta, json={"campo": "INVENTADO"})
    assert (no_hay.status_code, no_hay.json()["codigo"]) == (404, "no_existe")
    pronto = casa.de("verifica").post(ruta, json={"campo": "PAN"})
    assert (pronto.status_code, pronto.json()["codigo"]) == (409, "transicion_invalida")
    assert casa.de("verifica").get("/api/v1/grupos/12").status_code == 422
