"""From combs to quantities: which zone is for the words, and what is printed to say which quantity it is."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from captura.plantilla import Caja
from captura.propuesta.celdas import Peine, columnas, encimadas, envolver
from captura.propuesta.lamina import Palabra
from captura.propuesta.rayas import Rayas

ANCHO_LETRA_MM = 20.0  # narrower than this no figure fits in words
LETRA_DE_DIGITOS_MM = 7.0  # from the words to the digits
LETRA_A_LA_DERECHA_MM = 3.5  # nearer than the next column of the sheet
ALCANCE_MM = 170.0
CRUZA = 0.7  # share of a row's height that a vertical line must cross to bound a zone of it
BOLA_MM = 8.0  # dots at the end of a line hide where it begins
PISO_MM = 3.0  # from the foot of the digits to the line they stand on
TECHO_MM = 2.4  # and from their head to the line above; print begins farther
OCUPADA = 0.35  # share of a zone's width with print on it, over which it is not a place to write
ROTULO_MM = 62.0  # from the digits to the farthest part of a label beside them
ROTULO_DE_TABLA_MM = 34.0  # and from the words, when these are between: an emblem, two lines of print
HUECO_ROTULO_MM = 22.0
TITULO_MM = 24.0  # from a quantity to its heading, where there is no table
MAX_LETRA_MM = 8.0
LETRAS_TITULO = 7
RENGLONES_DE_TABLA = 3
MAYORIA = 0.5  # of a table's rows that must have a words zone for the rest to have it
LETRA_DISTINTA_MM = 3.0


@dataclass(frozen=True)
class Renglon:
    """A quantity of the form: its comb, its words zone, what is printed beside it, and where that should be."""

    peine: Peine
    letra: Caja | None
    rotulo: str
    zona_rotulo: Caja
    en_tabla: bool


def renglones(
    peines: Sequence[Peine], rayas: Rayas, celdas: Sequence[Caja], palabras: Sequence[Palabra]
) -> list[Renglon]:
    """Rows of the form, column after column, each from top to bottom."""
    palabras = [p for p in palabras if not _girada(p)]
    de_letras, digitos = _separar(peines)
    de_tabla = {
        id(p)
        for columna in columnas(digitos)
        for p in columna
        if sum(abs(p.caja.y - q.caja.y) < 3.2 * p.caja.alto for q in columna) >= RENGLONES_DE_TABLA
    }
    filas: list[Renglon] = []
    for peine in digitos:
        en_tabla = id(peine) in de_tabla
        letra = _letra_en_peine(peine, de_letras, celdas) or _letra_libre(peine, rayas, palabras, en_tabla)
        zona = _zona_rotulo(peine, letra, rayas)
        rotulo = leer_zona(palabras, zona)
        if not rotulo and not en_tabla:
            rotulo = _titulo(peine, letra, palabras)
        filas.append(Renglon(peine, letra, rotulo, zona, en_tabla))
    return _ordenar(_con_letras_parejas(filas))


def _con_letras_parejas(filas: Sequence[Renglon]) -> list[Renglon]:
    """In a table the words zones are one under another: where writing or a stamp hid one, the others tell."""
    parejas = list(filas)
    for columna in columnas([f.peine for f in filas if f.en_tabla]):
        suyas = [i for i, f in enumerate(filas) if f.en_tabla and any(f.peine is p for p in columna)]
        hechas = [(filas[i].peine.caja, letra) for i in suyas if (letra := filas[i].letra)]
        if len(hechas) < MAYORIA * len(suyas):
            continue
        x = float(np.median([z.x for _, z in hechas]))
        fin = float(np.median([z.x + z.ancho for _, z in hechas]))
        sube = float(np.median([z.y - c.y for c, z in hechas]))
        baja = float(np.median([z.y + z.alto - c.y - c.alto for c, z in hechas]))
        for i in suyas:
            letra, caja = filas[i].letra, filas[i].peine.caja
            if (
                letra is None
                or abs(letra.x - x) > LETRA_DISTINTA_MM
                or abs(letra.x + letra.ancho - fin) > LETRA_DISTINTA_MM
            ):
                zona = Caja(x, caja.y + sube, fin - x, caja.alto + baja - sube)
                parejas[i] = replace(filas[i], letra=zona)
    return parejas


def _separar(peines: Sequence[Peine]) -> tuple[list[Peine], list[Peine]]:
    """Combs for words (one box a digit, as in Honduras) and for digits: on one row the wider one is for words."""
    de_letras: list[Peine] = []
    for a in peines:
        for b in peines:
            misma_fila = abs(a.caja.y - b.caja.y) < 1.5 and abs(a.caja.alto - b.caja.alto) < 1.5
            vecinos = 0 < a.caja.x - (b.caja.x + b.caja.ancho) < LETRA_A_LA_DERECHA_MM
            if misma_fila and vecinos and a.cajas[0].ancho > 1.2 * b.cajas[0].ancho:
                de_letras.append(a)
                break
    return de_letras, [p for p in peines if not any(p is q for q in de_letras)]


def _letra_en_peine(peine: Peine, de_letras: Sequence[Peine], celdas: Sequence[Caja]) -> Caja | None:
    caja = peine.caja
    fin = caja.x + caja.ancho
    for otro in de_letras:
        if abs(otro.caja.y - caja.y) < 1.5 and 0 < otro.caja.x - fin < LETRA_A_LA_DERECHA_MM:
            return otro.caja
    vecinas = [
        c
        for c in celdas
        if 0 < c.x - fin < 3 * caja.ancho
        and abs(c.y - caja.y) < 1.2
        and abs(c.alto - caja.alto) < 1.5
        and c.ancho > 1.15 * peine.cajas[0].ancho
    ]
    vecinas.sort(key=lambda c: c.x)
    if not vecinas or vecinas[0].x - fin > LETRA_A_LA_DERECHA_MM:
        return None
    todas = envolver(vecinas)
    return todas if todas.ancho >= ANCHO_LETRA_MM else None


def _letra_libre(peine: Peine, rayas: Rayas, palabras: Sequence[Palabra], en_tabla: bool) -> Caja | None:
    """The zone left of the digits, bounded by the lines of its table or by the line it stands on."""
    caja, px = peine.caja, rayas.px_por_mm
    if peine.abierto:
        return None
    y0, y1 = round(caja.y * px), round((caja.y + caja.alto) * px)
    x_fin = caja.x
    cruces = _cruces(rayas, y0, y1, max(0.0, x_fin - ALCANCE_MM), x_fin)
    bordes = [x for x in cruces if x < x_fin - 0.6]
    derecha = next((x for x in reversed(bordes) if x_fin - x < LETRA_DE_DIGITOS_MM), x_fin)
    izquierda = next((x for x in reversed(bordes) if derecha - x >= ANCHO_LETRA_MM), None)
    if izquierda is not None and any(izquierda < x < derecha - 1.0 for x in bordes):
        return None  # narrow cells between: this row has no words
    piso = _piso(rayas, caja, izquierda if izquierda is not None else max(0.0, derecha - ALCANCE_MM), derecha)
    if piso is not None:
        desde, y_piso = piso
        if izquierda is None or not en_tabla or desde - izquierda > BOLA_MM:
            izquierda = max(izquierda or 0.0, desde)
        abajo = min(y_piso, caja.y + caja.alto + PISO_MM)
    elif izquierda is not None:
        abajo = caja.y + caja.alto
    else:
        return None
    if derecha - izquierda < ANCHO_LETRA_MM:
        return None
    if derecha > x_fin - 0.5:
        derecha = x_fin - 0.5
    for techo in (_techo(rayas, caja, izquierda, derecha), caja.y):  # what was taken for a line may be print
        zona = Caja(izquierda, techo, derecha - izquierda, max(abajo - techo, 1.0))
        if not _ocupada(zona, palabras):
            return zona
    return None


def _cruces(rayas: Rayas, y0: int, y1: int, desde: float, hasta: float) -> list[float]:
    """Positions (mm) of the vertical lines that cross a band of rows."""
    px = rayas.px_por_mm
    x0, x1 = round(desde * px), round(hasta * px)
    franja = rayas.verticales[y0:y1, x0:x1]
    if franja.size == 0:
        return []
    # a slanted line changes column: its neighbours count
    llenas = cv2.dilate(franja, np.ones((1, 3), np.uint8)).astype(bool).mean(axis=0) >= CRUZA
    bordes = np.flatnonzero(np.diff(np.concatenate([[0], llenas.astype(np.int8), [0]])))
    return [(x0 + (a + b - 1) / 2 + 0.5) / px for a, b in bordes.reshape(-1, 2).tolist()]


def _linea_en(rayas: Rayas, y_desde: float, y_hasta: float, x0: float, x1: float, minimo: float) -> float | None:
    """Height (mm) of the horizontal line nearest to ``y_desde`` that covers ``minimo`` of a stretch."""
    px = rayas.px_por_mm
    paso = 1 if y_hasta >= y_desde else -1
    a, b = round(x0 * px), round(x1 * px)
    for y in range(round(y_desde * px), round(y_hasta * px), paso):
        if 1 <= y < rayas.horizontales.shape[0] - 1:
            fila = rayas.horizontales[y - 1 : y + 2, a:b].max(axis=0)
            if fila.size and fila.astype(bool).mean() >= minimo:
                return (y + 0.5) / px
    return None


def _piso(rayas: Rayas, caja: Caja, desde: float, hasta: float) -> tuple[float, float] | None:
    """Where the line under a row begins, and its height."""
    fondo = caja.y + caja.alto
    y = _linea_en(rayas, fondo - 0.6, fondo + PISO_MM, max(desde, hasta - ANCHO_LETRA_MM), hasta - 1.0, 0.85)
    if y is None:
        return None
    px = rayas.px_por_mm
    fila = int(y * px)
    tinta = rayas.horizontales[max(0, fila - 2) : fila + 3, : round((hasta - 1.5) * px)].max(axis=0) > 0
    huecos = np.flatnonzero(
        ~cv2.dilate(tinta.astype(np.uint8)[None], np.ones((1, round(1.5 * px)), np.uint8))[0].astype(bool)
    )
    return max(desde, (int(huecos[-1]) + 1) / px + 0.75 if huecos.size else 0.0), y


def _techo(rayas: Rayas, caja: Caja, x0: float, x1: float) -> float:
    y = _linea_en(rayas, caja.y + 0.6, caja.y - TECHO_MM, x0 + 2.0, x1 - 2.0, 0.8)
    return caja.y if y is None else y


def _ocupada(zona: Caja, palabras: Sequence[Palabra]) -> bool:
    dentro = [p.caja for p in palabras if encimadas(p.caja, zona) and sum(map(str.isalpha, p.texto)) > 2]
    return sum(min(c.ancho, zona.ancho) for c in dentro) > OCUPADA * zona.ancho


def _zona_rotulo(peine: Peine, letra: Caja | None, rayas: Rayas) -> Caja:
    caja = peine.caja
    fin = min(caja.x, letra.x) if letra else caja.x
    desde = max(0.0, fin - (ROTULO_DE_TABLA_MM if fin < caja.x else ROTULO_MM))
    alto_hoja = rayas.todas.shape[0] / rayas.px_por_mm
    margen = min(1.0, caja.alto * 0.15)
    y0, y1 = max(0.0, caja.y - margen), min(alto_hoja, caja.y + caja.alto + margen)
    # a line of the sheet that goes on far above and below divides its columns: labels do not cross it
    px, lejos = rayas.px_por_mm, 25.0
    a, b = round(max(0.0, y0 - lejos) * px), round(min(alto_hoja, y1 + lejos) * px)
    divisorias = _cruces(rayas, a, b, desde, max(desde, fin - 1.5))
    desde = max([desde, *divisorias]) if letra else desde
    return Caja(desde, y0, max(fin - desde, 0.5), y1 - y0)


def leer_zona(palabras: Sequence[Palabra], zona: Caja) -> str:
    """Words whose centre is in a zone and near its right end, in reading order."""
    dentro = [p for p in palabras if _centro_en(p.caja, zona)]
    cerca: list[Palabra] = []
    frontera = zona.x + zona.ancho
    for palabra in sorted(dentro, key=lambda p: -(p.caja.x + p.caja.ancho)):
        if frontera - (palabra.caja.x + palabra.caja.ancho) > HUECO_ROTULO_MM:
            break
        cerca.append(palabra)
        frontera = min(frontera, palabra.caja.x)
    return _en_orden(cerca) if any(_es_rotulo(p.texto) for p in cerca) else ""


def _es_rotulo(texto: str) -> bool:
    letras = [c for c in texto if c.isalpha()]
    return len(letras) > 3 or (len(letras) > 1 and all(c.isupper() for c in letras))


def _girada(palabra: Palabra) -> bool:
    """Print that climbs along the side of a table names a group of rows, not one; a watermark names none."""
    return palabra.caja.alto > MAX_LETRA_MM or (len(palabra.texto) > 1 and palabra.caja.alto > 1.5 * palabra.caja.ancho)


def _centro_en(caja: Caja, zona: Caja) -> bool:
    x, y = caja.centro
    return zona.x <= x <= zona.x + zona.ancho and zona.y <= y <= zona.y + zona.alto


def _lineas(palabras: Sequence[Palabra]) -> list[list[Palabra]]:
    lineas: list[list[Palabra]] = []
    for palabra in sorted(palabras, key=lambda p: p.caja.centro[1]):
        if lineas and abs(lineas[-1][-1].caja.centro[1] - palabra.caja.centro[1]) < 0.6 * max(palabra.caja.alto, 1.2):
            lineas[-1].append(palabra)
        else:
            lineas.append([palabra])
    return [sorted(linea, key=lambda p: p.caja.x) for linea in lineas]


def _en_orden(palabras: Sequence[Palabra]) -> str:
    return " ".join(p.texto for linea in _lineas(palabras) for p in linea)


def _titulo(peine: Peine, letra: Caja | None, palabras: Sequence[Palabra]) -> str:
    """The heading over a quantity that is not in a table: the nearest line in capitals."""
    caja = peine.caja
    x0 = min(caja.x, letra.x) - 3.0 if letra else caja.x - 8.0
    zona = Caja(x0, caja.y - TITULO_MM, caja.x + caja.ancho + 6.0 - x0, TITULO_MM)
    for linea in reversed(_lineas([p for p in palabras if _centro_en(p.caja, zona)])):
        texto = " ".join(p.texto for p in linea if not p.texto.isdecimal())
        letras = [c for c in texto if c.isalpha()]
        if len(letras) >= LETRAS_TITULO and sum(c.isupper() for c in letras) >= 0.8 * len(letras):
            return texto
    return ""


def _ordenar(filas: Sequence[Renglon]) -> list[Renglon]:
    """Columns from left to right, each from top to bottom."""
    ordenadas: list[Renglon] = []
    quedan = sorted(filas, key=lambda r: r.peine.caja.x)
    while quedan:
        fin = quedan[0].peine.caja.x + max(8.0, quedan[0].peine.caja.ancho)
        columna = [r for r in quedan if r.peine.caja.x <= fin]
        quedan = quedan[len(columna) :]
        ordenadas += sorted(columna, key=lambda r: r.peine.caja.y)
    return ordenadas


def con_rotulo(renglon: Renglon, rotulo: str) -> Renglon:
    """The row with another label."""
    return replace(renglon, rotulo=rotulo)


def llano(texto: str) -> str:
    """Capitals without accents, blanks as one: for comparing what is printed."""
    sin = unicodedata.normalize("NFD", texto.upper())
    return re.sub(r"\s+", " ", "".join(c for c in sin if not unicodedata.combining(c))).strip()
