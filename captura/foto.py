"""A photo at the sizes the search needs, each made when it is first asked for."""

from collections.abc import Callable
from functools import cached_property
from typing import Self

import cv2
import numpy as np

from captura.geometria import Color, Gris
from captura.recepcion import decodificar, decodificar_gris
from captura.referencia import LADO_POCOS_PX, LADO_RASGOS_PX, MAX_RASGOS, POCOS_RASGOS, Rasgos, buscar_rasgos

LADO_AJUSTE_PX = 1800  # longest side, more or less, of the photo while it is aligned


class Foto:
    """Grey pixels of a photo, what the search looks at, and its colours for whoever wants them."""

    def __init__(self, gris: Gris, color: Callable[[int], Color | Gris]):
        self.gris = gris
        self._color = color

    @classmethod
    def de_bytes(cls, contenido: bytes) -> Self:
        """Decode an image: only its luminance now, its colours when asked.

        Raises:
            ImagenInvalida: as ``captura.recepcion.decodificar``.
        """
        return cls(decodificar_gris(contenido), lambda reduccion: decodificar(contenido, reduccion))

    @classmethod
    def de(cls, imagen: "Foto | Color | Gris") -> "Foto":
        """A photo of pixels, (alto, ancho[, 3]) uint8, grey or BGR; a photo stays as it is."""
        if isinstance(imagen, Foto):
            return imagen
        gris = cv2.cvtColor(imagen, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False) if imagen.ndim == 3 else imagen
        return cls(gris, lambda _: imagen)

    def en_color(self, reduccion: int = 1) -> Color | Gris:
        """The photo in BGR, decoded each time: its colours take four times the memory of ``gris``.

        Args:
            reduccion: at most this many pixels each way become one (see ``captura.recepcion.decodificar``).

        Returns:
            (alto, ancho, 3) uint8, or (alto, ancho) when it came without colours.
        """
        return self._color(reduccion)

    @cached_property
    def reduccion(self) -> int:
        """Pixels of ``gris`` per pixel of ``mediana``, each way: whole, because averaging whole pixels is fast."""
        return max(1, round(max(self.gris.shape) / LADO_AJUSTE_PX))

    @cached_property
    def mediana(self) -> Gris:
        """The photo at about LADO_AJUSTE_PX. Rows and columns that do not fill a pixel are left out."""
        alto, ancho = (lado // self.reduccion for lado in self.gris.shape)
        recto = self.gris[: alto * self.reduccion, : ancho * self.reduccion]
        return cv2.resize(recto, (ancho, alto), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)

    @cached_property
    def pocos(self) -> Rasgos:
        """The strongest features, in pixels of ``mediana``."""
        return self._rasgos(LADO_POCOS_PX, POCOS_RASGOS)

    @cached_property
    def rasgos(self) -> Rasgos:
        """Many features, in pixels of ``mediana``."""
        return self._rasgos(LADO_RASGOS_PX, MAX_RASGOS)

    def _rasgos(self, lado: int, cuantos: int) -> Rasgos:
        veces = max(self.mediana.shape) / lado
        metodo = cv2.INTER_AREA if veces > 1 else cv2.INTER_CUBIC
        chica = cv2.resize(self.mediana, None, fx=1 / veces, fy=1 / veces, interpolation=metodo)
        halladas = buscar_rasgos(chica.astype(np.uint8, copy=False), cuantos=cuantos)
        return Rasgos((halladas.xy + 0.5) * veces - 0.5, halladas.descriptores)
