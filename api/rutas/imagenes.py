"""Receive images and show them to whoever works on them.

The bytes are on the disk, synchronised, before the row and its job are written; the answer leaves after both.
"""

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.contexto import Contexto
from api.cuarentena import apartar
from api.entradas import TomadaEn
from api.errores import ImagenAjena, ImagenRechazada
from api.metricas import MetricasDep
from api.openapi import problemas
from api.salidas import ImagenEstado, ImagenSubida, ReciboSubida
from api.tarea import HOJA
from api.vista_imagen import vista
from captura.recepcion import ImagenRecibida, recibir
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import imagenes, tareas
from verificacion.casos.imagenes import ImagenNueva
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import DatoInvalido
from verificacion.dominio.registro import Actor, Digitalizacion, Origen, Rol

router = APIRouter(prefix="/api/v1/imagenes", tags=["imágenes"], route_class=RutaConAcceso)

VE_TODAS = frozenset({Rol.SUPERVISOR, Rol.AUDITOR})
"""Roles that may look at any image; everybody else, only at the image of the present turn."""

QUIEN_MIRA = (Rol.CAPTURISTA, Rol.VERIFICADOR, *VE_TODAS)

INMUTABLE = {"Cache-Control": "private, max-age=3600, immutable"}
"""Content-addressed: it never changes. ``private`` and one hour, because terminals are shared."""


@router.post("", status_code=202, responses=problemas(413, 422, 503))
@permitido(Rol.DIGITALIZADOR, Rol.SUPERVISOR)
def subir(
    imagen: Annotated[UploadFile, File(description="JPEG, PNG, HEIC, TIFF o PDF; varias páginas son varias imágenes")],
    origen: Annotated[Origen, Form()],
    digitalizacion: Annotated[Digitalizacion, Form()],
    response: Response,
    contexto: ContextoDep,
    cuenta: MetricasDep,
    yo: YoDep,
    tomada_en: Annotated[TomadaEn, Form()] = None,
    clave_acta: Annotated[str | None, Form()] = None,
) -> ReciboSubida:
    """Receive a file. The same bytes again answer the same receipt, marked ``repetida``."""
    clave = ClaveActa.de_texto(clave_acta) if clave_acta else None
    contenido = imagen.file.read()
    try:
        paginas = recibir(contenido, imagen.filename or "sin-nombre")
    except DatoInvalido as e:
        cuenta.subidas.labels("rechazada").inc()
        raise ImagenRechazada(e, apartar(contexto.almacen.raiz, contenido)) from e
    contexto.almacen.guardar(contenido)
    for pagina in paginas:
        contexto.almacen.guardar(pagina.contenido)
    nuevas = [_nueva(pagina, origen, digitalizacion, tomada_en, clave) for pagina in paginas]
    recibo = _registrar(contexto, nuevas, yo)
    for recibida in recibo.imagenes:
        cuenta.subidas.labels("repetida" if recibida.repetida else "nueva").inc()
    response.headers["Location"] = recibo.imagenes[0].ver
    return recibo


def _nueva(
    pagina: ImagenRecibida, origen: Origen, digitalizacion: Digitalizacion, tomada_en: TomadaEn, clave: ClaveActa | None
) -> ImagenNueva:
    return ImagenNueva(
        sha256=pagina.sha256,
        original_sha256=pagina.original_sha256,
        nombre=pagina.nombre,
        mime=pagina.mime,
        bytes=len(pagina.contenido),
        origen=origen,
        digitalizacion=digitalizacion,
        tomada_en=tomada_en,
        clave=clave,
    )


def _registrar(contexto: Contexto, nuevas: list[ImagenNueva], yo: Actor) -> ReciboSubida:
    ahora = contexto.ahora()
    with transaccion(contexto.engine) as session:
        recibos = [imagenes.recibir_imagen(session, contexto.cola, nueva, yo, ahora) for nueva in nuevas]
    return ReciboSubida(
        imagenes=[
            ImagenSubida(
                sha256=r.sha256,
                recibida_en=r.recibida_en,
                repetida=r.repetida,
                estado=r.estado,
                ver=f"{router.prefix}/{r.sha256}",
            )
            for r in recibos
        ]
    )


@router.get("/{sha256}", responses=problemas(404, 422))
@permitido(Rol.DIGITALIZADOR, Rol.SUPERVISOR, Rol.AUDITOR, Rol.ADMINISTRADOR)
def estado(sha256: str, contexto: ContextoDep) -> ImagenEstado:
    """How an image goes: received, read, with error, identified."""
    with consulta(contexto.engine) as session:
        e = imagenes.estado_imagen(session, sha256)
    return ImagenEstado.de(e)


@router.get("/{sha256}/archivo", response_class=Response, responses=problemas(404, 422))
@permitido(*QUIEN_MIRA)
def archivo(sha256: str, request: Request, contexto: ContextoDep, yo: YoDep) -> Response:
    """The bytes as they were received."""
    _exigir_a_la_vista(contexto, sha256, yo)
    contenido = contexto.almacen.leer(sha256)
    disposicion = {"Content-Disposition": f'attachment; filename="{sha256[:16]}"'}
    return Response(contenido, media_type="application/octet-stream", headers=INMUTABLE | disposicion)


@router.get("/{sha256}/vista", response_class=Response, responses=problemas(404, 422))
@permitido(*QUIEN_MIRA)
def foto(sha256: str, contexto: ContextoDep, yo: YoDep) -> Response:
    """The whole photo as a JPEG that any browser shows, upright."""
    _exigir_a_la_vista(contexto, sha256, yo)
    return Response(vista(contexto.almacen, sha256), media_type="image/jpeg", headers=INMUTABLE)


@router.get("/{sha256}/hoja", response_class=Response, responses=problemas(404, 422))
@permitido(*QUIEN_MIRA)
def hoja(sha256: str, contexto: ContextoDep, yo: YoDep) -> Response:
    """The straight sheet as one JPEG; 404 when the image could not be straightened."""
    _exigir_a_la_vista(contexto, sha256, yo)
    return Response(contexto.almacen.leer_derivada(sha256, HOJA), media_type="image/jpeg", headers=INMUTABLE)


def _exigir_a_la_vista(contexto: Contexto, sha256: str, yo: Actor) -> None:
    """Let through those who may see any image, and whoever has this one in a turn now.

    Raises:
        ImagenAjena: neither.
    """
    if yo.roles & VE_TODAS:
        return
    with consulta(contexto.engine) as session:
        if sha256 not in tareas.imagenes_en_turno(session, yo, contexto.ahora()):
            raise ImagenAjena
