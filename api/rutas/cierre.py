"""The close of the publication: when it is, and moving it by an authorised, recorded act."""

from fastapi import APIRouter, Response

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.entradas import CierreNuevo
from api.openapi import problemas
from api.permisos import Permiso
from api.propuestas import PROPUESTA, PropuestaSalida, proponer
from api.salidas import CierreSalida
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos.cierre import con_cierre_vigente, extender
from verificacion.casos.propuestas import ActoMayor

router = APIRouter(prefix="/api/v1/cierre", tags=["cortes"], route_class=RutaConAcceso)


@router.get("")
@permitido(Permiso.VER_CORTES)
def ver(contexto: ContextoDep) -> CierreSalida:
    """The close as foreseen and as it stands."""
    with consulta(contexto.engine) as session:
        vigente = con_cierre_vigente(session, contexto.proceso).cierre
    return CierreSalida(previsto=contexto.proceso.cierre, vigente=vigente)


@router.post("", status_code=201, responses=problemas(409, 422) | PROPUESTA)
@permitido(Permiso.PUBLICAR)
def mover(cuerpo: CierreNuevo, contexto: ContextoDep, yo: YoDep, response: Response) -> CierreSalida | PropuestaSalida:
    """Extend the close. Who, when, until when and by which act stay in the log; on the day another person confirms."""
    if contexto.dos_personas:
        response.status_code = 202
        datos = {"hasta": cuerpo.hasta.isoformat()}
        return proponer(contexto, ActoMayor.EXTENDER_CIERRE, datos, cuerpo.motivo, yo)
    with transaccion(contexto.engine) as session:
        extender(session, contexto.proceso, cuerpo.hasta, cuerpo.motivo, yo, contexto.ahora())
    return CierreSalida(previsto=contexto.proceso.cierre, vigente=cuerpo.hasta)
