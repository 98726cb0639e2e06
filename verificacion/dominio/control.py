"""Quality control of the people and of the result: what the election sets, and when a person's error is too much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from verificacion.dominio.intervalo import Estimacion, estimar_por_grupos


class Destino(StrEnum):
    """What becomes of a blind capture; the person cannot tell one from another."""

    ACTA = "acta"
    """It counts: it is one of the two captures of its acta."""
    CONOCIDA = "conocida"
    """A known-answer acta: measures the person. It never touches the record of the acta."""
    MUESTRA = "muestra"
    """An acta drawn after it was verified: measures the result. It never touches the record of the acta."""


@dataclass(frozen=True, slots=True)
class Muestreo:
    """The draw of verified actas to type again: ``tasa`` (0..1) of each period. ``semilla`` is public beforehand."""

    semilla: str
    tasa: float
    cada: timedelta


@dataclass(frozen=True, slots=True)
class Control:
    """What the election sets. The default measures nothing.

    ``conocidas`` is the share of captures (0..1) that are known-answer actas. A person whose share of wrong fields is
    above ``umbral`` beyond doubt, after ``minimo`` actas at least, may see their unfinished work typed again.
    """

    muestreo: Muestreo | None = None
    conocidas: float = 0.0
    umbral: float = 0.01
    minimo: int = 10


SIN_CONTROL = Control()


@dataclass(frozen=True, slots=True)
class MedidaPersona:
    """What is known of a person's typing: (wrong fields, fields) of each acta whose answer is known."""

    actas: tuple[tuple[int, int], ...]

    @property
    def por_campo(self) -> Estimacion:
        """Share of fields typed wrong, with its interval."""
        return estimar_por_grupos(self.actas)


def fuera_de_limite(medida: MedidaPersona, control: Control) -> bool:
    """Whether a person errs more than the election admits, even at the lower end of what chance allows."""
    return len(medida.actas) >= control.minimo and medida.por_campo.desde > control.umbral


def mediana(valores: Sequence[float]) -> float | None:
    """The middle value (the mean of both when they are even), or None of nothing."""
    orden = sorted(valores)
    medio = len(orden) // 2
    if not orden:
        return None
    return orden[medio] if len(orden) % 2 else (orden[medio - 1] + orden[medio]) / 2
