"""Plausibility notices: what a person is asked to look at once more, after typing blind. They never change a figure.

A closed catalogue, each notice a small function that returns the fields to look at. Thresholds were measured on
Durango 2021 (2,541 official counts by casilla) as the share of right actas that each notice would disturb: one acta by
the combinations, none by the nulos, 6 of 1,758 by turnout. An error that a notice misses still meets a second capture.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from verificacion.dominio.conteo import Conteo, numero
from verificacion.dominio.eleccion import (
    ActaEsperada,
    Casilla,
    Contendiente,
    Proceso,
    Suma,
    TipoContendiente,
)
from verificacion.dominio.inconsistencia import excede_lista_nominal, total_calculado

MARGEN_SUMA = 5
"""Of real actas 12 % miss their TOTAL by 1 to 5 votes, 8 % by more (Sonora 2021): asking about the former wears out."""

MINIMO_REPETIDO = 10
"""Own vote equal to a combination's: 3.7 % of right actas from 3 votes on, 0.04 % from 10 on (Durango 2021)."""

MAX_DISTANCIA_PARTICIPACION = 0.15
"""Surnames split a section among its casillas, so they vote alike: 0.34 % lie farther from the rest (Durango 2021)."""


class Aviso(StrEnum):
    """Codes of the notices, in the order in which they are asked."""

    EXCEDE_LISTA_NOMINAL = "excede_lista_nominal"
    TOTAL_EN_NULOS = "total_en_nulos"
    TOTAL_LEJOS_DE_LA_SUMA = "total_lejos_de_la_suma"
    VOTO_PROPIO_EN_COMBINACION = "voto_propio_en_combinacion"
    PARTICIPACION_FUERA_DE_SERIE = "participacion_fuera_de_serie"


@dataclass(frozen=True, slots=True)
class Senal:
    """One notice and the fields to look at again, in the order of the acta."""

    aviso: Aviso
    campos: tuple[str, ...]


def senales(conteo: Conteo, acta: ActaEsperada, proceso: Proceso, vecinas: Sequence[float] = ()) -> tuple[Senal, ...]:
    """Every notice that a typed acta raises.

    Args:
        conteo: what one person typed, complete.
        acta: the expected acta, with its casilla.
        proceso: its election.
        vecinas: turnout, 0..1, of the section's other casillas already verified. Only whether this one is out of line
            with them is told, never a figure of theirs.
    """
    forma = proceso.forma_de(acta)
    contienden = [c for c in proceso.contendientes_en(acta.casilla.distrito) if c.clave in conteo]
    votos = [c.clave for c in contienden]
    nulos = next((c.clave for c in contienden if c.tipo is TipoContendiente.NULOS), "")
    total = next((s.total for s in forma.sumas if nulos in s.sumandos), "")
    hallados: Mapping[Aviso, Sequence[str]] = {
        Aviso.EXCEDE_LISTA_NOMINAL: excede_lista_nominal(conteo, votos, acta.casilla.limite),
        Aviso.TOTAL_EN_NULOS: total_en_nulos(conteo, votos, nulos, total) if total in conteo else (),
        Aviso.TOTAL_LEJOS_DE_LA_SUMA: total_lejos_de_la_suma(conteo, forma.sumas),
        Aviso.VOTO_PROPIO_EN_COMBINACION: voto_propio_en_combinacion(conteo, contienden),
        Aviso.PARTICIPACION_FUERA_DE_SERIE: participacion_fuera_de_serie(conteo, votos, acta.casilla, vecinas),
    }
    orden = {campo: i for i, campo in enumerate(forma.claves)}
    return tuple(
        Senal(aviso, tuple(sorted(campos, key=lambda c: orden.get(c, len(orden)))))
        for aviso, campos in hallados.items()
        if campos
    )


def total_en_nulos(conteo: Conteo, votos: Sequence[str], nulos: str, total: str) -> tuple[str, ...]:
    """The total was written in the row of the votos nulos (Durango 2025, acta 100030B0100: 315 in both).

    So it looks when the nulos equal the written total, or the sum of all the other votes, and somebody else has votes.
    """
    escrito = numero(conteo[nulos])
    otros = total_calculado(conteo, [campo for campo in votos if campo != nulos])
    repetido = escrito in (numero(conteo[total]), otros)
    return (nulos, total) if otros and escrito >= MINIMO_REPETIDO and repetido else ()


def total_lejos_de_la_suma(conteo: Conteo, sumas: Sequence[Suma]) -> tuple[str, ...]:
    """A written total that differs from the sum of its rows by more than ``MARGEN_SUMA`` votes."""
    return tuple(dict.fromkeys(_campos_lejanos(conteo, sumas)))


def _campos_lejanos(conteo: Conteo, sumas: Sequence[Suma]) -> Iterator[str]:
    for suma in sumas:
        escrito = conteo.get(suma.total)
        sumandos = [campo for campo in suma.sumandos if campo in conteo]
        if isinstance(escrito, int) and abs(escrito - total_calculado(conteo, sumandos)) > MARGEN_SUMA:
            yield from (campo for campo in sumandos if numero(conteo[campo]) > 0)
            yield suma.total


def voto_propio_en_combinacion(conteo: Conteo, contienden: Sequence[Contendiente]) -> tuple[str, ...]:
    """A combination that holds exactly the own votes of a member, or of all of them: entered twice.

    Source: trap seen in published bases, "combination of coalition and own votes entered twice". The votes of a
    combination are those of ballots with several emblems marked (LGIPE 311.1.c), and are few.
    """
    campos: list[str] = []
    for combinacion in (c for c in contienden if c.tipo is TipoContendiente.COMBINACION):
        escrito = numero(conteo[combinacion.clave])
        propios = {p: numero(conteo[p]) for p in combinacion.partidos if p in conteo}
        iguales = [p for p, votos in propios.items() if votos == escrito] or (
            [*propios] if escrito == sum(propios.values()) else []
        )
        if escrito >= MINIMO_REPETIDO and iguales:
            campos += [combinacion.clave, *iguales]
    return tuple(dict.fromkeys(campos))


def participacion(conteo: Conteo, votos: Sequence[str], casilla: Casilla) -> float | None:
    """Votes over lista nominal, 0..1 or more; None for a special casilla, which has no list."""
    return total_calculado(conteo, votos) / casilla.lista_nominal if casilla.lista_nominal else None


def participacion_fuera_de_serie(
    conteo: Conteo, votos: Sequence[str], casilla: Casilla, vecinas: Sequence[float]
) -> tuple[str, ...]:
    """Turnout farther than ``MAX_DISTANCIA_PARTICIPACION`` from the median of the section's other casillas.

    Returns the fields that hold votes; every field when the acta has none.
    """
    propia = participacion(conteo, votos, casilla)
    if propia is None or not vecinas or abs(propia - median(vecinas)) <= MAX_DISTANCIA_PARTICIPACION:
        return ()
    return tuple(campo for campo in votos if numero(conteo[campo]) > 0) or tuple(votos)
