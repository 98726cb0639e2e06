"""Which image of an acta is used, when several came. A person decides, each choice is kept, and figures follow images.

A capture is of one image: the turn in which it was typed says which. Choosing another image sets aside what was typed
from the former one and asks for captures of the new; going back to the former brings its captures back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, false, func, select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Acta, CapturaHecha, Identificacion, Imagen, ImagenElegida, Lectura, Turno, Usuario
from verificacion.casos.enlace import vigente
from verificacion.casos.historia import asentar, estado_de
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.cotejada import Cotejada
from verificacion.dominio.errores import CambioReservado, NoExiste
from verificacion.dominio.registro import Actor, EstadoActa, Rol


@dataclass(frozen=True, slots=True)
class VariasImagenes:
    """An acta with several images. ``pendiente``: one came after the last time that somebody chose."""

    clave: str
    estado: EstadoActa
    cuantas: int
    ultima_en: datetime
    pendiente: bool


@dataclass(frozen=True, slots=True)
class ImagenCandidata:
    """One image of an acta. ``calidad`` and ``error`` are the reader's; never its figures."""

    sha256: str
    recibida_en: datetime
    acopio_en: datetime
    origen: str
    digitalizacion: str
    en_uso: bool
    calidad: Mapping[str, float | str]
    error: str | None


@dataclass(frozen=True, slots=True)
class Eleccion:
    """One choice: from which image to which, by whom, when and why."""

    sha256: str
    anterior: str
    usuario: str
    hecha_en: datetime
    motivo: str


@dataclass(frozen=True, slots=True)
class ImagenesDeActa:
    """An acta, its images in order of arrival and the choices made, the newest last."""

    clave: str
    estado: EstadoActa
    imagenes: tuple[ImagenCandidata, ...]
    elecciones: tuple[Eleccion, ...]


def con_varias(session: Session) -> list[VariasImagenes]:
    """Actas with more than one image, first those where nobody has chosen since the last one came."""
    ultima_en = func.max(Identificacion.hecha_en)
    elegida_en = select(func.max(ImagenElegida.hecha_en)).where(ImagenElegida.acta_id == Acta.id).correlate(Acta)
    al_dia = func.coalesce(elegida_en.scalar_subquery() >= ultima_en, false())
    filas = session.execute(
        select(Acta.clave, Acta.estado, func.count(), ultima_en, al_dia)
        .join(Identificacion, and_(Identificacion.acta_id == Acta.id, vigente()))
        .group_by(Acta.id, Acta.clave, Acta.estado)
        .having(func.count() > 1)
        .order_by(Acta.id)
    )
    actas = [
        VariasImagenes(clave, EstadoActa(estado), cuantas, ultima, not al_dia)
        for clave, estado, cuantas, ultima, al_dia in filas
    ]
    return sorted(actas, key=lambda a: not a.pendiente)


def de_acta(session: Session, clave: ClaveActa) -> ImagenesDeActa:
    """The images of an acta and who chose among them.

    Raises:
        NoExiste: no such acta in the catalogue.
    """
    acta = session.scalars(select(Acta).where(Acta.clave == str(clave))).first()
    if acta is None:
        raise NoExiste("el acta", clave)
    filas = session.execute(
        select(Imagen, Lectura.calidad, Lectura.error)
        .join(Identificacion, Identificacion.imagen_id == Imagen.id)
        .outerjoin(Lectura, Lectura.imagen_id == Imagen.id)
        .where(Identificacion.acta_id == acta.id, vigente())
        .order_by(Identificacion.id)
    )
    imagenes = tuple(
        ImagenCandidata(
            sha256=imagen.sha256,
            recibida_en=imagen.recibida_en,
            acopio_en=imagen.acopio_en,
            origen=imagen.origen,
            digitalizacion=imagen.digitalizacion,
            en_uso=imagen.id == acta.imagen_id,
            calidad=calidad or {},
            error=error,
        )
        for imagen, calidad, error in filas
    )
    return ImagenesDeActa(acta.clave, EstadoActa(acta.estado), imagenes, _elecciones(session, acta))


def _elecciones(session: Session, acta: Acta) -> tuple[Eleccion, ...]:
    filas = session.execute(
        select(ImagenElegida, Usuario.usuario)
        .join(Usuario, Usuario.id == ImagenElegida.usuario_id)
        .where(ImagenElegida.acta_id == acta.id)
        .order_by(ImagenElegida.id)
    ).all()
    ids = {i for fila, _ in filas for i in (fila.imagen_id, fila.anterior_id)}
    hashes = {i: sha256 for i, sha256 in session.execute(select(Imagen.id, Imagen.sha256).where(Imagen.id.in_(ids)))}
    return tuple(
        Eleccion(hashes[fila.imagen_id], hashes[fila.anterior_id], usuario, fila.hecha_en, fila.motivo)
        for fila, usuario in filas
    )


def es_candidata(session: Session, sha256: str) -> bool:
    """Whether an image is one of several of its acta, so that whoever chooses may look at it."""
    suya = (
        select(Identificacion.acta_id)
        .join(Imagen, Imagen.id == Identificacion.imagen_id)
        .where(Imagen.sha256 == sha256, vigente())
    )
    cuantas = session.scalar(
        select(func.count())
        .select_from(Identificacion)
        .where(Identificacion.acta_id == suya.scalar_subquery(), vigente())
    )
    return (cuantas or 0) > 1


def elegir(
    session: Session,
    clave: ClaveActa,
    sha256: str,
    motivo: str,
    actor: Actor,
    ahora: datetime,
    *,
    a_propuesta: bool = False,
) -> EstadoActa:
    """Choose the image that an acta uses, or confirm the present one; returns the state of the acta after it.

    ``a_propuesta``: a supervisor proposed it and ``actor`` only confirms.

    Raises:
        NoExiste: no such acta, or the image is not one of its own.
        CambioReservado: the acta is verified, so a change withdraws its figures: only a supervisor may.
    """
    acta = session.scalars(select(Acta).where(Acta.clave == str(clave)).with_for_update()).first()
    if acta is None:
        raise NoExiste("el acta", clave)
    imagen_id = session.scalar(
        select(Imagen.id)
        .join(Identificacion, Identificacion.imagen_id == Imagen.id)
        .where(Imagen.sha256 == sha256, Identificacion.acta_id == acta.id, vigente())
    )
    if imagen_id is None or acta.imagen_id is None or actor.usuario_id is None:
        raise NoExiste("la imagen de esa acta", sha256)
    cambia = imagen_id != acta.imagen_id
    if cambia and acta.estado == EstadoActa.VERIFICADA and not (a_propuesta or Rol.SUPERVISOR in actor.roles):
        raise CambioReservado
    anterior = session.get_one(Imagen, acta.imagen_id)
    session.add(
        ImagenElegida(
            acta_id=acta.id,
            imagen_id=imagen_id,
            anterior_id=anterior.id,
            motivo=motivo[:300],
            usuario_id=actor.usuario_id,
            hecha_en=ahora,
        )
    )
    datos: dict[str, bitacora.Dato] = {"imagen": sha256, "anterior": anterior.sha256, "motivo": motivo[:300]}
    if not cambia:
        bitacora.anotar(session, actor, "imagen_confirmada", {"acta": acta.clave, **datos}, ahora)
        return EstadoActa(acta.estado)
    if acta.estado == EstadoActa.VERIFICADA:
        acta.cotejada = Cotejada.EN_CORRECCION
    acta.imagen_id = imagen_id
    acta.verificada_en = None
    acta.capturada_en = session.scalar(
        select(func.min(CapturaHecha.hecha_en))
        .join(Turno, Turno.id == CapturaHecha.turno_id)
        .where(CapturaHecha.acta_id == acta.id, CapturaHecha.ronda == acta.ronda, Turno.imagen_id == imagen_id)
    )
    return asentar(session, acta, estado_de(session, acta), actor, "imagen_elegida", ahora, datos)
