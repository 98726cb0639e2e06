"""What the sums of the form and the limit of the casilla say of its figures.

Exact inference: the figures that the boxes allow, together with a prior for how often real actas add up. Nothing is
forced: real actas break their sums (dominio.md §9), and a figure that is plainly legible stays as it is read.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from ocr.campo import Creencia, normalizar
from verificacion.dominio.conteo import MAX_CIFRA, Cifra, Leyenda
from verificacion.dominio.eleccion import Suma

P_CUADRA: Final = 0.7
"""Share of real actas whose written total is the sum: 77 % Sonora 2021, 94 % Puebla 2019, 57 % Puebla 2024, 45 %
Puebla 2018 (dominio.md §9)."""
P_SOBRE_LIMITE: Final = 0.01
"""Weight of a figure above lista nominal plus representatives: 0.1 to 0.6 % of real actas exceed it (§9)."""
P_CUALQUIERA: Final = 1 / (MAX_CIFRA + 1)
_TOPE: Final = 4000  # sums beyond this cannot equal a three-digit total

Vector = npt.NDArray[np.float64]


def combinar(
    creencias: Mapping[str, Creencia], sumas: Iterable[Suma], limitados: Iterable[str], limite: int | None
) -> dict[str, Creencia]:
    """Beliefs after the limit and each sum, one after another.

    Args:
        creencias: what the boxes say, by field.
        sumas: of the form.
        limitados: fields that may not exceed ``limite`` (votes and total).
        limite: lista nominal plus representatives, or None when the casilla is not known.
    """
    salida = dict(creencias)
    if limite is not None:
        for clave in set(limitados) & salida.keys():
            salida[clave] = normalizar(
                {c: p * (P_SOBRE_LIMITE if _excede(c, limite) else 1) for c, p in salida[clave].items()}
            )
    for suma in sumas:
        salida |= sumar(salida[suma.total], {s: salida[s] for s in suma.sumandos}, suma.total)
    return salida


def _excede(cifra: Cifra, limite: int) -> bool:
    return not isinstance(cifra, Leyenda) and cifra > limite


def sumar(total: Creencia, sumandos: Mapping[str, Creencia], clave_total: str) -> dict[str, Creencia]:
    """Beliefs of the addends and of the total, given that they add up with probability ``P_CUADRA``.

    A blank adds 0; an illegible figure may be any number, so its sum says nothing.
    """
    claves = list(sumandos)
    con_leyenda = sum(p for c, p in total.items() if isinstance(c, Leyenda))
    suelto = (1 - P_CUADRA) * P_CUALQUIERA
    final = np.full(_TOPE, suelto + P_CUADRA * P_CUALQUIERA * con_leyenda)
    for cifra, p in total.items():
        if not isinstance(cifra, Leyenda):
            final[cifra] += P_CUADRA * p
    desconocida = suelto + P_CUADRA * P_CUALQUIERA
    hacia = [np.zeros(_TOPE)]
    hacia[0][0] = 1.0
    for clave in claves:
        hacia.append(_avanzar(hacia[-1], sumandos[clave]))
    desde = [final]
    for clave in reversed(claves):
        desde.append(_retroceder(desde[-1], sumandos[clave], suelto))
    desde.reverse()
    # mass of the combinations in which some *other* addend is illegible: there every figure weighs the same
    legibles = [1 - sumandos[c].get(Leyenda.ILEGIBLE, 0.0) for c in claves]
    salida = dict[str, Creencia]()
    for i, clave in enumerate(claves):
        otros = float(np.prod(legibles[:i] + legibles[i + 1 :]))
        pesos = dict[Cifra, float]()
        for cifra, p in sumandos[clave].items():
            if cifra is Leyenda.ILEGIBLE:
                pesos[cifra] = p * desconocida
                continue
            v = 0 if isinstance(cifra, Leyenda) else cifra
            pesos[cifra] = p * (float(hacia[i][: _TOPE - v] @ desde[i + 1][v:]) + (1 - otros) * desconocida)
        salida[clave] = normalizar(pesos)
    ignota = 1 - float(np.prod(legibles))
    salida[clave_total] = normalizar(
        {
            c: p
            * (
                suelto
                + P_CUADRA * (P_CUALQUIERA if isinstance(c, Leyenda) else float(hacia[-1][c]) + ignota * P_CUALQUIERA)
            )
            for c, p in total.items()
        }
    )
    return salida


def _avanzar(previa: Vector, creencia: Creencia) -> Vector:
    """Distribution of the partial sum after one more addend, over the combinations where all are legible."""
    salida = np.zeros(_TOPE)
    for cifra, p in creencia.items():
        if cifra is Leyenda.ILEGIBLE:
            continue
        v = 0 if isinstance(cifra, Leyenda) else cifra
        salida[v:] += p * previa[: _TOPE - v]
    return salida


def _retroceder(siguiente: Vector, creencia: Creencia, suelto: float) -> Vector:
    """Weight of each partial sum before this addend; beyond the table no sum can equal the total."""
    salida = np.zeros(_TOPE)
    for cifra, p in creencia.items():
        if cifra is Leyenda.ILEGIBLE:
            continue
        v = 0 if isinstance(cifra, Leyenda) else cifra
        salida[: _TOPE - v] += p * siguiente[v:]
        salida[_TOPE - v :] += p * suelto
    return salida
