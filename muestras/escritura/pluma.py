"""Ink: strokes of a pen made into a coverage mask."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import Gris, Puntos

SOBREMUESTREO = 3  # the pen is drawn this many times larger and averaged down
_BITS = 4  # fractional bits of OpenCV's drawing coordinates
PUNTOS_POR_TRAMO = 7


@dataclass(frozen=True, slots=True)
class Pluma:
    """A pen in a hand.

    ``grueso`` is the width of the line as a fraction of the digit's height; ``presion`` how much that width varies
    along a stroke (0..1); ``temblor`` the amplitude of the hand's shake as a fraction of the height.
    """

    grueso: float
    presion: float
    temblor: float


def suavizar(trazo: Puntos) -> Puntos:
    """Centripetal-like Catmull-Rom curve through the points; a repeated point stays a corner."""
    tramos: list[Puntos] = []
    inicio = 0
    for corte in [*np.flatnonzero((trazo[1:] == trazo[:-1]).all(axis=1)).tolist(), len(trazo) - 1]:
        tramos.append(_catmull_rom(trazo[inicio : corte + 1]))
        inicio = corte + 1
    return np.concatenate([t for t in tramos if len(t)])


def _catmull_rom(p: Puntos) -> Puntos:
    if len(p) < 3:
        return p
    q = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, 1, PUNTOS_POR_TRAMO, endpoint=False)[None, :, None]
    a, b, c, d = (q[i : len(q) - 3 + i, None, :] for i in range(4))
    curva = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.vstack([curva.reshape(-1, 2), p[-1:]])


def ondas(rng: np.random.Generator, n: int, amplitud: float) -> npt.NDArray[np.float64]:
    """Smooth noise of ``n`` samples, standard deviation about ``amplitud``: the shake of a hand."""
    fases = rng.uniform(0, 2 * np.pi, 3)
    pasos = np.arange(n)[:, None] * rng.uniform(0.08, 0.7, 3)
    return amplitud * np.sin(pasos + fases).sum(axis=1) / 1.2


def entintar(trazos: Sequence[Puntos], alto: int, ancho: int, pluma: Pluma, rng: np.random.Generator) -> Gris:
    """Draw strokes whose points are in pixels.

    Args:
        trazos: polylines, (n, 2) pixels of the mask.
        alto: rows of the mask.
        ancho: columns of the mask.
        pluma: its ``grueso`` and ``temblor`` are fractions of ``alto``.
        rng: shake and pressure.

    Returns:
        (alto, ancho) uint8, 0 = no ink, 255 = full ink.
    """
    s = SOBREMUESTREO
    lienzo = np.zeros((alto * s, ancho * s), np.uint8)
    for trazo in trazos:
        n = len(trazo)
        xy = trazo + np.stack([ondas(rng, n, pluma.temblor * alto), ondas(rng, n, pluma.temblor * alto)], axis=1)
        grueso = pluma.grueso * alto * s * (1 + pluma.presion * ondas(rng, n, 0.5))
        enteros = np.round((xy + 0.5) * s * (1 << _BITS)).astype(np.int32)
        for i in range(n - 1):
            g = max(1, round(float(grueso[i])))
            cv2.line(lienzo, enteros[i].tolist(), enteros[i + 1].tolist(), 255, g, cv2.LINE_8, _BITS)
    return cv2.resize(lienzo, (ancho, alto), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
