"""The slips of the simulated staff, kept so that an error of people is told from a loss of the system."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from muestras.simulacro.comparacion import Diferencia
from verificacion.dominio.conteo import Cifra

Resbalon = tuple[str, str, Cifra]
"""Acta, field and the wrong figure typed."""


@dataclass
class Resbalones:
    """Every wrong figure that the simulated staff typed.

    Attributes:
        al_capturar: how many people typed each one blind.
        al_decidir: those of who decided a discrepancy.
    """

    al_capturar: Counter[Resbalon] = field(default_factory=Counter)
    al_decidir: Counter[Resbalon] = field(default_factory=Counter)

    def explican(self, diferencia: Diferencia) -> bool:
        """Whether people alone led to that published figure: two slipped alike, which no double capture can see."""
        if diferencia.publicado is None:
            return False
        suyo = (diferencia.clave, diferencia.campo, diferencia.publicado)
        return self.al_capturar[suyo] > 1 or self.al_decidir[suyo] > 0

    def sin_explicar(self, diferencias: Collection[Diferencia]) -> tuple[Diferencia, ...]:
        """The differences that are not of the staff's making: the system's."""
        return tuple(d for d in diferencias if not self.explican(d))


def errados(clave: str, tecleado: Mapping[str, Cifra], verdad: Mapping[str, Cifra]) -> list[Resbalon]:
    """What was typed wrong of an acta."""
    return [(clave, campo, cifra) for campo, cifra in tecleado.items() if cifra != verdad[campo]]
