"""Which casilla a sheet is of, when its QR does not answer: a proposal for the person who decides, never a decision."""

import re
from typing import Final

from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, Plantilla
from captura.recortes import recortar
from ocr.campo import MAX_CAJAS
from ocr.digitos import RedDigitos, leer_cajas
from ocr.tesseract import Tesseract
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.eleccion import TipoCampo
from verificacion.dominio.errores import ClaveInvalida

MIN_CONFIANZA: Final = 0.98  # of the whole section; under it nothing is proposed
MARGEN_ETIQUETA_MM: Final = 14.0  # the label's text stands under or beside its code
_CLAVE: Final = re.compile(r"\d{6}[BCESAPVM]\d{4}\d{1,2}(?:EMR|ERP|E)?")


def leer_identidad(
    red: RedDigitos, hoja: HojaEnderezada, plantilla: Plantilla, tesseract: Tesseract | None
) -> str | None:
    """CLAVE_ACTA printed on the label, else the section written in its boxes, else None.

    The four digits of the section are the most that the prescribed form's boxes tell: entidad and TIPO_ACTA come from
    the catalogue. A label that contradicts a plainly written section is not believed.
    """
    seccion = _seccion(red, hoja, plantilla)
    clave = _de_etiqueta(tesseract, hoja, plantilla) if tesseract is not None else None
    if clave is not None and seccion in (None, f"{clave.casilla.seccion:04}"):
        return str(clave)
    return seccion if clave is None else None


def _seccion(red: RedDigitos, hoja: HojaEnderezada, plantilla: Plantilla) -> str | None:
    """The first identification field of three or four boxes, when every box is a digit (or blank before them)."""
    campo = next((c for c in plantilla.de_tipo(TipoCampo.IDENTIFICACION) if 3 <= len(c.digitos) <= MAX_CAJAS), None)
    if campo is None:
        return None
    cajas = leer_cajas(red, hoja, [campo.digitos]).renglones[0]
    clases, confianza = cajas.argmax(axis=1), float(cajas.max(axis=1).prod())
    if confianza < MIN_CONFIANZA or (clases > 9).any():
        return None
    return "".join(map(str, clases)).zfill(4)


def _de_etiqueta(tesseract: Tesseract, hoja: HojaEnderezada, plantilla: Plantilla) -> ClaveActa | None:
    if plantilla.qr is None:
        return None
    q = plantilla.qr
    zona = Caja(q.x - MARGEN_ETIQUETA_MM / 2, q.y, q.ancho + MARGEN_ETIQUETA_MM, q.alto + MARGEN_ETIQUETA_MM)
    for renglon in tesseract.renglones(recortar(hoja, zona), psm=11):
        for texto in _CLAVE.findall(renglon.texto.replace(" ", "").upper()):
            try:
                return ClaveActa.de_texto(texto)
            except ClaveInvalida:
                continue
    return None
