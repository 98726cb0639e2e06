"""The static results site, as the last cut left it. It may not exist yet when the application starts."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send


class Resultados(StaticFiles):
    """Public files of the site; before the first cut, a plain word instead of an error."""

    def __init__(self, carpeta: Path):
        super().__init__(directory=carpeta, html=True, check_dir=False)
        self.carpeta = carpeta

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""
        if not (self.carpeta / "index.html").is_file():
            vacio = PlainTextResponse("Todavía no se publica ningún corte.", 404, {"Cache-Control": "no-store"})
            await vacio(scope, receive, send)
            return
        await super().__call__(scope, receive, send)


class Publico(StaticFiles):
    """What a mirror follows: ``cortes`` and ``sitio``, nothing hidden (a cut being written, a lock)."""

    def __init__(self, carpeta: Path):
        super().__init__(directory=carpeta, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one file, or say that it is not there."""
        partes = path.replace("\\", "/").split("/")
        if partes[0] not in ("cortes", "sitio") or any(p.startswith(".") for p in partes):
            raise HTTPException(404)
        respuesta = await super().get_response(path, scope)
        respuesta.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return respuesta
