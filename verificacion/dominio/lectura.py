"""What a reader says of an acta. Data only: how it was read belongs to ``ocr``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from verificacion.dominio.conteo import Cifra, Conteo, Leyenda


@dataclass(frozen=True, slots=True)
class LecturaCampo:
    """The reading of one quantity.

    ``confianza`` is the calibrated probability, 0..1, that ``cifra`` is what the acta says; ``aceptado`` tells
    whether it reaches the reader's stated risk. ``letra`` is the amount in words as understood, or None where the
    words were not read. ``alternativas`` holds other figures and their probabilities, most probable first.
    """

    cifra: Cifra
    confianza: float
    aceptado: bool
    letra: str | None = None
    alternativas: tuple[tuple[Cifra, float], ...] = ()

    @property
    def valor(self) -> int | None:
        """The number, or None where the reading is a legend."""
        return None if isinstance(self.cifra, Leyenda) else self.cifra

    @property
    def leyenda(self) -> Leyenda | None:
        """The legend, or None where the reading is a number."""
        return self.cifra if isinstance(self.cifra, Leyenda) else None


@dataclass(frozen=True, slots=True)
class LecturaActa:
    """The reading of every quantity of one image, and which reader made it (name and model hash)."""

    campos: Mapping[str, LecturaCampo]
    lector: str
    ms: Mapping[str, float] = field(default_factory=dict[str, float])

    def conteo(self) -> Conteo:
        """The figures alone."""
        return {clave: campo.cifra for clave, campo in self.campos.items()}
