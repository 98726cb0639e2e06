"""A plain feature matcher to compare with: SIFT at full size, ratio test, one robust homography, believed as it is."""

from dataclasses import dataclass

import cv2
import numpy as np

from captura.geometria import Gris, Matriz, homografia_robusta, puntos
from captura.plantilla import Plantilla

PROPORCION = 0.75  # Lowe, 2004
MIN_PAREJAS = 10
TOLERANCIA_PX = 5.0


@dataclass(frozen=True)
class Patron:
    """Features of the whole reference, in mm."""

    xy: np.ndarray
    descriptores: np.ndarray

    @classmethod
    def de(cls, plantilla: Plantilla) -> "Patron":
        """Features of a form's reference at its own size."""
        imagen = cv2.imread(str(plantilla.referencia), cv2.IMREAD_GRAYSCALE)
        assert imagen is not None  # the form was loaded from there
        claves, descriptores = cv2.SIFT.create().detectAndCompute(imagen, None)  # pyright: ignore[reportCallIssue, reportArgumentType]
        mm = np.array(plantilla.hoja_mm) / np.array([imagen.shape[1], imagen.shape[0]])
        return cls((puntos([k.pt for k in claves]) + 0.5) * mm, descriptores)


def por_sift(gris: Gris, patron: Patron) -> Matriz | None:
    """Homography of sheet mm to photo pixels, or None when too few pairs agree."""
    claves, descriptores = cv2.SIFT.create().detectAndCompute(gris, None)  # pyright: ignore[reportCallIssue, reportArgumentType]
    if len(claves) < MIN_PAREJAS:
        return None
    busca = cv2.FlannBasedMatcher({"algorithm": 1, "trees": 5}, {"checks": 50})  # pyright: ignore[reportArgumentType]
    parejas = [p for p in busca.knnMatch(patron.descriptores, descriptores, k=2) if len(p) == 2]
    buenas = [a for a, b in parejas if a.distance < PROPORCION * b.distance]
    if len(buenas) < MIN_PAREJAS:
        return None
    hoja = patron.xy[[m.queryIdx for m in buenas]]
    foto = puntos([claves[m.trainIdx].pt for m in buenas])
    homografia, dentro = homografia_robusta(hoja, foto, TOLERANCIA_PX)
    return homografia if dentro >= MIN_PAREJAS else None
