"""A straight sheet: what every later stage looks at."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import PX_POR_MM, Color, Gris, Matriz, Puntos, esquinas, transformar

Desplazamiento = npt.NDArray[np.float64]
"""(filas, columnas, 2) float64: millimetres to add to each node of an even grid over the sheet, corners included."""

PX_POR_MM_COLOR = 4.0
"""Least resolution of the colours of a sheet; its lightness has all that the photo has. JPEG itself halves colours."""
REDUCCIONES = (8, 4, 2)


class FotoOriginal(Protocol):
    """A photo whose colours are decoded when they are wanted, and not kept."""

    gris: Gris

    def en_color(self, reduccion: int = 1) -> Color | Gris:
        """Its colours, with at most ``reduccion`` pixels each way made one; grey when it has none."""
        ...


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
    foto: Color | Gris | FotoOriginal = field(repr=False)
    """The photo: its pixels, or how to come by them."""

    @property
    def foto_px(self) -> tuple[int, int]:
        """Height and width of the photo, pixels."""
        alto, ancho = (self.foto if isinstance(self.foto, np.ndarray) else self.foto.gris).shape[:2]
        return alto, ancho

    @cached_property
    def color(self) -> Color:
        """The sheet in BGR, made from the photo the first time it is asked for.

        The lightness is that of ``gris``; only the colours come from the photo decoded again, smaller where it may be:
        at full size they are the largest thing that a reading process would hold.
        """
        foto = self.foto if isinstance(self.foto, np.ndarray) else self.foto.en_color(self._reduccion())
        if foto.ndim == 2:
            return cv2.cvtColor(self.gris, cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
        k = foto.shape[1] / self.foto_px[1]
        a_chica = np.array([[k, 0, (k - 1) / 2], [0, k, (k - 1) / 2], [0, 0, 1]])  # (0, 0) is the first pixel's centre
        color = desdoblar(foto, a_chica @ self.homografia, self.desplazamiento, self.hoja_mm)
        if k == 1:
            return color
        luz_y_color = cv2.cvtColor(color, cv2.COLOR_BGR2YCrCb)
        luz_y_color[:, :, 0] = self.gris
        return cv2.cvtColor(luz_y_color, cv2.COLOR_YCrCb2BGR).astype(np.uint8, copy=False)

    def _reduccion(self) -> int:
        """How much smaller the photo may be decoded for PX_POR_MM_COLOR at every corner of the sheet."""
        mm = esquinas(*self.hoja_mm)
        pasos = [self.a_foto(mm + np.array(d)) - self.a_foto(mm) for d in ((1.0, 0.0), (0.0, 1.0))]
        px_por_mm = min(float(np.linalg.norm(p, axis=1).min()) for p in pasos)
        return next((r for r in REDUCCIONES if px_por_mm >= r * PX_POR_MM_COLOR), 1)

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
