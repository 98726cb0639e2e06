"""The form editor in a real browser: see, draw, move, name, link, undo, and save what the contract accepts."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from casa_api import Casa
from mesa_navegador import entrar
from playwright.sync_api import Page, expect

from actario.editor import crear_editor
from actario.plantilla_nueva import crear
from captura.plantilla import cargar_plantilla
from muestras.durango.contendientes import contendientes
from muestras.formas.dibujo import dibujar_pdf
from muestras.formas.maqueta import maquetar
from ocr.tesseract import Tesseract

pytestmark = pytest.mark.navegador

SUMA = (95.0, 183.0, 113.0, 188.8)  # printed boxes of the sample form that are no quantity of the PREP, mm


@pytest.fixture(scope="module")
def propuesta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    carpeta = tmp_path_factory.mktemp("propuesta")
    filas = [*contendientes()[:8], *contendientes()[-2:]]
    (carpeta / "acta.pdf").write_bytes(dibujar_pdf(maquetar("x", "x", "DIPUTACIONES LOCALES", "DURANGO", "3", filas)))
    return crear(carpeta / "acta.pdf", carpeta / "forma", Tesseract.buscar()).carpeta


@pytest.fixture
def carpeta(propuesta: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(propuesta, tmp_path / "forma"))


@pytest.fixture
def editor(carpeta: Path, page: Page) -> Iterator[Page]:
    """A tab on the editor of one machine; it fails on script errors and on what the policy had to block."""
    faltas: list[str] = []
    page.on("pageerror", lambda e: faltas.append(str(e)))
    page.on("console", lambda m: faltas.append(m.text) if "Content Security Policy" in m.text else None)
    servicio = uvicorn.Server(uvicorn.Config(crear_editor(carpeta, None, "k"), port=0, log_level="warning"))
    hilo = threading.Thread(target=servicio.run)
    hilo.start()
    while not servicio.started:
        time.sleep(0.02)
    puerto = servicio.servers[0].sockets[0].getsockname()[1]
    page.goto(f"http://127.0.0.1:{puerto}/?llave=k")
    page.wait_for_selector("#hoja rect.digito")
    yield page
    servicio.should_exit = True
    hilo.join(10)
    assert faltas == []


@pytest.fixture
def arrastrar(editor: Page) -> Callable[[float, float, float, float], None]:
    """Drag the mouse between two points of the sheet, mm."""

    def punto(x: float, y: float) -> tuple[float, float]:
        return editor.evaluate(
            "([x, y]) => { const p = new DOMPoint(x, y)"
            ".matrixTransform(document.getElementById('hoja').getScreenCTM()); return [p.x, p.y]; }",
            [x, y],
        )

    def hacer(x0: float, y0: float, x1: float, y1: float) -> None:
        a, b = punto(x0, y0), punto(x1, y1)
        editor.mouse.move(*a)
        editor.mouse.down()
        editor.mouse.move((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        editor.mouse.move(*b)
        editor.mouse.up()

    return hacer


Arrastrar = Callable[[float, float, float, float], None]


def cuantas(editor: Page) -> int:
    return editor.locator("#campos .campo").count()


def test_a_quantity_is_drawn_named_and_saved(editor: Page, carpeta: Path, arrastrar: Arrastrar) -> None:
    antes = cuantas(editor)
    editor.keyboard.press("c")
    arrastrar(*SUMA)
    editor.keyboard.press("l")
    arrastrar(13.0, 182.8, 92.0, 189.0)
    editor.keyboard.press("v")
    assert cuantas(editor) == antes + 1
    editor.locator("#hoja").focus()
    editor.keyboard.press("Enter")
    editor.keyboard.type("SUMA_DE_DOS")
    editor.keyboard.press("Control+s")
    expect(editor.locator("#estado")).to_have_text("Guardada")
    campo = cargar_plantilla(carpeta).campo("SUMA_DE_DOS")
    assert len(campo.digitos) == 3 and campo.letra is not None
    assert abs(campo.digitos[0].x - SUMA[0]) < 0.5 and abs(campo.digitos[2].y - SUMA[1]) < 0.5
    assert [c.clave for c in cargar_plantilla(carpeta).campos][3:5] == ["REPRESENTANTES", "SUMA_DE_DOS"]
    assert len(list((carpeta / "versiones").iterdir())) == 1


def test_everything_can_be_undone_and_done_again(editor: Page, arrastrar: Arrastrar) -> None:
    antes = cuantas(editor)
    arrastrar(110.0, 25.0, 228.0, 190.0)  # around the whole column of votes
    elegidos = editor.locator("#campos .campo.elegido").count()
    assert elegidos >= 11
    editor.keyboard.press("Delete")
    assert cuantas(editor) == antes - elegidos
    expect(editor.locator("#sumas .suma")).to_have_count(0)
    editor.keyboard.press("Control+z")
    assert cuantas(editor) == antes
    expect(editor.locator("#sumas .suma")).to_have_count(1)
    editor.keyboard.press("Control+y")
    assert cuantas(editor) == antes - elegidos


def test_boxes_move_with_the_keyboard_by_tenths(editor: Page, carpeta: Path) -> None:
    antes = cargar_plantilla(carpeta).campos[0].digitos[0]
    editor.locator("#hoja").focus()
    editor.keyboard.press("Tab")  # the first quantity
    for _ in range(3):
        editor.keyboard.press("ArrowRight")
    editor.keyboard.press("Shift+ArrowDown")
    editor.keyboard.press("Alt+ArrowDown")
    editor.keyboard.press("Control+s")
    expect(editor.locator("#estado")).to_have_text("Guardada")
    despues = cargar_plantilla(carpeta).campos[0].digitos[0]
    assert round(despues.x - antes.x, 2) == 0.3 and round(despues.y - antes.y, 2) == 1.0
    assert round(despues.alto - antes.alto, 2) == 0.1


def test_a_fault_is_shown_where_it_is_and_nothing_is_saved_or_lost(
    editor: Page, carpeta: Path, arrastrar: Arrastrar
) -> None:
    previo = (carpeta / "plantilla.json").read_bytes()
    caja = cargar_plantilla(carpeta).campo("REPRESENTANTES").digitos[1]
    x, y = caja.centro
    arrastrar(x, y, x, y - 23.5)  # onto the row above
    expect(editor.locator("#hoja rect.mal").first).to_be_attached()
    expect(editor.locator(".campo .mal:visible").first).to_contain_text("se encima con")
    editor.click("#guardar")
    expect(editor.locator("#estado")).to_contain_text("No se guardó")
    assert (carpeta / "plantilla.json").read_bytes() == previo
    editor.reload()
    expect(editor.locator("#estado")).to_have_text("Siguen los cambios sin guardar")
    expect(editor.locator("#hoja rect.mal").first).to_be_attached()
    editor.click("#descartar")
    expect(editor.locator("#hoja rect.mal")).to_have_count(0)
    expect(editor.locator("#guardar")).to_be_disabled()


def test_a_row_is_repeated_below_at_the_pitch_of_its_table(editor: Page, arrastrar: Arrastrar) -> None:
    antes = cuantas(editor)
    arrastrar(207.0, 26.0, 228.0, 42.0)  # the first two rows
    assert editor.locator("#campos .campo.elegido").count() == 2
    editor.keyboard.press("Control+d")
    assert cuantas(editor) == antes + 2
    assert editor.locator("#campos .campo.elegido input").first.input_value().startswith("RENGLON")


def test_without_signal_the_changes_stay_and_are_kept_when_it_returns(editor: Page, carpeta: Path) -> None:
    editor.context.set_offline(True)
    editor.locator("#hoja").focus()
    editor.keyboard.press("Tab")
    editor.keyboard.press("ArrowRight")
    expect(editor.locator("#estado")).to_contain_text("Sin conexión")
    editor.context.set_offline(False)
    expect(editor.locator("#estado")).to_have_text("Borrador a salvo", timeout=15_000)
    assert (carpeta / "borrador.json").exists()


def test_staff_edit_a_copy_and_link_rows_to_contenders(pagina: Page, casa: Casa, retratos: Path) -> None:
    entrar(pagina, "administra", "/plantillas")
    pagina.locator(".accesos a").first.click()
    pagina.wait_for_selector("#hoja rect.digito")
    expect(pagina.locator(".campo input.enlazado").first).to_be_attached()
    entrada = pagina.locator(".campo").filter(has=pagina.locator("input.enlazado")).first.locator("input")
    clave = entrada.input_value()
    entrada.fill("LO_QUE_SEA")
    expect(pagina.locator("#faltan")).to_contain_text(f"Sin renglón: {clave}")
    expect(pagina.locator("#faltan")).to_contain_text("Sin contendiente: LO_QUE_SEA")
    pagina.click("#enlazar")
    expect(entrada).to_have_value(clave)
    pagina.screenshot(path=retratos / "plantilla-1366.png")
    assert all(cargar_plantilla(p.carpeta).huella == p.huella for p in casa.contexto.plantillas.values())
