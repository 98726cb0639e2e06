"""Who works in a drill, and how it goes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from muestras.simulacro.cliente import Cronometro
from muestras.simulacro.resbalones import Resbalones


@dataclass(frozen=True, slots=True)
class Cuenta:
    """An account of the installation under test, for one simulated person, and the minutes between which they work."""

    usuario: str
    contrasena: str
    entra: float = 0.0
    sale: float = math.inf


@dataclass(frozen=True, slots=True)
class Personal:
    """Who works in the drill, how often they err on a field (0..1), and how long a task takes them.

    Someone who decides between two figures in front of one enlarged box errs far less than someone who types twenty.
    ``captura_s`` and ``decision_s`` are mean seconds of the night for a whole acta; 0 for no time at all.
    """

    digitalizadores: Sequence[Cuenta]
    capturistas: Sequence[Cuenta]
    verificadores: Sequence[Cuenta]
    supervisores: Sequence[Cuenta]
    publicador: Cuenta
    error_por_campo: float = 0.005
    error_al_decidir: float = 0.0005
    captura_s: float = 0.0
    decision_s: float = 0.0


@dataclass
class Marcha:
    """How the night goes, for whoever draws the progress."""

    total: int
    subidas: int = 0
    capturas: int = 0
    resoluciones: int = 0
    identificaciones: int = 0
    leidas: int = 0
    terminadas: int = 0
    cortes: int = 0
    resbalones: Resbalones = field(default_factory=Resbalones)
    cronometro: Cronometro = field(default_factory=Cronometro)

    @property
    def errores_de_tecleo(self) -> int:
        """Figures typed wrong in blind captures."""
        return self.resbalones.al_capturar.total()
