"""A reader judged against the truth."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

from verificacion.dominio.conteo import Cifra, Conteo, Leyenda
from verificacion.dominio.lectura import LecturaActa


@dataclass(frozen=True, slots=True)
class Fallo:
    """One wrong figure: which acta and field, what it says, what was read, how surely."""

    acta: str
    campo: str
    verdad: Cifra
    leida: Cifra
    confianza: float
    aceptado: bool


@dataclass(frozen=True, slots=True)
class Evaluacion:
    """Counts of a set of actas. Zeros are most of the figures: read ``exactitud_no_cero`` too."""

    actas: int = 0
    actas_exactas: int = 0
    campos: int = 0
    exactos: int = 0
    no_cero: int = 0
    no_cero_exactos: int = 0
    aceptados: int = 0
    aceptados_malos: int = 0
    fallos: tuple[Fallo, ...] = ()

    @classmethod
    def de(cls, pares: Iterable[tuple[str, Conteo, LecturaActa]]) -> Self:
        """Compare readings with truths, given as (name of the acta, truth, reading)."""
        suma = cls()
        for nombre, verdad, lectura in pares:
            suma = suma.mas(nombre, verdad, lectura)
        return suma

    @classmethod
    def no_leida(cls, verdad: Conteo) -> Self:
        """The counts of one acta whose sheet was not found: nothing in it was read."""
        no_cero = sum(not isinstance(v, Leyenda) and v != 0 for v in verdad.values())
        return cls(actas=1, campos=len(verdad), no_cero=no_cero)

    def juntar(self, otra: "Evaluacion") -> Self:
        """Both counts together."""
        return type(self)(*(getattr(self, f.name) + getattr(otra, f.name) for f in fields(self)))

    def mas(self, nombre: str, verdad: Conteo, lectura: LecturaActa) -> Self:
        """These counts with one acta more."""
        leidos = {clave: lectura.campos[clave] for clave in verdad if clave in lectura.campos}
        bien = {clave: campo.cifra == verdad[clave] for clave, campo in leidos.items()}
        no_cero = [clave for clave in leidos if not isinstance(verdad[clave], Leyenda) and verdad[clave] != 0]
        fallos = tuple(
            Fallo(nombre, clave, verdad[clave], campo.cifra, campo.confianza, campo.aceptado)
            for clave, campo in leidos.items()
            if not bien[clave]
        )
        return type(self)(
            actas=self.actas + 1,
            actas_exactas=self.actas_exactas + (not fallos),
            campos=self.campos + len(leidos),
            exactos=self.exactos + sum(bien.values()),
            no_cero=self.no_cero + len(no_cero),
            no_cero_exactos=self.no_cero_exactos + sum(bien[clave] for clave in no_cero),
            aceptados=self.aceptados + sum(c.aceptado for c in leidos.values()),
            aceptados_malos=self.aceptados_malos + sum(f.aceptado for f in fallos),
            fallos=self.fallos + fallos,
        )

    def como_dict(self) -> dict[str, float | int]:
        """The rates that people quote, 0..1."""
        return {
            "actas": self.actas,
            "actas_exactas": _razon(self.actas_exactas, self.actas),
            "campos": self.campos,
            "exactitud": _razon(self.exactos, self.campos),
            "exactitud_no_cero": _razon(self.no_cero_exactos, self.no_cero),
            "cobertura": _razon(self.aceptados, self.campos),
            "error_aceptados": _razon(self.aceptados_malos, self.aceptados),
            "aceptados_malos": self.aceptados_malos,
        }


def _razon(parte: int, todo: int) -> float:
    return round(parte / todo, 6) if todo else 0.0
