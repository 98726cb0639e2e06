"""Verified records since a cursor: what a publisher pulls."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.acceso import ContextoDep, RutaConAcceso, permitido
from api.openapi import problemas
from api.salidas import RegistroSalida, RegistrosSalida
from verificacion.bd.sesion import consulta
from verificacion.casos import registros
from verificacion.dominio.registro import Rol

router = APIRouter(prefix="/api/v1/registros", tags=["registros"], route_class=RutaConAcceso)


@router.get("", responses=problemas(422))
@permitido(Rol.PUBLICADOR, Rol.SUPERVISOR, Rol.AUDITOR)
def desde(
    contexto: ContextoDep,
    desde: Annotated[int, Query(ge=0)] = 0,
    limite: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> RegistrosSalida:
    """Records verified after ``desde``, oldest first."""
    with consulta(contexto.engine) as session:
        filas, siguiente = registros.verificados_desde(session, contexto.proceso, desde, limite)
    return RegistrosSalida(registros=[RegistroSalida.de(registro) for _, registro in filas], siguiente=siguiente)
