"""The images of an acta: who looks, who chooses, who covers; and what the printed heading proposes."""

import hashlib
from dataclasses import replace

import cv2
import numpy as np
import pytest
from casa_api import Casa, foto

from api.app import crear_app
from captura.recepcion import decodificar
from verificacion.casos.lecturas import ResultadoLectura, registrar_lectura
from verificacion.dominio.eleccion import Resguardo

BASICA = "100001B01003"
CONTIGUA = "100001C01003"
MOTIVO = "en la otra no se lee el renglón 4"


@pytest.fixture
def cubre(casa: Casa) -> Casa:
    """The same installation in an election that covers personal data."""
    casa.contexto = replace(casa.contexto, proceso=replace(casa.proceso, resguardo=Resguardo.CUBRIR))
    casa.app = crear_app(casa.contexto)
    return casa


def dos_imagenes(casa: Casa) -> tuple[str, str]:
    primera = casa.leida(foto(1), BASICA)
    casa.reloj.pasar(5)
    return primera, casa.leida(foto(2), BASICA)


def test_the_images_of_an_acta_are_listed_without_any_figure(casa: Casa) -> None:
    primera, segunda = dos_imagenes(casa)
    cuerpo = casa.de("verifica").get(f"/api/v1/actas/{BASICA}/imagenes").json()
    assert [(i["sha256"], i["en_uso"]) for i in cuerpo["imagenes"]] == [(primera, True), (segunda, False)]
    assert "conteo" not in str(cuerpo) and "campos" not in str(cuerpo)
    for quien in ("captura1", "digitalizadora", "publica"):
        assert casa.de(quien).get(f"/api/v1/actas/{BASICA}/imagenes").status_code == 403


def test_a_verifier_chooses_and_sees_only_images_that_wait_for_a_choice(casa: Casa) -> None:
    primera, segunda = dos_imagenes(casa)
    ajena = casa.leida(foto(3), CONTIGUA)
    cliente = casa.de("verifica")
    for sha256 in (primera, segunda):
        assert cliente.get(f"/api/v1/imagenes/{sha256}/vista").status_code == 200
    assert cliente.get(f"/api/v1/imagenes/{ajena}/vista").json()["codigo"] == "imagen_ajena"
    respuesta = cliente.post(f"/api/v1/actas/{BASICA}/imagen", json={"sha256": segunda, "motivo": MOTIVO})
    assert respuesta.json() == {"estado": "digitalizada"}
    tarea = casa.de("captura1").post("/api/v1/tareas", json={"tipo": "captura"}).json()
    assert tarea["imagen"] == segunda


def test_a_choice_needs_its_reason_and_an_image_of_the_acta(casa: Casa) -> None:
    _, segunda = dos_imagenes(casa)
    cliente, ruta = casa.de("supervisa"), f"/api/v1/actas/{BASICA}/imagen"
    assert "motivo" in cliente.post(ruta, json={"sha256": segunda, "motivo": ""}).json()["campos"]
    assert cliente.post(ruta, json={"sha256": "0" * 64, "motivo": MOTIVO}).status_code == 404
    assert (
        cliente.post("/api/v1/actas/109999B01003/imagen", json={"sha256": segunda, "motivo": MOTIVO}).status_code == 404
    )


def test_the_pages_show_images_reasons_and_what_a_change_costs(casa: Casa) -> None:
    _, segunda = dos_imagenes(casa)
    html = {"accept": "text/html"}
    lista = casa.de("verifica").get("/imagenes", headers=html).text
    assert BASICA in lista and "Por decidir" in lista
    for quien in ("captura1", "captura2"):
        tarea = casa.de(quien).post("/api/v1/tareas", json={"tipo": "captura"}).json()
        cifras = {"campos": casa.conteo(BASICA, PAN=137)}
        assert casa.de(quien).post(f"/api/v1/turnos/{tarea['turno']}/captura", json=cifras).status_code == 200
    pagina = casa.de("verifica").get(f"/imagenes/{BASICA}", headers=html).text
    assert "Solo quien supervisa" in pagina and "137" not in pagina
    respuesta = casa.de("verifica").post(f"/api/v1/actas/{BASICA}/imagen", json={"sha256": segunda, "motivo": MOTIVO})
    assert (respuesta.status_code, respuesta.json()["codigo"]) == (403, "cambio_reservado")
    respuesta = casa.de("supervisa").post(f"/api/v1/actas/{BASICA}/imagen", json={"sha256": segunda, "motivo": MOTIVO})
    assert respuesta.json() == {"estado": "digitalizada"}
    pagina = casa.de("supervisa").get(f"/imagenes/{BASICA}", headers=html).text
    assert MOTIVO in pagina and "cambió de la imagen 1 a la 2" in pagina


def test_the_state_of_an_image_says_what_to_do_about_the_photo(casa: Casa) -> None:
    sha256 = casa.contexto.almacen.guardar(foto(7))
    forma = {"origen": "CASILLA", "digitalizacion": "MOVIL"}
    casa.de("digitalizadora").post("/api/v1/imagenes", files={"imagen": ("a.jpg", foto(7))}, data=forma)
    ruta = f"/api/v1/imagenes/{sha256}"
    sin_leer = casa.de("digitalizadora").get(ruta).json()
    assert (sin_leer["veredicto"], sin_leer["calidad"]) == (None, {})
    frase = "Hay reflejo sobre los renglones 4 a 6: incline el teléfono y repita."
    with casa.sesion() as session:
        resultado = ResultadoLectura(None, None, "forma_distinta", {"veredicto": frase, "brillo": 0.4})
        registrar_lectura(session, sha256, resultado, casa.reloj())
    leida = casa.de("digitalizadora").get(ruta).json()
    assert (leida["veredicto"], leida["calidad"]["brillo"]) == (frase, 0.4)


def test_an_image_that_could_not_be_straightened_says_its_remedy(casa: Casa) -> None:
    sha256 = casa.leida(foto(1), BASICA)
    cuerpo = casa.de("digitalizadora").get(f"/api/v1/imagenes/{sha256}").json()
    assert cuerpo["veredicto"] == cuerpo["remedio"] and "Tome otra foto" in cuerpo["veredicto"]


@pytest.mark.parametrize(
    ("propuesta", "primera", "cuantas"),
    [
        (CONTIGUA, CONTIGUA, 2),
        (CONTIGUA[:11], CONTIGUA, 2),
        ("0001", BASICA, 2),
        ("9999", None, 0),
        (f"{CONTIGUA} 9999", CONTIGUA, 2),
        ("9999 0001", BASICA, 2),
    ],
)
def test_the_heading_proposes_candidates_to_whoever_identifies(
    casa: Casa, propuesta: str, primera: str | None, cuantas: int
) -> None:
    sha256 = casa.contexto.almacen.guardar(foto(1))
    forma = {"origen": "CASILLA", "digitalizacion": "MOVIL"}
    casa.de("digitalizadora").post("/api/v1/imagenes", files={"imagen": ("a.jpg", foto(1))}, data=forma)
    with casa.sesion() as session:
        resultado = ResultadoLectura(None, None, None, {"veredicto": "", "propuesta": propuesta})
        registrar_lectura(session, sha256, resultado, casa.reloj())
    tarea = casa.de("verifica").post("/api/v1/tareas", json={"tipo": "identificacion"}).json()
    claves = [c["clave_acta"] for c in tarea["candidatas"]]
    assert (claves[0] if claves else None) == primera
    assert len(claves) == cuantas


def test_a_capture_carries_no_candidates(casa: Casa) -> None:
    casa.leida(foto(1), BASICA)
    assert casa.de("captura1").post("/api/v1/tareas", json={"tipo": "captura"}).json()["candidatas"] == []


def test_a_person_covers_a_photo_and_its_copy_has_nothing_else(cubre: Casa) -> None:
    salida = cv2.imencode(".jpg", np.full((400, 640, 3), 230, np.uint8))[1].tobytes()
    sha256 = cubre.leida(salida, BASICA)
    cliente = cubre.de("verifica")
    assert cliente.get(f"/api/v1/imagenes/{sha256}/vista").status_code == 200
    assert cliente.get(f"/api/v1/imagenes/{sha256}/publicada").status_code == 404
    areas = [{"x": 0.5, "y": 0.0, "ancho": 0.5, "alto": 0.5}]
    cuerpo = cliente.post(f"/api/v1/imagenes/{sha256}/resguardo", json={"areas": areas}).json()
    copia = cliente.get(f"/api/v1/imagenes/{sha256}/publicada")
    assert hashlib.sha256(copia.content).hexdigest() == cuerpo["publicada"]
    pixeles = decodificar(copia.content)
    assert pixeles[100, 480].max() < 90 and pixeles[300, 480].min() > 200 and pixeles[100, 100].min() > 200
    registro = cubre.de("supervisa").get(f"/api/v1/actas/{BASICA}").json()
    assert registro["imagen"]["sha256"] == cuerpo["publicada"]
    assert cliente.get(f"/api/v1/imagenes/{sha256}/vista").status_code == 403


@pytest.mark.parametrize(
    "area",
    [
        {"x": -0.1, "y": 0, "ancho": 0.2, "alto": 0.2},
        {"x": 0, "y": 0, "ancho": 0, "alto": 0.2},
        {"x": 0, "y": 0, "ancho": 3, "alto": 0.2},
        {"x": "nan", "y": 0, "ancho": 0.1, "alto": 0.2},
    ],
)
def test_an_area_outside_the_photo_is_refused(cubre: Casa, area: dict[str, object]) -> None:
    sha256 = cubre.leida(foto(1), BASICA)
    respuesta = cubre.de("supervisa").post(f"/api/v1/imagenes/{sha256}/resguardo", json={"areas": [area]})
    assert respuesta.status_code == 422


def test_the_page_of_covering_gives_the_oldest_that_waits(cubre: Casa) -> None:
    primera, segunda = cubre.leida(foto(1), BASICA), cubre.leida(foto(2), CONTIGUA)
    html = {"accept": "text/html"}
    assert primera in cubre.de("verifica").get("/resguardo", headers=html).text
    cubre.de("verifica").post(f"/api/v1/imagenes/{primera}/resguardo", json={"areas": []})
    assert segunda in cubre.de("verifica").get("/resguardo", headers=html).text
    cubre.de("verifica").post(f"/api/v1/imagenes/{segunda}/resguardo", json={"areas": []})
    assert "Nada por cubrir" in cubre.de("verifica").get("/resguardo", headers=html).text
