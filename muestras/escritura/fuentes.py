"""Handwriting fonts that travel with the package: OFL, none with a reserved name (``fuentes/manifiesto.json``)."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

Reparto = Literal["entrenamiento", "validacion", "prueba"]
CARPETA = Path(__file__).parent / "fuentes"


@dataclass(frozen=True, slots=True)
class Fuente:
    """One family: its file, the split whose writers may use it, and the hash of the file."""

    archivo: str
    familia: str
    reparto: Reparto
    paquete: str
    licencia: str
    titular: str
    sha256: str


@lru_cache(maxsize=1)
def manifiesto() -> tuple[Fuente, ...]:
    """Every font of the package."""
    return tuple(Fuente(**dato) for dato in json.loads((CARPETA / "manifiesto.json").read_text(encoding="utf-8")))


def de_reparto(reparto: Reparto) -> tuple[Fuente, ...]:
    """Fonts that writers of a split may use; the splits share none."""
    return tuple(f for f in manifiesto() if f.reparto == reparto)


@lru_cache(maxsize=256)
def abrir(archivo: str, cuerpo: int) -> ImageFont.FreeTypeFont:
    """A font at a size in pixels."""
    return ImageFont.truetype(str(CARPETA / archivo), cuerpo)
