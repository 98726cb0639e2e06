"""Acts that take two people: one proposes, another confirms, and only then are they done. Both stay in the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Usuario
from verificacion.bd.tablas_propuestas import Propuesta, RespuestaAPropuesta
from verificacion.dominio.errores import MismaPersona, NoExiste, PropuestaCerrada, TurnoAjeno
from verificacion.dominio.registro import Actor

VIGENCIA = timedelta(hours=1)
"""A proposal that nobody answered is of another moment of the night: it is made again."""


class ActoMayor(StrEnum):
    """What nobody does alone on the day of the election."""

    CERRAR = "cerrar"
    EXTENDER_CIERRE = "extender_cierre"
    REABRIR = "reabrir"
    CAMBIAR_IMAGEN = "cambiar_imagen"


@dataclass(frozen=True, slots=True)
class ActoPropuesto:
    """A proposal that waits: what, why, who and until when."""

    numero: int
    acto: ActoMayor
    datos: Mapping[str, Any]
    motivo: str
    usuario: str
    vence_en: datetime


def proponer(
    session: Session, acto: ActoMayor, datos: Mapping[str, bitacora.Dato], motivo: str, actor: Actor, ahora: datetime
) -> ActoPropuesto:
    """Write down what somebody wants done, with the reason."""
    if actor.usuario_id is None:
        raise TurnoAjeno
    fila = Propuesta(
        acto=acto,
        datos=dict(datos),
        motivo=motivo,
        usuario_id=actor.usuario_id,
        hecha_en=ahora,
        vence_en=ahora + VIGENCIA,
    )
    session.add(fila)
    session.flush()
    dicho = {"propuesta": fila.id, "acto": acto, "datos": datos, "motivo": motivo}
    bitacora.anotar(session, actor, "acto_propuesto", dicho, ahora)
    return ActoPropuesto(fila.id, acto, datos, motivo, actor.usuario, fila.vence_en)


def responder(session: Session, numero: int, confirmada: bool, actor: Actor, ahora: datetime) -> ActoPropuesto:
    """Confirm a proposal of somebody else, or refuse it; whoever made it may only take it back.

    The caller does the act in this same transaction.

    Raises:
        NoExiste: no such proposal.
        MismaPersona: the proposer tries to confirm it.
        PropuestaCerrada: it was answered before, or nobody answered in time.
    """
    fila = session.scalars(select(Propuesta).where(Propuesta.id == numero).with_for_update()).first()
    if fila is None or actor.usuario_id is None:
        raise NoExiste("la propuesta", numero)
    if confirmada and fila.usuario_id == actor.usuario_id:
        raise MismaPersona
    if fila.vence_en <= ahora or session.get(RespuestaAPropuesta, numero) is not None:
        raise PropuestaCerrada(numero)
    session.add(
        RespuestaAPropuesta(propuesta_id=numero, confirmada=confirmada, usuario_id=actor.usuario_id, hecha_en=ahora)
    )
    bitacora.anotar(session, actor, "acto_respondido", {"propuesta": numero, "confirmada": confirmada}, ahora)
    usuario = session.scalars(select(Usuario.usuario).where(Usuario.id == fila.usuario_id)).one()
    return ActoPropuesto(fila.id, ActoMayor(fila.acto), fila.datos, fila.motivo, usuario, fila.vence_en)


def pendientes(session: Session, ahora: datetime) -> list[ActoPropuesto]:
    """Proposals that wait for somebody, the oldest first."""
    esperan = (
        select(Propuesta, Usuario.usuario)
        .join(Usuario, Usuario.id == Propuesta.usuario_id)
        .outerjoin(RespuestaAPropuesta, RespuestaAPropuesta.propuesta_id == Propuesta.id)
        .where(RespuestaAPropuesta.propuesta_id.is_(None), Propuesta.vence_en > ahora)
        .order_by(Propuesta.id)
    )
    return [
        ActoPropuesto(p.id, ActoMayor(p.acto), p.datos, p.motivo, usuario, p.vence_en)
        for p, usuario in session.execute(esperan)
    ]
