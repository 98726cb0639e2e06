"""A page measured in millimetres from its top-left corner, written as a PDF whose bytes never vary."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from captura.plantilla import Caja

NORMAL = "Helvetica"
NEGRITA = "Helvetica-Bold"
CURSIVA = "Helvetica-Oblique"
PT_POR_MM = float(mm)


class Papel:
    """A drawing surface of one page. ``x``, ``y`` are millimetres; font sizes are points; colours are ``#rrggbb``."""

    def __init__(self, ancho_mm: float, alto_mm: float, titulo: str):
        self._alto_mm = alto_mm
        self._bytes = BytesIO()
        self._lienzo = Canvas(self._bytes, pagesize=(ancho_mm * mm, alto_mm * mm), invariant=1)
        self._lienzo.setTitle(titulo)

    def pdf(self) -> bytes:
        """Close the page and return the document. The paper cannot be drawn on afterwards."""
        self._lienzo.showPage()
        self._lienzo.save()
        return self._bytes.getvalue()

    def rectangulo(
        self,
        caja: Caja,
        relleno: str | None = None,
        linea: str | None = "#333333",
        grosor_mm: float = 0.2,
        radio_mm: float = 0.0,
        guiones_mm: Sequence[float] = (),
    ) -> None:
        """Draw a box, filled and/or outlined, dashed when ``guiones_mm`` is given."""
        self._pluma(relleno, linea, grosor_mm, guiones_mm)
        args = (caja.x * mm, (self._alto_mm - caja.y - caja.alto) * mm, caja.ancho * mm, caja.alto * mm)
        if radio_mm:
            self._lienzo.roundRect(*args, radio_mm * mm, stroke=int(linea is not None), fill=int(relleno is not None))
        else:
            self._lienzo.rect(*args, stroke=int(linea is not None), fill=int(relleno is not None))

    def linea(self, x1: float, y1: float, x2: float, y2: float, color: str = "#333333", grosor_mm: float = 0.2) -> None:
        """Draw a straight line."""
        self._pluma(None, color, grosor_mm, ())
        self._lienzo.line(x1 * mm, (self._alto_mm - y1) * mm, x2 * mm, (self._alto_mm - y2) * mm)

    def circulo(self, x: float, y: float, radio_mm: float, relleno: str | None, linea: str | None = None) -> None:
        """Draw a circle about its centre."""
        self._pluma(relleno, linea, 0.25, ())
        self._lienzo.circle(
            x * mm,
            (self._alto_mm - y) * mm,
            radio_mm * mm,
            stroke=int(linea is not None),
            fill=int(relleno is not None),
        )

    def texto(
        self,
        x: float,
        y: float,
        texto: str,
        puntos: float,
        color: str = "#222222",
        fuente: str = NORMAL,
        ancla: str = "izquierda",
        ancho_max_mm: float | None = None,
    ) -> None:
        """Write one line with its baseline at ``y``; it shrinks to fit ``ancho_max_mm``."""
        ancho = stringWidth(texto, fuente, puntos)
        if ancho_max_mm is not None and ancho > ancho_max_mm * mm:
            puntos *= ancho_max_mm * mm / ancho
        self._lienzo.setFont(fuente, puntos)
        self._lienzo.setFillColor(HexColor(color))
        escribir = {
            "izquierda": self._lienzo.drawString,
            "centro": self._lienzo.drawCentredString,
            "derecha": self._lienzo.drawRightString,
        }[ancla]
        escribir(x * mm, (self._alto_mm - y) * mm, texto)

    def parrafo(
        self,
        x: float,
        y: float,
        ancho_mm: float,
        texto: str,
        puntos: float,
        color: str = "#222222",
        fuente: str = NORMAL,
        interlinea: float = 1.15,
    ) -> float:
        """Write wrapped text whose first baseline is at ``y``; returns the baseline after the last line."""
        for renglon in simpleSplit(texto, fuente, puntos, ancho_mm * mm):
            self.texto(x, y, renglon, puntos, color, fuente)
            y += puntos * interlinea / PT_POR_MM
        return y

    def girado(
        self,
        x: float,
        y: float,
        grados: float,
        texto: str,
        puntos: float,
        color: str,
        fuente: str = NEGRITA,
        alfa: float = 1.0,
    ) -> None:
        """Write text centred on a point and turned counter-clockwise."""
        self._lienzo.saveState()
        self._lienzo.translate(x * mm, (self._alto_mm - y) * mm)
        self._lienzo.rotate(grados)
        self._lienzo.setFillColor(HexColor(color), alpha=alfa)
        self._lienzo.setFont(fuente, puntos)
        self._lienzo.drawCentredString(0, -puntos * 0.35, texto)
        self._lienzo.restoreState()

    def _pluma(self, relleno: str | None, linea: str | None, grosor_mm: float, guiones_mm: Sequence[float]) -> None:
        if relleno is not None:
            self._lienzo.setFillColor(HexColor(relleno))
        if linea is not None:
            self._lienzo.setStrokeColor(HexColor(linea))
        self._lienzo.setLineWidth(grosor_mm * mm)
        self._lienzo.setDash([g * mm for g in guiones_mm])
