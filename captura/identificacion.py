"""The QR of a sheet."""

import cv2
import zxingcpp

from captura.geometria import Gris
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, Plantilla
from captura.recortes import recortar

LADO_RAPIDO_PX = 2000  # half of a 12-MP photo: finds as many as full size and five times faster

HOLGURA_MM = 8.0  # a label is stuck by hand
AMPLIACIONES = (1.0, 2.0, 3.0)  # a module of a 15-mm label is 3.6 px on the sheet, and the reader likes more


def leer_qr(imagen: Gris) -> str | None:
    """Text of the one QR of an image (grey or BGR), or None when there is none or there are several different ones.

    It looks at half size first, which is faster and surer on a noisy photo, and at full size after.
    """
    gris = cv2.cvtColor(imagen, cv2.COLOR_BGR2GRAY) if imagen.ndim == 3 else imagen
    lado = max(gris.shape)
    if lado > LADO_RAPIDO_PX:
        f = LADO_RAPIDO_PX / lado
        textos = _leer(cv2.resize(gris, None, fx=f, fy=f, interpolation=cv2.INTER_AREA).astype("uint8", copy=False))
        if textos:
            return _unico(textos)
    return _unico(_leer(gris.astype("uint8", copy=False)))


def leer_qr_de_hoja(hoja: HojaEnderezada, plantilla: Plantilla) -> str | None:
    """The QR where the form puts it on the straight sheet: larger, square, and without what else the photo shows.

    It reads all that ``leer_qr`` does and some more, and never the label of another sheet on the same table. None when
    the form has no place for it, or when it cannot be read there either.
    """
    if plantilla.qr is None:
        return None
    q = plantilla.qr
    zona = recortar(hoja, Caja(q.x, q.y, q.ancho, q.alto), HOLGURA_MM)
    for veces in AMPLIACIONES:
        grande = cv2.resize(zona, None, fx=veces, fy=veces, interpolation=cv2.INTER_CUBIC)
        for vista in (grande, cv2.medianBlur(grande, 5)):
            if textos := _leer(vista.astype("uint8", copy=False)):
                return _unico(textos)
    return None


def _leer(gris: Gris) -> set[str]:
    return {
        c.text
        for c in zxingcpp.read_barcodes(gris, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        if c.text
    }


def _unico(textos: set[str]) -> str | None:
    return next(iter(textos)) if len(textos) == 1 else None
