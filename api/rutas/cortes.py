"""Cuts: what has been published, and making one now."""

from dataclasses import asdict

from fastapi import APIRouter

from api.acceso import ContextoDep, RutaConAcceso, permitido
from api.entradas import PeticionCorte
from api.openapi import problemas
from api.permisos import Permiso
from api.salidas import CorteSalida
from publicacion.corte import Corte, carpetas, leer_corte
from publicacion.publicar import publicar
from verificacion.bd.sesion import transaccion
from verificacion.casos import muestreos
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


@router.post("", status_code=201, responses=problemas(422, 500))
@permitido(Permiso.PUBLICAR)
def hacer(peticion: PeticionCorte, contexto: ContextoDep) -> CorteSalida:
    """Make a cut now and publish the results site from it; periods that ended are drawn, as at every cut."""
    with transaccion(contexto.engine) as session:
        muestreos.sortear_periodos(session, contexto.proceso.control, contexto.ahora())
    corte = publicar(
        contexto.engine,
        contexto.proceso,
        contexto.almacen.leer,
        contexto.carpeta_publica,
        contexto.ahora(),
        ultimo=peticion.ultimo,
        llave=contexto.llave,
    )
    return _salida(corte)


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
