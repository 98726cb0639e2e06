"""The amount in words: which figures the words line of a quantity may mean."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import Gris
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja
from captura.recortes import recortar
from ocr.renglon import RedRenglon

Figuras = npt.NDArray[np.float64]
"""(1000,) float64: probability of each figure; adds up to 1."""

DUDA: Final = 0.01
"""Least chance that a line, however plainly read, says nothing of the figure: no hand of the fit was a real one."""
MIN_ENTENDIDA: Final = 0.9
OSCURO: Final = 215  # grey level of the palest ink (carbon copy) on a words line whose paper has been made white
MIN_ESCRITO: Final = 0.004  # share of ink from which something is written; the word "uno" has 1 % or more
MIN_VISTO: Final = 0.5  # probability of a character from which something is written, however pale


def leer_palabras(red: RedRenglon, hoja: HojaEnderezada, lineas: Sequence[Caja]) -> list[Figuras | None]:
    """What each words line says.

    None where nothing is written; all figures alike where something is, but it cannot be understood.
    """
    return [leer_linea(red, recortar(hoja, caja)) for caja in lineas]


def leer_linea(red: RedRenglon, recorte: Gris) -> Figuras | None:
    """What one words line says; see :func:`leer_palabras`."""
    vistas = red.mirar(recorte)
    if 1 - vistas[:, 0].min() < MIN_VISTO and not hay_tinta(recorte):
        return None
    creencia = red.lexico.creer(vistas)
    n = len(creencia) - 1
    return (1 - DUDA) * (creencia[:-1] + creencia[-1] / n) + DUDA / n


def entendida(figuras: Figuras | None) -> int | None:
    """The figure that the words plainly mean, or None."""
    if figuras is None:
        return None
    n = int(figuras.argmax())
    return n if figuras[n] >= MIN_ENTENDIDA else None


def hay_tinta(recorte: Gris) -> bool:
    """Whether there is ink on a words line, other than its rules."""
    alto, ancho = recorte.shape
    m = max(1, round(0.06 * alto))
    dentro = recorte[m : alto - m, m : ancho - m]
    fondo = cv2.medianBlur(cv2.resize(dentro, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 15)
    papel = cv2.resize(cv2.dilate(fondo, np.ones((5, 5), np.uint8)), dentro.shape[::-1])
    plana = np.clip(dentro.astype(np.float32) / np.maximum(papel, 30) * 255, 0, 255).astype(np.uint8)
    reglas = cv2.morphologyEx(255 - plana, cv2.MORPH_OPEN, np.ones((1, max(25, 3 * alto)), np.uint8))
    return float((cv2.add(plana, reglas) < OSCURO).mean()) > MIN_ESCRITO
