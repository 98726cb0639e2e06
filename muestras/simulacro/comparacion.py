"""The published database against the truth of the drill, cell by cell, and the reader against the same truth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from verificacion.dominio.conteo import Cifra, Conteo
from verificacion.dominio.lectura import LecturaCampo


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


@dataclass(frozen=True, slots=True)
class Aciertos:
    """How a reader did against the truth. All are counts of fields except ``actas_exactas`` and ``actas``."""

    campos: int
    exactos: int
    no_cero: int
    no_cero_exactos: int
    aceptados: int
    aceptados_errados: int
    actas: int
    actas_exactas: int


def medir_lector(pares: Iterable[tuple[Mapping[str, LecturaCampo], Conteo]]) -> Aciertos:
    """Count a reader's hits over (reading, truth) pairs, over the fields that the truth has."""
    todos = [[(lectura[campo], cifra) for campo, cifra in conteo.items()] for lectura, conteo in pares]
    campos = [par for acta in todos for par in acta]
    no_cero = [par for par in campos if par[1] != 0]
    aceptados = [par for par in campos if par[0].aceptado]
    return Aciertos(
        campos=len(campos),
        exactos=sum(lectura.cifra == cifra for lectura, cifra in campos),
        no_cero=len(no_cero),
        no_cero_exactos=sum(lectura.cifra == cifra for lectura, cifra in no_cero),
        aceptados=len(aceptados),
        aceptados_errados=sum(lectura.cifra != cifra for lectura, cifra in aceptados),
        actas=len(todos),
        actas_exactas=sum(all(lectura.cifra == cifra for lectura, cifra in acta) for acta in todos),
    )
