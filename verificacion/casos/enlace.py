"""An image becomes the image of an acta: the step shared by the reader (QR) and by people."""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, delete, func, select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Acta, Identificacion, Imagen, PorIdentificar, Reapertura
from verificacion.casos.historia import estado_de
from verificacion.dominio.captura_doble import PrimeraHecha
from verificacion.dominio.registro import Actor, EstadoActa
from verificacion.dominio.vida import Declaracion


def vigente() -> ColumnElement[bool]:
    """Whether an ``Identificacion`` stands: nobody found since that its image is of another acta."""
    return Identificacion.vez == _devuelta()


def _devuelta() -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(Reapertura)
        .where(Reapertura.imagen_id == Identificacion.imagen_id, Reapertura.tipo == Declaracion.OTRA_ACTA)
        .correlate(Identificacion)
        .scalar_subquery()
    )


def esperar_identificacion(session: Session, imagen: Imagen) -> None:
    """Put an image in the queue of those that a person identifies."""
    session.add(PorIdentificar(imagen_id=imagen.id))


def _identificar(session: Session, imagen: Imagen, acta: Acta | None, actor: Actor, ahora: datetime) -> None:
    session.execute(delete(PorIdentificar).where(PorIdentificar.imagen_id == imagen.id))
    devueltas = select(func.count()).where(Reapertura.imagen_id == imagen.id, Reapertura.tipo == Declaracion.OTRA_ACTA)
    session.add(
        Identificacion(
            imagen_id=imagen.id,
            vez=session.scalar(devueltas) or 0,
            acta_id=None if acta is None else acta.id,
            usuario_id=actor.usuario_id,
            hecha_en=ahora,
        )
    )


def enlazar(session: Session, imagen: Imagen, acta: Acta, actor: Actor, ahora: datetime) -> None:
    """Tie an image to its acta. The first image is the one that is used; later ones are kept beside it.

    An acta declared missing that turns up is captured like any other: the declaration stays in the log. Under the
    policy ``lector_y_persona`` a sure reading is already the first capture. The caller holds the acta's lock.
    """
    _identificar(session, imagen, acta, actor, ahora)
    usada = acta.estado in (EstadoActa.ESPERADA, EstadoActa.SIN_ACTA)
    if usada:
        acta.estado, acta.imagen_id, acta.digitalizada_en = EstadoActa.DIGITALIZADA, imagen.id, ahora
        acta.causa = acta.cursor = acta.capturada_en = acta.verificada_en = None
        if isinstance(estado_de(session, acta), PrimeraHecha):
            acta.estado, acta.capturada_en = EstadoActa.CAPTURADA, ahora
    datos = {"imagen": imagen.sha256, "acta": acta.clave, "usada": int(usada)}
    bitacora.anotar(session, actor, "imagen_identificada", datos, ahora)


def descatalogar(session: Session, imagen: Imagen, actor: Actor, ahora: datetime) -> None:
    """Register an image as out of the catalogue."""
    _identificar(session, imagen, None, actor, ahora)
    bitacora.anotar(session, actor, "fuera_de_catalogo", {"imagen": imagen.sha256}, ahora)
