"""The unpublished work of somebody who errs too much goes back to the queue, by a supervisor's act."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Acta, CapturaHecha, Usuario
from verificacion.casos import mediciones, reaperturas
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.control import Control
from verificacion.dominio.errores import ErrorDentroDeLimite, NoExiste
from verificacion.dominio.rechazo import Remedio
from verificacion.dominio.registro import Actor


def devolver(
    session: Session,
    control: Control,
    usuario: str,
    motivo: str,
    actor: Actor,
    ahora: datetime,
    publicado_hasta: int = 0,
) -> Sequence[ClaveActa]:
    """Have captured again every acta that holds a person's capture and nobody has seen published nor accepted.

    One entry of the log says whose work, why and with what measure; then each acta is reopened by its own. Returns the
    actas, in the order in which they were taken.

    Raises:
        NoExiste: no such account, or it has typed nothing.
        ErrorDentroDeLimite: their measured error is not above what the election admits.
    """
    persona = next((p for p in mediciones.personas(session, control, publicado_hasta) if p.usuario == usuario), None)
    if persona is None:
        raise NoExiste("la persona con capturas", usuario)
    if not persona.fuera_de_limite:
        raise ErrorDentroDeLimite(usuario)
    actas = _apartadas(session, usuario, publicado_hasta)
    datos: dict[str, bitacora.Dato] = {
        "usuario": usuario,
        "motivo": motivo[: reaperturas.MAX_MOTIVO],
        "errores": persona.medida.por_campo.errores,
        "campos": persona.medida.por_campo.casos,
        "actas": [str(clave) for clave in actas],
    }
    bitacora.anotar(session, actor, "trabajo_devuelto", datos, ahora)
    for clave in actas:
        reaperturas.reabrir(session, clave, Remedio.RECAPTURAR, f"error medido: {motivo}", actor, ahora)
    return actas


def _apartadas(session: Session, usuario: str, publicado_hasta: int) -> Sequence[ClaveActa]:
    """Lock their actas, in one order so that two of these acts never wait for each other, and look again."""
    suyas = mediciones.sin_publicar(publicado_hasta).join(Usuario, Usuario.id == CapturaHecha.usuario_id)
    suyas = suyas.where(Usuario.usuario == usuario).with_only_columns(Acta.id)
    candidatas = session.scalars(suyas).all()
    session.execute(select(Acta.id).where(Acta.id.in_(candidatas)).order_by(Acta.id).with_for_update())
    todavia = select(Acta.clave).where(Acta.id.in_(suyas.where(Acta.id.in_(candidatas)))).order_by(Acta.id)
    return [ClaveActa.de_texto(clave) for clave in session.scalars(todavia)]
