"""Reception of images and what became of each. Their bytes are already safe in the store when this is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.cola import Cola, Tarea
from verificacion.bd.tablas import Acta, Identificacion, Imagen, Lectura, ProcesoAbierto
from verificacion.casos.enlace import vigente
from verificacion.dominio.acopio import Acopio, AvisoReloj, acopio_de
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.registro import Actor, Digitalizacion, Origen
from verificacion.dominio.repaso import instante


class PasoImagen(StrEnum):
    """How far an image is."""

    EN_COLA = "en_cola"
    POR_IDENTIFICAR = "por_identificar"
    IDENTIFICADA = "identificada"
    FUERA_DE_CATALOGO = "fuera_de_catalogo"
    GUARDADA = "guardada"
    """Its acta already had another image; both are kept."""


@dataclass(frozen=True, slots=True)
class ImagenNueva:
    """An image just received. ``clave`` is the acta that the uploader says it is, if any.

    ``tomada_en`` and ``enviada_en`` are what the device's clock said at the photo and at the end of sending.
    """

    sha256: str
    original_sha256: str
    nombre: str
    mime: str
    bytes: int
    origen: Origen
    digitalizacion: Digitalizacion
    tomada_en: datetime | None
    clave: ClaveActa | None = None
    enviada_en: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recibo:
    """What the server acknowledges: from here on the image is never lost. ``reloj``: what is wrong with its clock."""

    sha256: str
    recibida_en: datetime
    repetida: bool
    estado: PasoImagen
    reloj: AvisoReloj | None = None


@dataclass(frozen=True, slots=True)
class EstadoImagen:
    """An image and what became of it. ``error`` is the reader's code when it could not straighten the sheet.

    ``calidad`` holds the reader's measures and its verdict, empty until it is read. ``desfase_s``: by how much the
    server's clock was ahead of the device's when the image was sent, give or take the time of one request; None when
    the device did not tell. ``reloj`` is what the person must know of that clock.
    """

    sha256: str
    estado: PasoImagen
    clave: str | None
    recibida_en: datetime
    error: str | None
    tomada_en: datetime | None
    enviada_en: datetime | None
    calidad: Mapping[str, Any]
    reloj: AvisoReloj | None = None

    @property
    def desfase_s(self) -> float | None:
        """Server's clock less the device's, in seconds."""
        return None if self.enviada_en is None else (self.recibida_en - self.enviada_en).total_seconds()


def recibir_imagen(session: Session, cola: Cola, nueva: ImagenNueva, actor: Actor, ahora: datetime) -> Recibo:
    """Record an image and the job that reads it, together. The same bytes again return the first receipt."""
    if (ya := _primer_recibo(session, nueva.sha256)) is not None:
        return ya
    acopio = _acopio(session, nueva, ahora)
    imagen = Imagen(
        sha256=nueva.sha256,
        original_sha256=nueva.original_sha256,
        nombre=nueva.nombre[:255],
        mime=nueva.mime,
        bytes=nueva.bytes,
        origen=nueva.origen,
        digitalizacion=nueva.digitalizacion,
        clave_declarada=None if nueva.clave is None else str(nueva.clave),
        tomada_en=nueva.tomada_en,
        enviada_en=nueva.enviada_en,
        acopio_en=acopio.hora,
        recibida_en=ahora,
        usuario_id=actor.usuario_id,
    )
    try:
        with session.begin_nested():
            session.add(imagen)
    except IntegrityError:
        # The same bytes came through another connection a moment before, and its transaction just ended.
        if (ya := _primer_recibo(session, nueva.sha256)) is None:
            raise
        return ya
    cola.encolar(session, Tarea.LEER, nueva.sha256, ahora)
    datos = {
        "imagen": nueva.sha256,
        "original": nueva.original_sha256,
        "bytes": nueva.bytes,
        "origen": nueva.origen,
        "digitalizacion": nueva.digitalizacion,
        "acopio_en": instante(acopio.hora),
        "reloj": acopio.aviso,
        "tomada_en": _texto(nueva.tomada_en),
        "enviada_en": _texto(nueva.enviada_en),
    }
    bitacora.anotar(session, actor, "imagen_recibida", datos, ahora)
    return Recibo(nueva.sha256, ahora, False, PasoImagen.EN_COLA, acopio.aviso)


def _texto(instante: datetime | None) -> str | None:
    return None if instante is None else instante.astimezone(UTC).isoformat(timespec="milliseconds")


def recibos_de_archivo(session: Session, sha256: str) -> list[Recibo]:
    """First receipts of the images of a file, marked as repeated; none when the file was never received."""
    del_archivo = or_(Imagen.original_sha256 == sha256, Imagen.sha256 == sha256)
    paginas = session.scalars(select(Imagen.sha256).where(del_archivo).order_by(Imagen.id)).all()
    return [recibo for pagina in paginas if (recibo := _primer_recibo(session, pagina)) is not None]


def _primer_recibo(session: Session, sha256: str) -> Recibo | None:
    recibida_en = session.scalar(select(Imagen.recibida_en).where(Imagen.sha256 == sha256))
    if recibida_en is None:
        return None
    estado = estado_imagen(session, sha256)
    return Recibo(sha256, recibida_en, True, estado.estado, estado.reloj)


def _acopio(session: Session, imagen: ImagenNueva | Imagen, recibida_en: datetime) -> Acopio:
    """When an image was collected; before the zero state nothing can be said of its clocks."""
    abierto = session.get(ProcesoAbierto, 1)
    if abierto is None:
        return Acopio(recibida_en)
    movil = imagen.digitalizacion == Digitalizacion.MOVIL and imagen.origen == Origen.CASILLA
    return acopio_de(imagen.tomada_en if movil else None, imagen.enviada_en, recibida_en, abierto.apertura)


def estado_imagen(session: Session, sha256: str) -> EstadoImagen:
    """What became of an image.

    Raises:
        NoExiste: it was never received.
    """
    fila = session.execute(
        select(Imagen, Lectura, Identificacion.id, Acta.clave, Acta.imagen_id)
        .outerjoin(Lectura, Lectura.imagen_id == Imagen.id)
        .outerjoin(Identificacion, and_(Identificacion.imagen_id == Imagen.id, vigente()))
        .outerjoin(Acta, Acta.id == Identificacion.acta_id)
        .where(Imagen.sha256 == sha256)
    ).one_or_none()
    if fila is None:
        raise NoExiste("la imagen", sha256)
    imagen, lectura, identificacion_id, clave, elegida = _opcionales(fila)
    if identificacion_id is None:
        paso = PasoImagen.EN_COLA if lectura is None else PasoImagen.POR_IDENTIFICAR
    elif clave is None:
        paso = PasoImagen.FUERA_DE_CATALOGO
    else:
        paso = PasoImagen.IDENTIFICADA if elegida == imagen.id else PasoImagen.GUARDADA
    return EstadoImagen(
        sha256=sha256,
        estado=paso,
        clave=clave,
        recibida_en=imagen.recibida_en,
        error=None if lectura is None else lectura.error,
        tomada_en=imagen.tomada_en,
        enviada_en=imagen.enviada_en,
        calidad={} if lectura is None else lectura.calidad,
        reloj=_acopio(session, imagen, imagen.recibida_en).aviso,
    )


def _opcionales(
    fila: Row[Imagen, Lectura, int, str, int | None],
) -> tuple[Imagen, Lectura | None, int | None, str | None, int | None]:
    """An outer join may leave any of these empty, which SQLAlchemy's types cannot say."""
    imagen, lectura, identificacion_id, clave, elegida = fila
    return imagen, lectura, identificacion_id, clave, elegida
