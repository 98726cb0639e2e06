"""From the boxes of a quantity to the probability of each figure."""

from collections.abc import Mapping
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from ocr.digitos import Probabilidades
from ocr.red import BLANCO, CLASES, OTRO, RAYA
from verificacion.dominio.conteo import MAX_CIFRA, Cifra, Leyenda

Creencia = Mapping[Cifra, float]
"""Probability of each figure that a quantity may hold; adds up to 1."""

MAX_CAJAS: Final = 4
MINIMO: Final = 1e-7  # figures less probable than this are dropped
HUECO: Final = 0.5
"""Chance that "2 2 _", written from the left, is 22 and not a figure whose end was lost."""


def creer(cajas: Probabilidades) -> Creencia:
    """Probability of each figure from what the net says of its boxes, left to right.

    Empty or dashed boxes before the digits are leading zeros not written; all of them empty or dashed is SIN DATO;
    any box that is neither digit, empty nor dash makes the quantity ILEGIBLE, and so does a gap between digits.

    Args:
        cajas: (n, CLASES) probabilities, n in 1..MAX_CAJAS.
    """
    conjunta = cajas[0]
    for fila in cajas[1:]:
        conjunta = np.multiply.outer(conjunta, fila)
    plana = conjunta.ravel()
    etiquetas, pesos, ilegible = _tabla(len(cajas))
    masa = np.bincount(etiquetas, plana * pesos, minlength=10 ** len(cajas) + 1)
    creencia: dict[Cifra, float] = {
        int(v): float(masa[v]) for v in np.flatnonzero(masa[:-1] > MINIMO) if v <= MAX_CIFRA
    }
    creencia[Leyenda.SIN_DATO] = float(masa[-1])
    creencia[Leyenda.ILEGIBLE] = float((plana * ilegible).sum() + masa[MAX_CIFRA + 1 : -1].sum())
    return normalizar(creencia)


def normalizar(creencia: Creencia) -> Creencia:
    """The same, adding up to 1 and without what is all but impossible."""
    total = sum(creencia.values())
    return {c: p / total for c, p in creencia.items() if p > MINIMO * total}


def mejor(creencia: Creencia) -> Cifra:
    """The most probable figure."""
    return max(creencia, key=lambda c: creencia[c])


@cache
def _tabla(n: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """For every combination of classes: its figure (10**n = SIN DATO), and the shares of that figure and ILEGIBLE."""
    etiquetas = np.zeros(CLASES**n, np.int64)
    pesos = np.zeros(CLASES**n)
    for k, clases in enumerate(np.ndindex(*(CLASES,) * n)):
        valor, peso = _interpretar(clases)
        etiquetas[k], pesos[k] = (10**n if valor is None else valor), peso
    return etiquetas, pesos, 1 - pesos


def _interpretar(clases: tuple[int, ...]) -> tuple[int | None, float]:
    """Figure of a combination (None = SIN DATO) and its share; what is left of the share is ILEGIBLE."""
    if OTRO in clases:
        return 0, 0.0
    vacias = [c in (BLANCO, RAYA) for c in clases]
    if all(vacias):
        return None, 1.0
    primera = vacias.index(False)
    ultima = len(vacias) - 1 - vacias[::-1].index(False)
    if any(vacias[primera:ultima]):
        return 0, 0.0
    valor = int("".join(map(str, clases[primera : ultima + 1])))
    return valor, 1.0 if ultima == len(vacias) - 1 else HUECO
