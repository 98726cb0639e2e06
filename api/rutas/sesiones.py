"""Sign in and out. The cookie holds a random token; the session itself lives in the database."""

from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Request, Response

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido, publico
from api.contexto import Contexto
from api.cookies import SESION, guardar_cookie, nombre_cookie
from api.entradas import Credenciales
from api.openapi import problemas
from api.permisos import Permiso
from api.salidas import SesionAbierta
from api.terminal import identidad_de, nombre_de, recordar_terminal
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import usuarios
from verificacion.dominio.errores import CredencialesInvalidas
from verificacion.dominio.registro import Actor

router = APIRouter(prefix="/api/v1/sesiones", tags=["sesiones"], route_class=RutaConAcceso)

MAX_ENTRADAS_A_LA_VEZ = 2  # one argon2 check takes 64 MiB and 0.2 s of a core; thirty at once would take 2 GB


def limite_de_entradas(request: Request) -> CapacityLimiter:
    """The application's queue of password checks."""
    return request.app.state.limite_de_entradas


@router.post("", responses=problemas(401, 422, 429))
@publico
async def entrar(
    credenciales: Credenciales,
    request: Request,
    response: Response,
    contexto: ContextoDep,
    limite: Annotated[CapacityLimiter, Depends(limite_de_entradas)],
) -> SesionAbierta:
    """Open a session; the answer sets its cookie, and the one that tells this browser from others."""
    direccion = request.client.host if request.client else ""
    identidad = identidad_de(request)
    token, actor = await to_thread.run_sync(
        _autenticar, contexto, credenciales, nombre_de(identidad), direccion, limiter=limite
    )
    dura_s = round(usuarios.DURACION.total_seconds()) if credenciales.recordar else None
    guardar_cookie(request, response, SESION, token, dura_s)
    recordar_terminal(request, response, identidad)
    return _abierta(actor)


def _autenticar(contexto: Contexto, credenciales: Credenciales, terminal: str, direccion: str) -> tuple[str, Actor]:
    ahora = contexto.ahora()
    usuario, contrasena = credenciales.usuario, credenciales.contrasena
    token = usuarios.autenticar(contexto.engine, usuario, contrasena, terminal, ahora, direccion)
    if token is not None:
        with consulta(contexto.engine) as session:
            if (actor := usuarios.sesion(session, token, ahora)) is not None:
                return token, actor
    raise CredencialesInvalidas


@router.get("")
@permitido(Permiso.PROPIA_CUENTA)
def quien_soy(yo: YoDep) -> SesionAbierta:
    """Who is signed in."""
    return _abierta(yo)


@router.delete("", status_code=204)
@permitido(Permiso.PROPIA_CUENTA)
def salir(request: Request, response: Response, contexto: ContextoDep) -> None:
    """Close the session on the server and in the browser."""
    nombre = nombre_cookie(request, SESION)
    with transaccion(contexto.engine) as session:
        usuarios.salir(session, request.cookies[nombre], contexto.ahora())
    response.delete_cookie(nombre, path="/", httponly=True, samesite="strict", secure=request.url.scheme == "https")


def _abierta(actor: Actor) -> SesionAbierta:
    return SesionAbierta(usuario=actor.usuario, roles=sorted(actor.roles))
