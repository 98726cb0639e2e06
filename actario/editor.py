"""``actario plantilla editar``: the form editor of the staff application, for one folder, on this machine only."""

import hmac
import secrets
import socket
from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import Headers
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from actario.instalacion_viva import PuertoOcupado
from api import errores
from api.acceso import publico
from api.app import ESTATICOS
from api.estante import Estante
from api.guardia import Guardia
from api.pagina import crear_entorno
from api.rutas import plantillas
from api.vistas import plantillas as paginas
from captura.escritura_forma import abrir_forma
from verificacion.dominio.eleccion import Ejercicio, Proceso

ANFITRION = "127.0.0.1"
GALLETA = "actario_editor"
MORADO = "#5a2a6e"


class _SoloConLlave:
    """ASGI middleware: only whoever has the printed address enters; other users of the machine do not."""

    def __init__(self, app: ASGIApp, llave: str):
        self.app = app
        self.llave = llave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._abre(scope):
            await Response("Abra la dirección completa que imprimió «actario plantilla editar».", 403)(
                scope, receive, send
            )
            return
        await self.app(scope, receive, send)

    def _abre(self, scope: Scope) -> bool:
        galletas = SimpleCookie(Headers(scope=scope).get("cookie", ""))
        dicha = galletas[GALLETA].value if GALLETA in galletas else ""
        if scope["path"] == "/":
            dicha = parse_qs(scope["query_string"].decode("latin-1")).get("llave", [dicha])[0]
        return hmac.compare_digest(dicha.encode(), self.llave.encode())


def crear_editor(carpeta: Path, proceso: Proceso | None, llave: str) -> FastAPI:
    """The application that edits one folder, opened with a key.

    Raises:
        PlantillaInvalida: the folder has no plantilla.json that can be opened.
    """
    abrir_forma(carpeta)
    clave = carpeta.resolve().name
    app = FastAPI(title="Editor de formas", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.estante = Estante({clave: carpeta}, proceso.contendientes if proceso else ())
    app.state.entorno = crear_entorno(proceso or _sin_eleccion())
    errores.instalar(app)

    @app.get("/")
    def entrar() -> RedirectResponse:
        respuesta = RedirectResponse(f"/plantillas/{clave}", 303)
        respuesta.set_cookie(GALLETA, llave, httponly=True, samesite="strict")
        return respuesta

    @app.get("/marca.css")
    def marca() -> Response:
        color = proceso.marca.color if proceso else MORADO
        return Response(f":root {{ --marca: {color}; }}\n", media_type="text/css")

    app.include_router(plantillas.crear_router(publico))
    app.include_router(paginas.crear_router(publico))
    app.mount("/estaticos", StaticFiles(directory=ESTATICOS), name="estaticos")
    app.add_middleware(Guardia)
    app.add_middleware(_SoloConLlave, llave=llave)
    return app


def _sin_eleccion() -> Proceso:
    """What the pages show of an election when a form is made before there is one."""
    marca = SimpleNamespace(siglas="Actario", color=MORADO)
    zona = ZoneInfo("America/Mexico_City")
    dicho = SimpleNamespace(nombre="Editor de formas", marca=marca, zona=zona, ejercicio=Ejercicio.JORNADA)
    return cast("Proceso", dicho)


def servir_editor(carpeta: Path, proceso: Proceso | None, puerto: int, avisar: Callable[[str], None]) -> None:
    """Serve the editor until interrupted; ``avisar`` receives its address once it listens.

    Raises:
        PuertoOcupado: another program listens on that port. PlantillaInvalida: nothing to edit.
    """
    import uvicorn

    llave = secrets.token_urlsafe(16)
    app = crear_editor(carpeta, proceso, llave)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as enchufe:
        enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            enchufe.bind((ANFITRION, puerto))
        except OSError as e:
            raise PuertoOcupado(puerto) from e
        enchufe.listen()
        servidor = uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning"))
        avisar(f"http://{ANFITRION}:{enchufe.getsockname()[1]}/?llave={llave}")
        servidor.run(sockets=[enchufe])
