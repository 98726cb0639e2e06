"""The reader of actas."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Final, Literal

import numpy as np

from captura.hoja import HojaEnderezada
from captura.plantilla import CampoPlantilla, Plantilla
from ocr.campo import MAX_CAJAS, Creencia, creer
from ocr.decision import con_palabras, decidir
from ocr.digitos import MODELOS, Probabilidades, RedDigitos, leer_cajas
from ocr.identidad import leer_identidad
from ocr.palabras import Figuras, entendida, leer_palabras
from ocr.red import OTRO
from ocr.renglon import RedRenglon
from ocr.sumas import combinar
from ocr.tesseract import Tesseract
from verificacion.dominio.conteo import Leyenda
from verificacion.dominio.eleccion import TipoCampo
from verificacion.dominio.lectura import LecturaActa, LecturaCampo
from verificacion.dominio.letra import a_letra

Letras = Literal["donde_cambia", "todas", "ninguna"]
"""Which words lines are read: those of fields in doubt, all of them, or none."""

MIN_PAPEL: Final = 60.0
"""Grey level; a sheet whose brightest tenth is darker shows nothing (a covered lens, an underexposed photo)."""
MAX_AJENAS: Final = 0.35
"""A sheet with a larger share of boxes that hold neither digit, blank nor dash is not this form filled in."""
LIMITADOS: Final = (TipoCampo.VOTOS, TipoCampo.TOTAL)


class Lector:
    """Reads straight sheets. Holds the net in memory; safe to use from one thread at a time.

    Args:
        modelos: folder of the models, the package's own by default.
        riesgo: a figure is accepted when its calibrated probability of being wrong is at most this.
        letras: which words lines to read; ``ninguna`` needs neither the line net nor Tesseract (labels are not read).

    Raises:
        InstalacionIncompleta: the model or Tesseract is missing or damaged; ``remedio`` says what to do.
    """

    def __init__(self, modelos: Path | None = None, riesgo: float = 1e-3, letras: Letras = "donde_cambia"):
        self.red = RedDigitos.cargar(modelos or MODELOS)
        self.riesgo = riesgo
        self.letras: Letras = letras
        self.renglon = None if letras == "ninguna" else RedRenglon.cargar()
        self.tesseract = None if letras == "ninguna" else Tesseract.buscar()

    @property
    def nombre(self) -> str:
        """Which reader this is: its model and the start of the model's hash."""
        return self.red.nombre

    def leer(
        self, hoja: HojaEnderezada, plantilla: Plantilla, limite: int | None = None, letras: Letras | None = None
    ) -> LecturaActa:
        """Read every quantity of a sheet.

        Args:
            hoja: the sheet, straightened onto ``plantilla``.
            plantilla: its form.
            limite: most votes this casilla may hold, where it is known.
            letras: which words lines to read this time, instead of the reader's habit.

        Returns:
            One reading per field of the form other than identification; ``ms`` splits the time.
        """
        inicio = perf_counter()
        campos = [c for c in plantilla.campos if c.tipo is not TipoCampo.IDENTIFICACION]
        if np.percentile(hoja.gris[::8, ::8], 90) < MIN_PAPEL:
            return LecturaActa({c.clave: _ilegible() for c in campos}, self.nombre, {"leer": _ms(inicio)})
        por_campo = leer_cajas(self.red, hoja, [c.digitos[-MAX_CAJAS:] for c in campos])
        digitos = {c.clave: creer(p) for c, p in zip(campos, por_campo, strict=True)}
        tras_digitos = perf_counter()
        sumas = [s for s in plantilla.sumas if {s.total, *s.sumandos} <= digitos.keys()]
        limitados = [c.clave for c in campos if c.tipo in LIMITADOS]
        final = combinar(digitos, sumas, limitados, limite)
        palabras = self._leer_letra(hoja, self._con_letra(campos, digitos, final, letras or self.letras))
        juntas = digitos
        if any(f is not None for f in palabras.values()):
            juntas = {clave: con_palabras(c, palabras.get(clave)) for clave, c in digitos.items()}
            final = combinar(juntas, sumas, limitados, limite)
        ajena = _es_ajena(por_campo)
        lecturas = dict[str, LecturaCampo]()
        for campo in campos:
            clave = campo.clave
            figuras = palabras.get(clave)
            n = entendida(figuras)
            letra = None if n is None else a_letra(n)
            vacia = figuras is None and (campo.letra is None or clave in palabras)
            leida = decidir(digitos[clave], final[clave], self.riesgo, letra, juntas[clave], vacia)
            lecturas[clave] = _ilegible() if ajena and not leida.aceptado else leida
        ms = {"digitos": (tras_digitos - inicio) * 1000, "letra": (perf_counter() - tras_digitos) * 1000}
        return LecturaActa(lecturas, self.nombre, ms | {"leer": _ms(inicio)})

    def identificar(self, hoja: HojaEnderezada, plantilla: Plantilla) -> str | None:
        """The identification written in the form's boxes, for when there is no QR. See :mod:`ocr.identidad`."""
        return leer_identidad(self.red, hoja, plantilla, self.tesseract)

    def _con_letra(
        self,
        campos: Sequence[CampoPlantilla],
        cajas: dict[str, Creencia],
        final: dict[str, Creencia],
        letras: Letras,
    ) -> list[CampoPlantilla]:
        """Fields whose words are to be read."""
        con = [c for c in campos if c.letra is not None]
        if letras == "donde_cambia":
            return [
                c for c in con if not decidir(cajas[c.clave], final[c.clave], self.riesgo, None, None, False).aceptado
            ]
        return con if letras == "todas" else []

    def _leer_letra(self, hoja: HojaEnderezada, campos: Sequence[CampoPlantilla]) -> dict[str, Figuras | None]:
        if not campos:
            return {}
        lineas = [c.letra for c in campos if c.letra is not None]
        return dict(
            zip(
                (c.clave for c in campos),
                leer_palabras(self.renglon or RedRenglon.cargar(), hoja, lineas),
                strict=True,
            )
        )


def _es_ajena(por_campo: Sequence[Probabilidades]) -> bool:
    """Whether too many boxes hold what no acta holds."""
    if not por_campo:
        return False
    todas = np.concatenate(por_campo)
    return len(todas) > 0 and float((todas[:, OTRO] > 0.5).mean()) > MAX_AJENAS


def _ilegible() -> LecturaCampo:
    return LecturaCampo(Leyenda.ILEGIBLE, 1.0, False)


def _ms(desde: float) -> float:
    return (perf_counter() - desde) * 1000
