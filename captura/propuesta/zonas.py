"""The place of the label with the QR, and the columns of names and signatures: personal data."""

import re
from collections.abc import Sequence

import zxingcpp

from captura.geometria import Color
from captura.plantilla import Caja
from captura.propuesta.celdas import encimadas, envolver
from captura.propuesta.lamina import Lamina, Palabra
from captura.propuesta.renglones import llano

ETIQUETA_MM = (14.0, 90.0, 9.0, 45.0)  # widths and heights of a box for a label
ARRIBA = 0.4  # part of the sheet where the label goes
MARGEN_QR_MM = 1.5
PERSONAL = re.compile(r"^(NOMBRES?|FIRMAS?|DOCUMENTO|IDENTIFICACION|APELLIDOS|RUBRICA)$")
MIN_RENGLONES = 2
SALTO_MM = 2.0
MIN_ANCHO_MM = 8.0
LEJOS_DEL_TITULO_MM = 12.0
BAJO_TITULO_MM = 1.0


def zona_qr(lamina: Lamina, celdas: Sequence[Caja], palabras: Sequence[Palabra]) -> tuple[Caja | None, str]:
    """Where the label goes, and how it is known: a code is there, the form says so, or it is an empty box on top."""
    hallado = _codigo(lamina.imagen, lamina.px_por_mm)
    if hallado is not None:
        return hallado, "codigo"
    ancho_min, ancho_max, alto_min, alto_max = ETIQUETA_MM
    cajas = [
        c
        for c in celdas
        if ancho_min <= c.ancho <= ancho_max
        and alto_min <= c.alto <= alto_max
        and c.y + c.alto / 2 < ARRIBA * lamina.hoja_mm[1]
    ]
    textos = [(c, llano(" ".join(p.texto for p in palabras if encimadas(p.caja, c)))) for c in cajas]
    for caja, texto in textos:
        if "QR" in texto.split() or "ETIQUETA" in texto:
            return caja, "texto"
    vacias = sorted((c for c, texto in textos if not texto), key=lambda c: (round(c.y / 15), c.x))
    return (vacias[0], "vacia") if vacias else (None, "")


def _codigo(imagen: Color, px_por_mm: tuple[float, float]) -> Caja | None:
    for codigo in zxingcpp.read_barcodes(imagen, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        p = codigo.position
        esquinas = (p.top_left, p.top_right, p.bottom_right, p.bottom_left)
        xs = [e.x / px_por_mm[0] for e in esquinas]
        ys = [e.y / px_por_mm[1] for e in esquinas]
        m = MARGEN_QR_MM
        return Caja(max(0.0, min(xs) - m), max(0.0, min(ys) - m), max(xs) - min(xs) + 2 * m, max(ys) - min(ys) + 2 * m)
    return None


def reservadas(celdas: Sequence[Caja], palabras: Sequence[Palabra]) -> list[Caja]:
    """Columns under a heading of names or signatures: at least two boxes of one width, one under another."""
    zonas: list[Caja] = []
    for palabra in palabras:
        es_titulo = palabra.texto.isupper() and PERSONAL.match(llano(palabra.texto).strip(".:,()"))
        columna = _columna_bajo(palabra.caja, celdas) if es_titulo else []
        if len(columna) >= MIN_RENGLONES:
            zona, cabeza = envolver(columna), palabra.caja.y + palabra.caja.alto + BAJO_TITULO_MM
            # a first row whose upper line is the edge of a coloured heading has no cell of its own
            sube = zona.y - cabeza if 0 < zona.y - cabeza < 1.3 * columna[0].alto else 0.0
            zonas.append(Caja(zona.x, zona.y - sube, zona.ancho, zona.alto + sube))
    return _sin_repetir(zonas)


def _columna_bajo(titulo: Caja, celdas: Sequence[Caja]) -> list[Caja]:
    """The cells under a heading, without a gap, all of one width."""
    x, fondo = titulo.centro[0], titulo.y + titulo.alto
    columna: list[Caja] = []
    for celda in sorted(celdas, key=lambda c: c.y):
        if not (celda.x <= x <= celda.x + celda.ancho and celda.y > fondo - 0.5 and celda.ancho > MIN_ANCHO_MM):
            continue
        if not columna:
            if celda.y - fondo > LEJOS_DEL_TITULO_MM:
                break
            columna.append(celda)
        elif abs(celda.x - columna[0].x) < 1.5 and abs(celda.ancho - columna[0].ancho) < 2.0:
            if celda.y - (columna[-1].y + columna[-1].alto) > SALTO_MM:
                break
            columna.append(celda)
    return columna


def _sin_repetir(zonas: Sequence[Caja]) -> list[Caja]:
    """One area where two headings are of the same column."""
    unicas: list[Caja] = []
    for zona in sorted(zonas, key=lambda z: -z.ancho * z.alto):
        if not any(encimadas(zona, otra) for otra in unicas):
            unicas.append(zona)
    return sorted(unicas, key=lambda z: (z.y, z.x))
