"""From the boxes of a quantity to the probability of each figure."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from ocr.digitos import Probabilidades
from ocr.red import BLANCO, CLASES, OTRO, RAYA
from verificacion.dominio.conteo import MAX_CIFRA, Cifra, Leyenda

Creencia = Mapping[Cifra, float]
"""Probability of each figure that a quantity may hold. What is missing to 1 belongs to all the other numbers alike:
the acta says something that its boxes do not show (:func:`resto`)."""

MAX_CAJAS: Final = 4
MINIMO: Final = 1e-7  # figures less probable than this are dropped
HUECO: Final = 0.5
"""Chance that "2 2 _", alone in its acta, is 22 and not a figure whose end was lost."""
HUECO_HABITUAL: Final = 0.995
"""The same for a writer who begins at the left."""
P_DE_IZQUIERDA: Final = 0.02  # share of writers who begin at the left box and leave the last ones empty
FUERA_DE_HABITO: Final = 0.01  # how often a writer breaks the habit of the left or of the right


def creer(cajas: Probabilidades, de_izquierda: float = 0.0) -> Creencia:
    """Probability of each figure from what the net says of its boxes, left to right.

    Empty or dashed boxes before the digits are leading zeros not written; all of them empty or dashed is SIN DATO;
    any box that is neither digit, empty nor dash makes the quantity ILEGIBLE, and so does a gap between digits.

    Args:
        cajas: (n, CLASES) probabilities, n in 1..MAX_CAJAS.
        de_izquierda: probability that whoever filled this acta begins at the left (:func:`escribe_de_izquierda`).
    """
    plana = _conjunta(cajas)
    etiquetas, formas = _tabla(len(cajas))
    hueco = HUECO * (1 - de_izquierda) + HUECO_HABITUAL * de_izquierda
    masa = np.bincount(etiquetas, plana * _PESO_NUMERO[formas], minlength=10 ** len(cajas) + 1)
    masa += hueco * np.bincount(etiquetas, plana * (formas == _CON_HUECO), minlength=10 ** len(cajas) + 1)
    creencia: dict[Cifra, float] = {
        int(v): float(masa[v]) for v in np.flatnonzero(masa[:-1] > MINIMO) if v <= MAX_CIFRA
    }
    creencia[Leyenda.SIN_DATO] = float(masa[-1])
    creencia[Leyenda.ILEGIBLE] = float(plana.sum() - masa[:-1].sum() - masa[-1] + masa[MAX_CIFRA + 1 : -1].sum())
    return normalizar(creencia)


def escribe_de_izquierda(campos: Iterable[Probabilidades]) -> float:
    """Probability that the writer of an acta begins at the left box: "22_" instead of "_22" or "022"."""
    razon = np.log(P_DE_IZQUIERDA / (1 - P_DE_IZQUIERDA))
    for cajas in campos:
        plana = _conjunta(cajas)
        _, formas = _tabla(len(cajas))
        con_hueco, con_cabeza, pleno = (float(plana[formas == f].sum()) for f in (_CON_HUECO, _CON_CABEZA, _PLENO))
        izquierda = pleno + con_hueco + FUERA_DE_HABITO * con_cabeza
        derecha = pleno + con_cabeza + FUERA_DE_HABITO * con_hueco
        razon += np.log((izquierda + MINIMO) / (derecha + MINIMO))
    return float(1 / (1 + np.exp(-razon)))


def resto(creencia: Creencia) -> float:
    """Probability that the quantity holds a number that is not among these figures."""
    return max(0.0, 1.0 - sum(creencia.values()))


def normalizar(creencia: Creencia, otras: float = 0.0) -> Creencia:
    """The same, adding up to 1 together with ``otras`` (the other numbers), without what is all but impossible."""
    total = sum(creencia.values()) + otras
    return {c: p / total for c, p in creencia.items() if p > MINIMO * total}


def mejor(creencia: Creencia) -> Cifra:
    """The most probable figure."""
    return max(creencia, key=lambda c: creencia[c])


def _conjunta(cajas: Probabilidades) -> npt.NDArray[np.float64]:
    conjunta = cajas[0]
    for fila in cajas[1:]:
        conjunta = np.multiply.outer(conjunta, fila)
    return conjunta.ravel()


_PLENO: Final = 0
"""Every box a digit, the first not zero (or a single box)."""
_CON_CABEZA: Final = 1
"""Zeros, blanks or dashes before the digits."""
_CON_HUECO: Final = 2
"""Blanks or dashes after the digits."""
_VACIA: Final = 3
_ILEGIBLE: Final = 4
_PESO_NUMERO: Final = np.array([1.0, 1.0, 0.0, 1.0, 0.0])


@cache
def _tabla(n: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For every combination of classes: its figure (10**n = SIN DATO) and which of the forms above it has."""
    etiquetas = np.zeros(CLASES**n, np.int64)
    formas = np.zeros(CLASES**n, np.int64)
    for k, clases in enumerate(np.ndindex(*(CLASES,) * n)):
        etiquetas[k], formas[k] = _interpretar(clases)
    return etiquetas, formas


def _interpretar(clases: tuple[int, ...]) -> tuple[int, int]:
    if OTRO in clases:
        return 0, _ILEGIBLE
    vacias = [c in (BLANCO, RAYA) for c in clases]
    if all(vacias):
        return 10 ** len(clases), _VACIA
    primera = vacias.index(False)
    ultima = len(vacias) - 1 - vacias[::-1].index(False)
    if any(vacias[primera:ultima]):
        return 0, _ILEGIBLE
    valor = int("".join(map(str, clases[primera : ultima + 1])))
    if ultima < len(vacias) - 1:
        return valor, _CON_HUECO
    return valor, _CON_CABEZA if len(clases) > 1 and (primera > 0 or clases[0] == 0) else _PLENO
