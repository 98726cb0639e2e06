"""The results site in a real browser: nobody is left out, nothing comes from elsewhere, anyone can check an image."""

import gzip
import json
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from sitio_servido import SitioServido, generar_sitio, servido

from publicacion.corte import carpetas
from publicacion.fuente import EnCarpeta
from publicacion.prueba import probar

pytestmark = pytest.mark.navegador

CLASES = (
    "index", "partidos", "casillas", "avance", "comparar", "estadistica", "base-de-datos", "ayuda",
    "distrito", "seccion", "acta", "prueba",
)  # fmt: skip
REGLAS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DE_COLOR = ["color-contrast", "link-in-text-block"]
"""What may be right by day and wrong by night."""
MAX_PRIMERA_VISTA = 100_000
"""Bytes, compressed, of everything that the first view asks for."""


@pytest.fixture(scope="module")
def carpeta(tmp_path_factory):
    return generar_sitio(tmp_path_factory.mktemp("publicado"))


@pytest.fixture(scope="module")
def sitio(carpeta):
    with servido(carpeta) as uno:
        yield uno


@pytest.fixture
def pedidos(page, sitio):
    """Addresses that the page asked for; the test fails on a script error or on anything that the policy blocked."""
    faltas, vistos = [], []
    page.on("pageerror", lambda e: faltas.append(str(e)))
    page.on("console", lambda m: faltas.append(m.text) if m.type == "error" else None)
    page.on("request", lambda r: vistos.append(r.url))
    yield vistos
    assert faltas == []
    assert [v for v in vistos if not v.startswith(sitio.direccion)] == []


def ir(page, sitio: SitioServido, clase: str, resto: str = ""):
    page.goto(f"{sitio.direccion}/{sitio.clases()[clase]}{resto}")
    page.wait_for_selector(".preferencias:not([hidden])", state="attached")


def violaciones(page, **opciones):
    """What axe finds, each with the first elements that have it."""
    halladas = Axe().run(page, options=opciones or {"runOnly": REGLAS}).response["violations"]
    return [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in halladas]


@pytest.mark.parametrize("clase", CLASES)
def test_a_page_is_for_everybody(page, sitio, pedidos, clase):
    """Axe finds nothing by day nor, of what the night changes, by night; it fits any screen and the largest letters."""
    page.emulate_media(reduced_motion="reduce")  # no colour caught halfway
    ir(page, sitio, clase)
    for detalle in page.locator("details").all()[:3]:
        detalle.evaluate("d => d.open = true")

    assert violaciones(page) == []
    page.emulate_media(color_scheme="dark")
    assert violaciones(page, runOnly={"type": "rule", "values": DE_COLOR}) == []
    for ancho, letra in ((320, "1"), (390, "4"), (1920, "1")):
        page.set_viewport_size({"width": ancho, "height": 800})
        page.evaluate("letra => document.documentElement.dataset.texto = letra", letra)
        assert page.evaluate("document.documentElement.scrollWidth") <= ancho, (ancho, letra)


@pytest.mark.parametrize("vista", ["grafica", "tarjetas"])
def test_axe_finds_nothing_in_the_other_views(page, sitio, pedidos, vista):
    ir(page, sitio, "index", f"#{vista}")

    assert violaciones(page) == []


def test_the_first_view_is_light(page, sitio, pedidos):
    ir(page, sitio, "index")
    page.wait_for_load_state("networkidle")

    archivos = {url.split("?")[0].removeprefix(sitio.direccion + "/") or "index.html" for url in pedidos}
    peso = sum(len(gzip.compress((sitio.carpeta / a).read_bytes(), 6)) for a in archivos if a != "favicon.ico")
    assert peso <= MAX_PRIMERA_VISTA
    assert len(archivos) <= 10


def test_everything_is_readable_without_scripts(browser, sitio):
    contexto = browser.new_context(java_script_enabled=False)
    page = contexto.new_page()
    page.goto(f"{sitio.direccion}/index.html")

    assert page.locator("#mapa").is_visible() and page.locator("#grafica").is_visible()
    assert page.locator("#tarjetas").is_visible()
    assert page.locator(".buscar").is_hidden() and page.locator(".modos").is_hidden()
    page.click("#mapa a[data-distrito='7']")
    assert page.locator("h1").inner_text().startswith("Distrito 7")
    page.goto(f"{sitio.direccion}/actas/{sitio.acta}.html")
    assert page.locator("table.acta").count() == 2 and page.locator(".foto img").is_visible()
    contexto.close()


def test_one_view_at_a_time_and_the_address_remembers_it(page, sitio, pedidos):
    ir(page, sitio, "index")
    page.click("text=Tarjetas")

    assert page.locator("#tarjetas").is_visible() and page.locator("#mapa").is_hidden()
    page.reload()
    page.wait_for_selector("#tarjetas:not([hidden])")
    assert page.locator("[data-vista=tarjetas]").get_attribute("aria-pressed") == "true"


def test_the_map_is_walked_with_the_keyboard_and_says_who_leads(page, sitio, pedidos):
    ir(page, sitio, "index")
    page.focus("#mapa svg a[data-distrito='1']")

    assert "lleva ventaja" in page.locator(":focus").get_attribute("aria-label")
    assert "actas contabilizadas" in page.locator(":focus").get_attribute("aria-label")
    assert page.locator(".globo").is_visible()
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("data-distrito") == "2"
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Distrito 2')")


def test_the_surname_finds_the_casilla_and_is_sent_to_nobody(page, sitio, pedidos):
    indice = page.request.get(f"{sitio.direccion}/datos/casillas/00.json").json()
    seccion, casillas = next((s, c) for s, c in indice.items() if len([x for x in c if x["desde"]]) == 2)
    segunda = casillas[1]
    ir(page, sitio, "casillas")
    page.fill("#seccion", str(int(seccion)))
    page.fill("#apellido", "zúñiga")
    page.click("text=Consultar")
    page.wait_for_selector(".hallado a")

    assert [a.get_attribute("href") for a in page.locator(".hallado a").all()] == [f"actas/{segunda['acta']}.html"]
    assert not [u for u in pedidos if "iga" in u.lower() or seccion in u]
    assert page.url.endswith("/casillas.html")


def test_surnames_are_ordered_as_the_lists_are(page, sitio, pedidos):
    pares = [("núñez", "ñáñez"), ("De la Cruz", "Del Río"), ("NUNEZ", "Nuñez"), ("Lopez", "LÓPEZ MATEOS"), ("Ñ", "O")]
    ir(page, sitio, "casillas")

    mal = "pares => import('/buscar.js').then(({ plano }) => pares.filter(([a, b]) => plano(a) >= plano(b)))"
    assert page.evaluate(mal, pares) == []


def test_the_browser_computes_the_hash_of_the_image(page, sitio, pedidos):
    ir(page, sitio, "acta")
    page.click(".comprobar button")
    page.wait_for_selector(".comprobar.coincide")

    assert "byte por byte" in page.locator(".dictamen").inner_text()


def test_an_image_changed_by_one_byte_does_not_match(page, carpeta, tmp_path):
    with servido(shutil.copytree(carpeta, tmp_path / "alterado")) as alterado:
        ir(page, alterado, "acta")
        imagen = alterado.carpeta / page.locator(".comprobar").get_attribute("data-imagen").removeprefix("../")
        contenido = bytearray(imagen.read_bytes())
        contenido[-1] ^= 1
        imagen.write_bytes(contenido)
        page.click(".comprobar button")
        page.wait_for_selector(".comprobar.difiere")

        assert "No coincide" in page.locator(".dictamen").inner_text()


def test_the_proof_of_an_acta_is_checked_without_network(page, carpeta, sitio, tmp_path):
    """From a page saved to disk, by the browser alone; and one figure changed is found."""
    hecha = probar(EnCarpeta(carpetas(carpeta.parent)[-1]), sitio.acta)
    falsa = {**hecha, "registro": hecha["registro"].replace('"PAN":', '"PAN":1')}
    ajena = {**hecha, "firma": hecha["firma"][:-4] + "AA=="}
    page.context.set_offline(True)
    page.goto((carpeta / "prueba.html").as_uri())
    for nombre, prueba, clase, dice in (
        ("buena", hecha, "coincide", "Vale: el acta está en ese corte"),
        ("falsa", falsa, "difiere", "Estas cifras no son las de ese corte"),
        ("ajena", ajena, "difiere", "La firma no es la del corte"),
    ):
        archivo = tmp_path / f"{nombre}.json"
        archivo.write_text(json.dumps(prueba))
        page.set_input_files("#archivo", archivo)
        page.wait_for_selector(f".prueba.{clase}")
        assert dice in page.locator(".dictamen").inner_text()
        if clase == "coincide":
            assert sitio.acta in page.locator(".ficha-imagen").inner_text()
            assert "¿Es la llave de este sitio?\nSí" in page.locator(".ficha-imagen").inner_text()


def test_a_mirror_that_takes_no_reports_says_where_to_go(page, sitio):
    ir(page, sitio, "acta")
    page.fill("#motivo", "El PAN dice 90 y en la imagen es 80")
    page.click("text=Enviar el reporte")
    page.wait_for_selector(".respuesta:has-text('no recibe reportes')")

    assert page.input_value("#motivo") == "El PAN dice 90 y en la imagen es 80"


def test_at_most_three_candidacies_are_compared(page, sitio, pedidos):
    ir(page, sitio, "comparar")
    for i in range(3):
        page.locator(".escoger input").nth(i).check()

    assert page.locator(".escoger input").nth(3).is_disabled()
    assert page.locator(".comparacion thead [data-clave]:visible").count() == 3


def test_the_theme_and_the_size_of_the_letters_are_kept(page, sitio, pedidos):
    ir(page, sitio, "index")
    page.click(".preferencias [data-tema]")
    for _ in range(3):
        page.click("[data-texto=mas]")
    ir(page, sitio, "ayuda")

    assert page.locator("html").get_attribute("data-tema") == "oscuro"
    assert page.locator("html").get_attribute("data-texto") == "4"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"


def test_on_paper_the_results_stay_and_the_controls_go(page, sitio, pedidos):
    ir(page, sitio, "index")
    page.emulate_media(media="print")

    assert page.locator(".totales table").is_visible() and page.locator(".barras").is_visible()
    assert page.locator(".modos").is_hidden() and page.locator(".cabeza nav").is_hidden()
