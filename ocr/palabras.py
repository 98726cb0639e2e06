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
MIN_PALIDO: Final = 8.0  # grey levels under the white of its paper from which a column of a line may hold ink
GRANO: Final = 4.0  # the same, in times the unevenness of the line's palest columns
MAX_NIVEL: Final = 0.35  # of the darkest column: in a line written all along, the palest columns are ink too
MARGEN: Final = 0.4  # of the line's height, left around what is written
MIN_VISTO: Final = 0.5  # probability of a character from which something is written, however pale


def leer_palabras(red: RedRenglon, hoja: HojaEnderezada, lineas: Sequence[Caja]) -> list[Figuras | None]:
    """What each words line says.

    None where nothing is written; all figures alike where something is, but it cannot be understood.
    """
    return [leer_linea(red, recortar(hoja, caja)) for caja in lineas]


def leer_linea(red: RedRenglon, recorte: Gris) -> Figuras | None:
    """What one words line says; see :func:`leer_palabras`."""
    limpia = limpiar(recorte)
    tramo = escrito(limpia, recorte.shape)
    if tramo is None:
        return None
    vistas = red.mirar(recorte[:, tramo])
    if 1 - vistas[:, 0].min() < MIN_VISTO and float((limpia < OSCURO).mean()) <= MIN_ESCRITO:
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


def limpiar(recorte: Gris) -> Gris:
    """The inside of a words line with its paper made white (255) and its rules erased."""
    alto, ancho = recorte.shape
    m = _borde(recorte.shape)
    dentro = recorte[m : alto - m, m : ancho - m]
    chica = (max(1, dentro.shape[1] // 4), max(1, dentro.shape[0] // 4))
    fondo = cv2.medianBlur(cv2.resize(dentro, chica, interpolation=cv2.INTER_AREA), 15)
    papel = cv2.resize(cv2.dilate(fondo, np.ones((5, 5), np.uint8)), dentro.shape[::-1])
    plana = np.clip(dentro.astype(np.float32) / np.maximum(papel, 30) * 255, 0, 255).astype(np.uint8)
    reglas = cv2.morphologyEx(255 - plana, cv2.MORPH_OPEN, np.ones((1, max(25, 3 * alto)), np.uint8))
    return cv2.add(plana, reglas).astype(np.uint8, copy=False)


def escrito(limpia: Gris, forma: tuple[int, ...]) -> slice | None:
    """Columns of a line, ``forma`` in pixels, between which anything stands, however pale; None where nothing does.

    The net's time grows with the width that it looks at, and most amounts are shorter than their line.
    """
    oscuro = cv2.blur(255 - limpia, (5, 5))
    oscuras = max(1, oscuro.shape[0] // 20)
    columnas = np.partition(oscuro, -oscuras, axis=0)[-oscuras:].mean(axis=0)
    papel, grano = np.percentile(columnas, (10, 30))
    nivel = papel + max(MIN_PALIDO, min(GRANO * (grano - papel), MAX_NIVEL * (columnas.max() - papel)))
    hay = np.flatnonzero(columnas > nivel)
    if not len(hay):
        return None
    borde, margen = _borde(forma), round(MARGEN * forma[0])
    return slice(max(0, int(hay[0]) + borde - margen), min(forma[1], int(hay[-1]) + borde + margen))


def _borde(forma: tuple[int, ...]) -> int:
    """Pixels at each side of a line where its frame may be."""
    return min(max(1, round(0.06 * forma[0])), (min(forma) - 1) // 2)
