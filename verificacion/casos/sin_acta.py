"""The acta will not come: the package did not arrive, the casilla was not installed, or the bag was missing."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Acta
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import ActaConImagen, NoExiste
from verificacion.dominio.registro import Actor, CausaSinActa, EstadoActa


def declarar(session: Session, clave: ClaveActa, causa: CausaSinActa, actor: Actor, ahora: datetime) -> None:
    """Record that there is no acta to capture. Declaring the same again changes nothing.

    Raises:
        NoExiste: no such acta in the catalogue.
        ActaConImagen: an image of it was received, or another cause was declared.
    """
    acta = session.scalars(select(Acta).where(Acta.clave == str(clave)).with_for_update()).first()
    if acta is None:
        raise NoExiste("el acta", clave)
    if (acta.estado, acta.causa) == (EstadoActa.SIN_ACTA, causa):
        return
    if acta.estado != EstadoActa.ESPERADA:
        raise ActaConImagen(acta.clave)
    numero = bitacora.anotar(session, actor, "sin_acta", {"acta": acta.clave, "causa": causa}, ahora)
    acta.estado, acta.causa, acta.cursor = EstadoActa.SIN_ACTA, causa, numero
    acta.capturada_en = acta.verificada_en = ahora
