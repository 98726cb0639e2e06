"""The board of whoever coordinates: how the night goes, at what pace, when it will be done, and what needs somebody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from verificacion.bd.tablas import Acta, CapturaHecha, ResolucionHecha
from verificacion.casos.avance import Avance, avance
from verificacion.dominio import alarmas
from verificacion.dominio.alarmas import Senalada
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.pronostico import META, Paso, faltan_para, horas_hasta
from verificacion.dominio.registro import EstadoActa

TRAMO = timedelta(minutes=30)
"""What "the present pace" looks back on: hundreds of captures, yet it sees a change of shift."""

MAS_PERSONAS = (5, 10, 20)
"""For how many more people the hour is forecast."""

MAX_HORAS = 72.0
"""Later than this nothing is published any more: the same as never."""

TERMINADAS = (EstadoActa.VERIFICADA, EstadoActa.SIN_ACTA)


@dataclass(frozen=True, slots=True)
class Tablero:
    """One moment. Rates are per hour over ``TRAMO``; ``discrepancia`` is a share, None while nothing was compared.

    ``meta_en`` maps a number of extra people (0: those of now) to the hour of ``META``; None where this pace never
    gets there.
    """

    foto: Avance
    hora: datetime
    terminadas: int
    capturas_por_hora: float
    capturas_por_persona_hora: float | None
    personas: int
    discrepancia: float | None
    meta_en: dict[int, datetime | None]
    alarmas: tuple[Senalada, ...]


def tablero(session: Session, proceso: Proceso, ultimo_corte: datetime | None, ahora: datetime) -> Tablero:
    """Count, measure the last stretch, forecast and look for alarms."""
    foto = avance(session)
    desde = ahora - TRAMO
    por_hora = timedelta(hours=1) / TRAMO
    capturas, personas = session.execute(
        select(func.count(), func.count(distinct(CapturaHecha.usuario_id))).where(CapturaHecha.hecha_en > desde)
    ).one()
    llegaron = session.scalar(select(func.count()).where(Acta.digitalizada_en > desde)) or 0
    terminaron = session.scalar(select(func.count()).where(Acta.verificada_en > desde)) or 0
    paso = Paso(llegaron * por_hora, terminaron * por_hora, personas)
    terminadas = sum(foto.por_estado[e] for e in TERMINADAS)
    esperan = sum(foto.por_cola[c].cuantas for c in ("captura", "discrepancia", "supervision"))
    faltan = faltan_para(META, len(proceso.actas), terminadas)
    return Tablero(
        foto=foto,
        hora=ahora,
        terminadas=terminadas,
        capturas_por_hora=capturas * por_hora,
        capturas_por_persona_hora=capturas * por_hora / personas if personas else None,
        personas=personas,
        discrepancia=_discrepancia(session, foto),
        meta_en={mas: _hora(ahora, horas_hasta(faltan, esperan, paso.con_mas(mas))) for mas in (0, *MAS_PERSONAS)},
        alarmas=(
            *alarmas.corte_tardio(ultimo_corte, ahora, proceso.minutos_corte, proceso.cierre),
            *alarmas.sin_avance(session.scalar(select(func.max(Acta.verificada_en))), esperan, ahora),
            *alarmas.filas_viejas({nombre: cola.mas_antigua_en for nombre, cola in foto.por_cola.items()}, ahora),
            *alarmas.distritos_rezagados(_por_distrito(foto, proceso)),
        ),
    )


def _discrepancia(session: Session, foto: Avance) -> float | None:
    """Share of the actas compared so far whose captures differed, or that the reader contradicted."""
    abiertas = foto.por_estado[EstadoActa.DISCREPANTE]
    decididas = (
        select(func.count(distinct(ResolucionHecha.acta_id)))
        .join(Acta, Acta.id == ResolucionHecha.acta_id)
        .where(Acta.estado == EstadoActa.VERIFICADA)
    )
    comparadas = abiertas + foto.por_estado[EstadoActa.VERIFICADA]
    return (abiertas + (session.scalar(decididas) or 0)) / comparadas if comparadas else None


def _hora(ahora: datetime, horas: float | None) -> datetime | None:
    return None if horas is None or horas > MAX_HORAS else ahora + timedelta(hours=horas)


def _por_distrito(foto: Avance, proceso: Proceso) -> dict[str, tuple[int, int]]:
    nombres = {a.casilla.distrito: f"{a.casilla.distrito} {a.casilla.distrito_nombre}" for a in proceso.actas}
    return {
        nombres[distrito]: (sum(estados[e] for e in TERMINADAS), sum(estados.values()))
        for distrito, estados in foto.por_distrito.items()
    }
