"""What a form prints inside its digit boxes, to be written over: known from its reference and erased before reading.

A pale "0" in every box would otherwise be read as written where nobody wrote. A reference may itself be a filled sheet:
only what is alike in the boxes of a column, row after row, and paler than writing, is taken for print.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import PX_POR_MM, Gris
from captura.plantilla import Caja, CampoPlantilla, Plantilla
from captura.recortes import cortar
from ocr.vistas import MARGEN, percentil

Mascara = npt.NDArray[np.bool_]
"""(alto, ancho) of a box with ``MARGEN`` around it: where its print lies."""
Oscuro = npt.NDArray[np.float32]
"""(alto, ancho) grey levels below the paper."""

BORDE: Final = 0.14  # share of the box at each side where its own lines may be
MIN_NIVELES: Final = 8.0  # grey levels from which the reference has print in a box
MIN_PARTE: Final = 0.02  # share of the inside of a box that its print covers at least
MAX_TONO: Final = 0.5  # of the darkest print of the reference; a darker guide cannot be told from writing
MIN_IGUALES: Final = 0.8  # correlation with the median of its column, and share of the column that must reach it
MIN_RENGLONES: Final = 3
HOLGURA_PX: Final = 5  # around the print: the sheet lies within 0.5 mm of where it is said to be
SOBRE_GUIA: Final = 1.6  # times as dark as the print alone, from which there is ink over it
MAX_SUBIDA: Final = 1.5  # times as dark as the reference says, at most: where all boxes are written over, none shows it
POCAS: Final = 20.0  # percentile over the boxes of how dark the print looks: most of the palest are not written over


@dataclass(frozen=True, slots=True)
class Guias:
    """The print inside the boxes of a form: where, and how dark as a share of the darkest print of the sheet."""

    mascaras: Mapping[Caja, Mascara]
    tono: float

    def borrar(
        self, hoja: Gris, renglones: Sequence[Sequence[Caja]], recortes: Sequence[Sequence[Gris]]
    ) -> list[list[Gris]]:
        """The crops of a sheet's boxes (``MARGEN`` around each) without the print in them; ink over it stays."""
        pares = [
            [(r, self._mascara(caja, r)) for caja, r in zip(cajas, crudos, strict=True)]
            for cajas, crudos in zip(renglones, recortes, strict=True)
        ]
        vistos = [np.percentile(_bajo_papel(r)[m], 60) for fila in pares for r, m in fila if m.any()]
        if not vistos:
            return [list(crudos) for crudos in recortes]
        nivel = min(float(np.percentile(vistos, POCAS)), MAX_SUBIDA * self.tono * _negro(hoja))
        return [[_sin_guia(r, m, SOBRE_GUIA * nivel) for r, m in fila] for fila in pares]

    def _mascara(self, caja: Caja, recorte: Gris) -> Mascara:
        """The mask of a box on its crop, which the edge of the sheet or rounding may have made a little different."""
        mascara = self.mascaras.get(caja)
        if mascara is None:
            return np.zeros(recorte.shape, np.bool_)
        if mascara.shape == recorte.shape:
            return mascara
        return cv2.resize(mascara.astype(np.uint8), recorte.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0


@lru_cache(maxsize=8)
def guias(plantilla: Plantilla) -> Guias:
    """What a form prints in its boxes; nothing where its reference cannot be read."""
    legible = plantilla.referencia.is_file()  # cv2 prints a warning of its own where it is not
    imagen = cv2.imread(str(plantilla.referencia), cv2.IMREAD_GRAYSCALE) if legible else None
    if imagen is None:
        return Guias({}, 0.0)
    medida = (round(plantilla.hoja_mm[0] * PX_POR_MM), round(plantilla.hoja_mm[1] * PX_POR_MM))
    metodo = cv2.INTER_AREA if medida[0] < imagen.shape[1] else cv2.INTER_CUBIC
    hoja = np.asarray(cv2.resize(imagen, medida, interpolation=metodo), np.uint8)
    mascaras, tonos = dict[Caja, Mascara](), list[float]()
    for columna in _columnas(plantilla.campos):
        oscuros = [_oscuro(cortar(hoja, caja, MARGEN * caja.alto)) for caja in columna]
        tono = _tono_comun(oscuros) / max(_negro(hoja), 1.0)
        if 0 < tono <= MAX_TONO:
            tonos.append(tono)
            mascaras |= {caja: _marca(oscuro) for caja, oscuro in zip(columna, oscuros, strict=True)}
    return Guias(mascaras, float(np.median(tonos)) if tonos else 0.0)


def _tono_comun(oscuros: Sequence[Oscuro]) -> float:
    """Grey levels of what the boxes of a column have in common; 0 where they have nothing, or each its own."""
    iguales = np.stack([cv2.resize(o, oscuros[0].shape[::-1]) for o in oscuros])
    comun = np.median(iguales, axis=0)
    marca = _marca(comun)
    parecidas = np.mean([_parecido(o, comun) >= MIN_IGUALES for o in iguales])
    return float(np.median(comun[marca])) if marca.mean() >= MIN_PARTE and parecidas >= MIN_IGUALES else 0.0


def _marca(oscuro: Oscuro) -> Mascara:
    return oscuro > max(MIN_NIVELES, 0.4 * float(oscuro.max()))


def _negro(hoja: Gris) -> float:
    """Grey levels between the paper of a sheet and its darkest print."""
    return percentil(hoja, 80) - percentil(hoja, 0.5)


def _sin_guia(recorte: Gris, mascara: Mascara, tope: float) -> Gris:
    cerca = cv2.dilate(mascara.astype(np.uint8), np.ones((2 * HOLGURA_PX + 1,) * 2, np.uint8)) > 0
    palida = cerca & (_bajo_papel(recorte) <= tope)
    return np.where(palida, round(percentil(recorte, 80)), recorte).astype(np.uint8)


def _bajo_papel(recorte: Gris) -> Oscuro:
    return percentil(recorte, 80) - recorte.astype(np.float32)


def _columnas(campos: Sequence[CampoPlantilla]) -> list[list[Caja]]:
    """Boxes that stand at the same place of their quantity, counted from the right; few rows prove nothing."""
    por_lugar = dict[int, list[Caja]]()
    for campo in campos:
        for lugar, caja in enumerate(reversed(campo.digitos)):
            por_lugar.setdefault(lugar, []).append(caja)
    return [columna for columna in por_lugar.values() if len(columna) >= MIN_RENGLONES]


def _oscuro(recorte: Gris) -> Oscuro:
    """Darkness inside a box of the reference, zero on and outside its borders."""
    alto, ancho = recorte.shape
    my, mx = (round(lado * (MARGEN + BORDE) / (1 + 2 * MARGEN)) for lado in (alto, ancho))
    salida = np.zeros(recorte.shape, np.float32)
    dentro = recorte[my : alto - my, mx : ancho - mx]
    if dentro.size:
        salida[my : alto - my, mx : ancho - mx] = np.maximum(0, percentil(dentro, 80) - dentro.astype(np.float32))
    return salida


def _parecido(una: Oscuro, otra: Oscuro) -> float:
    """Correlation of two boxes; 0 where one is empty."""
    a, b = una - una.mean(), otra - otra.mean()
    norma = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float((a * b).sum()) / norma if norma > 1e-3 else 0.0
