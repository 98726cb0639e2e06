"""What stands before every request: size of bodies, origin of writes, security headers, a number for the log.

Plain ASGI, so that streams pass through untouched.
"""

import re
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errores import CuerpoExcesivo, OrigenAjeno, responder_error

MAX_CUERPO_BYTES = 40_000_000  # a 12 MP photo is about 4 MB; a scanned multipage PDF of one bundle reaches 30

DE_CUALQUIER_SITIO = re.compile(r"/api/v1/actas/[^/]+/reportes")
"""What the results site sends, from whichever mirror serves it. No session is looked at there."""

SEGURAS = frozenset({"GET", "HEAD", "OPTIONS"})

POLITICA = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

CABECERAS: Mapping[str, str] = {
    "Content-Security-Policy": POLITICA,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


class Guardia:
    """ASGI middleware; the only state of a request is in the call itself."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_CUERPO_BYTES):
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, number and pass on one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        peticion_id = secrets.token_hex(8)
        with structlog.contextvars.bound_contextvars(peticion_id=peticion_id):
            enviar = _con_cabeceras(send, scope["scheme"] == "https", scope["path"].startswith("/api/"), peticion_id)
            abierta = DE_CUALQUIER_SITIO.fullmatch(request.url.path)
            if not abierta and request.method not in SEGURAS and not mismo_origen(request.headers):
                await responder_error(request, OrigenAjeno())(scope, receive, enviar)
                return
            await self._con_limite(request, receive, enviar)

    async def _con_limite(self, request: Request, receive: Receive, send: Send) -> None:
        declarado = request.headers.get("content-length", "0")
        if declarado.isdecimal() and int(declarado) > self.max_bytes:
            await responder_error(request, CuerpoExcesivo(self.max_bytes))(request.scope, receive, send)
            return
        leidos = 0
        empezada = False

        async def contar() -> Message:
            nonlocal leidos
            mensaje = await receive()
            leidos += len(mensaje.get("body", b""))
            if leidos > self.max_bytes:  # a body without declared length: cut it here
                return {"type": "http.disconnect"}
            return mensaje

        async def vigilar(mensaje: Message) -> None:
            nonlocal empezada
            empezada = empezada or mensaje["type"] == "http.response.start"
            if leidos <= self.max_bytes:
                await send(mensaje)

        try:
            await self.app(request.scope, contar, vigilar)
        except Exception:
            if leidos <= self.max_bytes:
                raise
        if leidos > self.max_bytes:
            await responder_error(request, CuerpoExcesivo(self.max_bytes))(request.scope, receive, send)


def mismo_origen(headers: Headers) -> bool:
    """Whether a write may be ours.

    Browsers always say where a write comes from; programs say nothing, and nobody borrows their cookies.
    """
    sitio = headers.get("sec-fetch-site")
    if sitio is not None:
        return sitio in {"same-origin", "none"}
    origen = headers.get("origin")
    return origen is None or origen.partition("://")[2] == headers.get("host")


def _con_cabeceras(send: Send, es_https: bool, es_de_api: bool, peticion_id: str) -> Send:
    async def enviar(mensaje: Message) -> None:
        if mensaje["type"] == "http.response.start":
            headers = MutableHeaders(scope=mensaje)
            for nombre, valor in CABECERAS.items():
                headers.setdefault(nombre, valor)
            headers["X-Request-ID"] = peticion_id
            if destino := headers.get("Location"):  # the framework writes the Host that was asked for, whoever wrote it
                headers["Location"] = urlsplit(destino)._replace(scheme="", netloc="").geturl()
            if es_https:
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            if mensaje["status"] >= HTTPStatus.BAD_REQUEST:
                headers["Cache-Control"] = "no-store"
            elif es_de_api:
                headers.setdefault("Cache-Control", "no-store")
        await send(mensaje)

    return enviar
