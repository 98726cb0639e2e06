"""What the tests of the phone share: a server to be killed, a phone to be closed, and the gestures of a person."""

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import movil_servidor
from casa_api import CLAVE, Casa
from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, expect
from sqlalchemy import select

from verificacion.bd.tablas import Imagen


@dataclass
class Servidor:
    """The installation, and the process that serves it now."""

    casa: Casa
    carpeta: Path
    puerto: int
    procesos: list[ForkServerProcess] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.puerto}"

    def encender(self) -> None:
        partos = get_context("forkserver")
        partos.set_forkserver_preload(["api.app"])  # a server is a process of its own, born with its modules read
        self.procesos.append(partos.Process(target=movil_servidor.servir, args=(self.carpeta, self.puerto)))
        self.procesos[-1].start()
        while True:
            try:
                urllib.request.urlopen(self.url + "/salud", timeout=5).close()
                return
            except (urllib.error.URLError, ConnectionError):
                assert self.procesos[-1].is_alive()
                time.sleep(0.1)

    def matar(self) -> None:
        self.procesos[-1].kill()
        self.procesos[-1].join()

    def imagenes(self) -> list[Imagen]:
        with self.casa.sesion() as session:
            filas = list(session.scalars(select(Imagen)))
            session.expunge_all()
        return filas


@dataclass
class Telefono:
    """A phone: a browser profile on the disk, opened and closed as the person does."""

    playwright: Playwright
    lanzar: dict[str, Any]
    perfil: Path
    camara: Path
    faltas: list[str] = field(default_factory=list)

    @contextmanager
    def abierto(self, url: str, permitir: bool = True) -> Iterator[Page]:
        """The application open; on leaving, the browser is closed as when the system kills it."""
        banderas = [
            *self.lanzar["args"],
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={self.camara}",
        ]
        contexto: BrowserContext = self.playwright.chromium.launch_persistent_context(
            str(self.perfil),
            executable_path=self.lanzar["executable_path"],
            args=banderas,
            viewport={"width": 390, "height": 844},
            device_scale_factor=2,
            locale="es-MX",
            timezone_id="America/Monterrey",
            permissions=["camera"] if permitir else [],
            is_mobile=True,
            has_touch=True,
        )
        pagina = contexto.pages[0]
        pagina.on("pageerror", lambda e: self.faltas.append(str(e)))
        pagina.on("console", lambda m: self.faltas.append(m.text) if "Content Security Policy" in m.text else None)
        pagina.goto(url + "/movil")
        try:
            yield pagina
        finally:
            contexto.close()
        assert self.faltas == []


def entrar(pagina: Page) -> None:
    """Sign in, and wait until the server has answered: a session that a test ends must have begun."""
    pagina.fill("#usuario", "digitalizadora")
    pagina.fill("#contrasena", CLAVE)
    pagina.click("#entrar [type=submit]")
    expect(pagina.locator("#sesion")).to_be_hidden(timeout=15_000)


def tomar(pagina: Page) -> None:
    """Aim, shoot and keep; again where the camera, which repeats its frames, gave a photo that was already kept."""
    antes = len(guardadas(pagina))
    while len(guardadas(pagina)) == antes:
        _disparar(pagina)


def _disparar(pagina: Page) -> None:
    if pagina.locator("#volver").is_visible():
        pagina.click("#volver")
    expect(pagina.locator("#disparar")).to_be_enabled(timeout=15_000)
    expect(pagina.locator("#consejo")).to_contain_text("Tome la foto", timeout=15_000)
    pagina.click("#disparar")
    pagina.click("#usar", timeout=20_000)
    expect(pagina.locator("#cola")).to_be_visible()


def lista_para_abrir_sin_senal(pagina: Page) -> None:
    pagina.evaluate("navigator.serviceWorker.ready.then(() => true)")


def guardadas(pagina: Page) -> list[dict[str, Any]]:
    """What the phone keeps, with the length of the bytes that are still in it."""
    return pagina.evaluate(
        """async () => {
          const bd = await import("/estaticos/movil/bd.js");
          const fotos = await bd.listar();
          const quedan = async (sha256) => (await bd.leerContenido(sha256))?.byteLength ?? 0;
          return Promise.all(fotos.map(async ({ miniatura, ...f }) => ({ ...f, quedan: await quedan(f.sha256) })));
        }"""
    )


def poner_linea(cdp: CDPSession, bytes_por_s: int = -1, *, cortada: bool = False) -> None:
    """Make the line slow, as fast as it goes (-1), or dead."""
    cdp.send("Network.enable")
    cdp.send(
        "Network.emulateNetworkConditions",
        {"offline": cortada, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_por_s},
    )


LENTA = 80_000  # bytes a second: a photo of the fake camera takes some seconds


def esperar_a_medias(servidor: Servidor, pagina: Page) -> int:
    """Wait until some bytes of an upload, and not all, are on the server's disk."""
    total = guardadas(pagina)[0]["bytes"]
    limite = time.monotonic() + 60
    while time.monotonic() < limite:
        for archivo in (servidor.carpeta / "cargas").glob("*/*/contenido"):
            if 0 < (recibidos := archivo.stat().st_size) < total:
                return recibidos
        time.sleep(0.05)
    raise AssertionError("el envío no llegó a la mitad")
