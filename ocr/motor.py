"""The reader of actas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final, Literal

import numpy as np

from captura.hoja import HojaEnderezada
from captura.plantilla import CampoPlantilla, Plantilla
from ocr.calibracion import Calibracion, Regla
from ocr.campo import MAX_CAJAS
from ocr.condicion import Condicion, medir_condicion
from ocr.decision import LEGIBLE, decidir
from ocr.deliberacion import Evidencia, deliberar
from ocr.digitos import MODELOS, Probabilidades, RedDigitos, en_la_hoja, leer_cajas
from ocr.guia import guias
from ocr.identidad import Identidad, Nombrada, leer_identidad
from ocr.palabras import leer_palabras
from ocr.red import OTRO
from ocr.renglon import RedRenglon
from ocr.tesseract import Tesseract
from verificacion.dominio.conteo import Leyenda
from verificacion.dominio.eleccion import TipoCampo
from verificacion.dominio.lectura import LecturaActa, LecturaCampo

Letras = Literal["donde_cambia", "todas", "ninguna"]
"""Which words lines are read: those of fields in doubt, all of them, or none."""

MIN_PAPEL: Final = 60.0
"""Grey level; a sheet whose brightest tenth is darker shows nothing (a covered lens, an underexposed photo)."""
MAX_AJENAS: Final = 0.35
"""A sheet with a larger share of boxes that hold neither digit, blank nor dash is not this form filled in."""
VUELTAS: Final = ("dudosas", "no_aceptadas")
"""Words are read in two turns: those of figures that are not plain in their boxes, then those of all that is not
accepted yet. Once the first are known the sum may hold, and the second need not be read."""
LIMITADOS: Final = (TipoCampo.VOTOS, TipoCampo.TOTAL)


@dataclass(frozen=True)
class Percepcion:
    """What was seen of an acta before weighing it: by field, and under what condition."""

    evidencia: dict[str, Evidencia]
    condicion: Condicion
    ajena: bool
    """Too many boxes hold what no acta holds."""


class Lector:
    """Reads straight sheets. Holds the nets in memory; safe to use from one thread at a time.

    Args:
        modelos: folder of the models, the package's own by default.
        riesgo: expected share of wrong figures among those accepted, at most.
        letras: which words lines to read; ``ninguna`` needs neither the line net nor Tesseract (labels are not read).

    Raises:
        InstalacionIncompleta: a model, its calibration or Tesseract is missing or damaged; ``remedio`` says what to do.
    """

    def __init__(
        self,
        modelos: Path | None = None,
        riesgo: float = 1e-3,
        letras: Letras = "donde_cambia",
        calibracion: Calibracion | None = None,
    ):
        self.carpeta = carpeta = modelos or MODELOS
        self.red = RedDigitos.cargar(carpeta)
        self.calibracion = calibracion or Calibracion.cargar(carpeta, self.red.sha256, riesgo)
        self.letras: Letras = letras
        self.renglon = None if letras == "ninguna" else RedRenglon.cargar(carpeta)
        self.tesseract = None if letras == "ninguna" else Tesseract.buscar()

    @property
    def nombre(self) -> str:
        """Which reader this is: its models and the start of each one's hash."""
        return self.red.nombre if self.renglon is None else f"{self.red.nombre}+{self.renglon.nombre}"

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
        return self.leer_con_condicion(hoja, plantilla, limite, letras)[0]

    def leer_con_condicion(
        self, hoja: HojaEnderezada, plantilla: Plantilla, limite: int | None = None, letras: Letras | None = None
    ) -> tuple[LecturaActa, Condicion | None]:
        """The same as :meth:`leer`, and under what condition the sheet was captured; None where nothing is seen."""
        inicio = perf_counter()
        campos = cantidades(plantilla)
        if np.percentile(hoja.gris[::8, ::8], 90) < MIN_PAPEL:
            return LecturaActa({c.clave: _ilegible() for c in campos}, self.nombre, {"leer": _ms(inicio)}), None
        visto = percibir(self.red, hoja, plantilla)
        tras_digitos = perf_counter()
        regla = self.calibracion.regla(visto.condicion)
        lecturas = self.juzgar(visto.evidencia, plantilla, limite, regla)
        habito, por_leer = letras or self.letras, list(campos)
        for vuelta in VUELTAS if habito == "donde_cambia" else [habito]:
            ahora = [c for c in por_leer if _cambia(lecturas[c.clave], vuelta)]
            por_leer = [c for c in por_leer if c not in ahora]
            if ahora:
                visto.evidencia.update(self.con_palabras(hoja, ahora, visto.evidencia))
                lecturas = self.juzgar(visto.evidencia, plantilla, limite, regla)
        if visto.ajena:
            lecturas = {clave: leida if leida.aceptado else _ilegible() for clave, leida in lecturas.items()}
        ms = {"digitos": (tras_digitos - inicio) * 1000, "letra": _ms(tras_digitos)}
        return LecturaActa(lecturas, self.nombre, ms | {"leer": _ms(inicio)}), visto.condicion

    def identificar(self, hoja: HojaEnderezada, plantilla: Plantilla, nombrada: Nombrada | None = None) -> Identidad:
        """Which acta the sheet itself says that it is, beside the one that its QR names (:mod:`ocr.identidad`)."""
        return leer_identidad(self.red, hoja, plantilla, self.tesseract, nombrada)

    def juzgar(
        self, evidencia: Mapping[str, Evidencia], plantilla: Plantilla, limite: int | None, regla: Regla
    ) -> dict[str, LecturaCampo]:
        """Weigh what was seen and say it, under the rule of a condition."""
        limitados = [c.clave for c in cantidades(plantilla) if c.tipo in LIMITADOS]
        d = deliberar(evidencia, plantilla.sumas, limitados, limite)
        return {
            clave: decidir(d.cajas[clave], d.propias[clave], d.finales[clave], e.letra, regla)
            for clave, e in evidencia.items()
        }

    def con_palabras(
        self, hoja: HojaEnderezada, campos: Sequence[CampoPlantilla], evidencia: Mapping[str, Evidencia]
    ) -> dict[str, Evidencia]:
        """The same evidence of these fields, with their words lines read."""
        con = [(c.clave, c.letra) for c in campos if c.letra is not None and en_la_hoja(hoja, c.letra)]
        if not con:
            return {}
        leidas = leer_palabras(self.renglon or RedRenglon.cargar(self.carpeta), hoja, [linea for _, linea in con])
        return {
            clave: Evidencia(evidencia[clave].cajas, figuras, sin_letra=figuras is None)
            for (clave, _), figuras in zip(con, leidas, strict=True)
        }


def cantidades(plantilla: Plantilla) -> list[CampoPlantilla]:
    """The fields of a form that hold a quantity."""
    return [c for c in plantilla.campos if c.tipo is not TipoCampo.IDENTIFICACION]


def percibir(red: RedDigitos, hoja: HojaEnderezada, plantilla: Plantilla) -> Percepcion:
    """Look at the digit boxes of a sheet."""
    campos = cantidades(plantilla)
    renglones = [c.digitos[-MAX_CAJAS:] for c in campos]
    leidas = leer_cajas(red, hoja, renglones, guias(plantilla))
    evidencia = {
        c.clave: Evidencia(cajas, sin_letra=c.letra is None) for c, cajas in zip(campos, leidas.renglones, strict=True)
    }
    condicion = medir_condicion(hoja, [caja for r in renglones for caja in r], leidas.tinta, leidas.duda)
    return Percepcion(evidencia, condicion, _es_ajena(leidas.renglones))


def _es_ajena(por_campo: Sequence[Probabilidades]) -> bool:
    """Whether too many boxes hold what no acta holds."""
    if not por_campo:
        return False
    todas = np.concatenate(por_campo)
    return len(todas) > 0 and float((todas[:, OTRO] > 0.5).mean()) > MAX_AJENAS


def _cambia(leido: LecturaCampo, vuelta: str) -> bool:
    """Whether the words of a quantity are read in this turn."""
    if vuelta in ("todas", "ninguna") or leido.aceptado:
        return vuelta == "todas"
    cifra, segura = leido.fuentes["casilleros"]
    return vuelta == "no_aceptadas" or isinstance(cifra, Leyenda) or segura < LEGIBLE or cifra != leido.cifra


def _ilegible() -> LecturaCampo:
    return LecturaCampo(Leyenda.ILEGIBLE, 1.0, False)


def _ms(desde: float) -> float:
    return (perf_counter() - desde) * 1000
