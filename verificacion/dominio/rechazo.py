"""What a cotejador says when what was published is not what the acta says: which fields, and how to mend them."""

from collections.abc import Collection
from enum import StrEnum

from verificacion.dominio.errores import ConteoInvalido, RemedioInvalido


class Remedio(StrEnum):
    """How an acta that was not accepted is corrected (COTEJADA 3, LEEME of INE 2021: re-capture or re-digitise)."""

    RECAPTURAR = "recapturar"
    """The image is good: two people type it again."""
    REDIGITALIZAR = "redigitalizar"
    """The image does not show what was published: another one is needed."""


def exigir_veredicto(marcados: Collection[str], remedio: Remedio | None, campos: Collection[str]) -> None:
    """Check that the marked fields exist and that whoever marks some says how to mend them.

    Raises:
        ConteoInvalido: a field that the acta does not have.
        RemedioInvalido: fields without remedy, or remedy without fields.
    """
    if ajenos := {campo: "desconocido" for campo in marcados if campo not in campos}:
        raise ConteoInvalido(ajenos)
    if bool(marcados) != (remedio is not None):
        raise RemedioInvalido
