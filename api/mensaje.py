"""What a person reads of something that happened."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mensaje:
    """A short title, what happened and what to do."""

    titulo: str
    detalle: str
    remedio: str
