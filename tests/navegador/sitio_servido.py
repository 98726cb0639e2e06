"""A small results site with a night behind it, served as any web server would, for the browser to look at."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import cv2
import numpy as np

from muestras.bancos.noche_sintetica import noche
from muestras.durango import escribir_proceso
from publicacion import llaves
from publicacion.corte import hacer_corte
from publicacion.sitio import generar
from verificacion.proceso import cargar_proceso

APERTURA = datetime.fromisoformat("2021-06-06T20:00:00-05:00")


@dataclass(frozen=True)
class SitioServido:
    """Folder and address of a site; ``acta`` and ``seccion`` name a counted acta with its image."""

    carpeta: Path
    direccion: str
    acta: str
    seccion: str

    def clases(self) -> dict[str, str]:
        """A page of each kind."""
        fijas = (
            "index",
            "partidos",
            "casillas",
            "avance",
            "comparar",
            "estadistica",
            "base-de-datos",
            "ayuda",
            "prueba",
        )
        return {nombre: f"{nombre}.html" for nombre in fijas} | {
            "distrito": "distritos/2.html",
            "seccion": f"secciones/{self.seccion}.html",
            "acta": f"actas/{self.acta}.html",
        }


def generar_sitio(carpeta: Path) -> Path:
    """Two cuts of a sample night of 60 casillas."""
    escribir_proceso(carpeta / "proceso", 60, 2021, APERTURA)
    proceso = cargar_proceso(carpeta / "proceso")
    imagenes: dict[str, bytes] = {}
    retrato = cv2.imencode(".jpg", np.full((120, 240), 200, np.uint8))[1].tobytes()
    toda = noche(proceso, 7, imagenes, retrato)
    firmante, cabeza = llaves.crear(carpeta / "corte.pem", APERTURA), (9, "a" * 64)
    for i, fraccion in enumerate((0.35, 0.8)):
        momento, leer = APERTURA + timedelta(minutes=30 * i), imagenes.__getitem__
        corte = hacer_corte(toda.al(fraccion), proceso, momento, carpeta, leer, firmante=firmante, bitacora=cabeza)
        generar(corte, proceso, carpeta / "sitio", lambda s: imagenes[s])
    return carpeta / "sitio"


@contextmanager
def servido(carpeta: Path) -> Iterator[SitioServido]:
    """Serve a site on a free port of this machine."""
    servidor = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Callado, directory=str(carpeta)))
    hilo = threading.Thread(target=servidor.serve_forever, daemon=True)
    hilo.start()
    acta = next(p.stem for p in sorted((carpeta / "actas").iterdir()) if "data-sha256" in p.read_text())
    try:
        yield SitioServido(carpeta, f"http://127.0.0.1:{servidor.server_port}", acta, acta[2:6])
    finally:
        servidor.shutdown()
        servidor.server_close()
        hilo.join()


class _Callado(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass
