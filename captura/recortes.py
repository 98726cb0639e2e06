"""Pieces of a straight sheet, and the photo it came from."""

import numpy as np

from captura.geometria import PX_POR_MM, Color, Gris
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja


def foto_de(hoja: HojaEnderezada) -> Color | Gris:
    """The photo that a straight sheet was laid out of, whole, in colour where it has it."""
    return hoja.foto if isinstance(hoja.foto, np.ndarray) else hoja.foto.en_color()


def recortar(hoja: HojaEnderezada, caja: Caja, margen_mm: float = 0.0) -> Gris:
    """Cut a box out of a straight sheet; see :func:`cortar`."""
    return cortar(hoja.gris, caja, margen_mm)


def cortar(gris: Gris, caja: Caja, margen_mm: float = 0.0) -> Gris:
    """Cut a box out of the pixels of a sheet.

    Args:
        gris: the whole sheet, at PX_POR_MM.
        caja: what to cut, mm.
        margen_mm: added on each side, or taken from it when negative; it stops at the edge of the sheet.

    Returns:
        A view of ``gris``, (alto, ancho) uint8, never empty; copy it before writing on it.
    """
    alto_px, ancho_px = gris.shape
    x0 = min(max(0, round((caja.x - margen_mm) * PX_POR_MM)), ancho_px - 1)
    y0 = min(max(0, round((caja.y - margen_mm) * PX_POR_MM)), alto_px - 1)
    x1 = min(max(x0 + 1, round((caja.x + caja.ancho + margen_mm) * PX_POR_MM)), ancho_px)
    y1 = min(max(y0 + 1, round((caja.y + caja.alto + margen_mm) * PX_POR_MM)), alto_px)
    return gris[y0:y1, x0:x1]
