"""What a drill measures while it runs: the states over time, when each acta arrived and was settled, who worked."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from muestras.simulacro.fallas import FallaSufrida


@dataclass(frozen=True, slots=True)
class Instante:
    """The installation at one minute of the night: actas by state, and how many wait in each queue."""

    minuto: float
    por_estado: Mapping[str, int]
    por_cola: Mapping[str, int]


@dataclass
class Labor:
    """One person's night: minutes present, and minutes at a task."""

    oficio: str
    presente_min: float = 0.0
    ocupada_min: float = 0.0
    tareas: int = 0


@dataclass
class Medicion:
    """Everything measured. Moments are aware and of the wall clock, as the server's are."""

    instantes: list[Instante] = field(default_factory=list[Instante])
    recibidas: dict[str, datetime] = field(default_factory=dict[str, datetime])
    """SHA-256 to when the server acknowledged the photo for the first time."""
    firmes: dict[str, datetime] = field(default_factory=dict[str, datetime])
    """Acta key to when it was verified (the last time, where it was reopened)."""
    labores: dict[str, Labor] = field(default_factory=dict[str, Labor])
    fallas: list[FallaSufrida] = field(default_factory=list[FallaSufrida])

    def horas_persona(self, oficio: str) -> float:
        """Hours that people of one trade were present."""
        return sum(labor.presente_min for labor in self.labores.values() if labor.oficio == oficio) / 60

    def ocupacion(self, oficio: str) -> float:
        """Share (0..1) of that time at a task."""
        presentes = sum(labor.presente_min for labor in self.labores.values() if labor.oficio == oficio)
        ocupadas = sum(labor.ocupada_min for labor in self.labores.values() if labor.oficio == oficio)
        return ocupadas / presentes if presentes else 0.0


@dataclass(frozen=True, slots=True)
class Espera:
    """How long actas waited, in real seconds, from acknowledged photo to verified figures."""

    actas: int
    mediana_s: float
    p90_s: float


def esperas(medicion: Medicion, fotos_de: Mapping[str, Sequence[str]]) -> Espera | None:
    """Waits of every verified acta; None when there is none.

    Args:
        medicion: what was measured.
        fotos_de: acta key to the SHA-256 of its photos; an acta arrives with the first of them.
    """
    segundos = sorted(
        (firme - min(llegadas)).total_seconds()
        for clave, firme in medicion.firmes.items()
        if (llegadas := [medicion.recibidas[s] for s in fotos_de.get(clave, ()) if s in medicion.recibidas])
    )
    if not segundos:
        return None
    return Espera(len(segundos), statistics.median(segundos), segundos[int(0.9 * (len(segundos) - 1))])
