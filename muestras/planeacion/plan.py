"""A night simulated from arrivals, staff and speeds; and the fewest people, hour by hour, that meet a goal."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from muestras.planeacion.estacion import Jornada, Ritmo, atender, duraciones, turnos
from muestras.planeacion.llegadas import Minutos

SEMILLA = 2021
MAX_HOLGURA = 16.0
"""More people than this times the work that arrives cannot help: then waiting is the time of the work itself."""


@dataclass(frozen=True, slots=True)
class NochePrevista:
    """What would happen. All arrays are minutes, one per acta in order of arrival; infinite where nobody was left."""

    llegan: Minutos
    capturadas: Minutos
    verificadas: Minutos

    @property
    def espera_mediana(self) -> float:
        """Minutes from arrival to verified, of the acta in the middle."""
        return float(np.median(self.verificadas - self.llegan))

    def espera(self, parte: float) -> float:
        """Minutes within which that part (0..1) of the actas goes from arrival to verified."""
        return float(np.quantile(self.verificadas - self.llegan, parte, method="inverted_cdf"))

    def momento(self, parte: float) -> float:
        """Minute at which that part (0..1) of the actas is verified."""
        return float(np.quantile(self.verificadas, parte, method="inverted_cdf"))


@dataclass(frozen=True, slots=True)
class Plan:
    """People at each stage in each hour from ``desde`` (minutes), and the night that they would have."""

    desde: float
    capturistas: tuple[int, ...]
    verificadores: tuple[int, ...]
    noche: NochePrevista

    @property
    def horas_persona(self) -> int:
        """Hours of work to pay."""
        return sum(self.capturistas) + sum(self.verificadores)


def prever(
    llegan: Minutos, capturistas: Sequence[Jornada], verificadores: Sequence[Jornada], ritmo: Ritmo
) -> NochePrevista:
    """Simulate the night: two different people type each acta (one, where the reader is the first); some are decided.

    Args:
        llegan: (n,) minutes, in any order.
        capturistas: who types, and when.
        verificadores: who decides discrepancies, and when.
        ritmo: how fast and how often.
    """
    rng = np.random.default_rng(SEMILLA)
    llegan = np.sort(llegan)
    n = len(llegan)
    personas = np.where(rng.random(n) < ritmo.lector, 1, 2)
    capturadas = atender(llegan, personas, duraciones(60 / ritmo.capturas_por_hora, (n, 2), rng), capturistas)
    verificadas = capturadas.copy()
    dudosas = np.flatnonzero((rng.random(n) < ritmo.discrepancia) & np.isfinite(capturadas))
    dudosas = dudosas[np.argsort(capturadas[dudosas], kind="stable")]
    tiempos = duraciones(60 / ritmo.decisiones_por_hora, (len(dudosas), 2), rng)
    una = np.ones(len(dudosas), np.int64)
    verificadas[dudosas] = atender(capturadas[dudosas], una, tiempos, verificadores)
    return NochePrevista(llegan, capturadas, verificadas)


def planear(llegan: Minutos, ritmo: Ritmo, objetivo_min: float) -> Plan | None:
    """The fewest people of each hour, in proportion to the work that arrives in it, with the wait wanted.

    The work of an hour is spread over it and the next one: an acta that arrives at its end is typed in the following.
    None where the wait cannot be met, because the work itself takes longer.
    """
    desde = 60 * math.floor(float(np.min(llegan)) / 60)
    horas = math.ceil((float(np.max(llegan)) - desde) / 60) + 2
    por_hora = np.histogram(llegan, bins=horas, range=(desde, desde + horas * 60))[0]
    suave = (por_hora + np.concatenate(([0], por_hora[:-1]))) / 2
    capturar = suave * (2 - ritmo.lector) / ritmo.capturas_por_hora
    decidir = suave * ritmo.discrepancia / ritmo.decisiones_por_hora

    def con(holgura: float) -> Plan:
        capturistas, verificadores = _cubrir(capturar * holgura, 2), _cubrir(decidir * holgura, 1)
        noche = prever(llegan, turnos(capturistas, desde), turnos(verificadores, desde), ritmo)
        return Plan(desde, capturistas, verificadores, noche)

    mejor = con(MAX_HOLGURA)
    if mejor.noche.espera_mediana > objetivo_min:
        return None
    menos, mas = 0.25, MAX_HOLGURA
    while mas - menos > 0.02:
        medio = (menos + mas) / 2
        intento = con(medio)
        if intento.noche.espera_mediana <= objetivo_min and math.isfinite(intento.noche.momento(1.0)):
            mejor, mas = intento, medio
        else:
            menos = medio
    return mejor


def _cubrir(carga: "np.ndarray[tuple[int], np.dtype[np.float64]]", minimo: int) -> tuple[int, ...]:
    """Whole people for a load in people."""
    return tuple(max(minimo, math.ceil(personas)) for personas in carga)
