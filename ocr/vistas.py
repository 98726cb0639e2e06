"""The two views of a digit box that the net looks at: the ink alone, and the box as it is.

Darkness is measured against the paper of the cell and the ink of the *row*, never against the cell's own darkest
point: on a pale carbon copy a cell's own noise would otherwise become a digit.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import Gris

Oscuridad = npt.NDArray[np.float32]
"""(alto, ancho) float32, 0 = paper, 1 = this row's ink."""

LADO_TINTA: Final = 32
LADO_CELDA: Final = 40
MARGEN: Final = 0.15  # of the box's height, added around it: shows the borders and where a stroke leaves the box
ASPECTO_MAX: Final = 1.45  # a wider box is cut to this around its ink, or the digit would be squeezed
CAJA_TINTA: Final = 24  # the ink's longer side in the 32 px view
_NIVEL: Final = 0.3  # darkness above which a pixel is ink
_LINEA: Final = 0.72  # share of a row or column that must be dark to be taken for a printed border
_BANDA: Final = 0.16  # share of the box at each side in which borders are looked for


@dataclass(frozen=True, slots=True)
class Tono:
    """Grey levels of a row of the acta: its paper, and how much darker its ink is."""

    papel: float
    tinta: float


def oscurecer(recorte: Gris, tono: Tono) -> Oscuridad:
    """Darkness of a crop: 0 = its paper, 1 = the row's ink, at most 1.25."""
    fondo = max(float(np.percentile(recorte, 80)), 0.75 * tono.papel)
    return np.clip((fondo - recorte.astype(np.float32)) / tono.tinta, 0, 1.25)


def vistas(recorte: Gris, margen_px: int, tono: Tono) -> tuple[Gris, Gris]:
    """Both views of a digit box.

    Args:
        recorte: the box with ``margen_px`` pixels around it (``MARGEN`` of its height).
        margen_px: pixels around the box.
        tono: paper and ink of the row.

    Returns:
        (32, 32) and (40, 40) uint8, 0 = paper, 204 = the row's ink.
    """
    oscuro = _ventana(oscurecer(recorte, tono), margen_px)
    celda = cv2.resize(oscuro, (LADO_CELDA, LADO_CELDA), interpolation=cv2.INTER_AREA)
    m = margen_px
    dentro = oscuro[m : oscuro.shape[0] - m, m : oscuro.shape[1] - m] if m else oscuro
    return _a_bytes(_centrar(_sin_bordes(dentro))), _a_bytes(celda.astype(np.float32, copy=False))


def _a_bytes(oscuro: Oscuridad) -> Gris:
    return np.round(oscuro * 204).astype(np.uint8)


def _ventana(oscuro: Oscuridad, margen_px: int) -> Oscuridad:
    """Cut a wide box to a window around its ink."""
    alto, ancho = oscuro.shape
    if ancho <= ASPECTO_MAX * alto:
        return oscuro
    columnas = np.where(oscuro > _NIVEL, oscuro, 0)[margen_px : alto - margen_px].sum(axis=0)
    borde = margen_px + max(2, round(0.06 * ancho))
    columnas[:borde] = columnas[ancho - borde :] = 0
    total = float(columnas.sum())
    centro = float((columnas * np.arange(ancho)).sum()) / total if total > 1 else ancho / 2
    medio = ASPECTO_MAX * alto / 2
    x0 = round(min(max(0.0, centro - medio), ancho - 2 * medio))
    return oscuro[:, x0 : x0 + round(2 * medio)]


def _sin_bordes(dentro: Oscuridad) -> Oscuridad:
    """Erase the printed borders that fell inside the box; strokes that cross them stay."""
    limpio = dentro.copy()
    for giro in range(4):
        lado = np.rot90(limpio, giro)  # a view: what is written in it is written in ``limpio``
        banda = max(1, round(_BANDA * lado.shape[0]))
        oscuras = np.flatnonzero((lado[:banda] > 0.22).mean(axis=1) > _LINEA)
        if len(oscuras) and oscuras[-1] + 2 < lado.shape[0]:
            fin = int(oscuras[-1]) + 1
            cruza = np.minimum(lado[fin], lado[fin + 1]) > 0.4
            lado[:fin] *= cruza
    return limpio


def _centrar(dentro: Oscuridad) -> Oscuridad:
    """The ink scaled to ``CAJA_TINTA`` and centred by its mass; zeros when there is none."""
    salida = np.zeros((LADO_TINTA, LADO_TINTA), np.float32)
    alto, ancho = dentro.shape
    binaria = (cv2.blur(dentro, (3, 3)) > _NIVEL).astype(np.uint8)
    n, etiquetas, datos, _ = cv2.connectedComponentsWithStats(binaria, connectivity=8)
    quedan = [
        i
        for i in range(1, n)
        if datos[i, cv2.CC_STAT_AREA] >= max(3, 0.004 * alto * ancho) and not _pegado(datos[i], alto, ancho)
    ]
    if not quedan:
        return salida
    x0 = min(int(datos[i, 0]) for i in quedan)
    y0 = min(int(datos[i, 1]) for i in quedan)
    x1 = max(int(datos[i, 0] + datos[i, 2]) for i in quedan)
    y1 = max(int(datos[i, 1] + datos[i, 3]) for i in quedan)
    mascara = cv2.dilate(np.isin(etiquetas, quedan).astype(np.uint8), np.ones((3, 3), np.uint8))
    tinta = (dentro * mascara)[y0:y1, x0:x1]
    f = CAJA_TINTA / max(tinta.shape)
    medida = (max(1, round(tinta.shape[1] * f)), max(1, round(tinta.shape[0] * f)))
    tinta = cv2.resize(tinta, medida, interpolation=cv2.INTER_AREA if f < 1 else cv2.INTER_LINEAR)
    peso = float(tinta.sum()) + 1e-6
    cx = float((tinta.sum(axis=0) * np.arange(tinta.shape[1])).sum()) / peso
    cy = float((tinta.sum(axis=1) * np.arange(tinta.shape[0])).sum()) / peso
    x = min(max(0, round(LADO_TINTA / 2 - cx)), LADO_TINTA - tinta.shape[1])
    y = min(max(0, round(LADO_TINTA / 2 - cy)), LADO_TINTA - tinta.shape[0])
    salida[y : y + tinta.shape[0], x : x + tinta.shape[1]] = tinta
    return salida


def _pegado(dato: npt.NDArray[np.int32], alto: int, ancho: int) -> bool:
    """Whether a blob lies wholly along one side: rest of a border or of a neighbour's stroke."""
    x, y, w, h = (int(v) for v in dato[:4])
    return x + w < 0.13 * ancho or x > 0.87 * ancho or y + h < 0.12 * alto or y > 0.88 * alto
