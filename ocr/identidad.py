"""What a sheet itself says of which acta it is, beside its QR: to confirm it, to doubt it, or to do without it.

A proposal for the person who decides, never a decision. The section written in its boxes costs a few milliseconds;
Tesseract looks at the label only where that does not already say the same as the QR.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, Plantilla
from captura.recortes import recortar
from ocr.campo import MAX_CAJAS
from ocr.digitos import RedDigitos, leer_cajas
from ocr.etiqueta import Impreso, leer_impreso
from ocr.tesseract import Tesseract
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.eleccion import TipoCampo

MIN_ESCRITA: Final = 0.98  # of the whole written section; under it the section is not said
MIN_IMPRESO: Final = 0.8  # of a printed datum from which it may contradict a QR; to agree with it no number is needed
MARGEN_ETIQUETA_MM: Final = 14.0  # the label's text stands under or beside its code
_NADA: Final[Impreso] = {}


class Cotejo(StrEnum):
    """What the sheet says of the acta that its QR names."""

    CONFIRMA = "confirma"
    CONTRADICE = "contradice"
    CALLA = "calla"


@dataclass(frozen=True, slots=True)
class Nombrada:
    """The acta that a QR names, and its district where there is a catalogue to tell it."""

    clave: ClaveActa
    distrito: int | None = None


@dataclass(frozen=True, slots=True)
class Identidad:
    """What was seen. ``seccion_escrita`` is that of the boxes, with its probability; None when it is not legible."""

    seccion_escrita: tuple[str, float] | None = None
    impreso: Mapping[str, tuple[str, float]] = field(default_factory=dict[str, tuple[str, float]])

    @property
    def propuesta(self) -> str | None:
        """CLAVE_ACTA or CLAVE_CASILLA of the label, else the section, else None.

        A label that contradicts a plainly written section is not believed, nor is the section then.
        """
        casilla, escrita = self.impreso.get("casilla"), self.seccion_escrita
        seccion = self.impreso.get("seccion")
        if escrita is not None and seccion is not None and escrita[0] != seccion[0]:
            return None
        if casilla is None:
            return (escrita or seccion or (None,))[0]
        return casilla[0] + self.impreso.get("tipo_acta", ("",))[0]

    def cotejar(self, acta: Nombrada) -> Cotejo:
        """Compare with the acta that the QR names.

        One plain contradiction outweighs any agreement: a label may be stuck on another casilla's acta.
        """
        casilla = acta.clave.casilla
        debido = {"seccion": f"{casilla.seccion:04}", "casilla": str(casilla), "tipo_acta": acta.clave.tipo_acta}
        dicho = [(debido[dato], *self.impreso[dato]) for dato in debido if dato in self.impreso]
        if acta.distrito is not None and "distrito" in self.impreso:
            numero, confianza = self.impreso["distrito"]
            dicho.append((str(acta.distrito), str(int(numero)), confianza))
        if self.seccion_escrita is not None:
            dicho.append((debido["seccion"], *self.seccion_escrita))
        if any(visto != esperado and confianza >= MIN_IMPRESO for esperado, visto, confianza in dicho):
            return Cotejo.CONTRADICE
        suyos = {visto for esperado, visto, _ in dicho if visto == esperado}
        return Cotejo.CONFIRMA if suyos & {debido["seccion"], debido["casilla"]} else Cotejo.CALLA


def leer_identidad(
    red: RedDigitos,
    hoja: HojaEnderezada,
    plantilla: Plantilla,
    tesseract: Tesseract | None,
    nombrada: Nombrada | None = None,
) -> Identidad:
    """Look at the written section and, unless it already confirms what the QR names, at the printed label."""
    identidad = Identidad(_seccion(red, hoja, plantilla))
    if tesseract is None or (nombrada is not None and identidad.cotejar(nombrada) is Cotejo.CONFIRMA):
        return identidad
    return Identidad(identidad.seccion_escrita, _impreso(tesseract, hoja, plantilla))


def _seccion(red: RedDigitos, hoja: HojaEnderezada, plantilla: Plantilla) -> tuple[str, float] | None:
    """The first identification field of three or four boxes, when every box is a digit."""
    campo = next((c for c in plantilla.de_tipo(TipoCampo.IDENTIFICACION) if 3 <= len(c.digitos) <= MAX_CAJAS), None)
    if campo is None:
        return None
    cajas = leer_cajas(red, hoja, [campo.digitos]).renglones[0]
    clases, confianza = cajas.argmax(axis=1), float(cajas.max(axis=1).prod())
    if confianza < MIN_ESCRITA or (clases > 9).any():
        return None
    return "".join(map(str, clases)).zfill(4), confianza


def _impreso(tesseract: Tesseract, hoja: HojaEnderezada, plantilla: Plantilla) -> Impreso:
    """The print around the place of the code; a form without one has no label."""
    if plantilla.qr is None:
        return _NADA
    q = plantilla.qr
    zona = Caja(q.x - MARGEN_ETIQUETA_MM / 2, q.y, q.ancho + MARGEN_ETIQUETA_MM, q.alto + MARGEN_ETIQUETA_MM)
    return leer_impreso(tesseract.renglones(recortar(hoja, zona), psm=11))
