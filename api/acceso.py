"""Who may enter each route. A route says ``@permitido(Rol…)`` or ``@publico``; one that says nothing cannot start.

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
from verificacion.bd.sesion import consulta
from verificacion.casos import usuarios
from verificacion.dominio.registro import Actor, Rol

F = TypeVar("F", bound=Callable[..., Any])

_MARCA = "__acceso__"

PERSONAL = tuple(rol for rol in Rol if rol is not Rol.SISTEMA)
"""Every role an account may have."""


@dataclass(frozen=True, slots=True)
class Acceso:
    """Roles that may enter; None means everybody, signed in or not."""

    roles: frozenset[Rol] | None


class RutaSinAcceso(RuntimeError):
    """A route declares neither ``permitido`` nor ``publico``: a fault of the program, found when it starts."""


def permitido(*roles: Rol) -> Callable[[F], F]:
    """Let in only people with one of ``roles``."""

    def marcar(endpoint: F) -> F:
        setattr(endpoint, _MARCA, Acceso(frozenset(roles)))
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
            if acceso.roles is not None:
                actor = await run_in_threadpool(_actor, request)
                if not actor.roles & acceso.roles:
                    raise RolInsuficiente(frozenset(acceso.roles))
                request.state.actor = actor
            return await atender(request)

        return con_acceso


def _actor(request: Request) -> Actor:
    token = request.cookies.get(nombre_cookie(request, SESION))
    if not token:
        raise SinSesion
    contexto = contexto_de(request)
    with consulta(contexto.engine) as session:
        actor = usuarios.sesion(session, token, contexto.ahora())
    if actor is None:
        raise SinSesion
    return actor


def contexto_de(request: Request) -> Contexto:
    """The parts given to ``crear_app``."""
    return request.app.state.contexto


def yo(request: Request) -> Actor:
    """Who is calling; only in routes with ``permitido``."""
    return request.state.actor


ContextoDep = Annotated[Contexto, Depends(contexto_de)]
YoDep = Annotated[Actor, Depends(yo)]
