"""The phone application (PREP Casilla): one page, its manifest, its icons and the worker that opens it offline.

The page is the same for everybody and says nothing of anybody, because the phone keeps a copy of it.
"""

import hashlib
import json
from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from api.acceso import ContextoDep, RutaConAcceso, publico
from api.icono import dibujar_icono
from api.pagina import pagina

router = APIRouter(prefix="/movil", route_class=RutaConAcceso, include_in_schema=False)

RAIZ = Path(__file__).parents[1]
ESTATICOS = RAIZ / "estaticos"
PLANTILLA = "movil.html"

_TIPOS = {".js", ".css", ".svg"}

FONDO = "#101014"


@router.get("")
@publico
def aplicacion(request: Request) -> HTMLResponse:
    """The whole application. Signing in happens inside it, so that it opens without signal."""
    return pagina(request, PLANTILLA)


@router.get("/sw.js")
@publico
def trabajador(contexto: ContextoDep) -> Response:
    """The service worker: its version changes when any file of the application changes, and so the phone renews it."""
    archivos = sorted((*(ESTATICOS / "movil").rglob("*"), ESTATICOS / "exif.js", ESTATICOS / "icono.svg"))
    archivos = [a for a in archivos if a.suffix in _TIPOS]
    huella = hashlib.sha256(contexto.proceso.huella.encode())
    for archivo in (RAIZ / "paginas" / PLANTILLA, *archivos):
        huella.update(archivo.read_bytes())
    rutas = ["/movil", "/marca.css", *(f"/estaticos/{a.relative_to(ESTATICOS).as_posix()}" for a in archivos)]
    guion = (
        'import { servir } from "/estaticos/movil/servicio.js";\n'
        f"servir({json.dumps(huella.hexdigest()[:16])}, {json.dumps(rutas)});\n"
    )
    cabeceras = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/movil"}
    return Response(guion, media_type="text/javascript", headers=cabeceras)


@router.get("/manifiesto.webmanifest")
@publico
def manifiesto(contexto: ContextoDep) -> Response:
    """What Android and iPhone need to install the page as an application."""
    proceso = contexto.proceso
    datos = {
        "id": "/movil",
        "name": f"PREP Casilla · {proceso.nombre}",
        "short_name": "PREP Casilla",
        "description": "Fotografíe el acta en la casilla; se envía sola cuando hay señal.",
        "lang": "es-MX",
        "start_url": "/movil",
        "scope": "/movil",
        "display": "standalone",
        "orientation": "any",
        "background_color": FONDO,
        "theme_color": FONDO,
        "icons": [
            {"src": f"/movil/icono-{lado}.png", "sizes": f"{lado}x{lado}", "type": "image/png", "purpose": uso}
            for lado in (192, 512)
            for uso in ("any", "maskable")
        ],
    }
    return JSONResponse(datos, media_type="application/manifest+json", headers={"Cache-Control": "max-age=3600"})


@router.get("/icono-{lado}.png")
@publico
def icono(lado: Literal["180", "192", "512"], contexto: ContextoDep) -> Response:
    """The icon, in the authority's colour."""
    png = dibujar_icono(int(lado), contexto.proceso.marca.color)
    return Response(png, media_type="image/png", headers={"Cache-Control": "max-age=86400"})
