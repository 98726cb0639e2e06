"""Every image stage can show its work, at no cost when nobody looks."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import cv2

from captura.geometria import Gris

Dibujo = Callable[[], Gris]
"""Makes the picture of a stage, grey or BGR, only when it is wanted."""


class Traza(Protocol):
    """Where the stages leave their pictures."""

    def guardar(self, nombre: str, dibujo: Dibujo) -> None:
        """Keep the picture of a stage under a name such as ``02-anclas``."""
        ...


class _SinTraza:
    def guardar(self, nombre: str, dibujo: Dibujo) -> None:
        del nombre, dibujo


SIN_TRAZA: Traza = _SinTraza()


class TrazaEnCarpeta:
    """Writes each picture as a PNG of a folder, which it makes."""

    def __init__(self, carpeta: Path):
        self.carpeta = carpeta

    def guardar(self, nombre: str, dibujo: Dibujo) -> None:
        """Write ``nombre``.png."""
        self.carpeta.mkdir(parents=True, exist_ok=True)
        correcto, png = cv2.imencode(".png", dibujo())
        if not correcto:
            raise OSError(nombre)
        (self.carpeta / f"{nombre}.png").write_bytes(png.tobytes())
