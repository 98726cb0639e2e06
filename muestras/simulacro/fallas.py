"""Faults on a schedule: what is broken, when, and how long the installation takes to serve and to advance again."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Falla:
    """Something to break at a minute of the night. ``provocar`` blocks until it is done, and may raise."""

    minuto: float
    nombre: str
    provocar: Callable[[], None]


@dataclass(frozen=True, slots=True)
class FallaSufrida:
    """What a fault cost, in real seconds: until the service answered, and until something moved again.

    ``avanza_s`` is None when the night ended before anything else moved.
    """

    minuto: float
    nombre: str
    responde_s: float
    avanza_s: float | None
