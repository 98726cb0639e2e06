"""Sign in and out. The cookie holds a random token; the session itself lives in the database."""

from functools import partial
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Request, Response

from api.acceso import ContextoDep, RutaConAcceso, TokenDep, YoDep, permitido, publico
from api.cookies import SESION, guardar_cookie, nombre_cookie
from api.entradas import Credenciales
from api.openapi import problemas
from api.permisos import Permiso
from api.salidas import SesionAbierta
from api.terminal import identidad_de, nombre_de, recordar_terminal
from verificacion.bd.sesion import transaccion
from verificacion.casos.entradas import Intento, autenticar
from verificacion.casos.sesiones import DURACION, cerrar
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
    anterior: TokenDep,
) -> SesionAbierta:
    """Open a session; the answer sets its cookie, and the one that tells this browser from others."""
    identidad = identidad_de(request)
    intento = Intento(
        usuario=credenciales.usuario,
        contrasena=credenciales.contrasena,
        terminal=nombre_de(identidad),
        direccion=request.client.host if request.client else "",
        codigo=credenciales.codigo,
        anterior=anterior,
        recordar=credenciales.recordar,
    )
    entrar_ahora = partial(
        autenticar, contexto.engine, intento, contexto.ahora(), segundo_factor=contexto.segundo_factor
    )
    abierta = await to_thread.run_sync(entrar_ahora, limiter=limite)
    if abierta is None:
        raise CredencialesInvalidas
    token, actor = abierta
    dura_s = round(DURACION.total_seconds()) if credenciales.recordar else None
    guardar_cookie(request, response, SESION, token, dura_s)
    recordar_terminal(request, response, identidad)
    return _abierta(actor)


@router.get("")
@permitido(Permiso.PROPIA_CUENTA)
def quien_soy(yo: YoDep) -> SesionAbierta:
    """Who is signed in."""
    return _abierta(yo)


@router.delete("", status_code=204)
@permitido(Permiso.PROPIA_CUENTA)
def salir(request: Request, response: Response, contexto: ContextoDep, yo: YoDep, token: TokenDep) -> None:
    """Close the session on the server and in the browser."""
    nombre = nombre_cookie(request, SESION)
    with transaccion(contexto.engine) as session:
        cerrar(session, token, yo, contexto.ahora())
    response.delete_cookie(nombre, path="/", httponly=True, samesite="strict", secure=request.url.scheme == "https")


def _abierta(actor: Actor) -> SesionAbierta:
    return SesionAbierta(
        usuario=actor.usuario, roles=sorted(actor.roles), centro=actor.centro, pendientes=sorted(actor.pendientes)
    )
