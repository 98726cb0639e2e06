"""A straight sheet: what every later stage looks at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import PX_POR_MM, Color, Gris, Matriz, Puntos, transformar

Desplazamiento = npt.NDArray[np.float64]
"""(filas, columnas, 2) float64: millimetres to add to each node of an even grid over the sheet, corners included."""


@dataclass(frozen=True)
class HojaEnderezada:
    """A photo laid onto its form's sheet, at PX_POR_MM; pixel (0, 0) is the sheet's top-left corner.

    ``homografia`` takes millimetres of the sheet to pixels of the photo; ``desplazamiento`` bends the sheet first, as
    curled paper does. ``error_mm`` is the residual (90th percentile) of the printed structure against the
    form, and ``metodo`` how the sheet was found. ``parecido`` 0..1 is the correlation of that structure.
    """

    gris: Gris
    homografia: Matriz
    desplazamiento: Desplazamiento
    error_mm: float
    parecido: float
    metodo: str
    hoja_mm: tuple[float, float]
    foto: Gris | Callable[[], Color | Gris] = field(repr=False)
    """The photo, or how to come by it: its colours are decoded only when they are wanted."""

    @cached_property
    def color(self) -> Color:
        """The sheet in BGR, warped from the photo the first time it is asked for."""
        foto = self.foto() if callable(self.foto) else self.foto
        if foto.ndim == 2:
            return cv2.cvtColor(self.gris, cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
        return desdoblar(foto, self.homografia, self.desplazamiento, self.hoja_mm)

    def a_foto(self, mm: Puntos) -> Puntos:
        """Pixels of the photo where points of the sheet (mm) are."""
        return transformar(self.homografia, mm + desplazar(self.desplazamiento, self.hoja_mm, mm))


def desplazar(campo: Desplazamiento, hoja_mm: tuple[float, float], mm: Puntos) -> Puntos:
    """Displacement (mm) of points of the sheet, bilinear between the nodes of the grid."""
    filas, columnas = campo.shape[:2]
    u = np.clip(mm[:, 0] / hoja_mm[0], 0, 1) * (columnas - 1)
    v = np.clip(mm[:, 1] / hoja_mm[1], 0, 1) * (filas - 1)
    i = np.minimum(v.astype(int), filas - 2)
    j = np.minimum(u.astype(int), columnas - 2)
    a, b = (u - j)[:, None], (v - i)[:, None]
    arriba = campo[i, j] * (1 - a) + campo[i, j + 1] * a
    abajo = campo[i + 1, j] * (1 - a) + campo[i + 1, j + 1] * a
    return arriba * (1 - b) + abajo * b


PASO_MM = 4.0
"""Between the points where the warp is computed exactly; linear in between, its error is under 0.01 mm."""

FILAS_POR_FRANJA = 4  # of nodes: the map of a strip stays in the processor's cache


def desdoblar(
    foto: Gris, homografia: Matriz, campo: Desplazamiento, hoja_mm: tuple[float, float], px_por_mm: float = PX_POR_MM
) -> Gris:
    """Warp a photo (grey or BGR) onto its sheet. Outside the photo it is white."""
    ancho, alto = round(hoja_mm[0] * px_por_mm), round(hoja_mm[1] * px_por_mm)
    paso = max(2, round(PASO_MM * px_por_mm))
    nx, ny = -(-ancho // paso), -(-alto // paso)
    # cv2.resize takes node k to pixel (k + 0.5) * paso - 0.5; a ring outside, or the border would not be interpolated
    xs = (np.arange(-1, nx + 1) + 0.5) * paso * hoja_mm[0] / ancho
    ys = (np.arange(-1, ny + 1) + 0.5) * paso * hoja_mm[1] / alto
    mm = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    nodos = transformar(homografia, mm + desplazar(campo, hoja_mm, mm)).reshape(ny + 2, nx + 2, 2)
    nodos = nodos.astype(np.float32)
    plana = np.empty((alto, ancho, *foto.shape[2:]), np.uint8)
    for fila in range(0, ny, FILAS_POR_FRANJA):
        y0, y1 = fila * paso, min((fila + FILAS_POR_FRANJA) * paso, alto)
        franja = nodos[fila : fila + FILAS_POR_FRANJA + 2]
        completa = ((nx + 2) * paso, len(franja) * paso)
        mapa = cv2.resize(franja, completa, interpolation=cv2.INTER_LINEAR)
        plana[y0:y1] = cv2.remap(  # pyright: ignore[reportCallIssue]
            foto,
            mapa[paso : paso + y1 - y0, paso : paso + ancho],
            None,  # pyright: ignore[reportArgumentType]  # its stub denies that the first map may hold x and y
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(255, 255, 255),
        )
    return plana
