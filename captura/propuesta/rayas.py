"""Where a form has ruled lines, as two masks: drawn from a PDF's own lines, or found on a picture.

On a picture a line is looked for by its mean along itself, so that a dotted or a faint coloured one counts as a solid
one, against what lies on both its sides.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import Color, Gris
from captura.propuesta.lamina import Lamina
from captura.propuesta.vectores import Trazo

PX_POR_MM = 8.0
HUECO_MM = 0.9  # gap between the dots of a dotted line, or at a corner that its two lines do not reach
ESQUINA_MM = 0.45
MISMA_LINEA_MM = 0.12  # two collinear strokes of a PDF
CORTO_MM = 1.2  # shorter strokes are parts of letters and emblems
MEDIA_MM = 1.8  # length along which a line is averaged: five dots of a dotted one
GRUESO_MM = 1.1  # thicker than this it is not a line but an area
CONTRASTE = 9.0  # grey levels of a line over both its sides, after the average; paper noise stays under 5
CONTRASTE_LIMPIA = 3.0  # the same in a mean of many rows
CERCA_MM = 0.35  # a fainter line this near a strong one is its side
CERCA_LIMPIA_MM = 0.125
RIBERA = 0.6
LARGO_MM = 3.0  # shortest side of a box


Tinta = npt.NDArray[np.float32]
"""(alto, ancho) float32: grey levels by which each pixel is darker than the paper around it."""


@dataclass(frozen=True)
class Rayas:
    """Masks (alto, ancho) uint8, 255 on a line; pixel (0, 0) is the sheet's top-left corner."""

    horizontales: Gris
    verticales: Gris
    px_por_mm: float

    @property
    def todas(self) -> Gris:
        """Both masks in one."""
        return cv2.bitwise_or(self.horizontales, self.verticales).astype(np.uint8, copy=False)


def rayas_de_trazos(lamina: Lamina) -> Rayas:
    """Draw a PDF's lines, dotted ones whole."""
    forma = round(lamina.hoja_mm[1] * PX_POR_MM) + 1, round(lamina.hoja_mm[0] * PX_POR_MM) + 1
    mascaras = np.zeros(forma, np.uint8), np.zeros(forma, np.uint8)
    for trazo in unir(lamina.trazos):
        # dotted corners stop short of each other
        puntas = trazo.desde - ESQUINA_MM, trazo.hasta + ESQUINA_MM
        a, b, en = (round(v * PX_POR_MM) for v in (*puntas, trazo.en))
        if trazo.horizontal:
            cv2.line(mascaras[0], (a, en), (b, en), 255)
        else:
            cv2.line(mascaras[1], (en, a), (en, b), 255)
    return Rayas(*mascaras, PX_POR_MM)


def unir(trazos: Iterable[Trazo]) -> list[Trazo]:
    """Join the pieces of each line across its gaps and drop what stays too short."""
    lineas: defaultdict[tuple[bool, int], list[Trazo]] = defaultdict(list)
    for trazo in sorted(trazos, key=lambda t: t.en):
        lineas[trazo.horizontal, round(trazo.en / MISMA_LINEA_MM)].append(trazo)
    unidas: list[Trazo] = []
    for piezas in lineas.values():
        piezas.sort(key=lambda t: t.desde)
        actual = piezas[0]
        for pieza in piezas[1:]:
            if pieza.desde - actual.hasta <= HUECO_MM:
                hasta = max(actual.hasta, pieza.hasta)
                actual = Trazo(actual.horizontal, actual.en, actual.desde, hasta)
            else:
                unidas.append(actual)
                actual = pieza
        unidas.append(actual)
    return [t for t in unidas if t.hasta - t.desde >= CORTO_MM]


def tinta_de(lamina: Lamina) -> Tinta:
    """Ink of a picture at ``PX_POR_MM``: how much darker than the paper around it each pixel is, in grey levels."""
    ancho, alto = (round(lado * PX_POR_MM) for lado in lamina.hoja_mm)
    reduce = lamina.imagen.shape[1] > ancho
    metodo = cv2.INTER_AREA if reduce else cv2.INTER_CUBIC
    imagen = cv2.resize(lamina.imagen, (ancho, alto), interpolation=metodo).astype(np.uint8, copy=False)
    return _tinta(imagen)


def rayas_de_tinta(tinta: Tinta, *, limpia: bool = False) -> Rayas:
    """Find the lines of a picture. ``limpia``: it is a mean of many, in which fainter lines are believed."""
    verticales = _lineas(tinta, limpia)
    horizontales = np.ascontiguousarray(_lineas(np.ascontiguousarray(tinta.T), limpia).T)
    return Rayas(horizontales, verticales, PX_POR_MM)


def _tinta(imagen: Color) -> Tinta:
    """In the channel that contrasts most: yellow shows in blue."""
    lado = 2 * round(1.6 * PX_POR_MM) + 1
    papel = cv2.blur(cv2.dilate(imagen, np.ones((lado, lado), np.uint8)), (lado, lado))
    return (papel.astype(np.float32) - imagen).max(axis=2).clip(0, 120).astype(np.float32)


def _lineas(tinta: Tinta, limpia: bool) -> Gris:
    """Vertical lines of an ink map."""
    k = 2 * round(MEDIA_MM * PX_POR_MM / 2) + 1
    media = cv2.blur(tinta, (1, k))
    lado = 2 * round(GRUESO_MM * PX_POR_MM / 2) + 1
    sombrero = cv2.morphologyEx(media, cv2.MORPH_TOPHAT, np.ones((1, lado), np.uint8))
    # the ridge of each line: nearly as strong as the strongest beside it, so that its sides do not count
    cerca, minimo = (CERCA_LIMPIA_MM, CONTRASTE_LIMPIA) if limpia else (CERCA_MM, CONTRASTE)
    ancho = 2 * round(cerca * PX_POR_MM) + 1
    cresta = cv2.dilate(sombrero, np.ones((1, ancho), np.uint8))
    marcada = ((sombrero > minimo) & (sombrero >= RIBERA * cresta)).astype(np.uint8) * 255
    # a slightly slanted line changes column: let neighbours carry it on, then ask for its length
    ensanchada = cv2.dilate(marcada, np.ones((1, 3), np.uint8))
    largo = cv2.morphologyEx(ensanchada, cv2.MORPH_OPEN, np.ones((round(LARGO_MM * PX_POR_MM), 1), np.uint8))
    return cv2.bitwise_and(largo, marcada).astype(np.uint8, copy=False)
