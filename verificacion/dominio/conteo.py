"""Figures of an acta. Blank is not zero and illegible is not blank: a figure is a number or a legend."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from verificacion.dominio.errores import ConteoInvalido

MAX_CIFRA = 999  # three boxes per quantity on the prescribed form


class Leyenda(StrEnum):
    """What is recorded where the acta has no figure (Anexo 13, treatment of inconsistencies)."""

    ILEGIBLE = "ILEGIBLE"
    SIN_DATO = "SIN DATO"


Cifra = int | Leyenda
Conteo = Mapping[str, Cifra]
"""Field key of the form to its figure; every field of the form is present."""


def numero(cifra: Cifra) -> int:
    """What a figure adds to a sum: legends count as 0 (LEEME, TOTAL_VOTOS_CALCULADO)."""
    return cifra if isinstance(cifra, int) else 0


def cifra_de(valor: int | str) -> Cifra:
    """A figure written in JSON: a number, or the text of a legend."""
    return Leyenda(valor) if isinstance(valor, str) else valor


def exigir_marcas(marcados: Iterable[str], conteo: Conteo) -> None:
    """Check that the fields marked by a person are fields that they wrote.

    Raises:
        ConteoInvalido: ``desconocido`` for each of the others.
    """
    if ajenos := {campo: "desconocido" for campo in marcados if campo not in conteo}:
        raise ConteoInvalido(ajenos)


def exigir_completo(conteo: Conteo, campos: Iterable[str]) -> None:
    """Check that ``conteo`` has exactly ``campos``, each 0..999 or a legend.

    Raises:
        ConteoInvalido: with one reason code per faulty field (``falta``, ``desconocido``, ``fuera_de_rango``).
    """
    esperados = set(campos)
    problemas = {campo: "falta" for campo in esperados - conteo.keys()}
    problemas |= {campo: "desconocido" for campo in conteo.keys() - esperados}
    for campo, cifra in conteo.items():
        if not isinstance(cifra, Leyenda) and not 0 <= cifra <= MAX_CIFRA:
            problemas[campo] = "fuera_de_rango"
    if problemas:
        raise ConteoInvalido(problemas)
