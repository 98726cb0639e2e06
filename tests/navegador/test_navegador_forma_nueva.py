"""The whole way of a newcomer: from the authority's blank PDF to a photo read, without programming.

It keeps its pictures where ``ACTARIO_RETRATOS`` says; those of docs/plantilla.md come from here.
"""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
import uvicorn
from mesa_navegador import ActaFotografiada, Muestra
from playwright.sync_api import Page, expect

from actario.cli import main
from actario.editor import crear_editor
from captura.plantilla import cargar_plantilla
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Leyenda
from verificacion.proceso import cargar_proceso

pytestmark = pytest.mark.navegador


@pytest.fixture(scope="module")
def acta(muestra: Muestra) -> ActaFotografiada:
    return next(a for a in muestra.actas if a.hoja)


@pytest.fixture
def nueva(muestra: Muestra, acta: ActaFotografiada, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The folder that the verb proposes, with nothing of the sample's own plantilla.json."""
    proceso = muestra.molde.carpeta / "proceso"
    elegido = cargar_proceso(proceso)
    carpeta = tmp_path / "mi-forma"
    pdf = proceso / elegido.forma_de(elegido.por_clave[ClaveActa.de_texto(acta.clave)]).carpeta / "forma.pdf"
    assert main(["plantilla", "nueva", str(pdf), "-o", str(carpeta), "--proceso", str(proceso)]) == 0
    assert "plantilla editar" in capsys.readouterr().out
    return carpeta


@pytest.fixture
def editor(nueva: Path, muestra: Muestra, page: Page) -> Iterator[Page]:
    proceso = cargar_proceso(muestra.molde.carpeta / "proceso")
    servicio = uvicorn.Server(uvicorn.Config(crear_editor(nueva, proceso, "k"), port=0, log_level="warning"))
    hilo = threading.Thread(target=servicio.run)
    hilo.start()
    while not servicio.started:
        time.sleep(0.02)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"http://127.0.0.1:{servicio.servers[0].sockets[0].getsockname()[1]}/?llave=k")
    page.wait_for_selector("#hoja rect.digito")
    yield page
    servicio.should_exit = True
    hilo.join(10)


def test_from_the_blank_sheet_to_a_photo_that_is_read(
    editor: Page,
    nueva: Path,
    acta: ActaFotografiada,
    retratos: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    editor.wait_for_timeout(500)
    editor.screenshot(path=retratos / "plantilla-1-propuesta.png")

    # a person looks: the label goes in the other box, and a row was moved by mistake
    editor.locator("#hoja").focus()
    editor.keyboard.press("q")
    trazo = "([x, y]) => { const p = new DOMPoint(x, y).matrixTransform(hoja.getScreenCTM()); return [p.x, p.y]; }"
    esquinas = [editor.evaluate(trazo, xy) for xy in ([20.2, 8.2], [67.8, 26.8])]
    editor.mouse.move(*esquinas[0])
    editor.mouse.down()
    editor.mouse.move(*esquinas[1], steps=4)
    editor.mouse.up()
    editor.keyboard.press("v")
    editor.locator(".campo input").nth(6).focus()  # the third row of votes
    editor.locator("#hoja").focus()
    for _ in range(5):
        editor.keyboard.press("Shift+ArrowUp")
    expect(editor.locator(".campo .mal:visible").first).to_contain_text("se encima con")
    editor.screenshot(path=retratos / "plantilla-2-falla.png")
    editor.keyboard.press("Control+z")
    expect(editor.locator("#hoja rect.mal")).to_have_count(0)
    editor.keyboard.press("Control+s")
    expect(editor.locator("#estado")).to_have_text("Guardada")
    editor.screenshot(path=retratos / "plantilla-3-guardada.png")

    (tmp_path / "foto.jpg").write_bytes(acta.foto)
    assert main(["plantilla", "revisar", str(nueva), str(tmp_path / "foto.jpg"), "--dibujar", str(retratos)]) == 0
    assert "hallada por" in capsys.readouterr().out
    [hoja] = retratos.glob("foto-*.png")
    assert cv2.imread(str(hoja)) is not None

    main(["leer", "--plantilla", str(nueva), "--json", str(tmp_path / "foto.jpg")])
    leidos = json.loads(capsys.readouterr().out)["campos"]
    verdad = {c: v.value if isinstance(v, Leyenda) else v for c, v in acta.conteo.items()}
    assert set(verdad) <= set(leidos), "the rows are those of the election"
    dicho = {clave: leidos[clave]["leyenda"] or leidos[clave]["valor"] for clave in verdad}
    aceptados_mal = [c for c in verdad if leidos[c]["aceptado"] and dicho[c] != verdad[c]]
    assert aceptados_mal == []
    assert sum(dicho[c] == verdad[c] for c in verdad) >= len(verdad) - 2
    assert cargar_plantilla(nueva).qr is not None
