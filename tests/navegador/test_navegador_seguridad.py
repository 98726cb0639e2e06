"""The running application in a real browser: its headers, its cookies, where it asks and what it refuses to run."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from casa_api import Casa
from mesa_navegador import entrar
from playwright.sync_api import Page, Response, expect

pytestmark = pytest.mark.navegador

EN_LINEA = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)")
"""What the policy would have to allow; what our own scripts set on an element afterwards is not of the page."""

DE = {
    "supervisa": (
        "/",
        "/avance",
        "/cuarentena",
        "/imagenes",
        "/actas",
        "/grupos",
        "/reportes",
        "/control",
        "/propuestas",
    ),
    "administra": ("/usuarios", "/cuenta", "/plantillas"),
}


@pytest.mark.parametrize("persona", DE)
def test_every_page_keeps_the_policy_and_asks_only_its_own_server(pagina: Page, persona: str) -> None:
    """The fixture fails on any script error and on anything that the policy had to stop."""
    respuestas: list[Response] = []
    pagina.on("response", lambda r: respuestas.append(r))
    entrar(pagina, persona, DE[persona][0])
    base = pagina.url.partition("//")[2].partition("/")[0]
    for ruta in DE[persona]:
        servida = pagina.goto(f"http://{base}{ruta}", wait_until="load")
        assert servida is not None and not EN_LINEA.search(servida.text()), ruta
    assert {urlsplit(r.url).netloc for r in respuestas if not r.url.startswith("data:")} == {base}
    for respuesta in respuestas:
        if respuesta.url.startswith("http"):
            politica = respuesta.headers.get("content-security-policy", "")
            assert "default-src 'none'" in politica and "unsafe" not in politica, respuesta.url
            assert respuesta.headers["x-content-type-options"] == "nosniff"
            assert respuesta.headers["x-frame-options"] == "DENY"
    galletas = pagina.context.cookies()
    assert {g["name"] for g in galletas} == {"actario", "actario-terminal"}
    assert all(g["httpOnly"] and g["sameSite"] == "Strict" for g in galletas)
    assert pagina.evaluate("document.cookie") == ""


def test_a_file_named_as_a_script_is_shown_and_not_run(pagina: Page, casa: Casa) -> None:
    datos = {"origen": "CATD", "digitalizacion": "ESCANER"}
    nombre = "<img src=x onerror=document.title='mal'>.jpg"
    casa.de("digitalizadora").post("/api/v1/imagenes", files={"imagen": (nombre, b"nada")}, data=datos)
    entrar(pagina, "supervisa", "/cuarentena")
    expect(pagina.locator("main")).to_contain_text("<img src=x onerror")
    assert pagina.locator("main img").count() == 0 and pagina.title() != "mal"


def test_it_is_not_shown_inside_another_page(pagina: Page) -> None:
    entrar(pagina, "supervisa", "/avance")
    base = pagina.url.removesuffix("/avance")
    otra = pagina.context.new_page()
    otra.set_content(f'<iframe src="{base}/avance"></iframe>')
    otra.wait_for_timeout(500)
    assert not any(m.url.startswith(base) and m.locator("main").count() for m in otra.frames)


def test_first_log_in_second_factor_and_accounts_by_hand(pagina: Page, retratos: Path) -> None:
    entrar(pagina, "administra", "/usuarios")
    pagina.fill("#usuario", "beto")
    pagina.check("input[value=capturista]")
    pagina.click("#nueva button")
    expect(pagina.locator("#credencial")).to_be_visible()
    una_vez = pagina.locator("#una-vez").inner_text()
    pagina.click("#listo")
    expect(pagina.locator("tr[data-usuario=beto]")).to_contain_text("contraseña por cambiar")
    pagina.locator("tr[data-usuario=captura3] button", has_text="Suspender").click()
    pagina.fill("#por-que", "ya no trabaja aquí")
    pagina.click("#motivo button[type=submit]")
    expect(pagina.locator("tr[data-usuario=captura3]")).to_contain_text("suspendida el")
    pagina.screenshot(path=retratos / "usuarios.png", full_page=True)
    pagina.click("#salir")
    pagina.wait_for_url("**/entrar*")
    pagina.fill("#usuario", "beto")
    pagina.fill("#contrasena", una_vez)
    pagina.keyboard.press("Enter")
    pagina.wait_for_url("**/cuenta")
    pagina.fill("#actual", una_vez)
    pagina.fill("#nueva", "cuatro palabras al azar")
    pagina.fill("#otra", "cuatro palabras al azar")
    pagina.click("#contrasena button")
    expect(pagina.locator("h1")).not_to_have_text("Mi cuenta")
    pagina.goto(pagina.url.partition("/api")[0].rstrip("/") + "/cuenta")
    pagina.click("#inscribir")
    expect(pagina.locator("#qr")).to_be_visible()
    pagina.screenshot(path=retratos / "cuenta.png", full_page=True)
