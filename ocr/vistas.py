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
_TONO_LINEA: Final = 0.22
_BAJO: Final = 0.28  # quantile of a row or column that must be that dark for it to be taken for a printed line
_ALTO: Final = 0.6  # quantile taken for the darkness of the line itself, which is subtracted
_CRUZA: Final = 0.4  # darkness just inside a line from which a stroke is taken to cross it
_FINA: Final = 0.08  # share of the side up to which a line is thin: a stroke is mended across it, not across a bar
_BANDA: Final = 0.16  # share of the box at each side in which borders are looked for


@dataclass(frozen=True, slots=True)
class Tono:
    """Grey levels of a row of the acta: its paper, and how much darker its ink is."""

    papel: float
    tinta: float


def oscurecer(recorte: Gris, tono: Tono) -> Oscuridad:
    """Darkness of a crop: 0 = its paper, 1 = the row's ink, at most 1.25."""
    fondo = max(percentil(recorte, 80), 0.75 * tono.papel)
    return np.clip((fondo - recorte.astype(np.float32)) / tono.tinta, 0, 1.25)


def percentil(gris: Gris, q: float) -> float:
    """What ``numpy.percentile`` says of an 8-bit image, several times faster: an acta asks it some 200 times."""
    hasta = np.cumsum(np.bincount(gris.ravel(), minlength=256))
    rango = q / 100 * (gris.size - 1)
    bajo = int(rango)
    a, b = (int(v) for v in np.searchsorted(hasta, (bajo, min(bajo + 1, gris.size - 1)), side="right"))
    return a + (b - a) * (rango - bajo)


def vistas(recorte: Gris, margen_px: int, tono: Tono) -> tuple[Gris, Gris]:
    """Both views of a digit box.

    Args:
        recorte: the box with ``margen_px`` pixels around it (``MARGEN`` of its height).
        margen_px: pixels around the box.
        tono: paper and ink of the row.

    Returns:
        (32, 32) and (40, 40) uint8, 0 = paper, 204 = the row's ink.
    """
    oscuro, lateral = _ventana(oscurecer(recorte, tono), margen_px)
    celda = cv2.resize(oscuro, (LADO_CELDA, LADO_CELDA), interpolation=cv2.INTER_AREA)
    tinta = _centrar(_sin_bordes(oscuro, lateral, margen_px), lateral, margen_px)
    return _a_bytes(tinta), _a_bytes(celda.astype(np.float32, copy=False))


def _a_bytes(oscuro: Oscuridad) -> Gris:
    return np.round(oscuro * 204).astype(np.uint8)


def _ventana(oscuro: Oscuridad, margen_px: int) -> tuple[Oscuridad, int]:
    """Cut a wide box to a window around its ink. Also says how many columns at each side lie outside the box."""
    alto, ancho = oscuro.shape
    if ancho <= ASPECTO_MAX * alto:
        return oscuro, margen_px
    columnas = np.where(oscuro > _NIVEL, oscuro, 0)[margen_px : alto - margen_px].sum(axis=0)
    borde = margen_px + max(2, round(0.06 * ancho))
    columnas[:borde] = columnas[ancho - borde :] = 0
    total = float(columnas.sum())
    centro = float((columnas * np.arange(ancho)).sum()) / total if total > 1 else ancho / 2
    medio = ASPECTO_MAX * alto / 2
    x0 = round(min(max(0.0, centro - medio), ancho - 2 * medio))
    return oscuro[:, x0 : x0 + round(2 * medio)], 0


def _sin_bordes(oscuro: Oscuridad, lateral: int, margen: int) -> Oscuridad:
    """Erase the printed lines at and around the borders of the box; strokes that cross them stay.

    Args:
        oscuro: darkness of the box with its margins.
        lateral: columns outside the box at the left and at the right.
        margen: rows outside it above and below.
    """
    limpio = oscuro.copy()
    parada = limpio.T
    for giro, lado in enumerate((limpio, parada[::-1], limpio[::-1, ::-1], parada[:, ::-1])):
        # quarter turns, and views: what is written in one is written in ``limpio``
        fuera, costado = (margen, lateral) if giro % 2 == 0 else (lateral, margen)
        banda = fuera + max(1, round(_BANDA * (lado.shape[0] - 2 * fuera)))
        dentro = np.sort(lado[:banda, costado : lado.shape[1] - costado], axis=1)
        oscuras = np.flatnonzero(dentro[:, int(_BAJO * dentro.shape[1])] > _TONO_LINEA)
        if not len(oscuras) or oscuras[-1] + 2 >= lado.shape[0]:
            continue
        perfil = dentro[:, int(_ALTO * dentro.shape[1])]
        fin = int(oscuras[-1]) + 1
        cruza = lado[fin + 1] > _CRUZA if len(oscuras) <= _FINA * lado.shape[0] else np.zeros(lado.shape[1], bool)
        tocadas = np.zeros(banda + 2, bool)
        for d in (0, 1, 2):  # the dark rows and those beside them, one further down here than on the sheet
            tocadas[oscuras + d] = True
        filas = np.flatnonzero(tocadas[1:-1])
        lado[filas] = np.where(cruza, lado[filas], np.maximum(0, lado[filas] - perfil[filas, None]))
    return limpio


def _centrar(oscuro: Oscuridad, lateral: int, margen: int) -> Oscuridad:
    """The ink of the box scaled to ``CAJA_TINTA`` and centred by its mass; zeros when there is none.

    A stroke that leaves the box is followed into the margin; one that lies mostly outside belongs to a neighbour.
    """
    salida = np.zeros((LADO_TINTA, LADO_TINTA), np.float32)
    alto, ancho = oscuro.shape[0] - 2 * margen, oscuro.shape[1] - 2 * lateral
    binaria = (cv2.blur(oscuro, (3, 3)) > _NIVEL).astype(np.uint8)
    n, etiquetas, datos, _ = cv2.connectedComponentsWithStats(binaria, connectivity=8)
    dentro = np.bincount(etiquetas[margen : margen + alto, lateral : lateral + ancho].ravel(), minlength=n)
    quedan = [
        i
        for i in range(1, n)
        if dentro[i] >= max(3, 0.004 * alto * ancho, 0.5 * datos[i, cv2.CC_STAT_AREA])
        and not _pegado(datos[i], lateral, margen, alto, ancho)
    ]
    if not quedan:
        return salida
    x0 = min(int(datos[i, 0]) for i in quedan)
    y0 = min(int(datos[i, 1]) for i in quedan)
    x1 = max(int(datos[i, 0] + datos[i, 2]) for i in quedan)
    y1 = max(int(datos[i, 1] + datos[i, 3]) for i in quedan)
    de_tinta = np.zeros(n, np.uint8)
    de_tinta[quedan] = 1
    mascara = cv2.dilate(de_tinta[etiquetas.astype(np.intp)], np.ones((3, 3), np.uint8))
    tinta = (oscuro * mascara)[y0:y1, x0:x1]
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


def _pegado(dato: npt.NDArray[np.int32], lateral: int, margen: int, alto: int, ancho: int) -> bool:
    """Whether a blob lies wholly along one side of the box: rest of a border or of a neighbour's stroke."""
    x, y, w, h = (int(v) for v in dato[:4])
    x, y = x - lateral, y - margen
    return x + w < 0.13 * ancho or x > 0.87 * ancho or y + h < 0.12 * alto or y > 0.88 * alto
