"""Images in a real browser: choosing among several of an acta, covering by hand, candidates, quarantine."""

import hashlib
from pathlib import Path

import pytest
from casa_api import Casa
from mesa_navegador import Muestra, entrar
from playwright.sync_api import Page, expect

from captura.recepcion import decodificar
from captura.resguardo import TINTA
from verificacion.casos.lecturas import ResultadoLectura, registrar_lectura

pytestmark = pytest.mark.navegador


def test_two_images_are_compared_and_one_is_chosen_with_its_reason(
    pagina: Page, casa: Casa, muestra: Muestra, retratos: Path
) -> None:
    acta, otra = muestra.actas[:2]
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    casa.reloj.pasar(60)
    segunda = casa.leida(otra.foto, acta.clave, hoja=otra.hoja)
    entrar(pagina, "verifica", "/imagenes")
    pagina.screenshot(path=retratos / "imagenes-1366.png")
    pagina.get_by_role("link", name="2 imágenes").click()
    expect(pagina.locator(".comparada .visor image")).to_have_count(2)
    expect(pagina.locator(".comparada.usada .sello")).to_have_text("En uso")
    pagina.locator(".comparada:not(.usada) .usar").click()
    expect(pagina.locator("#confirmar")).to_have_text("Usar esta: imagen 2")
    pagina.fill("#motivo", "en la otra hay un dedo sobre el renglón 4")
    pagina.screenshot(path=retratos / "elegir-imagen-1366.png", full_page=True)
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("link", name="2 imágenes")).to_contain_text("Decidida")
    assert casa.de("captura1").post("/api/v1/tareas", json={"tipo": "captura"}).json()["imagen"] == segunda
    pagina.goto(pagina.url + f"/{acta.clave}")
    expect(pagina.locator(".historial")).to_contain_text(
        "verifica cambió de la imagen 1 a la 2: en la otra hay un dedo"
    )


def test_a_person_covers_a_photo_by_dragging_over_it(
    pagina: Page, casa: Casa, muestra: Muestra, retratos: Path
) -> None:
    acta = muestra.actas[0]
    sha256 = casa.leida(acta.foto, acta.clave)
    entrar(pagina, "verifica", "/imagenes")
    pagina.get_by_role("link", name="1 imagen").click()
    expect(pagina.locator("#visor image")).to_be_attached()
    caja = pagina.locator("#visor image").bounding_box()
    assert caja is not None
    for x0, y0, x1, y1 in ((0.55, 0.2, 0.9, 0.4), (0.55, 0.5, 0.9, 0.8)):
        pagina.mouse.move(caja["x"] + caja["width"] * x0, caja["y"] + caja["height"] * y0)
        pagina.mouse.down()
        pagina.mouse.move(caja["x"] + caja["width"] * x1, caja["y"] + caja["height"] * y1, steps=4)
        pagina.mouse.up()
    expect(pagina.locator("#resumen")).to_have_text("2 partes cubiertas")
    pagina.screenshot(path=retratos / "resguardo-1366.png")
    pagina.keyboard.press("Backspace")
    expect(pagina.locator("#resumen")).to_have_text("1 parte cubierta")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("h1")).to_have_text("Nada por cubrir")
    copia = decodificar(casa.de("supervisa").get(f"/api/v1/imagenes/{sha256}/publicada").content)
    alto, ancho = copia.shape[:2]
    cubierto, libre = copia[int(alto * 0.3), int(ancho * 0.7)], copia[int(alto * 0.65), int(ancho * 0.7)]
    assert max(abs(int(c) - t) for c, t in zip(cubierto, TINTA, strict=True)) < 12
    assert max(abs(int(c) - t) for c, t in zip(libre, TINTA, strict=True)) > 12


def test_the_printed_heading_offers_candidates_and_a_person_decides(
    pagina: Page, casa: Casa, muestra: Muestra, retratos: Path
) -> None:
    acta = muestra.actas[0]
    sha256 = casa.contexto.almacen.guardar(acta.foto)
    forma = {"origen": "CASILLA", "digitalizacion": "MOVIL"}
    casa.de("digitalizadora").post("/api/v1/imagenes", files={"imagen": ("a.jpg", acta.foto)}, data=forma)
    with casa.sesion() as session:
        registrar_lectura(session, sha256, ResultadoLectura(None, None, None, {"propuesta": acta.clave}), casa.reloj())
    entrar(pagina, "verifica", "/identificar")
    expect(pagina.locator(".rotulo")).to_have_text("Por lo impreso en el acta podría ser:")
    expect(pagina.locator(".candidata").first).to_contain_text(acta.clave)
    expect(pagina.locator("#enviar")).to_be_disabled()
    pagina.screenshot(path=retratos / "identificar-candidatas-1366.png")
    pagina.keyboard.press("ArrowDown")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#vacio")).to_be_visible()
    registro = casa.de("supervisa").get(f"/api/v1/actas/{acta.clave}").json()
    assert registro["estado"] == "digitalizada"


def test_a_label_that_the_sheet_contradicts_is_told_to_whoever_identifies(
    pagina: Page, casa: Casa, muestra: Muestra, retratos: Path
) -> None:
    acta = muestra.actas[0]
    secciones = {f"{a.casilla.clave.seccion:04}" for a in casa.contexto.proceso.actas}
    otra = next(s for s in sorted(secciones) if s != acta.clave[2:6])
    sha256 = casa.contexto.almacen.guardar(acta.foto)
    forma = {"origen": "CASILLA", "digitalizacion": "MOVIL"}
    casa.de("digitalizadora").post("/api/v1/imagenes", files={"imagen": ("a.jpg", acta.foto)}, data=forma)
    calidad = {"propuesta": f"{acta.clave} {otra}", "cotejo": "contradice"}
    with casa.sesion() as session:
        registrar_lectura(session, sha256, ResultadoLectura(None, None, None, calidad), casa.reloj())
    entrar(pagina, "verifica", "/identificar")
    expect(pagina.locator(".rotulo")).to_contain_text("La etiqueta dice un acta y la hoja otra")
    expect(pagina.locator(".candidata").first).to_contain_text(acta.clave)
    expect(pagina.locator(f".candidata[data-clave^='{acta.clave[:2]}{otra}']").first).to_be_visible()
    pagina.screenshot(path=retratos / "identificar-contradice-1366.png")


def test_refused_files_are_listed_for_the_supervisor(pagina: Page, casa: Casa, retratos: Path) -> None:
    forma = {"origen": "CASILLA", "digitalizacion": "MOVIL"}
    rechazados = {
        "vacia.jpg": b"",
        "foto-del-acta-recibida-por-mensaje-2041.gif": b"GIF89a...",
        "cortada.jpg": b"\xff\xd8\xff\xe0" + bytes(900),
    }
    for nombre, contenido in rechazados.items():
        casa.de("digitalizadora").post("/api/v1/imagenes", files={"imagen": (nombre, contenido)}, data=forma)
        casa.reloj.pasar(300)
    entrar(pagina, "supervisa", "/cuarentena")
    expect(pagina.locator("tbody tr")).to_have_count(3)
    pagina.screenshot(path=retratos / "cuarentena-1366.png")
    with pagina.expect_download() as bajada:
        pagina.get_by_role("link", name="Descargar").first.click()
    assert bajada.value.suggested_filename.startswith("rechazado-")


def test_whoever_uploads_is_told_at_once_what_to_do_about_the_photo(
    pagina: Page, casa: Casa, muestra: Muestra, retratos: Path
) -> None:
    pagina.set_viewport_size({"width": 390, "height": 844})
    acta = muestra.actas[0]
    entrar(pagina, "digitalizadora", "/subir")
    pagina.set_input_files("#archivos", [{"name": "acta.jpg", "mimeType": "image/jpeg", "buffer": acta.foto}])
    expect(pagina.locator(".envio.hecho .que")).to_have_text("Recibida")
    frase = "Hay reflejo sobre los renglones 4 a 6: incline el teléfono y repita."
    with casa.sesion() as session:
        resultado = ResultadoLectura(None, None, "hoja_cortada", {"veredicto": frase})
        registrar_lectura(session, hashlib.sha256(acta.foto).hexdigest(), resultado, casa.reloj())
    expect(pagina.locator(".veredicto .repetir")).to_have_text(frase, timeout=10_000)
    pagina.screenshot(path=retratos / "subir-veredicto-390.png")
