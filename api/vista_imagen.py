"""A JPEG of the whole photo for the browser, which does not know HEIC or TIFF nor needs twelve megapixels."""

import cv2

from captura.almacen import Almacen
from captura.recepcion import decodificar
from verificacion.dominio.errores import NoExiste

VISTA = "vista.jpg"

LADO_MAXIMO_PX = 3000  # a letter-size acta keeps 8 px/mm, enough to read handwriting at full zoom
CALIDAD_JPEG = 85


def vista(almacen: Almacen, sha256: str) -> bytes:
    """The photo upright, at most LADO_MAXIMO_PX on its long side; made once and kept beside the image."""
    try:
        return almacen.leer_derivada(sha256, VISTA)
    except NoExiste:
        color = decodificar(almacen.leer(sha256))
        alto, ancho = color.shape[:2]
        escala = min(1.0, LADO_MAXIMO_PX / max(alto, ancho))
        if escala < 1.0:
            color = cv2.resize(color, (round(ancho * escala), round(alto * escala)), interpolation=cv2.INTER_AREA)
        _, jpeg = cv2.imencode(".jpg", color, [cv2.IMWRITE_JPEG_QUALITY, CALIDAD_JPEG])
        contenido = jpeg.tobytes()
        almacen.guardar_derivada(sha256, VISTA, contenido)
        return contenido
