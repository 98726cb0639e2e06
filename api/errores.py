"""The one place where errors become HTTP: class → status, and the problem document (RFC 9457).

::

    ErrorActario
    ├── DatoInvalido
    │   ├── EntradaInvalida        the request does not have the documented form
    │   ├── CuerpoExcesivo         more bytes than the server takes
    │   ├── ImagenRechazada        not a usable image; its bytes are kept apart
    │   └── CargaAlterada          an upload in pieces whose bytes are not those of the hash declared
    ├── EstadoIncompatible
    │   ├── CargaDesfasada         the piece does not begin where the bytes received end
    │   ├── CargaIncompleta        finished before its last byte
    │   └── CargaOcupada           another request is writing the same upload
    ├── BaseNoResponde             the database cannot be used now
    └── NoPermitido
        ├── DemasiadasCargas       too many uploads begun and not finished
        ├── SinSesion              nobody is signed in
        ├── RolInsuficiente        this person's roles do not reach here
        ├── ImagenAjena            not the image of this person's turn
        └── OrigenAjeno            another site made the browser send this
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from starlette.exceptions import HTTPException

from api.mensaje import Mensaje
from api.mensajes import MOTIVOS, mensaje, mensaje_http
from api.pagina import pagina_error, quiere_pagina
from captura.deposito import DepositoNoResponde
from captura.errores import HojaNoEncontrada
from verificacion.dominio.errores import (
    ConteoInvalido,
    CredencialesInvalidas,
    CuentaBloqueada,
    CuentaIncompleta,
    DatoInvalido,
    DemasiadosReportes,
    ErrorActario,
    EstadoIncompatible,
    InstalacionIncompleta,
    NoExiste,
    NoPermitido,
)

log = structlog.get_logger()

REINTENTO_S = 5
TIPO_PROBLEMA = "application/problem+json"


class EntradaInvalida(DatoInvalido):
    """The request does not have the documented form. ``problemas`` maps each place to what is wrong."""

    codigo = "entrada_invalida"

    def __init__(self, problemas: Mapping[str, str]):
        super().__init__(", ".join(f"{donde}: {que}" for donde, que in problemas.items()))
        self.problemas = dict(problemas)


class CuerpoExcesivo(DatoInvalido):
    """The body has more bytes than the server takes."""

    codigo = "cuerpo_excesivo"

    def __init__(self, maximo: int):
        super().__init__(f"> {maximo}")
        self.maximo_mb = maximo // 1_000_000


class ImagenRechazada(DatoInvalido):
    """The bytes are not a usable image (``causa`` says why). They are kept in quarantine under ``sha256``."""

    codigo = "imagen_rechazada"

    def __init__(self, causa: ErrorActario, sha256: str):
        super().__init__(str(causa))
        self.causa = causa
        self.sha256 = sha256


class CargaAlterada(DatoInvalido):
    """The bytes of an upload in pieces are not those of the hash declared: send the file again from the start."""

    codigo = "carga_alterada"


class CargaDesfasada(EstadoIncompatible):
    """The piece does not begin where the bytes on the disk end. Go on from ``recibidos``."""

    codigo = "carga_desfasada"

    def __init__(self, recibidos: int):
        super().__init__(str(recibidos))
        self.recibidos = recibidos


class CargaIncompleta(EstadoIncompatible):
    """The upload was finished before its last byte. Send what is missing from ``recibidos``."""

    codigo = "carga_incompleta"

    def __init__(self, recibidos: int):
        super().__init__(str(recibidos))
        self.recibidos = recibidos


class CargaOcupada(EstadoIncompatible):
    """Another request is writing the same upload at this moment."""

    codigo = "carga_ocupada"


class DemasiadasCargas(NoPermitido):
    """This person has begun too many uploads without finishing them."""

    codigo = "demasiadas_cargas"

    def __init__(self, abiertas: int):
        super().__init__(str(abiertas))
        self.abiertas = abiertas


class SinSesion(NoPermitido):
    """Nobody is signed in, or the session ended."""

    codigo = "sin_sesion"


class RolInsuficiente(NoPermitido):
    """None of this person's roles may enter."""

    codigo = "rol_insuficiente"

    def __init__(self, roles: frozenset[str]):
        super().__init__(", ".join(sorted(roles)))
        self.roles = ", ".join(sorted(roles))


class ImagenAjena(NoPermitido):
    """The image is not the one of this person's present turn."""

    codigo = "imagen_ajena"


class BaseNoResponde(ErrorActario):
    """The database is gone, full, or has no connection to give."""

    codigo = "base_no_responde"


class OrigenAjeno(NoPermitido):
    """A browser says that another site made it send this (CSRF)."""

    codigo = "origen_ajeno"


ESTADO_HTTP: Mapping[type[ErrorActario], int] = {
    ErrorActario: 500,
    DatoInvalido: 422,
    CuerpoExcesivo: 413,
    HojaNoEncontrada: 422,
    NoExiste: 404,
    NoPermitido: 403,
    SinSesion: 401,
    CredencialesInvalidas: 401,
    CuentaBloqueada: 429,
    DemasiadasCargas: 429,
    DemasiadosReportes: 429,
    EstadoIncompatible: 409,
    InstalacionIncompleta: 503,
    DepositoNoResponde: 503,
    BaseNoResponde: 503,
}
"""The nearest class in the error's ancestry wins."""


def estado_http(error: ErrorActario) -> int:
    """HTTP status of an error."""
    return next(ESTADO_HTTP[clase] for clase in type(error).__mro__ if clase in ESTADO_HTTP)


def problema(error: ErrorActario, instancia: str) -> dict[str, Any]:
    """The problem document of an error, in Spanish, with its stable ``codigo`` and the remedy."""
    if isinstance(error, ImagenRechazada):
        cuerpo = problema(error.causa, instancia)
        conservada = f"El archivo se conserva apartado (huella {error.sha256[:8]}…)."
        return cuerpo | {"sha256": error.sha256, "conservada": True, "detail": f"{cuerpo['detail']} {conservada}"}
    cuerpo = _documento(mensaje(error), error.codigo, estado_http(error), instancia)
    match error:
        case ConteoInvalido() | EntradaInvalida():
            cuerpo["campos"] = {donde: MOTIVOS.get(que, que) for donde, que in error.problemas.items()}
        case CargaDesfasada() | CargaIncompleta():
            cuerpo["recibidos"] = error.recibidos
        case NoExiste():
            cuerpo |= {"cosa": error.cosa, "clave": error.clave}
        case _:
            pass
    return cuerpo


def _documento(texto: Mensaje, codigo: str, estado: int, instancia: str) -> dict[str, Any]:
    return {
        "type": f"urn:actario:error:{codigo}",
        "title": texto.titulo,
        "status": estado,
        "detail": texto.detalle,
        "remedio": texto.remedio,
        "instance": instancia,
        "codigo": codigo,
    }


def responder_error(request: Request, error: ErrorActario) -> Response:
    """Answer an error: a page to a browser that asked for one, the problem document to a program."""
    if quiere_pagina(request):
        if isinstance(error, SinSesion):
            return RedirectResponse(f"/entrar?siguiente={quote(request.url.path)}", HTTPStatus.SEE_OTHER)
        if isinstance(error, CuentaIncompleta):
            return RedirectResponse("/cuenta", HTTPStatus.SEE_OTHER)
        return pagina_error(request, mensaje(error), estado_http(error))
    cuerpo = problema(error, request.url.path)
    luego = {"Retry-After": str(REINTENTO_S)} if cuerpo["status"] == HTTPStatus.SERVICE_UNAVAILABLE else None
    return JSONResponse(cuerpo, cuerpo["status"], luego, TIPO_PROBLEMA)


def instalar(app: FastAPI) -> None:
    """Add the handlers: our errors, malformed requests, HTTP errors of the framework, and the unforeseen."""

    async def nuestro(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, ErrorActario)
        if estado_http(exc) >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("error_del_servicio", codigo=exc.codigo, detalle=str(exc), ruta=request.url.path)
        return responder_error(request, exc)

    async def sin_base(request: Request, exc: Exception) -> Response:
        log.error("base_no_responde", ruta=request.url.path, detalle=str(exc))
        return responder_error(request, BaseNoResponde(type(exc).__name__))

    async def sin_disco(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, OSError)
        log.exception("disco_no_responde", ruta=request.url.path, exc_info=exc)
        return responder_error(request, DepositoNoResponde(exc.filename or "", exc.strerror or str(exc)))

    async def malformada(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, RequestValidationError)
        problemas = {".".join(str(p) for p in e["loc"][1:]) or "cuerpo": str(e["type"]) for e in exc.errors()}
        return responder_error(request, EntradaInvalida(problemas))

    async def del_marco(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, HTTPException)
        return _responder_http(request, exc.status_code, dict(exc.headers or {}))

    async def imprevisto(request: Request, exc: Exception) -> Response:
        log.exception("error_imprevisto", ruta=request.url.path, exc_info=exc)
        return _responder_http(request, 500, {})

    app.add_exception_handler(ErrorActario, nuestro)
    for ausencia in (OperationalError, InterfaceError, TimeoutError):
        app.add_exception_handler(ausencia, sin_base)
    app.add_exception_handler(OSError, sin_disco)
    app.add_exception_handler(RequestValidationError, malformada)
    app.add_exception_handler(HTTPException, del_marco)
    app.add_exception_handler(Exception, imprevisto)


def _responder_http(request: Request, estado: int, cabeceras: dict[str, str]) -> Response:
    codigo, texto = mensaje_http(estado)
    if quiere_pagina(request):
        return pagina_error(request, texto, estado)
    cuerpo = _documento(texto, codigo, estado, request.url.path)
    return JSONResponse(cuerpo, estado, headers=cabeceras, media_type=TIPO_PROBLEMA)
