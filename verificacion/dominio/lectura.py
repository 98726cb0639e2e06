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
    ``fuentes`` is what each source alone would say and how probable it makes it: ``casilleros`` (the digit boxes),
    ``letra`` (the words, where they were understood) and ``sumas`` (everything together before calibration).
    """

    cifra: Cifra
    confianza: float
    aceptado: bool
    letra: str | None = None
    alternativas: tuple[tuple[Cifra, float], ...] = ()
    fuentes: Mapping[str, tuple[Cifra, float]] = field(default_factory=dict[str, tuple[Cifra, float]])

    @property
    def valor(self) -> int | None:
        """The number, or None where the reading is a legend."""
        return None if isinstance(self.cifra, Leyenda) else self.cifra

    @property
    def leyenda(self) -> Leyenda | None:
        """The legend, or None where the reading is a number."""
        return self.cifra if isinstance(self.cifra, Leyenda) else None

    @property
    def discrepa(self) -> bool:
        """Whether the words plainly say another quantity than the boxes.

        By law the words prevail unless they are altered (Anexo 13, numeral 31), which a person decides.
        """
        if not {"casilleros", "letra"} <= self.fuentes.keys():
            return False
        return self.fuentes["casilleros"][0] != self.fuentes["letra"][0]

    @property
    def alterada(self) -> str | None:
        """Which of two sources that differ seems the altered one, ``casilleros`` or ``letra``; None when neither does.

        Boxes that hold no legible figure are; otherwise the one that the acta as a whole (the other source, the sums)
        speaks against. A hint for the person who decides which of them prevails. Empty boxes are not altered.
        """
        if not self.discrepa:
            return None
        casilleros, letra = self.fuentes["casilleros"][0], self.fuentes["letra"][0]
        if casilleros is Leyenda.SIN_DATO:
            return None
        if casilleros is Leyenda.ILEGIBLE or self.cifra == letra:
            return "casilleros"
        return "letra" if self.cifra == casilleros else None


@dataclass(frozen=True, slots=True)
class LecturaActa:
    """The reading of every quantity of one image, and which reader made it (name and model hash)."""

    campos: Mapping[str, LecturaCampo]
    lector: str
    ms: Mapping[str, float] = field(default_factory=dict[str, float])

    def conteo(self) -> Conteo:
        """The figures alone."""
        return {clave: campo.cifra for clave, campo in self.campos.items()}
