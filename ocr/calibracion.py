"""How sure is sure enough: from the reader's own belief to a probability that means what it says, and to a yes.

The belief is calibrated, and the least belief that is accepted is chosen, separately for each condition of capture, on
photos of hands kept for that (``ocr.entrenamiento.calibrar``). The rule is selective risk control: among the fields
accepted at a threshold, the upper bound of the error (Clopper-Pearson, ``CONFIANZA``) is at most the stated risk; and
no field is accepted whose own calibrated probability of error is above it. Where there are too few data for the bound,
the probability must be twice as small; a condition unlike any that was calibrated is held to a twentieth.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from ocr.condicion import Condicion
from verificacion.dominio.errores import InstalacionIncompleta

TARJETA: Final = "calibracion.json"
REMEDIO: Final = (
    "reinstale Actario (los modelos vienen en ocr/modelos) o calibre otra vez: python -m ocr.entrenamiento.calibrar"
)
CONFIANZA: Final = 0.9  # of the bound on the error among accepted fields
RIGOR_AJENA: Final = 20.0
"""An unknown condition is held to a risk this many times smaller, and has no threshold of its own."""
MAX_LOGIT: Final = 16.0


@dataclass(frozen=True, slots=True)
class Regla:
    """What holds under one condition: calibrated logit = ``sesgo`` + ``pendiente`` x raw logit."""

    condicion: str
    pendiente: float
    sesgo: float
    umbral: float
    """Least raw belief that is accepted; above 1 nothing is."""

    def probabilidad(self, creencia: float) -> float:
        """Calibrated probability that the figure is right."""
        return 1 / (1 + math.exp(-(self.sesgo + self.pendiente * logit(creencia))))

    def acepta(self, creencia: float) -> bool:
        """Whether the figure is accepted at the stated risk."""
        return logit(creencia) >= logit(self.umbral) if self.umbral <= 1 else False


@dataclass(frozen=True, slots=True)
class Calibracion:
    """The rules of every condition at one stated risk."""

    reglas: Mapping[str, Regla]
    cortes: Mapping[str, Sequence[float]]
    limites: Mapping[str, tuple[float, float]]

    @classmethod
    def cargar(cls, carpeta: Path, modelo: str, riesgo: float) -> Self:
        """Read the card of a folder of models.

        Args:
            carpeta: where ``calibracion.json`` is.
            modelo: SHA-256 of the net in use; the calibration of another net means nothing.
            riesgo: expected error allowed among accepted figures.

        Raises:
            InstalacionIncompleta: missing, damaged, or of another net.
        """
        try:
            tarjeta: Any = json.loads((carpeta / TARJETA).read_text(encoding="utf-8"))
            if tarjeta["modelo"] != modelo:
                raise InstalacionIncompleta(f"{carpeta / TARJETA} es la calibración de otro modelo", REMEDIO)
            reglas = {nombre: _regla(nombre, datos, riesgo) for nombre, datos in tarjeta["condiciones"].items()}
            limites = {medida: (float(a), float(b)) for medida, (a, b) in tarjeta["limites"].items()}
            cortes = {medio: tuple(map(float, valores)) for medio, valores in tarjeta["cortes"].items()}
        except OSError as e:
            raise InstalacionIncompleta(f"falta la calibración {carpeta / TARJETA}", REMEDIO) from e
        except (KeyError, TypeError, ValueError) as e:
            raise InstalacionIncompleta(f"la calibración {carpeta / TARJETA} está dañada", REMEDIO) from e
        peor = max(reglas.values(), key=lambda r: r.umbral)
        ajena = Regla("ajena", peor.pendiente, peor.sesgo, _umbral_sin_curva(peor, riesgo / RIGOR_AJENA))
        return cls(reglas | {"ajena": ajena}, cortes, limites)

    @classmethod
    def constante(cls, regla: Regla) -> Self:
        """One rule for every image, for measuring: no condition is within the limits, so all take the same rule."""
        return cls({"ajena": regla}, {}, {"duda": (math.inf, math.inf)})

    def regla(self, condicion: Condicion) -> Regla:
        """The rule for an image."""
        return self.reglas[self.nombre(condicion)]

    def nombre(self, condicion: Condicion) -> str:
        """Which of the calibrated conditions an image is in, or ``ajena``: unlike them all."""
        if not all(a <= getattr(condicion, medida) <= b for medida, (a, b) in self.limites.items()):
            return "ajena"
        return agrupar(condicion, self.cortes)


def agrupar(condicion: Condicion, cortes: Mapping[str, Sequence[float]]) -> str:
    """Name of the group of a condition: how it was captured, and how clear it is against the cuts of that kind."""
    medio = "escaner" if condicion.plana else "movil"
    return f"{medio}_{sum(condicion.duda > corte for corte in cortes[medio])}"


def logit(p: float) -> float:
    """Log odds, bounded."""
    if p <= 0:
        return -MAX_LOGIT
    return MAX_LOGIT if p >= 1 else max(-MAX_LOGIT, min(MAX_LOGIT, math.log(p / (1 - p))))


def _regla(nombre: str, datos: Any, riesgo: float) -> Regla:
    regla = Regla(nombre, float(datos["pendiente"]), float(datos["sesgo"]), 2.0)
    # the curve goes from the strictest threshold to the laxest: the last one that keeps the risk is taken
    de_curva = [float(u) for u, n, malos in datos["curva"] if cota_superior(int(malos), int(n)) <= riesgo]
    propio = _umbral_sin_curva(regla, riesgo if de_curva else riesgo / 2)
    return Regla(nombre, regla.pendiente, regla.sesgo, max([propio, *de_curva[-1:]]))


def _umbral_sin_curva(regla: Regla, riesgo: float) -> float:
    """Raw belief whose calibrated probability of error is ``riesgo``."""
    return 1 / (1 + math.exp(-(math.log((1 - riesgo) / riesgo) - regla.sesgo) / max(regla.pendiente, 0.05)))


def cota_superior(malos: int, de: int, confianza: float = CONFIANZA) -> float:
    """Upper bound of a rate of which ``malos`` in ``de`` were seen (Clopper and Pearson, 1934)."""
    if malos >= de:
        return 1.0
    bajo, alto = 0.0, 1.0
    for _ in range(50):
        medio = (bajo + alto) / 2
        if _a_lo_mas(malos, de, medio) > 1 - confianza:
            bajo = medio
        else:
            alto = medio
    return alto


def _a_lo_mas(k: int, n: int, p: float) -> float:
    """Probability of at most ``k`` in ``n`` at rate ``p``."""
    logs = (
        math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * math.log(p) + (n - i) * math.log1p(-p)
        for i in range(k + 1)
    )
    return sum(map(math.exp, logs))
