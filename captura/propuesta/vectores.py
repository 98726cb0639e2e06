"""The lines and the words of a PDF page, as it states them: exact whatever their colour, dots or thickness."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as crudo

from captura.documento import PUNTOS_POR_PULGADA
from captura.plantilla import Caja

MM_POR_PUNTO = 25.4 / PUNTOS_POR_PULGADA
RECTO_MM = 0.15  # a segment that strays from its axis by more is not a ruled line
CLARO = 245  # a stroke whose three channels are over this is white: a gap between printed areas
ESPESOR_MM = 1.0  # a filled rectangle thinner than this is a ruled line


@dataclass(frozen=True, slots=True)
class Trazo:
    """A ruled line, mm: ``en`` is its y when horizontal (its x when vertical), from ``desde`` to ``hasta``."""

    horizontal: bool
    en: float
    desde: float
    hasta: float

    def escalado(self, kx: float, ky: float) -> "Trazo":
        """The line on a sheet stretched by ``kx`` and ``ky``."""
        propio, otro = (ky, kx) if self.horizontal else (kx, ky)
        return Trazo(self.horizontal, self.en * propio, self.desde * otro, self.hasta * otro)


def trazos_de(pagina: pdfium.PdfPage) -> list[Trazo]:
    """Horizontal and vertical lines of a page; none where the page is turned (its picture is used then)."""
    if pagina.get_rotation():
        return []
    izquierda, arriba = _origen(pagina)
    trazos: list[Trazo] = []
    for objeto in pagina.get_objects(filter=[crudo.FPDF_PAGEOBJ_PATH]):
        puntos = [
            [((x - izquierda) * MM_POR_PUNTO, (arriba - y) * MM_POR_PUNTO) for x, y in trecho]
            for trecho in _trechos(objeto)
        ]
        if _se_traza(objeto):
            trazos += [t for trecho in puntos for a, b in pairwise(trecho) for t in _recto(a, b)]
        else:
            trazos += _relleno(puntos)
    return trazos


Punto = tuple[float, float]


def _origen(pagina: pdfium.PdfPage) -> Punto:
    caja = pagina.get_cropbox()
    return (caja[0], caja[3]) if caja else (0.0, pagina.get_height())


def _recto(a: Punto, b: Punto) -> list[Trazo]:
    (x0, y0), (x1, y1) = a, b
    if abs(y1 - y0) <= RECTO_MM < abs(x1 - x0):
        return [Trazo(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))]
    if abs(x1 - x0) <= RECTO_MM < abs(y1 - y0):
        return [Trazo(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))]
    return []


def _relleno(trechos: list[list[Punto]]) -> list[Trazo]:
    """Lines drawn as thin filled rectangles."""
    trazos: list[Trazo] = []
    for trecho in trechos:
        xs, ys = [p[0] for p in trecho], [p[1] for p in trecho]
        if len(set(trecho)) != 4 or any(not _recto(a, b) for a, b in pairwise(trecho) if a != b):
            continue
        ancho, alto = max(xs) - min(xs), max(ys) - min(ys)
        if alto <= ESPESOR_MM < ancho:
            trazos.append(Trazo(True, (min(ys) + max(ys)) / 2, min(xs), max(xs)))
        elif ancho <= ESPESOR_MM < alto:
            trazos.append(Trazo(False, (min(xs) + max(xs)) / 2, min(ys), max(ys)))
    return trazos


def _se_traza(objeto: pdfium.PdfObject) -> bool:
    relleno, trazo = ctypes.c_int(), ctypes.c_int()
    crudo.FPDFPath_GetDrawMode(objeto.raw, relleno, trazo)
    return bool(trazo.value) and not _es_blanco(objeto)


def _es_blanco(objeto: pdfium.PdfObject) -> bool:
    canales = [ctypes.c_uint() for _ in range(4)]
    crudo.FPDFPageObj_GetStrokeColor(objeto.raw, *canales)
    return min(c.value for c in canales[:3]) > CLARO or canales[3].value == 0


def _trechos(objeto: pdfium.PdfObject) -> Iterator[list[Punto]]:
    """Polylines of a path in points of the page; a curve ends one and begins another."""
    matriz = objeto.get_matrix()
    contenedor = objeto.container
    while contenedor is not None:
        matriz = matriz.multiply(contenedor.get_matrix())
        contenedor = contenedor.container
    x, y = ctypes.c_float(), ctypes.c_float()
    actual: list[Punto] = []
    for i in range(crudo.FPDFPath_CountSegments(objeto.raw)):
        segmento = crudo.FPDFPath_GetPathSegment(objeto.raw, i)
        crudo.FPDFPathSegment_GetPoint(segmento, x, y)
        punto = matriz.on_point(x.value, y.value)
        if crudo.FPDFPathSegment_GetType(segmento) == crudo.FPDF_SEGMENT_LINETO:
            actual.append(punto)
        else:
            yield actual
            actual = [punto]
        if crudo.FPDFPathSegment_GetClose(segmento) and actual:
            actual.append(actual[0])
    yield actual


def palabras_de(pagina: pdfium.PdfPage) -> list[tuple[str, Caja]]:
    """Words of the page's text with their boxes, mm; none where the page is turned or its text is curves."""
    if pagina.get_rotation():
        return []
    izquierda, arriba = _origen(pagina)
    texto = pagina.get_textpage()
    palabras: list[tuple[str, Caja]] = []
    letras, marco = "", None
    for i in range(texto.count_chars() + 1):
        letra = texto.get_text_range(i, 1) if i < texto.count_chars() else " "
        if letra.isspace() or not letra:
            if letras and marco:
                x0, y0, x1, y1 = marco
                caja = Caja(x0, y0, max(x1 - x0, 0.01), max(y1 - y0, 0.01))
                palabras.append((letras, caja))
            letras, marco = "", None
            continue
        a, b, c, d = texto.get_charbox(i)
        x0, x1 = (a - izquierda) * MM_POR_PUNTO, (c - izquierda) * MM_POR_PUNTO
        y0, y1 = (arriba - d) * MM_POR_PUNTO, (arriba - b) * MM_POR_PUNTO
        marco = (
            (min(marco[0], x0), min(marco[1], y0), max(marco[2], x1), max(marco[3], y1)) if marco else (x0, y0, x1, y1)
        )
        letras += letra
    return palabras
