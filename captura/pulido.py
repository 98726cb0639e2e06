"""The last pass over a sheet that is nearly in its place: each patch is moved by its slopes, without a search.

A step of Lucas and Kanade (1981) for every patch at once. It is right only for what is less than a stroke away: whoever
calls it checks the outcome with ``captura.verificacion_hoja``, which does search.
"""

import cv2
import numpy as np
import numpy.typing as npt

from captura.ajuste import MIN_PARECIDO, MIN_TEXTURA, Parches, Postura, mover, ver
from captura.geometria import Gris, puntos
from captura.referencia import Estructura, Referencia, suavizar

PARCHE_MM = 13.5
MAX_PASO_PX = 1.5  # slopes say nothing of what is further away
SUELO = 1e-3  # of the certainty of a direction, so that a line does not slide along itself


def pulir(foto: Gris, postura: Postura, referencia: Referencia) -> Postura:
    """Move and bend the sheet by what the slopes of its print say."""
    return mover(
        postura, _parches(ver(foto, postura, referencia), referencia), referencia.plantilla.hoja_mm, dobla=True
    )


def _parches(vista: Estructura, referencia: Referencia) -> Parches:
    e, lado = referencia.escala, round(PARCHE_MM * referencia.escala)
    impreso, visto = referencia.suave, suavizar(vista, e)
    gx, gy = referencia.pendientes

    def media(una: Estructura, otra: Estructura) -> npt.NDArray[np.float64]:
        return _por_parche((una * otra).astype(np.float32, copy=False), lado)

    energia, parejo = media(impreso, impreso), media(impreso, visto)
    parecido = parejo / np.sqrt(np.maximum(energia * media(visto, visto), 1e-9))
    buenos = (energia > MIN_TEXTURA) & (parecido > MIN_PARECIDO)
    energia, ganancia, parecido = energia[buenos], (parejo / np.maximum(energia, 1e-9))[buenos], parecido[buenos]
    # what the sheet shows is ganancia * impreso(x - d): its difference with the print is the slope times -d
    falta = np.stack([media(impreso, g)[buenos] - media(visto, g)[buenos] / ganancia for g in (gx, gy)], axis=1)
    cruzado = media(gx, gy)
    formas = np.stack([media(gx, gx), cruzado, cruzado, media(gy, gy)], axis=1)[buenos].reshape(-1, 2, 2)
    formas /= energia[:, None, None]
    pasos = np.linalg.solve(formas + SUELO * np.eye(2), (falta / energia[:, None])[:, :, None])[:, :, 0]
    filas, columnas = (-(-largo // lado) for largo in impreso.shape)
    centros = (np.stack(np.meshgrid(np.arange(columnas), np.arange(filas)), axis=-1).reshape(-1, 2) + 0.5) * lado
    return Parches(
        centros[buenos] / e,
        puntos(np.clip(pasos, -MAX_PASO_PX, MAX_PASO_PX) / e),
        formas * (parecido * parecido * e * e)[:, None, None],
        parecido,
    )


def _por_parche(imagen: Estructura, lado: int) -> npt.NDArray[np.float64]:
    """Means of square patches, row by row; those at the edge as if nothing were beyond."""
    alto, ancho = imagen.shape
    llena = cv2.copyMakeBorder(imagen, 0, -alto % lado, 0, -ancho % lado, cv2.BORDER_CONSTANT, value=0)
    medida = (llena.shape[1] // lado, llena.shape[0] // lado)
    return cv2.resize(llena, medida, interpolation=cv2.INTER_AREA).astype(np.float64).ravel()
