"""The printed form of a certificate: two sheets of letter paper that a notary reads, compares and signs."""

import base64
import hashlib
import io
from functools import partial
from itertools import zip_longest
from typing import Any

import segno
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from actario.constancia.documento import Constancia, Tipo
from actario.constancia.textos import CUERPO, FIRMANTES, TITULO, Renglones, fecha_larga, notas, secciones
from verificacion.dominio.eleccion import Ejercicio, Proceso

MARGEN = 20 * mm
ORILLA = MARGEN + 6  # reportlab's frame keeps six points of its own
ANCHO = letter[0] - 2 * ORILLA
_GRIS, _LINEA, _SUAVE = colors.HexColor("#55555e"), colors.HexColor("#c9c9d1"), colors.HexColor("#f4f4f6")
_TEXTO = ParagraphStyle("texto", fontName="Times-Roman", fontSize=11, leading=15, alignment=TA_JUSTIFY, spaceAfter=6)
_TITULO = ParagraphStyle("titulo", fontName="Times-Bold", fontSize=20, leading=24, spaceBefore=9, spaceAfter=2)
_FECHA = ParagraphStyle("fecha", parent=_TEXTO, fontName="Times-Italic", textColor=_GRIS, spaceAfter=8)
_SECCION = ParagraphStyle("seccion", fontName="Helvetica-Bold", fontSize=9.5, leading=12, spaceBefore=9, spaceAfter=3)
_CELDA = ParagraphStyle("celda", fontName="Helvetica", fontSize=8, leading=10)
_CIFRA = ParagraphStyle("cifra", parent=_CELDA, fontName="Helvetica-Bold", alignment=2)
_FIRMANTE = ParagraphStyle("firmante", parent=_CELDA, leading=13)
_MONO = ParagraphStyle("mono", fontName="Courier", fontSize=8.2, leading=10)
_NOTA = ParagraphStyle("nota", parent=_CELDA, textColor=_GRIS, spaceAfter=3)


def dibujar(constancia: Constancia, proceso: Proceso) -> bytes:
    """The PDF of a certificate; the same certificate gives the same bytes."""
    datos, tipo = constancia.datos, Tipo(constancia.datos["tipo"])
    resumen = hashlib.sha256(constancia.contenido).hexdigest()
    partes: list[Flowable] = [
        _encabezado(proceso, f"actario:constancia:{tipo}:{resumen}"),
        Paragraph(TITULO[tipo], _TITULO),
        Paragraph(fecha_larga(datos["momento"], proceso.zona), _FECHA),
        *(Paragraph(parrafo, _TEXTO) for parrafo in CUERPO[tipo](datos)),
    ]
    for titulo, renglones in secciones(datos):
        partes.append(KeepTogether([Paragraph(titulo, _SECCION), _tabla(renglones)]))
    partes.append(_firmas())
    partes.append(_autenticidad(constancia, resumen))
    salida = io.BytesIO()
    pie = f"{proceso.marca.siglas} · {TITULO[tipo]} · texto firmado {resumen[:16]}…"
    documento = SimpleDocTemplate(
        salida,
        pagesize=letter,
        leftMargin=MARGEN,
        rightMargin=MARGEN,
        topMargin=16 * mm,
        bottomMargin=20 * mm,
        title=f"{TITULO[tipo]} · {proceso.nombre}",
        author=proceso.marca.autoridad,
        subject=f"SHA-256 {resumen}",
        lang="es-MX",
        invariant=1,
    )
    simulacro = proceso.ejercicio is Ejercicio.SIMULACRO
    documento.build(partes, canvasmaker=partial(_Hojas, pie=pie, simulacro=simulacro))
    return salida.getvalue()


class _Hojas(Canvas):
    """Pages that know how many they are: each carries the foot, and the mark of a drill."""

    def __init__(self, *args: Any, pie: str, simulacro: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._pie, self._simulacro = pie, simulacro
        self._hojas: list[dict[str, Any]] = []

    def showPage(self) -> None:
        self._hojas.append(dict(self.__dict__))
        self._startPage()  # pyright: ignore[reportAttributeAccessIssue] - not in its stubs

    def save(self) -> None:
        for numero, hoja in enumerate(self._hojas, start=1):
            self.__dict__.update(hoja)
            self._marcar(numero, len(self._hojas))
            super().showPage()
        super().save()

    def _marcar(self, numero: int, cuantas: int) -> None:
        self.setStrokeColor(_LINEA)
        self.line(ORILLA, 15 * mm, letter[0] - ORILLA, 15 * mm)
        self.setFont("Helvetica", 7.5)
        self.setFillColor(_GRIS)
        self.drawString(ORILLA, 11 * mm, self._pie)
        self.drawRightString(letter[0] - ORILLA, 11 * mm, f"Hoja {numero} de {cuantas}")
        if self._simulacro:
            self.setFont("Helvetica-Bold", 90)
            self.setFillColor(colors.Color(0.75, 0.1, 0.1, alpha=0.09))
            self.translate(letter[0] / 2, letter[1] / 2)
            self.rotate(52)
            self.drawCentredString(0, -30, "SIMULACRO")


def _encabezado(proceso: Proceso, contenido_qr: str) -> Table:
    png = io.BytesIO()
    segno.make(contenido_qr, error="m").save(png, kind="png", scale=8, border=0)
    png.seek(0)
    color = colors.HexColor(proceso.marca.color)
    siglas = ParagraphStyle(
        "siglas", fontName="Helvetica-Bold", fontSize=17, leading=21, textColor=colors.white, alignment=1
    )
    autoridad = ParagraphStyle("autoridad", fontName="Helvetica-Bold", fontSize=11.5, leading=15)
    nombre = ParagraphStyle("nombre", parent=_CELDA, fontSize=9, leading=12, textColor=_GRIS)
    quien = [Paragraph(proceso.marca.autoridad, autoridad), Paragraph(proceso.nombre, nombre)]
    quien.append(Paragraph("Programa de Resultados Electorales Preliminares (PREP)", nombre))
    alto = 20 * mm
    fila = [Paragraph(proceso.marca.siglas, siglas), quien, Image(png, alto - 2 * mm, alto - 2 * mm)]
    tabla = Table([fila], colWidths=[26 * mm, ANCHO - 26 * mm - alto, alto], rowHeights=[alto])
    tabla.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (0, 0), color),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (1, 0), (1, 0), 10),
                ("RIGHTPADDING", (2, 0), (2, 0), 0),
                ("ALIGN", (2, 0), (2, 0), "RIGHT"),
                ("LINEBELOW", (0, 0), (-1, 0), 1.2, color),
            ]
        )
    )
    return tabla


def _tabla(renglones: Renglones) -> Table:
    """Names and hashes in one column; names and figures in two, read down and then across."""
    if renglones.huellas:
        filas = [[Paragraph(n, _CELDA), Paragraph(v, _MONO)] for n, v in renglones.pares]
        return _vestir(Table(filas, colWidths=[42 * mm, ANCHO - 42 * mm]), len(filas), (0, 1))
    celdas = [[Paragraph(n, _CELDA), Paragraph(v, _CIFRA)] for n, v in renglones.pares]
    mitad = (len(celdas) + 1) // 2
    filas = [[*uno, "", *otro] for uno, otro in zip_longest(celdas[:mitad], celdas[mitad:], fillvalue=["", ""])]
    hueco, cifra = 6 * mm, 20 * mm
    nombre = (ANCHO - hueco) / 2 - cifra
    tabla = _vestir(Table(filas, colWidths=[nombre, cifra, hueco, nombre, cifra]), mitad, (0, 1))
    return _vestir(tabla, len(celdas) - mitad, (3, 4))


def _vestir(tabla: Table, cuantas: int, columnas: tuple[int, int]) -> Table:
    """Bands and rules under the first rows of two columns."""
    desde, hasta = (columnas[0], 0), (columnas[1], cuantas - 1)
    estilo: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    if cuantas:
        estilo += [("ROWBACKGROUNDS", desde, hasta, [_SUAVE, colors.white]), ("LINEBELOW", desde, hasta, 0.4, _LINEA)]
    tabla.setStyle(TableStyle(estilo))
    return tabla


def _firmas() -> KeepTogether:
    """Room for whoever vouches for it: lines to write a name by hand, and a box for what the notary states."""
    hueco = 7 * mm
    ancho = (ANCHO - hueco * (len(FIRMANTES) - 1)) / len(FIRMANTES)
    fila: list[Any] = []
    estilo: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    for i, (quien, campos) in enumerate(FIRMANTES):
        fila += [[Paragraph(texto, _FIRMANTE) for texto in (f"<b>{quien}</b>", *campos)], ""]
        estilo.append(("LINEABOVE", (2 * i, 0), (2 * i, 0), 0.8, colors.black))
    anchos = [ancho, hueco] * len(FIRMANTES)
    firmas = Table([fila[:-1]], colWidths=anchos[:-1])
    firmas.setStyle(TableStyle(estilo))
    lugar = Paragraph("Lugar: " + "_" * 36 + "&nbsp;&nbsp; Fecha y hora de la firma: " + "_" * 34, _CELDA)
    razon = Table([[Paragraph("Razón de la fe pública", _NOTA)]], colWidths=[ANCHO], rowHeights=[34 * mm])
    razon.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), 0.6, _LINEA), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return KeepTogether([Paragraph("Firmas", _SECCION), Spacer(1, 2 * mm), lugar, Spacer(1, 20 * mm), firmas, razon])


def _autenticidad(constancia: Constancia, resumen: str) -> KeepTogether:
    firma = base64.b64encode(constancia.firma).decode()
    llave = constancia.datos["llaves"][-1]["huella"]
    pares = [("SHA-256 del texto firmado", resumen), ("Firma (Ed25519, base64)", firma), ("Huella de la llave", llave)]
    como = [Paragraph(nota, _NOTA) for nota in notas(Tipo(constancia.datos["tipo"]))]
    tabla = _tabla(Renglones(pares, huellas=True))
    return KeepTogether([Paragraph("Autenticidad", _SECCION), tabla, Spacer(1, 2 * mm), *como])
