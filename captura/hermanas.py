"""Which of two forms a sheet is, when both lie well on it: sister forms of one night differ in a title or a few rows.

The whole of the print is no judge, because it is the same. Only the places in which the two references differ are
looked at, each with one vote, and the votes must agree: a doubt is left to people.
"""

import cv2
import numpy as np

from captura.ajuste import Postura, ver
from captura.geometria import Gris
from captura.referencia import Estructura, Referencia

LADO_MM = 7.0  # of a place: a word of a title, the label of a row
MIN_DIFERENCIA = 0.08  # mean square difference of contrast from which two prints are not the same
MIN_LUGARES = 3
MIN_ACUERDO = 4.5  # mean vote over its standard error: 6.6 or more for the right form, up to 3.3 between two wrong ones
BORROSO = 0.35  # sigma, px: forgives a line half a pixel away
MARGEN_SIN_IGUALES = 0.05  # likeness between forms of other sizes, whose places cannot be compared


def prefiere(foto: Gris, una: tuple[Postura, Referencia], otra: tuple[Postura, Referencia]) -> bool | None:
    """Whether the sheet is the first form (True), the second (False), or it cannot be told (None).

    Args:
        foto: the photo the postures were found on.
        una: a form and how it lies, verified.
        otra: the same of the other form.
    """
    a, b = (_vista(referencia.estructura) for _, referencia in (una, otra))
    va, vb = (_vista(ver(foto, postura, referencia, solo_impreso=True)) for postura, referencia in (una, otra))
    if a.shape != b.shape:
        ventaja = _parecido(va, a) - _parecido(vb, b)
        return None if abs(ventaja) < MARGEN_SIN_IGUALES else ventaja > 0
    ambas = (una[1].libre.donde * otra[1].libre.donde).astype(np.float32, copy=False)
    votos: list[float] = []
    lado = max(8, round(LADO_MM * una[1].escala))
    for y in range(0, a.shape[0] - lado // 2, lado):
        for x in range(0, a.shape[1] - lado // 2, lado):
            lugar = np.s_[y : y + lado, x : x + lado]
            impreso = ambas[lugar]
            if float(np.mean(((a[lugar] - b[lugar]) * impreso) ** 2)) >= MIN_DIFERENCIA:
                votos.append(_parecido(va[lugar], a[lugar], impreso) - _parecido(vb[lugar], b[lugar], impreso))
    return _decidir(votos)


def _decidir(votos: list[float]) -> bool | None:
    if len(votos) < MIN_LUGARES:
        return None
    error = float(np.std(votos, ddof=1)) / np.sqrt(len(votos))
    media = float(np.mean(votos))
    return None if abs(media) < MIN_ACUERDO * max(error, 1e-6) else media > 0


def _vista(estructura: Estructura) -> Estructura:
    return cv2.GaussianBlur(estructura, (0, 0), BORROSO).astype(np.float32, copy=False)


def _parecido(a: Estructura, b: Estructura, donde: Estructura | None = None) -> float:
    """Correlation -1..1 of two pieces of contrast, within ``donde``."""
    if donde is not None:
        a, b = (a * donde).astype(np.float32, copy=False), (b * donde).astype(np.float32, copy=False)
    return float((a * b).sum() / np.sqrt(max(float((a * a).sum()) * float((b * b).sum()), 1e-9)))
