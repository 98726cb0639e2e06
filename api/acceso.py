"""Who may enter each route. A route says ``@permitido(Permiso…)`` or ``@publico``; one that says nothing cannot start.

Access is checked before the body is read, so nobody uploads a byte without a session.
"""

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute

from api.contexto import Contexto
from api.cookies import SESION, nombre_cookie
from api.errores import RolInsuficiente, SinSesion
from api.permisos import QUIEN, Permiso, puede
from api.terminal import identidad_de, nombre_de
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import sesiones
from verificacion.dominio.errores import CuentaIncompleta
from verificacion.dominio.registro import Actor, Rol

F = TypeVar("F", bound=Callable[..., Any])

_MARCA = "__acceso__"


@dataclass(frozen=True, slots=True)
class Acceso:
    """What whoever enters must be allowed to do; None means everybody, signed in or not."""

    permiso: Permiso | None

    @property
    def roles(self) -> frozenset[Rol] | None:
        """Roles that may enter; None means everybody."""
        return None if self.permiso is None else QUIEN[self.permiso]


class RutaSinAcceso(RuntimeError):
    """A route declares neither ``permitido`` nor ``publico``: a fault of the program, found when it starts."""


def permitido(permiso: Permiso) -> Callable[[F], F]:
    """Let in only people whose roles may do that, by the table of ``api.permisos``."""

    def marcar(endpoint: F) -> F:
        setattr(endpoint, _MARCA, Acceso(permiso))
        return endpoint

    return marcar


def publico(endpoint: F) -> F:
    """Let everybody in."""
    setattr(endpoint, _MARCA, Acceso(None))
    return endpoint


def acceso_de(endpoint: Callable[..., Any]) -> Acceso | None:
    """What an endpoint declares, or None where it declares nothing."""
    return getattr(endpoint, _MARCA, None)


def exigir_acceso_declarado(rutas: Iterable[BaseRoute]) -> None:
    """Refuse routes that do not check access.

    Raises:
        RutaSinAcceso: naming the first one.
    """
    for ruta in rutas:
        if not isinstance(ruta, RutaConAcceso) or acceso_de(ruta.endpoint) is None:
            raise RutaSinAcceso(getattr(ruta, "path", repr(ruta)))


class RutaConAcceso(APIRoute):
    """A route that finds out who is calling, and refuses, before anything else."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler with the check."""
        atender = super().get_route_handler()
        acceso = acceso_de(self.endpoint)

        async def con_acceso(request: Request) -> Response:
            if acceso is None:
                raise RutaSinAcceso(self.path)
            if acceso.permiso is not None:
                actor = await run_in_threadpool(_actor, request)
                if actor.pendientes and acceso.permiso is not Permiso.PROPIA_CUENTA:
                    raise CuentaIncompleta
                exigir(actor, acceso.permiso)
                request.state.actor = actor
            return await atender(request)

        return con_acceso


def exigir(actor: Actor, permiso: Permiso) -> None:
    """Refuse whoever may not do that.

    Raises:
        RolInsuficiente: none of their roles may.
    """
    if not puede(actor, permiso):
        raise RolInsuficiente(QUIEN[permiso])


def _actor(request: Request) -> Actor:
    token = token_de(request)
    if not token:
        raise SinSesion
    contexto, terminal = contexto_de(request), nombre_de(identidad_de(request))
    ahora = contexto.ahora()
    with consulta(contexto.engine) as session:
        viva = sesiones.de_token(session, token, terminal, ahora, segundo_factor=contexto.segundo_factor)
    if viva is None:
        raise SinSesion
    if viva.por_anotar:
        with transaccion(contexto.engine) as session:
            sesiones.anotar_uso(session, token, ahora)
    return viva.actor


def token_de(request: Request) -> str:
    """The token of the session that the browser holds; empty when it holds none."""
    return request.cookies.get(nombre_cookie(request, SESION), "")


def contexto_de(request: Request) -> Contexto:
    """The parts given to ``crear_app``."""
    return request.app.state.contexto


def yo(request: Request) -> Actor:
    """Who is calling; only in routes with ``permitido``."""
    return request.state.actor


ContextoDep = Annotated[Contexto, Depends(contexto_de)]
YoDep = Annotated[Actor, Depends(yo)]
TokenDep = Annotated[str, Depends(token_de)]
