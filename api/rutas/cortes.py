"""Cuts: what has been published, and making one now."""

from dataclasses import asdict

from fastapi import APIRouter, Response

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.entradas import PeticionCorte
from api.openapi import problemas
from api.permisos import Permiso
from api.propuestas import PROPUESTA, PropuestaSalida, hacer_corte, proponer
from api.salidas import CorteSalida
from publicacion.corte import Corte, carpetas, leer_corte
from verificacion.casos.propuestas import ActoMayor
from verificacion.dominio.errores import NoExiste

router = APIRouter(prefix="/api/v1/cortes", tags=["cortes"], route_class=RutaConAcceso)


@router.get("")
@permitido(Permiso.VER_CORTES)
def listar(contexto: ContextoDep) -> list[CorteSalida]:
    """Published cuts, oldest first."""
    return [_salida(leer_corte(carpeta)) for carpeta in carpetas(contexto.carpeta_publica)]


@router.get("/{numero}", responses=problemas(404, 422))
@permitido(Permiso.VER_CORTES)
def ver(numero: int, contexto: ContextoDep) -> CorteSalida:
    """One published cut."""
    for carpeta in carpetas(contexto.carpeta_publica):
        if (corte := leer_corte(carpeta)).numero == numero:
            return _salida(corte)
    raise NoExiste("el corte", numero)


@router.post("", status_code=201, responses=problemas(422, 500) | PROPUESTA)
@permitido(Permiso.PUBLICAR)
def hacer(
    peticion: PeticionCorte, contexto: ContextoDep, yo: YoDep, response: Response
) -> CorteSalida | PropuestaSalida:
    """Make a cut now and publish the results site from it; periods that ended are drawn, as at every cut.

    The closing one, on the day, waits for another person.
    """
    if peticion.ultimo and contexto.dos_personas:
        response.status_code = 202
        return proponer(contexto, ActoMayor.CERRAR, {}, "hacer el último corte", yo)
    return _salida(hacer_corte(contexto, ultimo=peticion.ultimo))


def _salida(corte: Corte) -> CorteSalida:
    return CorteSalida(
        numero=corte.numero,
        hecho_en=corte.momento,
        ultimo=corte.ultimo,
        base=corte.base,
        paquete=corte.paquete,
        huella=corte.huella,
        anterior=corte.anterior,
        archivos=dict(corte.archivos),
        encabezado=asdict(corte.encabezado),
    )
