"""The icon of the phone application, drawn in the authority's colour: an acta with its mark of received."""

import cv2
import numpy as np

from captura.geometria import Color

SOBREMUESTREO = 4  # drawn larger and reduced, so that slanted edges are smooth
TINTA_BIEN = (0x57, 0x8B, 0x2B)  # BGR of the green of «recibida»
BLANCO = (255, 255, 255)

# On a square of side 1; the sheet stays inside the central circle of 80 % that a launcher may crop to.
_HOJA = ((0.31, 0.24), (0.58, 0.24), (0.69, 0.35), (0.69, 0.76), (0.31, 0.76))
_RENGLONES = ((0.38, 0.62, 0.45), (0.38, 0.52, 0.55), (0.38, 0.48, 0.65))
_PALOMA = ((0.52, 0.62), (0.58, 0.68), (0.72, 0.50))


def dibujar_icono(lado_px: int, color: str) -> bytes:
    """PNG of ``lado_px`` by ``lado_px``; ``color`` is ``#rrggbb``. It fills the square: the phone rounds it."""
    lado = lado_px * SOBREMUESTREO
    marca = tuple(int(color[i : i + 2], 16) for i in (5, 3, 1))
    lienzo: Color = np.full((lado, lado, 3), marca, np.uint8)
    cv2.fillPoly(lienzo, [_puntos(_HOJA, lado)], BLANCO)
    for x0, x1, y in _RENGLONES:
        cv2.polylines(lienzo, [_puntos(((x0, y), (x1, y)), lado)], False, marca, round(lado * 0.028))
    cv2.polylines(lienzo, [_puntos(_PALOMA, lado)], False, BLANCO, round(lado * 0.11))
    cv2.polylines(lienzo, [_puntos(_PALOMA, lado)], False, TINTA_BIEN, round(lado * 0.06))
    chico = cv2.resize(lienzo, (lado_px, lado_px), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".png", chico)[1].tobytes()


def _puntos(puntos: tuple[tuple[float, float], ...], lado: int) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    return np.round(np.array(puntos) * lado).astype(np.int32)
