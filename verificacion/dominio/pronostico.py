"""When the night will be done: a forecast from the present pace, and with more people.

Deliberately plain: what waits is a stock, images arrive at the pace of the last stretch, and people finish actas at
theirs. More people help only while something waits. It says nothing of what the counting rooms will do later.
"""

from dataclasses import dataclass
from math import ceil

META = 0.95
"""Share of the expected actas whose hour is forecast."""


@dataclass(frozen=True, slots=True)
class Paso:
    """The last stretch, in actas per hour. ``personas`` captured during it; ``terminan`` is what they finished."""

    llegan: float
    terminan: float
    personas: int

    def con_mas(self, mas: int) -> "Paso":
        """The pace of finishing if ``mas`` people worked as those of now."""
        factor = (self.personas + mas) / self.personas if self.personas else 1.0
        return Paso(self.llegan, self.terminan * factor, self.personas + mas)


def faltan_para(meta: float, esperadas: int, terminadas: int) -> int:
    """Actas that still must be finished to reach a share of those expected."""
    return max(0, ceil(meta * esperadas) - terminadas)


def horas_hasta(faltan: int, esperan: int, paso: Paso) -> float | None:
    """Hours until ``faltan`` more actas are finished; None when this pace never gets there.

    Args:
        faltan: actas to finish.
        esperan: actas whose image is there and that nobody has finished.
        paso: what arrives and what people finish, per hour.
    """
    if faltan == 0:
        return 0.0
    if paso.terminan <= 0:
        return None
    if faltan <= esperan or paso.terminan <= paso.llegan:
        return faltan / paso.terminan
    # what waits runs out; from then on nobody can finish more than what arrives
    agota = esperan / (paso.terminan - paso.llegan)
    hechas = paso.terminan * agota
    if hechas >= faltan:
        return faltan / paso.terminan
    return agota + (faltan - hechas) / paso.llegan if paso.llegan > 0 else None
