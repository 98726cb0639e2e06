"""How the night goes: actas by state and what waits in each queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TextClause, func, select
from sqlalchemy.orm import Session

from verificacion.bd.fila import DISCREPANTES, POR_CAPTURAR
from verificacion.bd.tablas import Acta, Imagen, Trabajo
from verificacion.casos.tareas import por_identificar
from verificacion.dominio.registro import EstadoActa


@dataclass(frozen=True, slots=True)
class Espera:
    """What waits in a queue, and since when its oldest item does (aware UTC, None when empty)."""

    cuantas: int
    mas_antigua_en: datetime | None


@dataclass(frozen=True, slots=True)
class Avance:
    """Counts at one moment. ``por_distrito`` maps district to state to number of actas."""

    por_estado: Mapping[EstadoActa, int]
    por_distrito: Mapping[int, Mapping[EstadoActa, int]]
    por_cola: Mapping[str, Espera]
    imagenes: int


def avance(session: Session) -> Avance:
    """Count everything, in a handful of grouped queries."""
    por_distrito: dict[int, dict[EstadoActa, int]] = {}
    por_estado = dict.fromkeys(EstadoActa, 0)
    grupos = (
        select(Acta.distrito, Acta.estado, func.count()).group_by(Acta.distrito, Acta.estado).order_by(Acta.distrito)
    )
    for distrito, estado, cuantas in session.execute(grupos):
        por_distrito.setdefault(distrito, dict.fromkeys(EstadoActa, 0))[EstadoActa(estado)] = cuantas
        por_estado[EstadoActa(estado)] += cuantas
    return Avance(
        por_estado,
        por_distrito,
        {
            "lectura": _lectura(session),
            "identificacion": _identificacion(session),
            "captura": _actas_en(session, POR_CAPTURAR),
            "discrepancia": _actas_en(session, DISCREPANTES, en_supervision=False),
            "supervision": _actas_en(session, DISCREPANTES, en_supervision=True),
        },
        session.scalar(select(func.count()).select_from(Imagen)) or 0,
    )


def _lectura(session: Session) -> Espera:
    espera = select(func.count(), func.min(Trabajo.creado_en)).where(Trabajo.estado == "en_espera")
    return Espera(*session.execute(espera).one())


def _identificacion(session: Session) -> Espera:
    pendientes = por_identificar().subquery()
    return Espera(*session.execute(select(func.count(), func.min(pendientes.c.recibida_en))).one())


def _actas_en(session: Session, cuales: TextClause, en_supervision: bool | None = None) -> Espera:
    espera = select(func.count(), func.min(Acta.digitalizada_en)).where(cuales)
    if en_supervision is not None:
        espera = espera.where(Acta.en_supervision.is_(en_supervision))
    return Espera(*session.execute(espera).one())
