"""The catalogue of casillas of the sample election: invented sections with the real distribution of sizes and kinds."""

import math
from dataclasses import dataclass

import numpy as np

from muestras.durango.distritos import Distrito, de_deciles
from muestras.durango.nombres import tramos_de_apellidos
from verificacion.dominio.claves import ClaveCasilla, TipoCasilla

ENTIDAD = 10
MAX_LISTA_NOMINAL = 750
"""Electors of a casilla (LGIPE 253.3): a section with more has contiguas."""
BOLETAS_ESPECIAL = 1000
_REPRESENTANTES_POR_PARTIDO = 2
_TOTALES_2021 = {"E": 91, "S": 12, "todas": 2541}
_URBANOS = frozenset({1, 2, 3, 4, 5, 10, 11, 12, 13})


@dataclass(frozen=True, slots=True)
class CasillaMuestra:
    """One row of ``casillas.csv``."""

    clave: ClaveCasilla
    distrito: int
    cabecera: str
    lista_nominal: int
    representantes: int
    boletas: int | None
    apellidos: tuple[str, str] | None
    urbana: bool


def generar_casillas(
    distritos: tuple[Distrito, ...], cuantas: int, representantes_por_distrito: dict[int, int], rng: np.random.Generator
) -> tuple[CasillaMuestra, ...]:
    """Invent ``cuantas`` casillas, in every district and with at least one especial.

    Args:
        distritos: measured districts.
        cuantas: at least one per district and one more for the especial.
        representantes_por_distrito: contenders with representatives in each district; each accredits two.
        rng: chance.
    """
    especiales = max(1, round(_TOTALES_2021["S"] * cuantas / _TOTALES_2021["todas"]))
    extraordinarias = round(_TOTALES_2021["E"] * cuantas / _TOTALES_2021["todas"])
    extraordinarias = min(extraordinarias, cuantas - especiales - len(distritos))
    pesos = np.array([sum(d.casillas.values()) for d in distritos], float)
    ordinarias = _repartir(cuantas - especiales - extraordinarias, pesos, minimo=1)
    con_e = _repartir(extraordinarias, np.array([d.casillas["E"] for d in distritos], float))
    con_s = _repartir(especiales, np.array([d.casillas["S"] for d in distritos], float))
    salida: list[CasillaMuestra] = []
    seccion = 1
    for distrito, n, n_e, n_s in zip(distritos, ordinarias, con_e, con_s, strict=True):
        representantes = _REPRESENTANTES_POR_PARTIDO * representantes_por_distrito[distrito.distrito]
        propias = _de_distrito(distrito, (n, n_e, n_s), seccion, representantes, rng)
        salida += propias
        seccion = max(c.clave.seccion for c in propias) + 1
    return tuple(salida)


def _repartir(total: int, pesos: np.ndarray, minimo: int = 0) -> list[int]:
    """Share ``total`` by weights, largest remainders first, each at least ``minimo``."""
    base = np.full(len(pesos), minimo)
    exacto = pesos / pesos.sum() * (total - base.sum())
    enteros = np.floor(exacto).astype(int)
    for i in np.argsort(-(exacto - enteros), kind="stable")[: total - int(base.sum()) - int(enteros.sum())]:
        enteros[i] += 1
    return [int(v) for v in base + enteros]


def _de_distrito(
    distrito: Distrito, cuantas: tuple[int, int, int], seccion: int, representantes: int, rng: np.random.Generator
) -> list[CasillaMuestra]:
    ordinarias, extraordinarias, especiales = cuantas
    tramos = _secciones(distrito, ordinarias, rng)
    filas: list[CasillaMuestra] = []
    pendientes_e = list(rng.integers(len(tramos), size=extraordinarias))
    pendientes_s = list(rng.permutation(len(tramos))[:especiales])
    for i, nominales in enumerate(tramos):
        urbana = bool(rng.random() < (0.9 if distrito.distrito in _URBANOS else 0.25))
        numero = seccion + i

        def agregar(tipo: TipoCasilla, n: int, nominal: int, apellidos: tuple[str, str] | None = None) -> None:
            boletas = BOLETAS_ESPECIAL if tipo is TipoCasilla.ESPECIAL else None
            clave = ClaveCasilla(ENTIDAD, numero, tipo, n)  # noqa: B023 (called inside this turn of the loop)
            filas.append(
                CasillaMuestra(
                    clave,
                    distrito.distrito,
                    distrito.cabecera,
                    nominal,
                    representantes,
                    boletas,
                    apellidos,
                    urbana,  # noqa: B023
                )
            )

        apellidos = tramos_de_apellidos(len(nominales)) if len(nominales) > 1 else (None,)
        for n, (nominal, tramo) in enumerate(zip(nominales, apellidos, strict=True)):
            agregar(TipoCasilla.CONTIGUA if n else TipoCasilla.BASICA, n or 1, nominal, tramo)
        for n in range(1, pendientes_e.count(i) + 1):
            agregar(TipoCasilla.EXTRAORDINARIA, n, int(rng.integers(60, 700)))
        for n in range(1, pendientes_s.count(i) + 1):
            agregar(TipoCasilla.ESPECIAL, n, 0)
    return filas


def _secciones(distrito: Distrito, casillas: int, rng: np.random.Generator) -> list[list[int]]:
    """Lista nominal of each casilla of each section, until there are ``casillas``."""
    secciones: list[list[int]] = []
    faltan = casillas
    while faltan > 0:
        nominal = max(100, round(de_deciles(distrito.nominal_seccion, rng)))
        cuantas = math.ceil(nominal / MAX_LISTA_NOMINAL)
        partes = [nominal // cuantas + (i < nominal % cuantas) for i in range(cuantas)][:faltan]
        secciones.append(partes)
        faltan -= len(partes)
    return secciones
