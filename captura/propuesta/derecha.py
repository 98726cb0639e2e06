"""A picture of a form laid straight by its own ruled lines, turned or seen askew, with no form to compare it to."""

from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import Color, Matriz, Puntos, esquinas, transformar

LADO_PX = 1600  # longest side of the picture on which lines are sought
LARGO = 0.04  # shortest line used, over that side
SOSPECHA_GRADOS = 15.0  # a line farther from both axes is not ruled along the sheet
MIN_LINEAS = 12  # of each direction; with fewer the picture stays as it came
VUELTAS = 12
NORMAL_GRADOS = 0.6  # residual over which a line counts less (Huber)
QUIETA_GRADOS = 0.1  # a picture that would gain less is left untouched: drawing it again blurs its lines

Lineas = npt.NDArray[np.float64]
"""(n, 4) float64: x0, y0, x1, y1, in a unit square about the centre of the picture."""


def enderezar_sola(imagen: Color) -> Color:
    """Make the ruled lines of a sheet horizontal and vertical; the picture as it came when it has too few."""
    alto, ancho = imagen.shape[:2]
    lado = max(alto, ancho)
    lineas = _lineas(imagen, lado)
    if len(lineas) == 0:
        return imagen
    horizontales, verticales = _separar(lineas)
    if min(len(horizontales), len(verticales)) < MIN_LINEAS:
        return imagen
    h = _resolver(horizontales, verticales)
    antes, despues = (np.abs(_residuos(m, horizontales, verticales)).mean() for m in (np.eye(3), h))
    if np.degrees(antes - despues) < QUIETA_GRADOS:
        return imagen
    a_unidad = np.array([[1 / lado, 0, -ancho / 2 / lado], [0, 1 / lado, -alto / 2 / lado], [0, 0, 1.0]])
    directa = h @ a_unidad
    marco = transformar(directa, esquinas(ancho, alto))
    x0, y0, x1, y1 = *marco.min(axis=0), *marco.max(axis=0)
    # what the turn leaves outside the picture is cut off: the sheet is inside
    dentro = _recuadro_interior(marco)
    x0, y0, x1, y1 = max(x0, dentro[0]), max(y0, dentro[1]), min(x1, dentro[2]), min(y1, dentro[3])
    salida = np.array([[lado, 0, -x0 * lado], [0, lado, -y0 * lado], [0, 0, 1.0]]) @ directa
    medida = (max(1, round((x1 - x0) * lado)), max(1, round((y1 - y0) * lado)))
    blanco = (255, 255, 255)
    return cast("Color", cv2.warpPerspective(imagen, salida, medida, flags=cv2.INTER_CUBIC, borderValue=blanco))


def _lineas(imagen: Color, lado: int) -> Lineas:
    escala = min(1.0, LADO_PX / lado)
    chica = cv2.resize(imagen, None, fx=escala, fy=escala, interpolation=cv2.INTER_AREA)
    gris = cv2.cvtColor(chica, cv2.COLOR_BGR2GRAY)
    detector = cast("Any", cv2).createLineSegmentDetector()
    halladas = detector.detect(gris)[0]
    if halladas is None:
        return np.zeros((0, 4))
    px = np.asarray(halladas, np.float64).reshape(-1, 4)
    largo = np.hypot(px[:, 2] - px[:, 0], px[:, 3] - px[:, 1])
    px = px[largo >= LARGO * max(gris.shape)]
    centro = np.array([gris.shape[1], gris.shape[0], gris.shape[1], gris.shape[0]]) / 2
    return (px - centro) / max(gris.shape)


def _separar(lineas: Lineas) -> tuple[Lineas, Lineas]:
    """Lines near the two main directions of the sheet, which may lean: the histogram of directions says how much."""
    angulos = np.degrees(np.arctan2(lineas[:, 3] - lineas[:, 1], lineas[:, 2] - lineas[:, 0]))
    largo = np.hypot(lineas[:, 2] - lineas[:, 0], lineas[:, 3] - lineas[:, 1])
    giro = (angulos + 45) % 90 - 45  # lean modulo a quarter turn
    bordes = np.arange(-45, 45.5, 1.0)
    conteo, _ = np.histogram(giro, bordes, weights=largo)
    principal = float(
        bordes[int(np.convolve(np.r_[conteo[-2:], conteo, conteo[:2]], np.ones(5), "valid").argmax())] + 0.5
    )
    desvio = (angulos - principal + 45) % 180 - 45  # about 0 along x, about 90 along y
    return lineas[np.abs(desvio) < SOSPECHA_GRADOS], lineas[np.abs(desvio - 90) < SOSPECHA_GRADOS]


def _matriz(p: npt.NDArray[np.float64]) -> Matriz:
    giro, sesgo, px, py = p
    c, s = np.cos(giro), np.sin(giro)
    perspectiva = np.array([[1.0, 0, 0], [0, 1, 0], [px, py, 1]])
    return (
        np.array([[1.0, sesgo, 0], [0, 1, 0], [0, 0, 1]]) @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ perspectiva
    )


def _residuos(h: Matriz, horizontales: Lineas, verticales: Lineas) -> npt.NDArray[np.float64]:
    """Radians by which each line leaves its axis."""

    def extremos(lineas: Lineas) -> tuple[Puntos, Puntos]:
        return transformar(h, lineas[:, :2]), transformar(h, lineas[:, 2:])

    a, b = extremos(horizontales)
    c, d = extremos(verticales)
    dh, dv = b - a, d - c
    return np.concatenate([np.arctan(dh[:, 1] / _no_cero(dh[:, 0])), np.arctan(dv[:, 0] / _no_cero(dv[:, 1]))])


def _no_cero(v: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.where(np.abs(v) < 1e-9, 1e-9, v)


def _resolver(horizontales: Lineas, verticales: Lineas) -> Matriz:
    """Turn, shear and perspective that straighten the lines: Gauss-Newton with Huber weights and line lengths."""
    todas = np.concatenate([horizontales, verticales])
    largo = np.hypot(todas[:, 2] - todas[:, 0], todas[:, 3] - todas[:, 1])
    inclinacion = np.arctan2(horizontales[:, 3] - horizontales[:, 1], horizontales[:, 2] - horizontales[:, 0])
    giro = float(np.median((inclinacion + np.pi / 2) % np.pi - np.pi / 2))
    p = np.array([-giro, 0.0, 0.0, 0.0])
    huber = np.radians(NORMAL_GRADOS)
    for _ in range(VUELTAS):
        r = _residuos(_matriz(p), horizontales, verticales)
        w = largo * np.minimum(1.0, huber / np.maximum(np.abs(r), 1e-12))
        paso = 1e-6
        jacobiano = np.stack(
            [(_residuos(_matriz(p + paso * e), horizontales, verticales) - r) / paso for e in np.eye(4)], axis=1
        )
        normal = jacobiano.T @ (jacobiano * w[:, None]) + 1e-9 * np.eye(4)
        p = p - np.linalg.solve(normal, jacobiano.T @ (w * r))
    return _matriz(p)


def _recuadro_interior(marco: Puntos) -> tuple[float, float, float, float]:
    """The upright rectangle between the middle two of the four corners along each axis."""
    xs, ys = np.sort(marco[:, 0]), np.sort(marco[:, 1])
    return float(xs[1]), float(ys[1]), float(xs[2]), float(ys[2])
