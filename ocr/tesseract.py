"""Tesseract, for print and for words: one program, called as seldom as possible."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self, cast

import pytesseract

from captura.geometria import Gris
from verificacion.dominio.errores import InstalacionIncompleta

REMEDIO = (
    "instale tesseract-ocr y tesseract-ocr-spa, o señale el programa con ACTARIO_TESSERACT "
    "(y sus datos con TESSDATA_PREFIX)"
)

MIN_CONFIANZA_PALABRA = 55.0  # of 100; lines and emblems taken for letters mostly stay under it


@dataclass(frozen=True, slots=True)
class Renglon:
    """A line of text that Tesseract found: where (pixels, vertical centre) and how sure it is, 0..1."""

    texto: str
    y: float
    confianza: float


@dataclass(frozen=True, slots=True)
class PalabraImpresa:
    """A word that Tesseract found, and its box in pixels."""

    texto: str
    x: int
    y: int
    ancho: int
    alto: int


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program found on this machine."""

    programa: Path

    @classmethod
    def buscar(cls, entorno: Mapping[str, str] | None = None) -> Self:
        """Find the program: ``ACTARIO_TESSERACT``, then PATH.

        Raises:
            InstalacionIncompleta: it is not there.
        """
        entorno = os.environ if entorno is None else entorno
        indicado = entorno.get("ACTARIO_TESSERACT")
        if indicado:
            if not Path(indicado).is_file():
                raise InstalacionIncompleta(f"ACTARIO_TESSERACT señala {indicado}, que no existe", REMEDIO)
            return cls(Path(indicado))
        hallado = shutil.which("tesseract", path=entorno.get("PATH"))
        if hallado is None:
            raise InstalacionIncompleta("no se encontró el programa tesseract", REMEDIO)
        return cls(Path(hallado))

    def renglones(self, imagen: Gris, psm: int = 6, variables: str = "") -> list[Renglon]:
        """Lines of text of an image, top to bottom, in Spanish.

        Args:
            imagen: (alto, ancho) uint8, dark text on light; capital letters some 25-60 px high.
            psm: how Tesseract lays out the page (6 = a block of lines, 7 = one line, 11 = sparse).
            variables: further options (``-c name=value``).

        Raises:
            InstalacionIncompleta: the program or the Spanish data do not work.
        """
        return _agrupar(self._datos(imagen, psm, variables))

    def palabras(self, imagen: Gris, psm: int = 11) -> list[PalabraImpresa]:
        """Words of an image and their boxes, in no order; those Tesseract itself doubts are left out.

        Raises:
            InstalacionIncompleta: the program or the Spanish data do not work.
        """
        datos = self._datos(imagen, psm, "")
        return [
            PalabraImpresa(
                texto.strip(),
                int(datos["left"][i]),
                int(datos["top"][i]),
                int(datos["width"][i]),
                int(datos["height"][i]),
            )
            for i, texto in enumerate(map(str, datos["text"]))
            if texto.strip() and float(datos["conf"][i]) >= MIN_CONFIANZA_PALABRA
        ]

    def _datos(self, imagen: Gris, psm: int, variables: str) -> Mapping[str, list[str]]:
        # the wrapper reads its program from a module variable and its threads from the environment
        pytesseract.pytesseract.tesseract_cmd = str(self.programa)
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        try:
            datos = pytesseract.image_to_data(
                imagen, lang="spa", config=f"--psm {psm} {variables}", output_type=pytesseract.Output.DICT
            )
        except pytesseract.TesseractNotFoundError as e:
            raise InstalacionIncompleta(f"no se pudo ejecutar {self.programa}", REMEDIO) from e
        except pytesseract.TesseractError as e:
            raise InstalacionIncompleta(f"tesseract falló: {str(e)[:200]}", REMEDIO) from e
        return cast("dict[str, list[str]]", datos)


def _agrupar(datos: Mapping[str, list[str]]) -> list[Renglon]:
    por_linea = dict[tuple[str, str, str], list[int]]()
    for i, texto in enumerate(datos["text"]):
        if str(texto).strip():
            por_linea.setdefault((datos["block_num"][i], datos["par_num"][i], datos["line_num"][i]), []).append(i)
    return [
        Renglon(
            " ".join(str(datos["text"][i]) for i in indices),
            sum(float(datos["top"][i]) + float(datos["height"][i]) / 2 for i in indices) / len(indices),
            max(0.0, sum(float(datos["conf"][i]) for i in indices) / len(indices) / 100),
        )
        for indices in por_linea.values()
    ]
