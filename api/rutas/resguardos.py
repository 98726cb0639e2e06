"""The copy of an image that anyone will see, covered by a person where the machine could not."""

from fastapi import APIRouter, Response

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.entradas import AreasCubiertas
from api.openapi import problemas
from api.permisos import Permiso
from api.recepcion import RUTA_IMAGENES
from api.salidas_imagenes import CopiaPublicaSalida
from captura.recepcion import decodificar
from captura.resguardo import Area, cubrir_areas, publicable
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import resguardos

router = APIRouter(prefix=RUTA_IMAGENES, tags=["imágenes"], route_class=RutaConAcceso)


@router.post("/{sha256}/resguardo", status_code=201, responses=problemas(404, 422))
@permitido(Permiso.ELEGIR_IMAGEN)
def cubrir(sha256: str, cuerpo: AreasCubiertas, contexto: ContextoDep, yo: YoDep) -> CopiaPublicaSalida:
    """Cover rectangles of the upright photo, in fractions of its sides; none says that it shows no personal data."""
    areas = [Area(a.x, a.y, a.ancho, a.alto) for a in cuerpo.areas]
    foto = decodificar(contexto.almacen.leer(sha256))
    publicada = contexto.almacen.guardar(publicable(cubrir_areas(foto, areas)))
    with transaccion(contexto.engine) as session:
        dichas = [a.model_dump() for a in cuerpo.areas]
        resguardos.registrar(session, sha256, publicada, None, dichas, yo, contexto.ahora())
    return CopiaPublicaSalida(imagen=sha256, publicada=publicada)


@router.get("/{sha256}/publicada", response_class=Response, responses=problemas(404, 422))
@permitido(Permiso.VER_IMAGENES_DE_ACTA)
def publicada(sha256: str, contexto: ContextoDep) -> Response:
    """The covered copy that stands for an image: what anyone will see."""
    with consulta(contexto.engine) as session:
        hallada = resguardos.publicada_de(session, sha256)
    return Response(contexto.almacen.leer(hallada), media_type="image/jpeg", headers={"Cache-Control": "no-store"})
