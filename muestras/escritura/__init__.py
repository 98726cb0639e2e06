"""Handwriting for drawn actas: digits from strokes and fonts, words from fonts, one hand per acta."""

from muestras.escritura.escritor import Escritor
from muestras.escritura.fuentes import Reparto

__all__ = ["Escritor", "Reparto"]
