"""The images of an acta, and which of them is used."""

from fastapi import APIRouter, Response

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.entradas import EleccionImagen
from api.openapi import problemas
from api.permisos import Permiso, puede
from api.propuestas import PROPUESTA, PropuestaSalida, proponer
from api.recepcion import RUTA_IMAGENES
from api.salidas import EstadoSalida
from api.salidas_imagenes import ImagenCandidataSalida, ImagenesDeActaSalida
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import eleccion_imagen
from verificacion.casos.propuestas import ActoMayor
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.registro import EstadoActa

router = APIRouter(prefix="/api/v1/actas", tags=["actas"], route_class=RutaConAcceso)


@router.get("/{clave_acta}/imagenes", responses=problemas(404, 422))
@permitido(Permiso.VER_IMAGENES_DE_ACTA)
def imagenes(clave_acta: str, contexto: ContextoDep) -> ImagenesDeActaSalida:
    """Every image of an acta in order of arrival, with how good the reader found it; never figures."""
    with consulta(contexto.engine) as session:
        hallada = eleccion_imagen.de_acta(session, ClaveActa.de_texto(clave_acta))
    return ImagenesDeActaSalida(
        clave_acta=hallada.clave,
        estado=hallada.estado,
        imagenes=[ImagenCandidataSalida.de(i, f"{RUTA_IMAGENES}/{i.sha256}") for i in hallada.imagenes],
    )


@router.post("/{clave_acta}/imagen", responses=problemas(404, 422) | PROPUESTA)
@permitido(Permiso.ELEGIR_IMAGEN)
def elegir(
    clave_acta: str, cual: EleccionImagen, contexto: ContextoDep, yo: YoDep, response: Response
) -> EstadoSalida | PropuestaSalida:
    """Choose the image that the acta uses. Another one than before asks for its captures; the same one confirms it.

    Another one for a verified acta waits, on the day, for another person.
    """
    clave = ClaveActa.de_texto(clave_acta)
    if contexto.dos_personas and puede(yo, Permiso.REABRIR):
        with consulta(contexto.engine) as session:
            acta = eleccion_imagen.de_acta(session, clave)
        otras = {i.sha256 for i in acta.imagenes if not i.en_uso}
        if acta.estado is EstadoActa.VERIFICADA and cual.sha256 in otras:
            response.status_code = 202
            datos = {"acta": str(clave), "imagen": cual.sha256}
            return proponer(contexto, ActoMayor.CAMBIAR_IMAGEN, datos, cual.motivo, yo)
    with transaccion(contexto.engine) as session:
        estado = eleccion_imagen.elegir(session, clave, cual.sha256, cual.motivo, yo, contexto.ahora())
    return EstadoSalida(estado=estado)
