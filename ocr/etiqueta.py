"""What the print of a sheet tells of its acta: the key on the label, the section, district or folio it names."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from ocr.tesseract import Renglon

Impreso = Mapping[str, tuple[str, float]]
"""``casilla`` (CLAVE_CASILLA), ``seccion`` (4 digits), ``tipo_acta``, ``distrito`` and ``folio`` that were found, each
with Tesseract's confidence in its line, 0..1."""

_CASILLA: Final = re.compile(
    r"(?<![0-9A-Z])([0-9OI]{6})([BCESAPVM85])([0-9OI]{4})([1-9]\d?(?:EMR|ERP|E)?)?(?![0-9A-Z])"
)
_TIPO_ACTA: Final = re.compile(r"\bTIPO\W{0,3}(\d{1,2}(?:EMR|ERP|E)?)\b")
_CON_ROTULO: Final = {
    "seccion": re.compile(r"\bSECCION\W{0,4}(\d{1,4})\b"),
    "distrito": re.compile(r"\bDISTRITO(?: ELECTORAL)?(?: LOCAL| FEDERAL)?\W{0,4}(\d{1,3})\b"),
    "folio": re.compile(r"\bFOLIO\W{0,4}([A-Z]{0,3}\d{3,12})\b"),
}
_CIFRAS: Final = str.maketrans("OI", "01")
_LETRAS: Final = str.maketrans("85", "BS")  # a capital among digits is often taken for the digit that looks like it


def leer_impreso(renglones: Iterable[Renglon]) -> Impreso:
    """Find the identification in lines of print. The surest line of each kind counts; a key also tells its section."""
    hallados = dict[str, tuple[str, float]]()

    def anotar(dato: str, texto: str, confianza: float) -> None:
        if dato not in hallados or confianza > hallados[dato][1]:
            hallados[dato] = (texto, confianza)

    for renglon in renglones:
        texto = _llano(renglon.texto)
        if clave := _CASILLA.search(texto):
            casilla = clave[1].translate(_CIFRAS) + clave[2].translate(_LETRAS) + clave[3].translate(_CIFRAS)
            anotar("casilla", casilla, renglon.confianza)
            anotar("seccion", casilla[2:6], renglon.confianza)
            if clave[4]:
                anotar("tipo_acta", clave[4], renglon.confianza)
        if tipo := _TIPO_ACTA.search(texto):
            anotar("tipo_acta", tipo[1], renglon.confianza)
        for dato, patron in _CON_ROTULO.items():
            if dicho := patron.search(texto):
                anotar(dato, dicho[1].zfill(4) if dato == "seccion" else dicho[1], renglon.confianza)
    return hallados


def _llano(texto: str) -> str:
    """Capitals without accents."""
    sin_acentos = unicodedata.normalize("NFD", texto.upper())
    return "".join(letra for letra in sin_acentos if not unicodedata.combining(letra))
