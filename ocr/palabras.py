"""The amount in words: which figures the words line of a quantity may mean."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from captura.geometria import Gris
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja
from captura.recortes import recortar
from ocr.tesseract import Tesseract
from verificacion.dominio.conteo import MAX_CIFRA
from verificacion.dominio.letra import a_letra, como_suena

Figuras = npt.NDArray[np.float64]
"""(1000,) float64: probability of each figure; adds up to 1."""

ALTO_PX: Final = 56  # height to which a words line is brought
NITIDEZ_LEXICO: Final = 45.0
"""How fast the probability of a phrase falls with its distance (share of letters wrong) from what was read. On 96 lines
of validation hands 22, 32, 45 and 60 leave 18, 34, 64 and 86 % plainly understood, none of them wrong; 45 keeps a
margin."""
P_LETRA_AJENA: Final = 0.15
"""Chance that what Tesseract read says nothing of the figure: it reads handwriting badly."""
OSCURO: Final = 215  # grey level of the palest ink (carbon copy) on a words line whose paper has been made white
MIN_ESCRITO: Final = 0.004  # share of ink under which the line is empty; the word "uno" has 1 % or more
MIN_LETRAS: Final = 3
MIN_ENTENDIDA: Final = 0.9
# slips of Tesseract on handwriting, undone before comparing
_CONFUSIONES: Final = str.maketrans(
    {"0": "o", "1": "i", "5": "s", "(": "c", "|": "i", "!": "i", "€": "e", "8": "b", "9": "q", "6": "g"}
)


def leer_palabras(tesseract: Tesseract, hoja: HojaEnderezada, lineas: Sequence[Caja]) -> list[Figuras | None]:
    """What each words line says, in one call of Tesseract.

    None where nothing is written; all figures alike where something is, but it cannot be understood.
    """
    todas = [_preparar(recortar(hoja, caja)) for caja in lineas]
    escritas = [i for i, tira in enumerate(todas) if float((tira < OSCURO).mean()) > MIN_ESCRITO]
    salida: list[Figuras | None] = [None] * len(todas)
    if escritas:
        for i, figuras in zip(escritas, _leer_tiras(tesseract, [todas[i] for i in escritas]), strict=True):
            salida[i] = figuras
    return salida


def _leer_tiras(tesseract: Tesseract, tiras: Sequence[Gris]) -> list[Figuras]:
    """One page of all the lines, one call."""
    separacion = ALTO_PX // 2
    ancho = max(t.shape[1] for t in tiras) + 40
    pagina = np.full(((ALTO_PX + separacion) * len(tiras) + separacion, ancho), 255, np.uint8)
    for i, tira in enumerate(tiras):
        y = separacion + i * (ALTO_PX + separacion)
        pagina[y : y + ALTO_PX, 20 : 20 + tira.shape[1]] = tira
    textos = [""] * len(tiras)
    for renglon in tesseract.renglones(pagina):
        i = int((renglon.y - separacion / 2) // (ALTO_PX + separacion))
        if 0 <= i < len(textos):
            textos[i] += " " + renglon.texto
    nada = np.full(MAX_CIFRA + 1, 1 / (MAX_CIFRA + 1))
    return [nada if (f := interpretar(t)) is None else f for t in textos]


def _preparar(recorte: Gris) -> Gris:
    """A words line with even paper, without its rules, at ALTO_PX."""
    alto, ancho = recorte.shape
    m = max(1, round(0.06 * alto))
    dentro = recorte[m : alto - m, m : ancho - m]
    fondo = cv2.medianBlur(cv2.resize(dentro, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 15)
    papel = cv2.resize(cv2.dilate(fondo, np.ones((5, 5), np.uint8)), dentro.shape[::-1])
    plana = np.clip(dentro.astype(np.float32) / np.maximum(papel, 30) * 255, 0, 255).astype(np.uint8)
    reglas = cv2.morphologyEx(255 - plana, cv2.MORPH_OPEN, np.ones((1, max(25, 3 * alto)), np.uint8))
    plana = cv2.add(plana, reglas)
    f = ALTO_PX / plana.shape[0]
    return cv2.resize(plana, (max(8, round(plana.shape[1] * f)), ALTO_PX), interpolation=cv2.INTER_AREA).astype(
        np.uint8, copy=False
    )


def interpretar(texto: str) -> Figuras | None:
    """Probability of each figure 0..999 given the letters read, or None when they are too few to tell."""
    clave = como_suena(texto.lower().translate(_CONFUSIONES))
    if len(clave) < MIN_LETRAS:
        return None
    distancias = cdist([clave], _lexico(), scorer=Levenshtein.normalized_distance, dtype=np.float32)[0].astype(
        np.float64
    )
    cerca = np.exp(-NITIDEZ_LEXICO * (distancias - distancias.min()))
    cerca /= cerca.sum()
    # the farther the nearest phrase, the likelier that the line holds no amount at all
    ajena = min(1.0, P_LETRA_AJENA + 1.6 * max(0.0, float(distancias.min()) - 0.15))
    return (1 - ajena) * cerca + ajena / len(cerca)


def entendida(figuras: Figuras | None) -> int | None:
    """The figure that the words plainly mean, or None."""
    if figuras is None:
        return None
    n = int(figuras.argmax())
    return n if figuras[n] >= MIN_ENTENDIDA * (1 - P_LETRA_AJENA) else None


@cache
def _lexico() -> list[str]:
    return [como_suena(a_letra(n)) for n in range(MAX_CIFRA + 1)]
