"""A stage of the work simulated: tasks wait in order of arrival for the first person who is free."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muestras.planeacion.llegadas import Minutos

VARIACION = 0.5
"""Coefficient of variation of the time of one task: half the mean, as people who type differ from acta to acta."""


@dataclass(frozen=True, slots=True)
class Jornada:
    """One person at work from ``entra`` to ``sale`` (minutes); a task begun is finished."""

    entra: float
    sale: float


@dataclass(frozen=True)
class Ritmo:
    """How fast people work and how often they must.

    Attributes:
        capturas_por_hora: whole actas that one person types in an hour, pauses included.
        decisiones_por_hora: actas in discrepancy that one person decides in an hour.
        discrepancia: part of the actas (0..1) that a third person must look at.
        lector: part of the actas (0..1) whose first capture is the reader's (policy ``lector_y_persona``).
    """

    capturas_por_hora: float = 17.0
    decisiones_por_hora: float = 60.0
    discrepancia: float = 0.2
    lector: float = 0.0


def turnos(personas_por_hora: Sequence[int], desde: float = 0.0) -> list[Jornada]:
    """Working days from how many people there must be in each hour; a person stays while there is a place for them."""
    jornadas: list[Jornada] = []
    for lugar in range(max(personas_por_hora, default=0)):
        entra: float | None = None
        for hora, personas in enumerate([*personas_por_hora, 0]):
            if personas > lugar and entra is None:
                entra = desde + hora * 60
            elif personas <= lugar and entra is not None:
                jornadas.append(Jornada(entra, desde + hora * 60))
                entra = None
    return jornadas


def atender(
    listas: Minutos, a_la_vez: npt.NDArray[np.int64], minutos: npt.NDArray[np.float64], personal: Sequence[Jornada]
) -> Minutos:
    """When each task ends, first come first served.

    Args:
        listas: (n,) when each is ready, in order.
        a_la_vez: (n,) how many different people each needs (1 or 2).
        minutos: (n, 2) how long each of those people takes.
        personal: who works, and when.

    Returns:
        (n,) minutes; infinite for what nobody is left to do.
    """
    libres = [(j.entra, j.sale) for j in personal]
    heapq.heapify(libres)
    fin = np.full(len(listas), np.inf)
    for k, lista in enumerate(listas):
        ocupados: list[tuple[float, float]] = []
        while libres and len(ocupados) < a_la_vez[k]:
            libre, sale = heapq.heappop(libres)
            empieza = max(libre, float(lista))
            if empieza < sale:
                ocupados.append((empieza + float(minutos[k, len(ocupados)]), sale))
        for ocupado in ocupados:
            heapq.heappush(libres, ocupado)
        if len(ocupados) == a_la_vez[k]:
            fin[k] = max(termina for termina, _ in ocupados)
    return fin


def duraciones(media: float, cuantas: int | tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Times of tasks, in the unit of ``media``, their mean: log-normal."""
    sigma = float(np.sqrt(np.log1p(VARIACION**2)))
    return rng.lognormal(np.log(media) - sigma**2 / 2, sigma, cuantas)
