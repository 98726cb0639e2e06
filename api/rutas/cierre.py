"""The close of the publication: when it is, and moving it by an authorised, recorded act."""

from fastapi import APIRouter

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.entradas import CierreNuevo
from api.openapi import problemas
from api.permisos import Permiso
from api.salidas import CierreSalida
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos.cierre import con_cierre_vigente, extender

router = APIRouter(prefix="/api/v1/cierre", tags=["cortes"], route_class=RutaConAcceso)


@router.get("")
@permitido(Permiso.VER_CORTES)
def ver(contexto: ContextoDep) -> CierreSalida:
    """The close as foreseen and as it stands."""
    with consulta(contexto.engine) as session:
        vigente = con_cierre_vigente(session, contexto.proceso).cierre
    return CierreSalida(previsto=contexto.proceso.cierre, vigente=vigente)


@router.post("", status_code=201, responses=problemas(409, 422))
@permitido(Permiso.PUBLICAR)
def mover(cuerpo: CierreNuevo, contexto: ContextoDep, yo: YoDep) -> CierreSalida:
    """Extend the close. Who, when, until when and by which act stay in the log."""
    with transaccion(contexto.engine) as session:
        extender(session, contexto.proceso, cuerpo.hasta, cuerpo.motivo, yo, contexto.ahora())
    return CierreSalida(previsto=contexto.proceso.cierre, vigente=cuerpo.hasta)
