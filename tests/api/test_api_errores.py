"""Every error has a message a person understands and a status a program understands."""

import importlib
import json
import pkgutil
import string

import pytest
from casa_api import Casa
from fastapi import APIRouter
from starlette.testclient import TestClient

from api.acceso import RutaConAcceso, publico
from api.app import crear_app
from api.errores import ESTADO_HTTP, SinSesion, estado_http
from api.textos import MENSAJES
from verificacion.dominio.errores import CuentaBloqueada, ErrorActario, NoPermitido

PAQUETES = ("verificacion", "captura", "ocr", "publicacion", "muestras", "api", "actario")


def importar_todo() -> None:
    importlib.import_module("actario.ordenes")  # in the order of the command line: its verbs import each other
    for nombre in PAQUETES:
        paquete = importlib.import_module(nombre)
        for modulo in pkgutil.walk_packages(paquete.__path__, f"{nombre}."):
            if ".migraciones" in modulo.name or modulo.name.endswith("__main__"):
                continue
            try:
                importlib.import_module(modulo.name)
            except ModuleNotFoundError as e:  # a maintainer's script with a library of its own
                if str(e.name).split(".")[0] in PAQUETES:
                    raise


def subclases(clase: type[ErrorActario]) -> set[type[ErrorActario]]:
    return {clase}.union(*(subclases(s) for s in clase.__subclasses__()))


def test_every_error_of_the_house_has_a_message_and_a_status() -> None:
    importar_todo()
    clases = {c for c in subclases(ErrorActario) if c.__module__.split(".")[0] in PAQUETES}
    assert len(clases) > 30
    assert {c.codigo for c in clases} - MENSAJES.keys() == set()
    for clase in clases:
        assert any(base in ESTADO_HTTP for base in clase.__mro__)


def test_codes_are_not_shared_by_two_errors() -> None:
    importar_todo()
    propios = [
        c.codigo for c in subclases(ErrorActario) if "codigo" in vars(c) and c.__module__.split(".")[0] in PAQUETES
    ]
    assert sorted({c for c in propios if propios.count(c) > 1}) == []


def test_messages_only_name_facts_that_their_error_has() -> None:
    """A missing fact would turn the explanation itself into an error 500, in the middle of the night."""
    importar_todo()
    faltan: list[str] = []
    for clase in subclases(ErrorActario):
        fila = MENSAJES[clase.codigo]
        hechos = set("".join(c for base in clase.__mro__ if "__init__" in vars(base) for c in _atributos(base)).split())
        for texto in (fila.detalle, fila.remedio):
            faltan += [f"{clase.__name__}.{nombre}" for nombre in _marcas(texto) if nombre not in hechos]
    assert faltan == []


def _atributos(clase: type) -> str:
    codigo = getattr(vars(clase)["__init__"], "__code__", None)
    return " " + " ".join(codigo.co_names) + " " if codigo else ""


def _marcas(texto: str) -> list[str]:
    return [nombre for _, nombre, _, _ in string.Formatter().parse(texto) if nombre]


def test_nearest_class_decides_the_status() -> None:
    assert estado_http(SinSesion()) == 401
    assert estado_http(NoPermitido()) == 403
    assert issubclass(CuentaBloqueada, NoPermitido) and ESTADO_HTTP[CuentaBloqueada] == 429


@pytest.mark.parametrize(
    ("metodo", "ruta", "estado", "codigo"),
    [
        ("GET", "/api/v1/actas/no-es-clave", 422, "clave_invalida"),
        ("GET", "/api/v1/actas/109999B01003", 404, "no_existe"),
        ("GET", "/api/v1/nada", 404, "ruta_inexistente"),
        ("PUT", "/api/v1/tareas", 405, "metodo_no_admitido"),
        ("POST", "/api/v1/turnos/nada/latido", 404, "no_existe"),
        ("GET", "/api/v1/imagenes/" + "0" * 64, 404, "no_existe"),
    ],
)
def test_problems_are_rfc_9457_documents_in_spanish(
    casa: Casa, metodo: str, ruta: str, estado: int, codigo: str
) -> None:
    respuesta = casa.de("supervisa").request(metodo, ruta)
    assert respuesta.status_code == estado
    assert respuesta.headers["content-type"] == "application/problem+json"
    cuerpo = respuesta.json()
    assert cuerpo["codigo"] == codigo and cuerpo["status"] == estado and cuerpo["instance"] == ruta
    assert cuerpo["title"] and cuerpo["detail"] and cuerpo["remedio"]


def test_malformed_bodies_name_the_field(casa: Casa) -> None:
    respuesta = casa.de("captura1").post("/api/v1/tareas", json={"tipo": "siesta", "extra": 1})
    assert respuesta.status_code == 422
    assert respuesta.json()["campos"] == {
        "tipo": "No es uno de los valores admitidos.",
        "extra": "No es un dato conocido.",
    }


def test_a_page_that_does_not_exist_is_a_page(casa: Casa) -> None:
    respuesta = casa.de("captura1").get("/no-hay", headers={"Accept": "text/html"})
    assert respuesta.status_code == 404 and "Ir al inicio" in respuesta.text


def test_the_unforeseen_is_a_problem_without_its_details(casa: Casa) -> None:
    router = APIRouter(prefix="/api/v1", route_class=RutaConAcceso)

    @router.get("/falla")
    @publico
    def falla() -> None:
        raise ZeroDivisionError("secreto")

    cliente = TestClient(crear_app(casa.contexto, [router]), raise_server_exceptions=False)
    respuesta = cliente.get("/api/v1/falla")
    assert (respuesta.status_code, respuesta.json()["codigo"]) == (500, "error_interno")
    assert "secreto" not in respuesta.text


def test_openapi_documents_problems_sessions_and_roles(casa: Casa) -> None:
    documento = casa.nadie().get("/openapi.json").json()
    captura = documento["paths"]["/api/v1/turnos/{turno}/captura"]["post"]
    assert captura["x-roles"] == ["capturista"] and captura["security"] == [{"sesion": []}]
    assert {"200", "401", "403", "404", "409", "422"} <= captura["responses"].keys()
    assert "application/problem+json" in captura["responses"]["422"]["content"]
    assert "HTTPValidationError" not in json.dumps(documento["paths"])
    for referencia in set(json.dumps(documento).split('"$ref": "')[1:]):
        nombre = referencia.split('"')[0].rsplit("/", 1)[1]
        assert nombre in documento["components"]["schemas"]
