"""Millimetres of the sheet, pixels of images, and the plane transformations between them."""

from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

PX_POR_MM = 8.0  # 203 dpi: a digit box of 6 x 7 mm gives 48 x 56 px, above the 32-40 px the digit nets look at

Gris = npt.NDArray[np.uint8]
"""(alto, ancho) uint8, 0 = black."""
Color = npt.NDArray[np.uint8]
"""(alto, ancho, 3) uint8, BGR."""
Matriz = npt.NDArray[np.float64]
"""(3, 3) float64 homography; (x, y) points, x to the right, y down, (0, 0) the centre of the first pixel."""
Puntos = npt.NDArray[np.float64]
"""(n, 2) float64, x then y."""


def puntos(datos: Any) -> Puntos:
    """Make an (n, 2) float64 array of anything that holds pairs."""
    return np.asarray(datos, np.float64).reshape(-1, 2)


def transformar(matriz: Matriz, xy: Puntos) -> Puntos:
    """Apply a homography to points. Points at infinity come back as very large numbers, never as NaN."""
    homogeneos = xy @ matriz[:, :2].T + matriz[:, 2]
    w = homogeneos[:, 2:]
    return homogeneos[:, :2] / np.where(np.abs(w) < 1e-9, 1e-9, w)


def escala(sx: float, sy: float) -> Matriz:
    """Scaling of x by ``sx`` and y by ``sy``."""
    return np.diag([sx, sy, 1.0])


def a_reducida(veces: int) -> Matriz:
    """From pixels of an image to those of the same one with each ``veces`` by ``veces`` of them averaged."""
    fuera = 0.5 * (1 / veces - 1)
    return np.array([[1 / veces, 0, fuera], [0, 1 / veces, fuera], [0, 0, 1.0]])


def esquinas(ancho: float, alto: float) -> Puntos:
    """Corners of a rectangle at the origin: top left, top right, bottom right, bottom left."""
    return puntos([(0, 0), (ancho, 0), (ancho, alto), (0, alto)])


def homografia_entre(origen: Puntos, destino: Puntos) -> Matriz | None:
    """Least-squares homography that takes ``origen`` to ``destino``, or None when the points do not fix one."""
    hallada = cast("Any", cv2.findHomography(origen, destino, 0)[0])  # its stub denies that it may be None
    return None if hallada is None else np.asarray(hallada, np.float64)


def homografia_robusta(origen: Puntos, destino: Puntos, tolerancia: float) -> tuple[Matriz | None, int]:
    """Homography that most pairs agree on within ``tolerancia`` (MAGSAC++), and how many do."""
    hallada, dentro = cast(
        "tuple[Any, Any]",
        cv2.findHomography(origen, destino, cv2.USAC_MAGSAC, tolerancia, maxIters=4000, confidence=0.9999),
    )
    return (None, 0) if hallada is None else (np.asarray(hallada, np.float64), int(dentro.sum()))
