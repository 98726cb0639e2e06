"""Acts that wait for a second person: see them, confirm one and refuse one."""

from fastapi import APIRouter

from api import propuestas as actos
from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.openapi import problemas
from api.permisos import Permiso
from api.propuestas import PropuestaSalida, salida_de
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import propuestas

router = APIRouter(prefix="/api/v1/propuestas", tags=["dos personas"], route_class=RutaConAcceso)


@router.get("")
@permitido(Permiso.VER_PROPUESTAS)
def listar(contexto: ContextoDep) -> list[PropuestaSalida]:
    """What waits, the oldest first."""
    with consulta(contexto.engine) as session:
        return [salida_de(p) for p in propuestas.pendientes(session, contexto.ahora())]


@router.post("/{numero}/confirmacion", status_code=204, responses=problemas(403, 404, 409, 422))
@permitido(Permiso.CONFIRMAR)
def confirmar(numero: int, contexto: ContextoDep, yo: YoDep) -> None:
    """Have it done. Never by whoever proposed it."""
    actos.confirmar(contexto, numero, yo)


@router.post("/{numero}/rechazo", status_code=204, responses=problemas(404, 409, 422))
@permitido(Permiso.CONFIRMAR)
def rechazar(numero: int, contexto: ContextoDep, yo: YoDep) -> None:
    """Refuse it, or take back one's own."""
    with transaccion(contexto.engine) as session:
        propuestas.responder(session, numero, False, yo, contexto.ahora())
