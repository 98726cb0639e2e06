"""Receive images and show them to whoever works on them."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.contexto import Contexto
from api.entradas import HoraAparato
from api.errores import ImagenAjena
from api.metricas import MetricasDep
from api.openapi import problemas
from api.permisos import Permiso, puede
from api.recepcion import RUTA_IMAGENES, Envio, recibir_envio
from api.salidas import ImagenEstado, ReciboSubida
from api.tarea import HOJA
from api.vista_imagen import vista
from verificacion.bd.sesion import consulta
from verificacion.casos import eleccion_imagen, imagenes, resguardos, tareas, usuarios
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.eleccion import Resguardo
from verificacion.dominio.registro import Actor, Digitalizacion, Origen

router = APIRouter(prefix=RUTA_IMAGENES, tags=["imágenes"], route_class=RutaConAcceso)

INMUTABLE = {"Cache-Control": "private, max-age=3600, immutable"}
"""Content-addressed: it never changes. ``private`` and one hour, because terminals are shared."""


@router.post("", status_code=202, responses=problemas(413, 422, 503))
@permitido(Permiso.ENVIAR_IMAGENES)
def subir(
    imagen: Annotated[UploadFile, File(description="JPEG, PNG, HEIC, TIFF o PDF; varias páginas son varias imágenes")],
    origen: Annotated[Origen, Form()],
    digitalizacion: Annotated[Digitalizacion, Form()],
    response: Response,
    contexto: ContextoDep,
    cuenta: MetricasDep,
    yo: YoDep,
    tomada_en: Annotated[HoraAparato, Form()] = None,
    enviada_en: Annotated[HoraAparato, Form()] = None,
    clave_acta: Annotated[str | None, Form()] = None,
) -> ReciboSubida:
    """Receive a file. The same bytes again answer the same receipt, marked ``repetida``."""
    clave = ClaveActa.de_texto(clave_acta) if clave_acta else None
    envio = Envio(origen, digitalizacion, tomada_en=tomada_en, enviada_en=enviada_en, clave=clave)
    nombre = imagen.filename or "sin-nombre"
    recibo = recibir_envio(contexto, cuenta, imagen.file.read(), nombre, envio, yo)
    response.headers["Location"] = recibo.imagenes[0].ver
    return recibo


@router.get("/{sha256}", responses=problemas(404, 422))
@permitido(Permiso.VER_RECEPCION)
def estado(sha256: str, contexto: ContextoDep, yo: YoDep) -> ImagenEstado:
    """How an image goes: received, read, with error, identified. Whoever has a centre asks of those it sent."""
    with consulta(contexto.engine) as session:
        usuarios.exigir_mismo_centro(session, sha256, yo)
        e = imagenes.estado_imagen(session, sha256)
    return ImagenEstado.de(e)


@router.get("/{sha256}/archivo", response_class=Response, responses=problemas(404, 422))
@permitido(Permiso.VER_TODA_IMAGEN)
def archivo(sha256: str, contexto: ContextoDep) -> Response:
    """The bytes as they were received, with the place and device in them: evidence, not a picture to work with."""
    contenido = contexto.almacen.leer(sha256)
    disposicion = {"Content-Disposition": f'attachment; filename="{sha256[:16]}"'}
    return Response(contenido, media_type="application/octet-stream", headers=INMUTABLE | disposicion)


@router.get("/{sha256}/vista", response_class=Response, responses=problemas(404, 422))
@permitido(Permiso.VER_IMAGEN_DE_TURNO)
def foto(sha256: str, contexto: ContextoDep, yo: YoDep) -> Response:
    """The whole photo as a JPEG that any browser shows, upright."""
    _exigir_a_la_vista(contexto, sha256, yo)
    return Response(vista(contexto.almacen, sha256), media_type="image/jpeg", headers=INMUTABLE)


@router.get("/{sha256}/hoja", response_class=Response, responses=problemas(404, 422))
@permitido(Permiso.VER_IMAGEN_DE_TURNO)
def hoja(sha256: str, contexto: ContextoDep, yo: YoDep) -> Response:
    """The straight sheet as one JPEG; 404 when the image could not be straightened."""
    _exigir_a_la_vista(contexto, sha256, yo)
    return Response(contexto.almacen.leer_derivada(sha256, HOJA), media_type="image/jpeg", headers=INMUTABLE)


def _exigir_a_la_vista(contexto: Contexto, sha256: str, yo: Actor) -> None:
    """Let through those who may see any image, whoever has this one in a turn now, and verifiers who choose or cover.

    None of that shows figures, so that nobody's blind capture is spoiled.

    Raises:
        ImagenAjena: neither.
    """
    if puede(yo, Permiso.VER_TODA_IMAGEN):
        return
    with consulta(contexto.engine) as session:
        if sha256 in tareas.imagenes_en_turno(session, yo, contexto.ahora()):
            return
        cubre = contexto.proceso.resguardo is Resguardo.CUBRIR
        if not puede(yo, Permiso.ELEGIR_IMAGEN) or not (
            eleccion_imagen.es_candidata(session, sha256) or (cubre and resguardos.esta_pendiente(session, sha256))
        ):
            raise ImagenAjena
