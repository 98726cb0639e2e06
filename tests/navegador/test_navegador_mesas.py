"""The other desks: upload, discrepancies, identification, absent actas and progress."""

from pathlib import Path

import pytest
from casa_api import Casa, foto
from mesa_navegador import Muestra, entrar
from playwright.sync_api import FilePayload, Page, expect

from verificacion.dominio.conteo import Cifra, Leyenda

pytestmark = pytest.mark.navegador


def capturar(casa: Casa, usuario: str, cifras: dict[str, Cifra]) -> None:
    tarea = casa.de(usuario).post("/api/v1/tareas", json={"tipo": "captura"}).json()
    respuesta = casa.de(usuario).post(f"/api/v1/turnos/{tarea['turno']}/captura", json={"campos": cifras})
    assert respuesta.status_code == 200, respuesta.text


def archivo(nombre: str, contenido: bytes) -> FilePayload:
    return {"name": nombre, "mimeType": "image/jpeg", "buffer": contenido}


def test_photos_are_uploaded_from_a_phone_with_their_receipts(
    pagina: Page, casa: Casa, muestra: Muestra, retratos: Path
) -> None:
    pagina.set_viewport_size({"width": 390, "height": 844})
    entrar(pagina, "digitalizadora", "/subir")
    assert pagina.locator("#camara").get_attribute("capture") == "environment"
    pagina.set_input_files("#camara", [archivo("IMG_2041.jpg", muestra.actas[0].foto)])
    pagina.set_input_files(
        "#archivos", [archivo("IMG_2042.jpg", muestra.actas[1].foto), archivo("nota.jpg", b"esto no es una foto")]
    )
    expect(pagina.locator("#resumen")).to_have_text("2 de 3 recibidas · 1 con error")
    expect(pagina.locator(".envio.hecho .que")).to_have_text(["Recibida", "Recibida"])
    expect(pagina.locator(".envio.fallo .que")).to_contain_text("no es de un tipo admitido")
    expect(pagina.locator(".envio.fallo .remedio")).to_contain_text("Envíe JPEG")
    assert pagina.evaluate("document.documentElement.scrollWidth") <= 390
    pagina.screenshot(path=retratos / "subir-390.png", full_page=True)
    avance = casa.de("supervisa").get("/api/v1/avance").json()
    assert avance["imagenes"] == 2


def test_an_upload_without_connection_waits_in_the_page_and_goes_alone(pagina: Page, casa: Casa) -> None:
    entrar(pagina, "digitalizadora", "/subir")
    pagina.context.set_offline(True)
    pagina.set_input_files("#archivos", [archivo("acta.jpg", foto(1))])
    expect(pagina.locator(".que")).to_contain_text("Sin conexión")
    pagina.context.set_offline(False)
    expect(pagina.locator(".envio.hecho .que")).to_have_text("Recibida", timeout=10_000)


def test_a_discrepancy_is_decided_with_two_keys(pagina: Page, casa: Casa, muestra: Muestra, retratos: Path) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    capturar(casa, "captura1", acta.conteo)
    otra = acta.conteo | {"PAN": 73, "MC": Leyenda.SIN_DATO, "TOTAL": 54}
    capturar(casa, "captura2", otra)
    entrar(pagina, "verifica", "/discrepancias")
    expect(pagina.locator(".duda")).to_have_count(3)
    for nombre in ("captura1", "captura2"):
        assert nombre not in pagina.content()
    expect(pagina.locator("#visor image")).to_be_attached()
    botones = pagina.locator("#d-PAN .botones .cifra")
    pagina.keyboard.press("1")
    elegida = int((botones.nth(0).inner_text())[1:])
    assert elegida in (acta.conteo["PAN"], 73)
    pagina.wait_for_timeout(300)
    pagina.screenshot(path=retratos / "discrepancias-1366.png")
    pagina.keyboard.press("-")
    pagina.keyboard.press("0")
    for tecla in "34":
        pagina.keyboard.press(tecla)
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#progreso")).to_have_text("3 de 3 campos en duda")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#vacio")).to_be_visible()
    registro = casa.de("supervisa").get(f"/api/v1/actas/{acta.clave}").json()
    assert registro["estado"] in ("verificada", "discrepante")  # an own figure may need a supervisor
    if registro["estado"] == "verificada":
        assert registro["conteo"]["PAN"] == elegida and registro["conteo"]["MC"] == "SIN DATO"


def test_an_image_of_another_acta_is_declared_by_keyboard(
    pagina: Page, casa: Casa, muestra: Muestra, retratos: Path
) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, lectura=acta.conteo, hoja=acta.hoja)
    capturar(casa, "captura1", acta.conteo)
    capturar(casa, "captura2", acta.conteo | {"PAN": 73})
    entrar(pagina, "verifica", "/discrepancias")
    expect(pagina.locator(".duda .lector")).to_contain_text(f"El lector ve{acta.conteo['PAN']} · más de 99.9 %")
    pagina.keyboard.press("l")
    expect(pagina.locator("#d-PAN .letra")).to_have_attribute("aria-pressed", "true")
    pagina.screenshot(path=retratos / "discrepancias-lector.png")
    pagina.keyboard.press("a")
    pagina.keyboard.type("la casilla impresa es 1")
    pagina.screenshot(path=retratos / "discrepancias-declarar.png")
    pagina.keyboard.press("Escape")
    expect(pagina.locator("#declarar")).to_be_hidden()
    pagina.keyboard.press("a")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#declarar")).to_be_visible()  # without a reason nothing is sent
    pagina.keyboard.type("la casilla impresa es 1")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#vacio")).to_be_visible()
    assert casa.de("supervisa").get(f"/api/v1/actas/{acta.clave}").json()["estado"] == "esperada"


def test_an_image_is_identified_by_its_section(pagina: Page, casa: Casa, muestra: Muestra, retratos: Path) -> None:
    acta = muestra.actas[1]
    sha256 = casa.leida(acta.foto, None, hoja=acta.hoja)
    entrar(pagina, "verifica", "/identificar")
    expect(pagina.locator("#visor image")).to_be_attached()
    pagina.keyboard.type(str(int(acta.clave[2:6])))
    expect(pagina.locator(".candidata").first).to_be_visible()
    clave = pagina.locator(f".candidata[data-clave='{acta.clave}']")
    pagina.screenshot(path=retratos / "identificar-1366.png")
    for _ in range(pagina.locator(".candidata").count()):
        pagina.keyboard.press("ArrowDown")
        if clave.get_attribute("aria-selected"):
            break
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#vacio")).to_be_visible()
    assert casa.de("supervisa").get(f"/api/v1/imagenes/{sha256}").json()["clave_acta"] == acta.clave


def test_out_of_catalogue_asks_before_it_is_recorded(pagina: Page, casa: Casa, muestra: Muestra) -> None:
    sha256 = casa.leida(muestra.actas[1].foto, None)
    entrar(pagina, "verifica", "/identificar")
    expect(pagina.locator("#visor image")).to_be_attached()  # before the task arrives the button does nothing
    pagina.click("#fuera")
    expect(pagina.locator("#fuera")).to_contain_text("Confirmar")
    assert casa.de("supervisa").get(f"/api/v1/imagenes/{sha256}").json()["estado"] == "por_identificar"
    pagina.click("#fuera")
    expect(pagina.locator("#vacio")).to_be_visible()
    assert casa.de("supervisa").get(f"/api/v1/imagenes/{sha256}").json()["estado"] == "fuera_de_catalogo"


def test_a_package_without_acta_is_registered(pagina: Page, casa: Casa, muestra: Muestra, retratos: Path) -> None:
    clave = muestra.actas[0].clave
    entrar(pagina, "supervisa", "/sin-acta")
    pagina.fill("#buscar", clave)
    expect(pagina.locator(".candidata[aria-selected=true]")).to_have_count(1)
    pagina.get_by_text("La casilla no se instaló").click()
    pagina.screenshot(path=retratos / "sin-acta.png")
    pagina.click("#enviar")
    expect(pagina.locator("#aviso")).to_contain_text(clave)
    assert casa.de("supervisa").get(f"/api/v1/actas/{clave}").json()["causa"] == "casilla_no_instalada"


def test_public_reports_are_answered_one_by_one(pagina: Page, casa: Casa, muestra: Muestra, retratos: Path) -> None:
    uno, otro = (
        casa.nadie().post(f"/api/v1/actas/{a.clave}/reportes", json={"motivo": "El <b>PAN</b> dice 80 y es 8"}).json()
        for a in muestra.actas[:2]
    )
    entrar(pagina, "verifica", "/reportes")
    expect(pagina.locator("nav [aria-current=page]")).to_have_text("Reportes")
    expect(pagina.locator("blockquote")).to_have_text(["El <b>PAN</b> dice 80 y es 8"] * 2)
    primera = pagina.locator("form.reporte").first
    primera.get_by_role("button").click()
    expect(pagina.locator("form.reporte")).to_have_count(2)  # without an answer nothing is sent
    primera.get_by_text("No, es lo que dice el acta").click()
    primera.locator("textarea").fill("La imagen dice 80, con número y con letra.")
    pagina.screenshot(path=retratos / "reportes.png", full_page=True)
    pagina.set_viewport_size({"width": 390, "height": 844})
    assert pagina.evaluate("document.documentElement.scrollWidth") <= 390
    pagina.screenshot(path=retratos / "reportes-390.png", full_page=True)
    primera.get_by_role("button").click()
    expect(pagina.locator("#aviso")).to_contain_text(muestra.actas[0].clave)
    expect(pagina.locator("form.reporte")).to_have_count(1)
    assert [r["folio"] for r in casa.de("verifica").get("/api/v1/reportes").json()] == [otro["folio"]]
    assert casa.nadie().get(f"/api/v1/reportes/{uno['folio']}").json()["cerrado"] is True


def test_progress_is_live(pagina: Page, casa: Casa, muestra: Muestra, retratos: Path) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    for otra in muestra.actas:
        casa.leida(otra.foto, otra.clave, hoja=otra.hoja)
        casa.reloj.pasar(1)
    casa.leida(foto(9), None)
    capturar(casa, "captura1", acta.conteo)
    casa.reloj.pasar(700)
    entrar(pagina, "supervisa", "/avance")
    expect(pagina.locator("#esperadas")).to_have_text(str(len(casa.proceso.actas)))
    expect(pagina.locator("#verificadas")).to_have_text("0")
    expect(pagina.locator("#alarmas")).to_be_empty()
    capturar(casa, "captura2", acta.conteo)
    casa.reloj.pasar(1500)
    expect(pagina.locator("#verificadas")).to_have_text("1", timeout=8_000)
    expect(pagina.locator("#alarmas")).to_contain_text("Mande personas a esa fila")
    expect(pagina.locator("#pronostico li")).to_have_count(4)
    pagina.screenshot(path=retratos / "avance-1366.png", full_page=True)
    pagina.set_viewport_size({"width": 390, "height": 844})
    assert pagina.evaluate("document.documentElement.scrollWidth") <= 390
    pagina.screenshot(path=retratos / "avance-390.png", full_page=True)


def test_progress_goes_on_where_events_do_not_pass(pagina: Page, casa: Casa, muestra: Muestra) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    capturar(casa, "captura1", acta.conteo)
    pagina.route("**/avance/vivo", lambda ruta: ruta.abort())
    entrar(pagina, "supervisa", "/avance")
    expect(pagina.locator("#verificadas")).to_have_text("0")
    capturar(casa, "captura2", acta.conteo)
    casa.reloj.pasar(3)
    expect(pagina.locator("#verificadas")).to_have_text("1", timeout=8_000)


def test_home_tells_what_waits_in_light_and_dark(pagina: Page, casa: Casa, muestra: Muestra, retratos: Path) -> None:
    casa.leida(foto(9), None)
    pagina.screenshot(path=retratos / "entrar.png")
    entrar(pagina, "supervisa", "/")
    expect(pagina.locator(".accesos a", has_text="Identificar")).to_contain_text("1 en espera")
    pagina.emulate_media(color_scheme="dark")
    pagina.screenshot(path=retratos / "inicio-oscuro.png")


def test_a_wrong_password_is_said_on_the_page(pagina: Page) -> None:
    pagina.fill("#usuario", "captura1")
    pagina.fill("#contrasena", "no es esta")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#error")).to_contain_text("no son correctos")
