"""A real Chromium against a real server, with photographed sample actas straightened as the worker does."""

import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import cv2
import pytest
from playwright.sync_api import Page, expect

sys.path.insert(0, str(Path(__file__).parents[1] / "api"))

from casa_api import Casa, levantar, moldear, servida
from mesa_navegador import ActaFotografiada, Muestra

from captura.enderezado import enderezar
from captura.errores import HojaNoEncontrada
from captura.plantilla import cargar_plantilla
from captura.recepcion import decodificar
from muestras.durango import escribir_proceso
from muestras.fotos import ARCHIVO, generar_fotos
from tests.una_vez import una_vez
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Leyenda
from verificacion.proceso import cargar_proceso

CHROMIUM = Path("/usr/bin/chromium")
CUANTAS = 4

expect.set_options(timeout=30_000)  # a limit for what never comes, not a promise of speed


@pytest.fixture(scope="session")
def muestra(tmp_path_factory: pytest.TempPathFactory) -> Muestra:
    cv2.setNumThreads(1)
    carpeta = tmp_path_factory.mktemp("muestra")
    apertura = datetime.fromisoformat("2021-06-06T20:00:00-05:00")
    molde_carpeta = carpeta / "molde"
    escribir_proceso(molde_carpeta / "proceso", 16, 7, apertura)
    proceso = cargar_proceso(molde_carpeta / "proceso")
    fotos = una_vez(
        tmp_path_factory, "fotos-del-navegador", lambda hechas: generar_fotos(proceso, hechas, 7, lambda *_: None, 1)
    )
    verdad = json.loads((fotos / ARCHIVO).read_text())
    plantillas = {f.clave: cargar_plantilla(Path(proceso.carpeta) / f.carpeta) for f in proceso.formas}
    actas: list[ActaFotografiada] = []
    for foto in verdad["fotos"][:CUANTAS]:
        contenido = (fotos / foto["archivo"]).read_bytes()
        acta = proceso.por_clave[ClaveActa.de_texto(foto["clave"])]
        try:
            color = enderezar(decodificar(contenido), plantillas[proceso.forma_de(acta).clave]).color
            hoja = cv2.imencode(".jpg", color, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()
        except HojaNoEncontrada:
            hoja = None
        conteo = {c: v if isinstance(v, int) else Leyenda(v) for c, v in foto["conteo"].items()}
        actas.append(ActaFotografiada(foto["clave"], contenido, conteo, hoja))
    return Muestra(moldear(molde_carpeta), tuple(actas))


@pytest.fixture
def casa(muestra: Muestra, tmp_path: Path) -> Casa:
    return levantar(muestra.molde, tmp_path / "casa")


@pytest.fixture
def servidor(casa: Casa) -> Iterator[str]:
    """Address of the application, served for the duration of a test."""
    with servida(casa) as direccion:
        yield direccion


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if not CHROMIUM.exists():
        pytest.skip("no hay Chromium en /usr/bin/chromium")
    banderas = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {"executable_path": str(CHROMIUM), "args": banderas}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"viewport": {"width": 1366, "height": 768}, "locale": "es-MX", "timezone_id": "America/Monterrey"}


@pytest.fixture
def pagina(page: Page, servidor: str) -> Iterator[Page]:
    """A tab that fails the test on a script error or on anything the strict policy had to block."""
    faltas: list[str] = []
    page.on("pageerror", lambda e: faltas.append(str(e)))
    page.on("console", lambda m: faltas.append(m.text) if "Content Security Policy" in m.text else None)
    page.goto(servidor + "/entrar")
    yield page
    assert faltas == []


@pytest.fixture
def retratos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: ``ACTARIO_RETRATOS`` to keep them, a temporary folder otherwise."""
    carpeta = Path(os.environ.get("ACTARIO_RETRATOS") or tmp_path_factory.mktemp("retratos"))
    carpeta.mkdir(parents=True, exist_ok=True)
    return carpeta
