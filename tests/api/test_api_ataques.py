"""What an attacker tries through HTTP, beyond entering: each is a row of docs/seguridad.md."""

import ast
import asyncio
import json
from pathlib import Path

import pytest
from casa_api import CLAVE, MINI, Casa, foto, identidad
from test_api_rutas_y_roles import pedir

from api.guardia import CABECERAS
from verificacion.proceso.esquema import CandidaturaCsv, CasillaCsv, CoalicionJson, ContendienteJson

RAIZ = Path(__file__).parents[2]
MALICIA = '"><img src=x onerror=alert(1)>'
FORMULAS = ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(1)", "\t=1", "a\r=1"]


def galletas(casa: Casa, persona: str) -> str:
    return f"actario={casa.tokens[persona]}; actario-terminal={identidad(persona)}"


def test_the_name_of_a_file_is_text_on_every_page(casa: Casa) -> None:
    datos = {"origen": "CATD", "digitalizacion": "ESCANER"}
    envio = casa.de("digitalizadora").post(
        "/api/v1/imagenes", files={"imagen": (f"{MALICIA}.jpg", b"nada")}, data=datos
    )
    assert envio.status_code == 422
    pagina = casa.de("supervisa").get("/cuarentena").text
    assert "<img src=x" not in pagina and "&lt;img src=x" in pagina


def test_what_the_public_reports_is_text_where_staff_reads_it(casa: Casa) -> None:
    ruta = "/api/v1/actas/100001B01003/reportes"
    assert casa.nadie().post(ruta, json={"motivo": MALICIA}).status_code in (201, 404)
    pagina = casa.de("supervisa").get("/reportes").text
    assert "<img src=x" not in pagina


@pytest.mark.parametrize("texto", ["' OR 1=1 --", "1; DROP TABLE actas", "100001B01003' --", "%' OR '1'='1"])
def test_quotes_in_any_field_are_only_text(casa: Casa, texto: str) -> None:
    supervisa = casa.de("supervisa")
    assert supervisa.get("/api/v1/catalogo", params={"buscar": texto[:20]}).json() == []
    assert supervisa.get(f"/api/v1/actas/{texto}").status_code in (404, 422)
    assert supervisa.get(f"/api/v1/imagenes/{texto}").status_code in (404, 422)
    assert casa.nadie().post("/api/v1/sesiones", json={"usuario": texto, "contrasena": texto}).status_code == 401
    assert supervisa.get("/api/v1/avance").json()["esperadas"] > 0


@pytest.mark.parametrize(
    "ruta",
    [
        "/estaticos/../app.py",
        "/estaticos/%2e%2e/app.py",
        "/publico/../bd.sqlite3",
        "/publico/..%2f..%2fetc/passwd",
        "/resultados/../../bd.sqlite3",
        "/api/v1/imagenes/../../bd.sqlite3/hoja",
        "/api/v1/cuarentena/..%2f..%2fbd.sqlite3/archivo",
        "/api/v1/plantillas/..%2f..%2fproceso/referencia",
        "/plantillas/..",
    ],
)
def test_no_path_leads_out_of_its_folder(casa: Casa, ruta: str) -> None:
    for camino in (ruta, ruta.replace("%2f", "/").replace("%2e", ".")):
        respuesta = asyncio.run(pedir(casa.app, "GET", camino, galletas(casa, "supervisa")))
        assert respuesta.estado in (401, 404, 405, 422), camino


def test_a_false_host_appears_in_no_answer(casa: Casa) -> None:
    cliente = casa.nadie()
    for ruta in ("/", "/entrar", "/favicon.ico", "/openapi.json", "/estaticos", "/resultados"):
        respuesta = cliente.get(ruta, headers={"Host": "malo.example", "Accept": "text/html"}, follow_redirects=False)
        assert "malo.example" not in respuesta.text
        assert "malo.example" not in respuesta.headers.get("location", "")


def test_nothing_of_the_service_fetches_an_address_that_somebody_gives() -> None:
    """No request forgery from the server: what attends people has no client of HTTP."""
    clientes = {"httpx", "urllib", "urllib.request", "requests", "http.client", "aiohttp", "socket", "ftplib"}
    usados: set[tuple[str, str]] = set()
    for paquete in ("api", "verificacion", "captura"):
        for modulo in (RAIZ / paquete).rglob("*.py"):
            for nodo in ast.walk(ast.parse(modulo.read_text())):
                nombres = (
                    [a.name for a in nodo.names]
                    if isinstance(nodo, ast.Import)
                    else [nodo.module or ""]
                    if isinstance(nodo, ast.ImportFrom)
                    else []
                )
                usados |= {(modulo.name, n) for n in nombres if n in clientes}
    assert usados == set()


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_official_base_can_begin_a_formula(formula: str) -> None:
    """The official format is exact to the byte, so cells are not changed when written: they are refused when read."""
    proceso = json.loads((MINI / "proceso.json").read_text())
    contendiente = proceso["contendientes"][0]
    ContendienteJson.model_validate(contendiente)
    for modelo, base, campos in (
        (ContendienteJson, contendiente, ("nombre", "columna", "clave")),
        (CoalicionJson, {"clave": "C", "nombre": "C", "partidos": ["A", "B"], "color": "#000000"}, ("nombre", "clave")),
        (CandidaturaCsv, {"distrito": 1, "contendiente": "A", "propietaria": "A", "suplente": "B"}, ("suplente",)),
    ):
        modelo.model_validate(base)
        for campo in campos:
            with pytest.raises(ValueError, match=campo):
                modelo.model_validate(base | {campo: formula})
    casilla = dict.fromkeys(CasillaCsv.model_fields) | {
        "clave_casilla": "100001B01",
        "distrito": 1,
        "municipio": 1,
        "lista_nominal": 1,
        "representantes": 1,
        "distrito_nombre": "Uno",
        "municipio_nombre": "Uno",
    }
    CasillaCsv.model_validate(casilla)
    for campo in ("distrito_nombre", "municipio_nombre", "domicilio", "apellido_desde"):
        with pytest.raises(ValueError, match=campo):
            CasillaCsv.model_validate(casilla | {campo: formula})


def test_every_answer_carries_the_headers_and_the_api_is_not_stored(casa: Casa) -> None:
    supervisa, nadie = casa.de("supervisa"), casa.nadie()
    for cliente, ruta in (
        (supervisa, "/"),
        (supervisa, "/api/v1/avance"),
        (nadie, "/api/v1/avance"),
        (nadie, "/no-existe"),
        (nadie, "/estaticos/api.js"),
        (nadie, "/salud"),
    ):
        respuesta = cliente.get(ruta)
        for nombre in CABECERAS:
            assert nombre in respuesta.headers, (ruta, nombre)
        if ruta.startswith("/api/"):
            assert respuesta.headers["cache-control"] == "no-store"


def test_a_password_never_comes_back_in_an_error(casa: Casa) -> None:
    mala = casa.nadie().post("/api/v1/sesiones", json={"usuario": "captura1", "contrasena": CLAVE, "de_mas": 1})
    assert mala.status_code == 422 and CLAVE not in mala.text


def test_an_image_sent_again_by_somebody_else_is_the_same_image(casa: Casa) -> None:
    """A replay adds nothing: images are named by their content, and the first receipt is answered."""
    datos = {"origen": "CATD", "digitalizacion": "ESCANER"}
    recibos = [
        casa.de(quien).post("/api/v1/imagenes", files={"imagen": ("a.jpg", foto(1))}, data=datos).json()["imagenes"][0]
        for quien in ("digitalizadora", "supervisa")
    ]
    assert [r["repetida"] for r in recibos] == [False, True]
    assert recibos[0]["recibida_en"] == recibos[1]["recibida_en"]
