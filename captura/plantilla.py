"""The form folder: where each quantity of an acta stands on its sheet. ``docs/plantilla.md`` is its contract."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from captura.forma_json import CajaJson, PlantillaInvalida, Problema, leer_forma
from verificacion.dominio.eleccion import CampoForma, FormaActa, Suma, TipoCampo

__all__ = ["Caja", "CampoPlantilla", "Plantilla", "PlantillaInvalida", "Problema", "cargar_plantilla"]

ARCHIVO = "plantilla.json"


@dataclass(frozen=True, slots=True)
class Caja:
    """A rectangle in millimetres from the top-left corner of the sheet."""

    x: float
    y: float
    ancho: float
    alto: float

    @property
    def centro(self) -> tuple[float, float]:
        """Centre (x, y), mm."""
        return self.x + self.ancho / 2, self.y + self.alto / 2


@dataclass(frozen=True, slots=True)
class CampoPlantilla:
    """One quantity: its digit boxes from left to right and, where the form has it, the line for the words."""

    clave: str
    tipo: TipoCampo
    digitos: tuple[Caja, ...]
    letra: Caja | None = None


@dataclass(frozen=True, slots=True)
class Plantilla:
    """A form.

    ``referencia`` is the image of the whole sheet (drawing, scan or straightened photo, of any size), and ``mascara``
    the areas of it that are not print. ``reservado`` is personal data to cover in public images. ``huella`` is
    the SHA-256 of plantilla.json and the reference together.
    """

    clave: str
    nombre: str
    hoja_mm: tuple[float, float]
    campos: tuple[CampoPlantilla, ...]
    sumas: tuple[Suma, ...]
    qr: Caja | None
    reservado: tuple[Caja, ...]
    mascara: tuple[Caja, ...]
    referencia: Path
    carpeta: Path
    huella: str

    def campo(self, clave: str) -> CampoPlantilla:
        """The field with that key, which must exist."""
        return next(c for c in self.campos if c.clave == clave)

    def de_tipo(self, tipo: TipoCampo) -> tuple[CampoPlantilla, ...]:
        """Fields of one kind, in the order of the form."""
        return tuple(c for c in self.campos if c.tipo is tipo)

    @property
    def cajas_digitos(self) -> tuple[Caja, ...]:
        """Every digit box of the form."""
        return tuple(caja for campo in self.campos for caja in campo.digitos)

    def forma(self, distritos: frozenset[int] | None = None) -> FormaActa:
        """What the record must know of this form."""
        campos = tuple(CampoForma(c.clave, c.tipo) for c in self.campos)
        return FormaActa(self.clave, str(self.carpeta), campos, self.sumas, distritos)


def cargar_plantilla(carpeta: Path) -> Plantilla:
    """Read and check a form folder.

    Raises:
        PlantillaInvalida: ``problemas`` lists every fault found, each with its line in plantilla.json (None where
            it has none), what is wrong and the remedy, in Spanish.
    """
    forma, referencia = leer_forma(carpeta, ARCHIVO)
    huella = hashlib.sha256((carpeta / ARCHIVO).read_bytes() + referencia.read_bytes()).hexdigest()

    return Plantilla(
        clave=forma.clave,
        nombre=forma.nombre,
        hoja_mm=forma.hoja_mm,
        campos=tuple(
            CampoPlantilla(c.clave, c.tipo, tuple(map(_caja, c.digitos)), _caja(c.letra) if c.letra else None)
            for c in forma.campos
        ),
        sumas=tuple(Suma(s.total, s.sumandos, s.cuadra) for s in forma.sumas),
        qr=_caja(forma.qr) if forma.qr else None,
        reservado=tuple(map(_caja, forma.reservado)),
        mascara=tuple(map(_caja, forma.mascara)),
        referencia=referencia,
        carpeta=carpeta,
        huella=huella,
    )


def _caja(caja: CajaJson) -> Caja:
    return Caja(caja.x, caja.y, caja.ancho, caja.alto)
