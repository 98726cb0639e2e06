"""What the sums of the form and the limit of the casilla say of its figures.

Exact inference: the figures that boxes and words allow, together with how often, and by how much, real actas fail to
add up. Nothing is forced: real actas break their sums (dominio.md §9), and a figure plainly legible stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from ocr.campo import Creencia, normalizar, resto
from verificacion.dominio.conteo import MAX_CIFRA, Cifra, Leyenda
from verificacion.dominio.eleccion import Suma

P_CUADRA: Final = 0.75
"""Share of actas whose written total is the sum, where the form does not say otherwise: 80 % Sonora 2021, 94 % Puebla
2019, 57 % Puebla 2024, 45 % Puebla 2018 (dominio.md §9)."""
DESVIOS: Final = ((1, 1, 0.30), (2, 5, 0.30), (6, 20, 0.20), (21, 99, 0.06), (100, MAX_CIFRA, 0.14))
"""How far a wrong total is off, either way: from, to, share of the wrong ones (Sonora 2021, dominio.md §9)."""
P_SOBRE_LIMITE: Final = 0.01
"""Weight of a figure above lista nominal plus representatives: 0.1 to 0.6 % of real actas exceed it (§9)."""
_NUMEROS: Final = MAX_CIFRA + 1
_TOPE: Final = 4 * _NUMEROS  # partial sums are followed up to here
_PISO: Final = 1e-9  # likelihood of a difference beyond any in the table

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mensaje:
    """What a sum says of one quantity: the likelihood of each of its figures, and that of any other number."""

    pesos: Mapping[Cifra, float]
    otra: float


def combinar(
    creencias: Mapping[str, Creencia], sumas: Sequence[Suma], limitados: Iterable[str], limite: int | None
) -> dict[str, Creencia]:
    """Beliefs after the limit and the sums.

    Each sum hears what all the others say of its figures and answers; as many rounds as there are sums, which is exact
    where no two sums share two quantities.

    Args:
        creencias: what boxes and words say, by field.
        sumas: of the form.
        limitados: fields that may not exceed ``limite`` (votes and total).
        limite: lista nominal plus representatives, or None when the casilla is not known.
    """
    base = dict(creencias)
    if limite is not None:
        for clave in set(limitados) & base.keys():
            base[clave] = normalizar(
                {c: p * (P_SOBRE_LIMITE if _excede(c, limite) else 1) for c, p in base[clave].items()},
                resto(base[clave]),
            )
    mensajes: list[dict[str, Mensaje]] = [{} for _ in sumas]
    for _ in sumas:
        for i, suma in enumerate(sumas):
            otros = [m for j, m in enumerate(mensajes) if j != i]
            oido = {c: _con_mensajes(base[c], c, otros) for c in (suma.total, *suma.sumandos)}
            mensajes[i] = sumar(oido[suma.total], {s: oido[s] for s in suma.sumandos}, suma)
    return {clave: _con_mensajes(creencia, clave, mensajes) for clave, creencia in base.items()}


def _excede(cifra: Cifra, limite: int) -> bool:
    return not isinstance(cifra, Leyenda) and cifra > limite


def _con_mensajes(creencia: Creencia, clave: str, mensajes: Iterable[Mapping[str, Mensaje]]) -> Creencia:
    for mensaje in (m[clave] for m in mensajes if clave in m):
        # a figure that another sum had all but ruled out is not in the message: it weighs as any other number
        pesadas = {c: p * mensaje.pesos.get(c, mensaje.otra) for c, p in creencia.items()}
        creencia = normalizar(pesadas, resto(creencia) * mensaje.otra)
    return creencia


def sumar(total: Creencia, sumandos: Mapping[str, Creencia], suma: Suma) -> dict[str, Mensaje]:
    """What one sum says of its addends and of its total.

    A blank adds 0; an illegible figure, or one that its boxes do not show, may be any number; a total that is blank or
    illegible says nothing.
    """
    diferencia, cualquiera = _desvios(P_CUADRA if suma.cuadra is None else suma.cuadra)
    final = cualquiera * (resto(total) + sum(p for c, p in total.items() if isinstance(c, Leyenda)))
    for cifra, p in total.items():
        if not isinstance(cifra, Leyenda):
            final = final + p * diferencia[MAX_CIFRA - cifra : MAX_CIFRA - cifra + _TOPE]
    hacia = [np.zeros(_TOPE)]
    hacia[0][0] = 1.0
    for clave in sumandos:
        hacia.append(_avanzar(hacia[-1], sumandos[clave]))
    desde = [final]
    for clave in reversed(list(sumandos)):
        desde.append(_retroceder(desde[-1], sumandos[clave]))
    desde.reverse()
    mensajes = dict[str, Mensaje]()
    for i, (clave, creencia) in enumerate(sumandos.items()):
        antes, despues = hacia[i], desde[i + 1]
        otra = float(antes @ _ventana_despues(despues)) / _NUMEROS
        pesos = {
            c: otra if c is Leyenda.ILEGIBLE else _alinear(antes, despues, 0 if isinstance(c, Leyenda) else c)
            for c in creencia
        }
        mensajes[clave] = Mensaje(pesos, otra)
    otra = float(hacia[-1] @ cualquiera)
    mensajes[suma.total] = Mensaje(
        {
            c: otra if isinstance(c, Leyenda) else float(hacia[-1] @ diferencia[MAX_CIFRA - c : MAX_CIFRA - c + _TOPE])
            for c in total
        },
        otra,
    )
    return mensajes


@cache
def _desvios(p_cuadra: float) -> tuple[Vector, Vector]:
    """Likelihood of a written total given the sum.

    Returns:
        ``diferencia[MAX_CIFRA - total + suma]``, and its mean over all totals by ``suma`` (0 to _TOPE - 1).
    """
    diferencia = np.full(_TOPE + _NUMEROS, _PISO)
    diferencia[MAX_CIFRA] = p_cuadra
    for menor, mayor, parte in DESVIOS:
        cada_una = (1 - p_cuadra) * parte / (2 * (mayor - menor + 1))
        for lado in (MAX_CIFRA - np.arange(menor, mayor + 1), MAX_CIFRA + np.arange(menor, mayor + 1)):
            diferencia[lado[lado >= 0]] = cada_una
    acumulada = np.concatenate([[0.0], np.cumsum(diferencia)])
    return diferencia, (acumulada[_NUMEROS : _NUMEROS + _TOPE] - acumulada[:_TOPE]) / _NUMEROS


def _alinear(antes: Vector, despues: Vector, v: int) -> float:
    return float(antes[: _TOPE - v] @ despues[v:]) + _PISO * float(antes[_TOPE - v :].sum())


def _avanzar(previa: Vector, creencia: Creencia) -> Vector:
    """Distribution of the partial sum after one more addend."""
    acumulada = np.cumsum(previa)
    ventana = acumulada.copy()
    ventana[_NUMEROS:] -= acumulada[:-_NUMEROS]
    salida = ventana * (_sin_cifra(creencia) / _NUMEROS)
    for v, p in _sumables(creencia):
        salida[v:] += p * previa[: _TOPE - v]
    return salida


def _retroceder(siguiente: Vector, creencia: Creencia) -> Vector:
    """Likelihood of each partial sum before this addend; beyond the table no sum is likely."""
    salida = _ventana_despues(siguiente) * (_sin_cifra(creencia) / _NUMEROS)
    for v, p in _sumables(creencia):
        salida[: _TOPE - v] += p * siguiente[v:]
        salida[_TOPE - v :] += p * _PISO
    return salida


def _ventana_despues(siguiente: Vector) -> Vector:
    """Sum of the next 1000 values from each place."""
    acumulada = np.concatenate([[0.0], np.cumsum(np.concatenate([siguiente, np.full(_NUMEROS, _PISO)]))])
    return acumulada[_NUMEROS : _NUMEROS + _TOPE] - acumulada[:_TOPE]


def _sin_cifra(creencia: Creencia) -> float:
    """Probability that the addend is a number that cannot be told: illegible, or not what its boxes show."""
    return resto(creencia) + creencia.get(Leyenda.ILEGIBLE, 0.0)


def _sumables(creencia: Creencia) -> list[tuple[int, float]]:
    return [(0 if isinstance(c, Leyenda) else c, p) for c, p in creencia.items() if c is not Leyenda.ILEGIBLE]
