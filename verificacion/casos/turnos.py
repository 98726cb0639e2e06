"""Turns: a task is lent to one person for a while. The turn's id makes a repeated answer harmless."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from verificacion.bd.tablas import Acta, Turno
from verificacion.dominio.claves import TurnoId
from verificacion.dominio.errores import NoExiste, TurnoAjeno, TurnoVencido, TurnoYaUsado
from verificacion.dominio.registro import Actor, TipoTarea

ARRIENDO = timedelta(minutes=5)
"""A person types an acta in one to three minutes; the page renews the lease while it is open."""


def abierto(session: Session, turno_id: TurnoId, tipo: TipoTarea, actor: Actor) -> Turno:
    """The turn of this person, locked.

    Raises:
        NoExiste: no such turn of that kind.
        TurnoAjeno: it was given to somebody else.
    """
    turno = session.scalars(select(Turno).where(Turno.id == turno_id).with_for_update()).first()
    if turno is None or turno.tipo != tipo:
        raise NoExiste("el turno", turno_id)
    if turno.usuario_id != actor.usuario_id:
        raise TurnoAjeno
    return turno


def ya_contestado(turno: Turno, respuesta: Mapping[str, Any]) -> bool:
    """Whether this very answer was already taken (a double click, or an answer whose receipt was lost).

    Raises:
        TurnoYaUsado: something else was answered, or the task was given back.
    """
    if turno.cerrado_en is None:
        return False
    if turno.respuesta != _huella(respuesta):
        raise TurnoYaUsado
    return True


def exigir_vigente(turno: Turno, ahora: datetime) -> None:
    """Refuse a turn whose lease ended: the task may be in other hands.

    Raises:
        TurnoVencido: it ended.
    """
    if turno.vence_en <= ahora:
        raise TurnoVencido


def de_esta_ronda() -> ColumnElement[bool]:
    """Whether a ``Turno`` is of the image and round in which its ``Acta`` is now, in a query over both."""
    return and_(Turno.imagen_id == Acta.imagen_id, Turno.ronda == Acta.ronda)


def exigir_misma_ronda(turno: Turno, acta: Acta) -> None:
    """Refuse a turn on an image that somebody replaced meanwhile, or on a round that was set aside.

    Raises:
        TurnoVencido: the acta uses another image now, or everything typed of it was set aside.
    """
    if (turno.imagen_id, turno.ronda) != (acta.imagen_id, acta.ronda):
        raise TurnoVencido


def cerrar(turno: Turno, respuesta: Mapping[str, Any], resultado: str, ahora: datetime) -> None:
    """Keep what was answered and what came of it."""
    turno.cerrado_en, turno.respuesta, turno.resultado = ahora, _huella(respuesta), resultado


def _huella(respuesta: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(respuesta, sort_keys=True).encode()).hexdigest()
