"""Exact interval of a proportion, in pure Python.

Clopper and Pearson (1934), Biometrika 26: the two-sided interval never covers less than its confidence says, also when
no error has been seen. Fields of one acta fail together, so that counting them as independent would promise too much:
Korn and Graubard (1998), Survey Methodology 24, divide the size of the sample by the design effect.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

CONFIANZA = 0.95
_VUELTAS = 60
"""Halvings of [0, 1]: 60 leave less than 1e-18."""


@dataclass(frozen=True, slots=True)
class Estimacion:
    """``errores`` in ``casos``, and the interval of the proportion, 0..1. Without cases nothing is known: [0, 1]."""

    errores: int
    casos: int
    desde: float
    hasta: float

    @property
    def tasa(self) -> float | None:
        """The proportion seen, or None without cases."""
        return self.errores / self.casos if self.casos else None


def clopper_pearson(errores: float, casos: float, confianza: float = CONFIANZA) -> tuple[float, float]:
    """Bounds of the proportion behind ``errores`` in ``casos``; both may be fractions (an effective sample)."""
    if casos <= 0:
        return 0.0, 1.0
    cola = (1 - confianza) / 2
    desde = 0.0 if errores <= 0 else _cruce(partial(_beta, errores, casos - errores + 1), cola)
    hasta = 1.0 if errores >= casos else _cruce(partial(_beta, errores + 1, casos - errores), 1 - cola)
    return desde, hasta


def estimar(errores: int, casos: int, pendientes: int = 0, confianza: float = CONFIANZA) -> Estimacion:
    """Estimate a proportion while ``pendientes`` of the cases wait to be judged.

    The lower bound takes them as right and the upper one as wrong: the interval holds whatever they turn out to be.
    """
    desde, _ = clopper_pearson(errores, casos, confianza)
    _, hasta = clopper_pearson(errores + pendientes, casos, confianza)
    return Estimacion(errores, casos, desde, hasta)


def estimar_por_grupos(
    grupos: Sequence[tuple[int, int]], pendientes: int = 0, confianza: float = CONFIANZA
) -> Estimacion:
    """Estimate a proportion of things that come in groups: (errors, things) of each acta."""
    errores, casos = sum(e for e, _ in grupos), sum(n for _, n in grupos)
    if not casos:
        return estimar(0, 0)
    efecto = _efecto_de_diseno(grupos)
    desde, _ = clopper_pearson(errores / efecto, casos / efecto, confianza)
    _, hasta = clopper_pearson(min(errores + pendientes, casos) / efecto, casos / efecto, confianza)
    return Estimacion(errores, casos, desde, hasta)


def _efecto_de_diseno(grupos: Sequence[tuple[int, int]]) -> float:
    """Variance of the errors between groups over what independent things would give; never under 1."""
    errores, casos = sum(e for e, _ in grupos), sum(n for _, n in grupos)
    p = errores / casos
    if len(grupos) < 2 or not 0 < p < 1:
        return 1.0
    entre = sum((e - p * n) ** 2 for e, n in grupos) * len(grupos) / (len(grupos) - 1)
    return max(1.0, entre / (casos * p * (1 - p)))


def _cruce(funcion: partial[float], valor: float) -> float:
    """Where an increasing function of [0, 1] reaches ``valor``, by bisection."""
    bajo, alto = 0.0, 1.0
    for _ in range(_VUELTAS):
        medio = (bajo + alto) / 2
        if funcion(medio) < valor:
            bajo = medio
        else:
            alto = medio
    return (bajo + alto) / 2


def _beta(a: float, b: float, x: float) -> float:
    """Regularized incomplete beta function, by its continued fraction (Numerical Recipes, 6.4)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(b, a, 1 - x)
    frente = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    return frente * _fraccion(a, b, x) / a


def _fraccion(a: float, b: float, x: float) -> float:
    minimo = 1e-300
    c, d = 1.0, 1 / max(1 - (a + b) * x / (a + 1), minimo)
    total = d
    for m in range(1, 10_000):
        par = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        impar = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        factor = 1.0
        for termino in (par, impar):
            d = 1 / (1 + termino * d or minimo)
            c = 1 + termino / c or minimo
            factor = c * d
            total *= factor
        if abs(factor - 1) < 1e-14:
            break
    return total
