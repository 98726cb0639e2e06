"""Which file is published for an image, in an election that covers personal data. The original's hash is in the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, and_, or_, select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Acta, CopiaPublica, Identificacion, Imagen
from verificacion.casos.enlace import vigente
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.registro import Actor


@dataclass(frozen=True, slots=True)
class PorCubrir:
    """An image in use without a copy to publish. ``clave`` None: it is out of the catalogue."""

    sha256: str
    clave: str | None
    recibida_en: datetime


def registrar(
    session: Session,
    sha256: str,
    publicada: str,
    forma: str | None,
    areas: Sequence[Mapping[str, float]],
    actor: Actor,
    ahora: datetime,
) -> None:
    """Record the covered copy of an image, whose bytes are already in the store. The last one stands.

    Args:
        session: the transaction.
        sha256: of the image as received.
        publicada: SHA-256 of its covered copy.
        forma: key of the form whose areas were covered; None when a person drew ``areas``.
        areas: rectangles that a person drew, in fractions of the upright photo.
        actor: who covered it.
        ahora: aware UTC.

    Raises:
        NoExiste: the image was never received.
    """
    imagen_id = session.scalar(select(Imagen.id).where(Imagen.sha256 == sha256))
    if imagen_id is None:
        raise NoExiste("la imagen", sha256)
    if session.scalar(
        select(CopiaPublica.id).where(
            CopiaPublica.imagen_id == imagen_id, CopiaPublica.sha256 == publicada, CopiaPublica.forma == forma
        )
    ):
        return  # the same machine's copy again: the job was done twice
    session.add(
        CopiaPublica(
            imagen_id=imagen_id,
            sha256=publicada,
            forma=forma,
            areas=[dict(area) for area in areas],
            usuario_id=actor.usuario_id,
            hecho_en=ahora,
        )
    )
    datos = {"imagen": sha256, "publicada": publicada, "forma": forma, "areas": len(areas)}
    bitacora.anotar(session, actor, "imagen_resguardada", datos, ahora)


def copia_en_uso() -> ScalarSelect[str]:
    """SHA-256 of the copy that stands for ``Imagen`` as the image of ``Acta``, in a query over both.

    A copy made with the areas of another form does not count: it may leave names in sight.
    """
    return (
        select(CopiaPublica.sha256)
        .where(
            CopiaPublica.imagen_id == Imagen.id,
            or_(CopiaPublica.forma.is_(None), Acta.id.is_(None), CopiaPublica.forma == Acta.forma),
        )
        .order_by(CopiaPublica.id.desc())
        .limit(1)
        .correlate(Imagen, Acta)
        .scalar_subquery()
    )


def pendientes(session: Session) -> list[PorCubrir]:
    """Images in use that have no copy to publish, the oldest first: the sheet could not be straightened."""
    filas = session.execute(
        select(Imagen.sha256, Acta.clave, Imagen.recibida_en)
        .join(Identificacion, Identificacion.imagen_id == Imagen.id)
        .outerjoin(Acta, Acta.id == Identificacion.acta_id)
        .where(
            or_(Identificacion.acta_id.is_(None), and_(Acta.imagen_id == Imagen.id)),
            vigente(),
            copia_en_uso().is_(None),
        )
        .order_by(Imagen.id)
    )
    return [PorCubrir(sha256, clave, recibida_en) for sha256, clave, recibida_en in filas]


def esta_pendiente(session: Session, sha256: str) -> bool:
    """Whether an image in use still has no copy to publish."""
    return any(p.sha256 == sha256 for p in pendientes(session))


def publicada_de(session: Session, sha256: str) -> str:
    """SHA-256 of the copy that stands for an image.

    Raises:
        NoExiste: it has none.
    """
    hallada = session.scalar(
        select(copia_en_uso())
        .select_from(Imagen)
        .outerjoin(Identificacion, and_(Identificacion.imagen_id == Imagen.id, vigente()))
        .outerjoin(Acta, Acta.id == Identificacion.acta_id)
        .where(Imagen.sha256 == sha256)
    )
    if hallada is None:
        raise NoExiste("la copia cubierta de la imagen", sha256)
    return hallada
