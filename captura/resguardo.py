"""The copy of a photo that anyone may see: personal data covered, no metadata.

What to cover comes from the form (``reservado``) through the geometry of the straight sheet, or from the rectangles
that a person drew where the sheet could not be straightened.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import Color, Gris
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, Plantilla
from captura.recortes import foto_de

MARGEN_MM = 2.0  # people write names over the printed line; the sheet itself lies within 1 mm of where it is said to be
RESPETO_MM = 0.5  # around a figure and its words, which are public and must stay whole
PASO_MM = 4.0  # between points of an outline: the photo of a curled sheet bends its straight lines
TINTA = (70, 60, 60)  # BGR: dark, so that it is seen as a cover and not as paper without writing
CALIDAD_JPEG = 85


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a photo seen upright, in fractions (0..1) of its width and height."""

    x: float
    y: float
    ancho: float
    alto: float


def cubrir(hoja: HojaEnderezada, plantilla: Plantilla) -> Color:
    """The photo of a straight sheet with the personal data of its form covered.

    Returns:
        (alto, ancho, 3) uint8 BGR, a new array of the size of the photo.
    """
    foto = foto_de(hoja)
    mascara = np.zeros(foto.shape[:2], np.uint8)
    for caja in plantilla.reservado:
        _pintar(mascara, hoja, caja, MARGEN_MM, 255)
    for campo in plantilla.campos:
        for caja in (*campo.digitos, *([campo.letra] if campo.letra else [])):
            _pintar(mascara, hoja, caja, RESPETO_MM, 0)
    return _tapar(foto, mascara)


def cubrir_areas(foto: Color, areas: Sequence[Area]) -> Color:
    """The photo with some rectangles covered; a new array."""
    alto, ancho = foto.shape[:2]
    mascara = np.zeros((alto, ancho), np.uint8)
    for a in areas:
        x0, y0 = int(np.floor(a.x * ancho)), int(np.floor(a.y * alto))
        x1, y1 = int(np.ceil((a.x + a.ancho) * ancho)), int(np.ceil((a.y + a.alto) * alto))
        mascara[max(0, y0) : y1, max(0, x0) : x1] = 255
    return _tapar(foto, mascara)


def publicable(color: Color) -> bytes:
    """JPEG of a covered photo, made from its pixels alone: no EXIF, no thumbnail, no place."""
    bien, jpeg = cv2.imencode(".jpg", color, [cv2.IMWRITE_JPEG_QUALITY, CALIDAD_JPEG])
    assert bien  # an image in memory always encodes
    return jpeg.tobytes()


def _tapar(foto: Gris, mascara: npt.NDArray[np.uint8]) -> Color:
    color = cv2.cvtColor(foto, cv2.COLOR_GRAY2BGR) if foto.ndim == 2 else foto.copy()
    color[mascara > 0] = TINTA
    return color.astype(np.uint8, copy=False)


def _pintar(mascara: npt.NDArray[np.uint8], hoja: HojaEnderezada, caja: Caja, margen: float, valor: int) -> None:
    """Fill the outline of a box of the sheet, grown by ``margen`` mm, where the photo shows it."""
    x0, y0 = caja.x - margen, caja.y - margen
    x1, y1 = caja.x + caja.ancho + margen, caja.y + caja.alto + margen
    nx, ny = max(1, round((x1 - x0) / PASO_MM)), max(1, round((y1 - y0) / PASO_MM))
    xs, ys = np.linspace(x0, x1, nx + 1), np.linspace(y0, y1, ny + 1)
    borde = [*((x, y0) for x in xs), *((x1, y) for y in ys), *((x, y1) for x in xs[::-1]), *((x0, y) for y in ys[::-1])]
    en_foto = hoja.a_foto(np.array(borde, np.float64))
    cv2.fillPoly(mascara, [np.round(np.clip(en_foto, -30_000, 30_000)).astype(np.int32)], valor)
