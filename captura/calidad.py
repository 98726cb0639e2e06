"""How good an image is where it matters. ``medir`` measures; ``veredicto`` judges."""

from dataclasses import asdict, dataclass

import cv2
import numpy as np

from captura.geometria import Gris
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, Plantilla
from captura.recortes import recortar

MARGEN_MM = 1.0  # around a box: its printed lines are in every one, and give sharpness something to look at
QUEMADO = 250  # grey level from which a sensor is saturated

MIN_RESOLUCION = 2.5  # px/mm of the photo: a digit of 5 mm has 12 px, the least that lectura.md found readable
MIN_NITIDEZ = 0.10  # edge step over contrast: lines spread over more than about 1 mm
MIN_CONTRASTE = 18.0  # grey levels between paper and ink; a pale carbon copy has about 30
MAX_BRILLO = 0.30  # share of burnt pixels in the boxes, where ink is lost (white paper well exposed has few)
MAX_SOMBRA = 0.55  # how much darker the darkest box is than the lightest: beyond it, noise drowns thin strokes


@dataclass(frozen=True, slots=True)
class Calidad:
    """Measures of a straight sheet at its digit boxes.

    ``nitidez`` 0..1 is the steepest step over the contrast of a box (tenth percentile of the boxes); ``contraste``
    grey levels between paper and ink; ``brillo`` and ``sombra`` 0..1; ``resolucion`` px of the photo per mm.
    """

    nitidez: float
    contraste: float
    brillo: float
    sombra: float
    resolucion: float
    error_mm: float
    parecido: float

    def como_dict(self) -> dict[str, float | str]:
        """Every measure by name, and the verdict."""
        medidas: dict[str, float | str] = {k: round(float(v), 4) for k, v in asdict(self).items()}
        return medidas | {"veredicto": veredicto(self)}


def medir(hoja: HojaEnderezada, plantilla: Plantilla) -> Calidad:
    """Measure a straight sheet around the digit boxes of its form."""
    cajas = [recortar(hoja, caja, MARGEN_MM) for caja in plantilla.cajas_digitos]
    claros = np.array([np.percentile(c, 90) for c in cajas])
    oscuros = np.array([np.percentile(c, 2) for c in cajas])
    return Calidad(
        nitidez=float(np.percentile([_nitidez(c) for c in cajas], 10)),
        contraste=float(np.percentile(claros - oscuros, 10)),
        brillo=float(np.mean([np.mean(c >= QUEMADO) for c in cajas])),
        sombra=float(1 - claros.min() / max(float(claros.max()), 1.0)),
        resolucion=_resolucion(hoja, plantilla.cajas_digitos),
        error_mm=hoja.error_mm,
        parecido=hoja.parecido,
    )


def _nitidez(recorte: Gris) -> float:
    """Steepest grey step between two pixels (1/8 mm) over the contrast: 1 is a perfect edge, 0.1 a spread of 1 mm."""
    # smoothed a little, or sensor noise would pass for sharpness
    suave = cv2.GaussianBlur(recorte.astype(np.float32), (0, 0), 0.8)
    paso = max(float(np.abs(np.diff(suave, axis=eje)).max()) for eje in (0, 1))
    return paso / max(float(suave.max() - suave.min()), 8.0)


def _resolucion(hoja: HojaEnderezada, cajas: tuple[Caja, ...]) -> float:
    """Pixels of the photo per millimetre at the box that has fewest."""
    centros = np.array([c.centro for c in cajas])
    pasos = [hoja.a_foto(centros + np.array(d)) - hoja.a_foto(centros) for d in ((1.0, 0.0), (0.0, 1.0))]
    return float(min(np.linalg.norm(p, axis=1).min() for p in pasos))


def veredicto(calidad: Calidad) -> str:
    """One sentence in Spanish for the person who took the photo: the first thing to correct, or that it is good."""
    if calidad.resolucion < MIN_RESOLUCION:
        return "La hoja se ve muy pequeña: acérquese y tome otra foto."
    if calidad.nitidez < MIN_NITIDEZ:
        return "La foto está borrosa: apoye el teléfono y tome otra."
    if calidad.contraste < MIN_CONTRASTE:
        return "La tinta casi no se distingue del papel: busque más luz y tome otra foto."
    if calidad.brillo > MAX_BRILLO:
        return "Hay un reflejo sobre las cifras: cambie de ángulo y tome otra foto."
    if calidad.sombra > MAX_SOMBRA:
        return "Una sombra cubre parte de las cifras: muévase y tome otra foto."
    return "La imagen es buena."
