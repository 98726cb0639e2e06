"""The published database against the truth of the drill, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass

from verificacion.dominio.conteo import Cifra, Conteo


@dataclass(frozen=True, slots=True)
class Diferencia:
    """A published figure that is not what the acta says."""

    clave: str
    campo: str
    publicado: Cifra | None
    verdad: Cifra


def comparar(publicados: Mapping[str, Conteo], verdad: Mapping[str, Conteo]) -> tuple[Diferencia, ...]:
    """Every figure that differs; an acta that is missing counts all its fields as None."""
    return tuple(
        Diferencia(clave, campo, publicados.get(clave, {}).get(campo), cifra)
        for clave, conteo in verdad.items()
        for campo, cifra in conteo.items()
        if publicados.get(clave, {}).get(campo) != cifra
    )
