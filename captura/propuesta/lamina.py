"""The form to propose from: its picture at a known scale and, from a PDF, its exact lines and words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from captura.documento import PUNTOS_POR_PULGADA
from captura.errores import DocumentoProtegido, FormatoDesconocido, ImagenIlegible
from captura.forma_json import MAX_LADO_MM, MIN_LADO_MM
from captura.geometria import Color
from captura.plantilla import Caja
from captura.propuesta.vectores import Trazo, palabras_de, trazos_de
from captura.recepcion import decodificar, recibir

PX_POR_MM = 8.0  # of the picture proposals are made from: a 0.2 mm line is 1.6 px
MM_POR_PULGADA = 25.4
RESOLUCIONES_CREIBLES = (60.0, 1300.0)  # dpi; phones and screens write 72 or 96 without meaning it
RESOLUCIONES_DE_PANTALLA = (72.0, 96.0)
LADOS_CREIBLES_MM = (100.0, 620.0)
PAPELES: Sequence[tuple[str, float, float]] = (
    ("carta", 279.4, 215.9),
    ("oficio", 340.0, 216.0),
    ("folio", 330.2, 215.9),
    ("legal", 355.6, 215.9),
    ("A4", 297.0, 210.0),
)


class Palabra(NamedTuple):
    """A printed word and where it stands, mm."""

    texto: str
    caja: Caja


@dataclass(frozen=True)
class Lamina:
    """A form, straight and whole. ``trazos`` and ``palabras`` come from a PDF; they are empty where it is a picture.

    ``dudosa`` says that the size of the sheet is a guess, and ``es_foto`` that people may have written on it.
    """

    imagen: Color
    hoja_mm: tuple[float, float]
    trazos: tuple[Trazo, ...] = field(default=(), repr=False)
    palabras: tuple[Palabra, ...] = field(default=(), repr=False)
    dudosa: bool = False
    es_foto: bool = False

    @property
    def px_por_mm(self) -> tuple[float, float]:
        """Scale of the picture along x and along y."""
        alto, ancho = self.imagen.shape[:2]
        return ancho / self.hoja_mm[0], alto / self.hoja_mm[1]


def abrir(archivo: Path, pagina: int = 1, hoja_mm: tuple[float, float] | None = None) -> Lamina:
    """Open a blank form: the exact page of a PDF, or a picture taken as the whole sheet.

    Args:
        archivo: PDF, or any image the reception takes.
        pagina: of a PDF, from 1.
        hoja_mm: size of the sheet; None to take the PDF's, the picture's own resolution, or the likeliest paper.

    Raises:
        ImagenInvalida: it cannot be read, or has no such page.
    """
    contenido = archivo.read_bytes()
    if contenido.startswith(b"%PDF"):
        return _de_pdf(contenido, pagina, hoja_mm)
    [primera, *_] = recibir(contenido, archivo.name)
    return _de_imagen(primera.contenido, hoja_mm)


def _de_pdf(contenido: bytes, pagina: int, hoja_mm: tuple[float, float] | None) -> Lamina:
    try:
        with pdfium.PdfDocument(contenido) as pdf:
            if not 1 <= pagina <= len(pdf):
                raise ImagenIlegible(f"el PDF tiene {len(pdf)} páginas")
            hoja = pdf[pagina - 1]
            ancho, alto = (lado / PUNTOS_POR_PULGADA * MM_POR_PULGADA for lado in hoja.get_size())
            medida = hoja_mm or (round(ancho, 1), round(alto, 1))
            if not all(MIN_LADO_MM <= lado <= MAX_LADO_MM for lado in medida):
                raise ImagenIlegible(f"la página mide {ancho:.0f} × {alto:.0f} mm")
            escala = PX_POR_MM * MM_POR_PULGADA / PUNTOS_POR_PULGADA
            vista = hoja.render(scale=escala)  # pyright: ignore[reportArgumentType]  # its stub says int
            imagen = np.asarray(vista.to_pil().convert("RGB"))
            ajuste = (medida[0] / ancho, medida[1] / alto)
            palabras = tuple(Palabra(texto, _ajustar(caja, ajuste)) for texto, caja in palabras_de(hoja))
            trazos = tuple(t.escalado(*ajuste) for t in trazos_de(hoja))
    except pdfium.PdfiumError as e:
        if "password" in str(e).lower():
            raise DocumentoProtegido from e
        raise ImagenIlegible(str(e)) from e
    return Lamina(_bgr(imagen), medida, trazos, palabras)


def _ajustar(caja: Caja, ajuste: tuple[float, float]) -> Caja:
    return Caja(caja.x * ajuste[0], caja.y * ajuste[1], caja.ancho * ajuste[0], caja.alto * ajuste[1])


def _de_imagen(contenido: bytes, hoja_mm: tuple[float, float] | None) -> Lamina:
    imagen = decodificar(contenido)
    if imagen.size == 0:
        raise FormatoDesconocido(contenido[:8])
    medida, dudosa = (hoja_mm, False) if hoja_mm else medir(contenido, imagen.shape[1], imagen.shape[0])
    return Lamina(imagen, medida, dudosa=dudosa, es_foto=True)


def medir(contenido: bytes, ancho_px: int, alto_px: int) -> tuple[tuple[float, float], bool]:
    """Size of the sheet from a picture's own resolution, or the likeliest paper; and whether it is a guess."""
    with Image.open(BytesIO(contenido)) as cruda:
        dpi = float(cruda.info.get("dpi", (0.0, 0.0))[0] or 0.0)
    if RESOLUCIONES_CREIBLES[0] <= dpi <= RESOLUCIONES_CREIBLES[1] and round(dpi) not in RESOLUCIONES_DE_PANTALLA:
        medida = (round(ancho_px / dpi * MM_POR_PULGADA, 1), round(alto_px / dpi * MM_POR_PULGADA, 1))
        if all(LADOS_CREIBLES_MM[0] <= lado <= LADOS_CREIBLES_MM[1] for lado in medida):
            return medida, False
    return papel_probable(ancho_px, alto_px), True


def papel_probable(ancho_px: int, alto_px: int) -> tuple[float, float]:
    """The paper whose proportion is nearest."""
    largo, corto = max(ancho_px, alto_px), min(ancho_px, alto_px)
    _, largo_mm, corto_mm = min(PAPELES, key=lambda p: abs(math.log(p[1] / p[2] / (largo / corto))))
    return (largo_mm, corto_mm) if ancho_px >= alto_px else (corto_mm, largo_mm)


def con_imagen(lamina: Lamina, imagen: Color) -> Lamina:
    """The same form with its picture turned or cut; a guessed size is guessed again."""
    alto, ancho = imagen.shape[:2]
    if lamina.dudosa:
        return replace(lamina, imagen=imagen, hoja_mm=papel_probable(ancho, alto))
    a, b = max(lamina.hoja_mm), min(lamina.hoja_mm)
    return replace(lamina, imagen=imagen, hoja_mm=(a, b) if ancho >= alto else (b, a))


def _bgr(rgb: Color) -> Color:
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR).astype(np.uint8, copy=False)
