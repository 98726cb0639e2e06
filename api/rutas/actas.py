"""One acta: its record, its absence, and the catalogue in which it is looked up."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import candidatas
from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.entradas import ReaperturaPedida, SinActa
from api.openapi import problemas
from api.permisos import Permiso
from api.propuestas import PROPUESTA, PropuestaSalida, proponer
from api.salidas import Candidata, EstadoSalida, RegistroSalida
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import reaperturas, registros, sin_acta
from verificacion.casos.propuestas import ActoMayor
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import NoExiste

router = APIRouter(prefix="/api/v1", tags=["actas"], route_class=RutaConAcceso)


@router.get("/actas/{clave_acta}", responses=problemas(404, 422))
@permitido(Permiso.VER_ACTA)
def acta(clave_acta: str, contexto: ContextoDep) -> RegistroSalida:
    """State of an acta; its figures only once it is verified."""
    clave = ClaveActa.de_texto(clave_acta)
    if clave not in contexto.proceso.por_clave:
        raise NoExiste("el acta", clave)
    with consulta(contexto.engine) as session:
        return RegistroSalida.de(registros.uno(session, contexto.proceso, clave))


@router.post("/actas/{clave_acta}/sin-acta", responses=problemas(404, 409, 422))
@permitido(Permiso.DECLARAR_SIN_ACTA)
def declarar_sin_acta(clave_acta: str, cuerpo: SinActa, contexto: ContextoDep, yo: YoDep) -> EstadoSalida:
    """Record that there is no acta to capture, and why."""
    clave = ClaveActa.de_texto(clave_acta)
    with transaccion(contexto.engine) as session:
        sin_acta.declarar(session, clave, cuerpo.causa, yo, contexto.ahora())
    return EstadoSalida(estado=None)


@router.post("/actas/{clave_acta}/reapertura", responses=problemas(404, 409, 422) | PROPUESTA)
@permitido(Permiso.REABRIR)
def reabrir(
    clave_acta: str, pedida: ReaperturaPedida, contexto: ContextoDep, yo: YoDep, response: Response
) -> EstadoSalida | PropuestaSalida:
    """Have an acta captured or digitised again. What is verified is corrected so, by two people on the day."""
    clave = ClaveActa.de_texto(clave_acta)
    with consulta(contexto.engine) as session:
        firme = registros.esta_verificada(session, clave)
    if firme and contexto.dos_personas:
        response.status_code = 202
        datos = {"acta": str(clave), "tipo": pedida.tipo}
        return proponer(contexto, ActoMayor.REABRIR, datos, pedida.motivo, yo)
    with transaccion(contexto.engine) as session:
        estado = reaperturas.reabrir(session, clave, pedida.tipo, pedida.motivo, yo, contexto.ahora())
    return EstadoSalida(estado=estado)


@router.get("/catalogo", responses=problemas(422))
@permitido(Permiso.BUSCAR_EN_CATALOGO)
def buscar(buscar: Annotated[str, Query(min_length=1, max_length=20)], contexto: ContextoDep) -> list[Candidata]:
    """Actas of the catalogue by section number, or by the beginning of their key."""
    return candidatas.buscar(contexto.proceso, buscar)
