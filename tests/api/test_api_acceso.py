"""Who may enter, what the guard refuses, and what the headers promise."""

import pytest
from casa_api import CLAVE, Casa, foto
from fastapi import APIRouter
from sqlalchemy import select
from starlette.testclient import TestClient

from api.acceso import RutaConAcceso, RutaSinAcceso, acceso_de, permitido, publico
from api.app import RUTAS, crear_app
from api.guardia import MAX_CUERPO_BYTES
from api.permisos import Permiso
from verificacion.bd.tablas import EntradaBitacora


def test_app_refuses_to_start_when_a_route_does_not_say_who_may_enter(casa: Casa) -> None:
    router = APIRouter(route_class=RutaConAcceso)

    @router.get("/olvidada")
    def olvidada() -> str:
        return "hola"

    with pytest.raises(RutaSinAcceso, match="/olvidada"):
        crear_app(casa.contexto, [*RUTAS, router])


def test_app_refuses_a_route_that_would_skip_the_check(casa: Casa) -> None:
    router = APIRouter()

    @router.get("/de-otra-clase")
    @publico
    def otra() -> str:
        return "hola"

    with pytest.raises(RutaSinAcceso):
        crear_app(casa.contexto, [router])


def test_only_these_routes_are_open_to_everybody() -> None:
    rutas = [r for router in RUTAS for r in router.routes if isinstance(r, RutaConAcceso)]
    abiertas = {(m, r.path) for r in rutas if (a := acceso_de(r.endpoint)) and a.roles is None for m in r.methods or ()}
    assert abiertas == {
        ("POST", "/api/v1/sesiones"),
        ("GET", "/entrar"),
        ("GET", "/marca.css"),
        ("GET", "/favicon.ico"),
        ("GET", "/salud"),
        ("GET", "/metricas"),
        ("GET", "/movil"),  # the phone keeps a copy, which says nothing of anybody
        ("GET", "/movil/sw.js"),
        ("GET", "/movil/manifiesto.webmanifest"),
        ("GET", "/movil/icono-{lado}.png"),
        ("OPTIONS", "/api/v1/actas/{clave_acta}/reportes"),
        ("POST", "/api/v1/actas/{clave_acta}/reportes"),  # limited per address
        ("GET", "/api/v1/muestreo"),  # so that anyone can make the draws again
        ("GET", "/api/v1/reportes/{folio}"),  # only whether it was answered
        ("GET", "/api/v1/muestreo"),  # the draw is public so that anyone may repeat it
    }


def test_every_closed_route_answers_401_without_a_session(casa: Casa) -> None:
    cliente = casa.nadie()
    probadas = 0
    for router in RUTAS:
        for ruta in router.routes:
            assert isinstance(ruta, RutaConAcceso)
            acceso = acceso_de(ruta.endpoint)
            assert acceso
            if acceso.roles is None:
                continue
            for metodo in ruta.methods or ():
                respuesta = cliente.request(metodo, ruta.path.replace("{", "").replace("}", ""))
                assert respuesta.status_code == 401, (metodo, ruta.path)
                assert metodo == "HEAD" or respuesta.json()["codigo"] == "sin_sesion"  # HEAD has no body
                probadas += 1
    assert probadas > 20


def test_a_role_that_does_not_reach_is_refused_before_its_body_is_read(casa: Casa) -> None:
    respuesta = casa.de("captura1").post("/api/v1/imagenes", content=b"esto no es multipart")
    assert respuesta.status_code == 403
    assert respuesta.json()["codigo"] == "rol_insuficiente"


def test_a_person_takes_only_the_tasks_of_their_roles(casa: Casa) -> None:
    respuesta = casa.de("captura1").post("/api/v1/tareas", json={"tipo": "discrepancia"})
    assert respuesta.status_code == 403


def test_sign_in_sets_a_guarded_cookie_and_sign_out_ends_it_on_the_server(casa: Casa) -> None:
    cliente = casa.nadie()
    respuesta = cliente.post("/api/v1/sesiones", json={"usuario": "captura1", "contrasena": CLAVE})
    cookie = respuesta.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Secure" not in cookie
    assert respuesta.json() == {"usuario": "captura1", "roles": ["capturista"], "centro": None, "pendientes": []}
    token = cliente.cookies["actario"]
    assert cliente.get("/api/v1/sesiones").status_code == 200
    assert cliente.delete("/api/v1/sesiones").status_code == 204
    assert cliente.get("/api/v1/sesiones", headers={"Cookie": f"actario={token}"}).status_code == 401


def test_a_browser_is_one_terminal_whoever_signs_in(casa: Casa) -> None:
    """The address does not tell machines apart: a whole centre shares it."""
    navegador, otro = TestClient(casa.app), TestClient(casa.app)
    for cliente, usuario in ((navegador, "captura1"), (navegador, "captura2"), (otro, "verifica")):
        assert cliente.post("/api/v1/sesiones", json={"usuario": usuario, "contrasena": CLAVE}).status_code == 200
    with casa.sesion() as session:
        entradas = select(EntradaBitacora).where(EntradaBitacora.evento == "entrada").order_by(EntradaBitacora.numero)
        primera, segunda, tercera = session.scalars(entradas).all()[-3:]
    assert primera.terminal == segunda.terminal != tercera.terminal
    assert primera.datos["direccion"] == tercera.datos["direccion"] != ""
    assert primera.terminal != navegador.cookies["actario-terminal"], "the log must not let anybody pass for it"


def test_cookie_is_secure_over_https(casa: Casa) -> None:
    cliente = TestClient(casa.app, base_url="https://prueba")
    respuesta = cliente.post("/api/v1/sesiones", json={"usuario": "captura1", "contrasena": CLAVE})
    assert respuesta.headers["set-cookie"].startswith("__Host-actario=")
    assert "Secure" in respuesta.headers["set-cookie"]
    assert "Strict-Transport-Security" in respuesta.headers
    assert cliente.get("/api/v1/sesiones").status_code == 200


def test_wrong_passwords_are_counted_and_block_the_account(casa: Casa) -> None:
    cliente = casa.nadie()
    mala = {"usuario": "captura1", "contrasena": "no es"}
    for _ in range(5):
        assert cliente.post("/api/v1/sesiones", json=mala).json()["codigo"] == "credenciales_invalidas"
    bloqueada = cliente.post("/api/v1/sesiones", json=mala | {"contrasena": CLAVE})
    assert (bloqueada.status_code, bloqueada.json()["codigo"]) == (429, "cuenta_bloqueada")
    casa.reloj.pasar(16 * 60)
    assert cliente.post("/api/v1/sesiones", json=mala | {"contrasena": CLAVE}).status_code == 200


@pytest.mark.parametrize(
    ("cabeceras", "pasa"),
    [
        ({}, True),
        ({"Origin": "http://prueba"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://otro.example"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://prueba"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_writes_from_another_site_are_refused(casa: Casa, cabeceras: dict[str, str], pasa: bool) -> None:
    respuesta = casa.de("captura1").post("/api/v1/tareas", json={"tipo": "captura"}, headers=cabeceras)
    assert respuesta.status_code == (204 if pasa else 403)


def test_bodies_over_the_limit_answer_413_as_a_problem(casa: Casa) -> None:
    def a_trozos():  # without Content-Length
        for _ in range(MAX_CUERPO_BYTES // 1_000_000 + 2):
            yield b"x" * 1_000_000

    cliente = casa.de("digitalizadora")
    declarado = cliente.post("/api/v1/imagenes", headers={"Content-Length": str(MAX_CUERPO_BYTES + 1)}, content=b"x")
    trozos = cliente.post(
        "/api/v1/imagenes", content=a_trozos(), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    for respuesta in (declarado, trozos):
        assert respuesta.status_code == 413
        assert respuesta.headers["content-type"] == "application/problem+json"
        assert respuesta.json()["codigo"] == "cuerpo_excesivo"


def test_pages_carry_a_strict_policy_and_are_not_stored(casa: Casa) -> None:
    respuesta = casa.de("captura1").get("/capturar")
    politica = respuesta.headers["content-security-policy"]
    assert "script-src 'self'" in politica and "style-src 'self'" in politica and "unsafe" not in politica
    assert respuesta.headers["cache-control"] == "no-store"
    assert respuesta.headers["x-content-type-options"] == "nosniff"
    assert "<script>" not in respuesta.text and "style=" not in respuesta.text and "http" not in respuesta.text


def test_a_browser_without_session_is_sent_to_sign_in_and_back(casa: Casa) -> None:
    respuesta = casa.nadie().get("/capturar", headers={"Accept": "text/html"}, follow_redirects=False)
    assert (respuesta.status_code, respuesta.headers["location"]) == (303, "/entrar?siguiente=/capturar")


@pytest.mark.parametrize(
    "fuera",
    [
        "https://malo.example",
        "//malo.example",
        "/\\malo.example",
        "/\t/malo.example",
        "/\n/malo.example",
        "/%09@malo.example",
    ],
)
def test_sign_in_never_leads_out_of_the_site(casa: Casa, fuera: str) -> None:
    assert "malo.example" not in casa.nadie().get("/entrar", params={"siguiente": fuera}).text


def test_a_capturista_sees_only_the_image_of_the_present_turn(casa: Casa) -> None:
    mia = casa.leida(foto(1), "100001B01003", hoja=foto(11))
    otra = casa.leida(foto(2), "100001C01003", hoja=foto(12))
    cliente = casa.de("captura1")
    assert cliente.get(f"/api/v1/imagenes/{mia}/hoja").json()["codigo"] == "imagen_ajena"
    tarea = cliente.post("/api/v1/tareas", json={"tipo": "captura"}).json()
    assert tarea["imagen"] == mia
    for todas in ("supervisa", "audita"):
        assert casa.de(todas).get(f"/api/v1/imagenes/{otra}/archivo").content == foto(2)
    for quien in ("captura1", "verifica", "digitalizadora"):  # the original tells where and with what it was taken
        assert casa.de(quien).get(f"/api/v1/imagenes/{mia}/archivo").status_code == 403
    for que in ("hoja", "vista"):
        assert cliente.get(f"/api/v1/imagenes/{mia}/{que}").status_code == 200
        assert cliente.get(f"/api/v1/imagenes/{otra}/{que}").status_code == 403
        assert casa.de("verifica").get(f"/api/v1/imagenes/{mia}/{que}").status_code == 403
        for todas in ("supervisa", "audita"):
            assert casa.de(todas).get(f"/api/v1/imagenes/{otra}/{que}").status_code == 200
    cliente.delete(f"/api/v1/turnos/{tarea['turno']}")
    assert cliente.get(f"/api/v1/imagenes/{mia}/hoja").status_code == 403


def test_images_by_content_are_immutable_and_private(casa: Casa) -> None:
    sha256 = casa.leida(foto(1), "100001B01003", hoja=foto(11))
    respuesta = casa.de("supervisa").get(f"/api/v1/imagenes/{sha256}/hoja")
    assert respuesta.content == foto(11)
    assert respuesta.headers["cache-control"] == "private, max-age=3600, immutable"


def test_permitido_marks_without_changing_the_function() -> None:
    def f() -> int:
        return 1

    marcada = permitido(Permiso.VER_AVANCE)(f)
    assert marcada is f and marcada() == 1
