"""Alarms of the board: a closed catalogue, each a small pure rule with its argued threshold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MAX_ESPERA = timedelta(minutes=20)
"""A queue's oldest work. In Puebla 2024 the median acta waited 43 minutes: half of it calls for people."""

SIN_AVANCE = timedelta(minutes=20)
"""Nothing finished for as long as the longest interval between cuts that is allowed (Reglamento, three per hour)."""

TOLERANCIA_CORTE = 1.5
"""A cut this many intervals old is late: one interval, and half of it to make the cut."""

REZAGO_DISTRITO = 0.20
"""A district this far under the whole election, in share of finished actas, lags."""

MINIMO_GENERAL = 0.10
"""Under this share of the whole, districts differ by who happened to arrive first."""


class Alarma(StrEnum):
    """Codes, in the order in which they are shown."""

    CORTE_TARDIO = "corte_tardio"
    SIN_AVANCE = "sin_avance"
    FILA_VIEJA = "fila_vieja"
    DISTRITO_REZAGADO = "distrito_rezagado"


@dataclass(frozen=True, slots=True)
class Senalada:
    """One alarm. ``cual`` names the queue or the district; ``minutos`` is how long; ``porcentaje`` 0..100."""

    alarma: Alarma
    cual: str = ""
    minutos: int = 0
    porcentaje: int = 0


def _minutos(lapso: timedelta) -> int:
    return int(lapso.total_seconds() // 60)


def corte_tardio(
    ultimo: datetime | None, ahora: datetime, minutos_corte: int, cierre: datetime
) -> tuple[Senalada, ...]:
    """The last cut is older than it should; none yet, or a night already closed, is no alarm."""
    if ultimo is None or ahora >= cierre:
        return ()
    edad = ahora - ultimo
    tarde = edad > timedelta(minutes=minutos_corte) * TOLERANCIA_CORTE
    return (Senalada(Alarma.CORTE_TARDIO, minutos=_minutos(edad)),) if tarde else ()


def sin_avance(ultima_terminada: datetime | None, esperan: int, ahora: datetime) -> tuple[Senalada, ...]:
    """Work waits and nothing has been finished for long."""
    if esperan == 0 or ultima_terminada is None or ahora - ultima_terminada <= SIN_AVANCE:
        return ()
    return (Senalada(Alarma.SIN_AVANCE, minutos=_minutos(ahora - ultima_terminada)),)


def filas_viejas(mas_antiguas: Mapping[str, datetime | None], ahora: datetime) -> tuple[Senalada, ...]:
    """Queues whose oldest work waits too long."""
    return tuple(
        Senalada(Alarma.FILA_VIEJA, cola, _minutos(ahora - desde))
        for cola, desde in mas_antiguas.items()
        if desde is not None and ahora - desde > MAX_ESPERA
    )


def distritos_rezagados(avance: Mapping[str, tuple[int, int]]) -> tuple[Senalada, ...]:
    """Districts whose share of finished actas is far under the whole. ``avance``: name → (finished, expected)."""
    esperadas = sum(e for _, e in avance.values())
    general = sum(t for t, _ in avance.values()) / esperadas if esperadas else 0.0
    if general < MINIMO_GENERAL:
        return ()
    return tuple(
        Senalada(Alarma.DISTRITO_REZAGADO, nombre, porcentaje=int(100 * terminadas / total))
        for nombre, (terminadas, total) in avance.items()
        if total and terminadas / total < general - REZAGO_DISTRITO
    )
