"""All the digit boxes of an acta in one strip: one small image per acta serves whatever group its boxes belong to."""

import cv2
import numpy as np

from api.tarea import HOJA
from captura.almacen import Almacen
from captura.plantilla import Plantilla
from captura.recepcion import decodificar_gris
from verificacion.dominio.errores import NoExiste

CASILLEROS = "casilleros.jpg"
ANCHO_PX, ALTO_PX = 40, 56
"""Of one box: enough to tell a 1 from a 7, and 72 boxes weigh about 40 kB."""

MARGEN = 0.12
"""Share of the box added on each side: digits often leave it."""


def tira(almacen: Almacen, sha256: str, plantilla: Plantilla) -> bytes:
    """The boxes from left to right in the order of ``plantilla.cajas_digitos``; made once and kept beside the image.

    Raises:
        NoExiste: the image could not be straightened.
    """
    try:
        return almacen.leer_derivada(sha256, CASILLEROS)
    except NoExiste:
        hoja = decodificar_gris(almacen.leer_derivada(sha256, HOJA))
        alto, ancho = hoja.shape
        px_x, px_y = ancho / plantilla.hoja_mm[0], alto / plantilla.hoja_mm[1]
        piezas = [
            cv2.resize(
                hoja[
                    max(0, round((c.y - c.alto * MARGEN) * px_y)) : round((c.y + c.alto * (1 + MARGEN)) * px_y),
                    max(0, round((c.x - c.ancho * MARGEN) * px_x)) : round((c.x + c.ancho * (1 + MARGEN)) * px_x),
                ],
                (ANCHO_PX, ALTO_PX),
                interpolation=cv2.INTER_AREA,
            )
            for c in plantilla.cajas_digitos
        ]
        contenido = cv2.imencode(".jpg", np.hstack(piezas), [cv2.IMWRITE_JPEG_QUALITY, 82])[1].tobytes()
        almacen.guardar_derivada(sha256, CASILLEROS, contenido)
        return contenido
