"""An image becomes the image of an acta: the step shared by the reader (QR) and by people."""

from datetime import datetime

from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Acta, Identificacion, Imagen
from verificacion.casos.historia import estado_de
from verificacion.dominio.captura_doble import PrimeraHecha
from verificacion.dominio.registro import Actor, EstadoActa


def enlazar(session: Session, imagen: Imagen, acta: Acta, actor: Actor, ahora: datetime) -> None:
    """Tie an image to its acta. The first image is the one that is used; later ones are kept beside it.

    An acta declared missing that turns up is captured like any other: the declaration stays in the log. Under the
    policy ``lector_y_persona`` a sure reading is already the first capture. The caller holds the acta's lock.
    """
    session.add(Identificacion(imagen_id=imagen.id, acta_id=acta.id, usuario_id=actor.usuario_id, hecha_en=ahora))
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
    session.add(Identificacion(imagen_id=imagen.id, acta_id=None, usuario_id=actor.usuario_id, hecha_en=ahora))
    bitacora.anotar(session, actor, "fuera_de_catalogo", {"imagen": imagen.sha256}, ahora)
