"""The truth of a drill: what every photo says and what the published database must say."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Cifra, Conteo, Leyenda, numero
from verificacion.dominio.eleccion import Proceso


@dataclass(frozen=True, slots=True)
class Foto:
    """One photo to upload. ``clave`` None means that the acta is out of the catalogue, or that it is no acta at all."""

    archivo: Path
    sha256: str
    clave: str | None
    origen: str
    digitalizacion: str
    conteo: Conteo

    @classmethod
    def de_archivo(cls, archivo: Path, contenido: bytes, origen: str, digitalizacion: str) -> Self:
        """A photo of no acta."""
        return cls(archivo, hashlib.sha256(contenido).hexdigest(), None, origen, digitalizacion, {})


@dataclass(frozen=True)
class Verdad:
    """Everything that arrives in the night: photos, and actas declared absent with their cause."""

    fotos: tuple[Foto, ...]
    sin_acta: Mapping[str, str]

    @cached_property
    def por_sha256(self) -> Mapping[str, Foto]:
        """What each image truly says."""
        return {foto.sha256: foto for foto in self.fotos}

    @cached_property
    def fotos_de(self) -> Mapping[str, tuple[str, ...]]:
        """Acta key to the SHA-256 of its photos, in the order in which they are sent."""
        fotos: dict[str, tuple[str, ...]] = {}
        for foto in self.fotos:
            if foto.clave:
                fotos[foto.clave] = (*fotos.get(foto.clave, ()), foto.sha256)
        return fotos

    def conteos(self) -> dict[str, Conteo]:
        """Acta key to what it truly says, for the actas that arrive."""
        return {foto.clave: foto.conteo for foto in self.fotos if foto.clave}


def _cifra(valor: int | str) -> Cifra:
    return Leyenda(valor) if isinstance(valor, str) else valor


def leer_verdad(archivo: Path) -> Verdad:
    """Read the ``verdad.json`` that ``muestras.fotos`` wrote beside the photos."""
    datos = json.loads(archivo.read_text())
    fotos = tuple(
        Foto(
            archivo.parent / foto["archivo"],
            foto["sha256"],
            foto["clave"],
            foto["origen"],
            foto["digitalizacion"],
            {campo: _cifra(valor) for campo, valor in foto["conteo"].items()},
        )
        for foto in datos["fotos"]
    )
    return Verdad(fotos, datos["sin_acta"])


def votos_verdaderos(proceso: Proceso, conteos: Mapping[str, Conteo]) -> dict[str, int]:
    """Votes of each row of the acta over the counted actas.

    Computed here from the definition alone (an acta counts when it has some figure and its sum does not exceed the
    lista nominal plus representatives), without the code that publishes: it is what the published totals face.
    """
    totales = dict.fromkeys((c.clave for c in proceso.contendientes), 0)
    for clave, conteo in conteos.items():
        casilla = proceso.por_clave[ClaveActa.de_texto(clave)].casilla
        votos = {c.clave: conteo[c.clave] for c in proceso.contendientes_en(casilla.distrito)}
        suma = sum(map(numero, votos.values()))
        if suma <= casilla.limite and any(isinstance(cifra, int) for cifra in votos.values()):
            for contendiente, cifra in votos.items():
                totales[contendiente] += numero(cifra)
    return totales
