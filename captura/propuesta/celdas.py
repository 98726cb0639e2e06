"""Boxes enclosed by ruled lines and, among them, combs: up to four equal boxes side by side, for a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from captura.plantilla import Caja
from captura.propuesta.rayas import Rayas, Tinta

ANCHO_MM = (2.6, 18.0)  # of a digit box: the forms measured go from 3.4 (CDMX) to 13.2 (Honduras)
ALTO_MM = (3.0, 14.0)
ESBELTEZ = (0.35, 2.6)  # height over width
MIN_LLENO = 0.72  # share of its rectangle that a box fills; handwriting and corner dots take some of it
MAX_DIGITOS = 4
DISTINTA = 0.15  # part of a side by which a box that writing touches may differ from its column's
SEGUIDO = 1.7  # of the height of a box: how far the next row of a table is
PUA_MM = (0.9, 6.0)  # height of a tick of a comb without boxes
PASO_MM = (3.4, 14.0)
TINTA = 35.0  # grey levels over the paper
MAX_LLENO = 0.13  # of a comb's boxes: digits fill up to a tenth, print a fifth


@dataclass(frozen=True, slots=True)
class Peine:
    """Equal boxes side by side, mm. ``abierto``: only ticks on a line; its height is a guess."""

    cajas: tuple[Caja, ...]
    abierto: bool = False

    @property
    def caja(self) -> Caja:
        """The rectangle around all its boxes."""
        return envolver(self.cajas)


def envolver(cajas: Sequence[Caja]) -> Caja:
    """The smallest rectangle around some boxes."""
    x0, y0 = min(c.x for c in cajas), min(c.y for c in cajas)
    x1, y1 = max(c.x + c.ancho for c in cajas), max(c.y + c.alto for c in cajas)
    return Caja(x0, y0, x1 - x0, y1 - y0)


def celdas(rayas: Rayas) -> list[Caja]:
    """Rectangles enclosed by lines, mm, of any size, top to bottom."""
    n, _, datos, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(rayas.todas), connectivity=4)
    halladas: list[Caja] = []
    alto_hoja, ancho_hoja = rayas.todas.shape
    for x, y, ancho, alto, area in datos[1:n].tolist():
        en_el_borde = x == 0 or y == 0 or x + ancho == ancho_hoja or y + alto == alto_hoja
        if en_el_borde or area < MIN_LLENO * ancho * alto or min(ancho, alto) < 2.0 * rayas.px_por_mm:
            continue
        # the centres of its lines are half a pixel outside
        escala = rayas.px_por_mm
        halladas.append(Caja((x - 0.5) / escala, (y - 0.5) / escala, (ancho + 1) / escala, (alto + 1) / escala))
    return sorted(halladas, key=lambda c: (c.y, c.x))


def peines(todas: Sequence[Caja]) -> list[Peine]:
    """Combs of boxes."""
    chicas = [
        c
        for c in todas
        if ANCHO_MM[0] <= c.ancho <= ANCHO_MM[1]
        and ALTO_MM[0] <= c.alto <= ALTO_MM[1]
        and ESBELTEZ[0] <= c.alto / c.ancho <= ESBELTEZ[1]
    ]
    libres = sorted(chicas, key=lambda c: c.x)
    hallados: list[Peine] = []
    while libres:
        fila = [libres.pop(0)]
        while siguiente := _siguiente(fila, libres):
            fila.append(siguiente)
            libres.remove(siguiente)
        if 2 <= len(fila) <= MAX_DIGITOS:
            hallados.append(Peine(tuple(fila)))
    return sorted(hallados, key=lambda p: (p.caja.y, p.caja.x))


def _siguiente(fila: list[Caja], libres: list[Caja]) -> Caja | None:
    ultima = fila[-1]
    hueco_max = max(1.6, 0.45 * ultima.ancho)
    for otra in libres:
        hueco = otra.x - (ultima.x + ultima.ancho)
        if hueco > hueco_max:
            if otra.x - ultima.x > 40.0:
                break
            continue
        iguales = (
            abs(otra.y - ultima.y) < 0.7
            and abs(otra.alto - ultima.alto) < 0.9
            and abs(otra.ancho - ultima.ancho) < max(0.7, 0.15 * ultima.ancho)
        )
        mismo_paso = len(fila) == 1 or abs((otra.x - ultima.x) - (ultima.x - fila[-2].x)) < 0.6
        if hueco > -0.3 and iguales and mismo_paso:
            return otra
    return None


def igualar(cuales: Sequence[Peine], todas: Sequence[Caja]) -> list[Peine]:
    """Give whole the rows of a column of combs where writing broke some box: the column says where its boxes are.

    Args:
        cuales: the combs found; those of two boxes serve only as evidence.
        todas: every cell found.

    Returns:
        The combs of three or four boxes, with the completed ones.
    """
    enteros = [p for p in cuales if len(p.cajas) >= 3]
    completos: list[Peine] = list(enteros)
    for modelo in columnas(enteros):
        if len(modelo) < 3:
            continue
        xs = [float(np.median([p.cajas[i].x for p in modelo])) for i in range(len(modelo[0].cajas))]
        ancho = float(np.median([c.ancho for p in modelo for c in p.cajas]))
        alto = float(np.median([c.alto for p in modelo for c in p.cajas]))
        sueltas = [
            c
            for c in todas
            if abs(c.alto - alto) < DISTINTA * alto
            and abs(c.ancho - ancho) < DISTINTA * ancho
            and any(abs(c.x - x) < max(0.7, 0.07 * ancho) for x in xs)
            and not any(encimadas(c, p.caja) for p in completos)
        ]
        sabidas = [p.caja.y for p in modelo]
        while seguidas := [c for c in sueltas if min(abs(c.y - y) for y in sabidas) < SEGUIDO * alto]:
            fila = [c for c in sueltas if abs(c.y - seguidas[0].y) < 0.9]
            sueltas = [c for c in sueltas if c not in fila]
            y = float(np.median([c.y for c in fila]))
            if len(fila) > 1 or min(sabidas) < y < max(sabidas):  # beyond the ends one box alone is another thing
                sabidas.append(y)
                completos.append(Peine(tuple(Caja(x, y, ancho, alto) for x in xs)))
    return sorted(completos, key=lambda p: (p.caja.y, p.caja.x))


def columnas(cuales: Sequence[Peine]) -> list[list[Peine]]:
    """Combs one under another with the same boxes, each column from top to bottom."""
    grupos: list[list[Peine]] = []
    for peine in sorted(cuales, key=lambda p: p.caja.y):
        for grupo in grupos:
            otro = grupo[0]
            if len(otro.cajas) == len(peine.cajas) and all(
                abs(a.x - b.x) < 1.2 and abs(a.ancho - b.ancho) < 0.9
                for a, b in zip(otro.cajas, peine.cajas, strict=True)
            ):
                grupo.append(peine)
                break
        else:
            grupos.append([peine])
    return grupos


def encimadas(a: Caja, b: Caja) -> bool:
    """Whether two boxes share more than their line."""
    return (
        min(a.x + a.ancho, b.x + b.ancho) - max(a.x, b.x) > 0.5
        and min(a.y + a.alto, b.y + b.alto) - max(a.y, b.y) > 0.5
    )


def peines_abiertos(rayas: Rayas, cerrados: Sequence[Peine], tinta: Tinta | None = None) -> list[Peine]:
    """Combs that are only ticks on a base line: evenly spaced, with nothing ruled above them.

    On a picture (``tinta``) a line of print may look like one: it is much fuller than a handwritten figure.
    """
    px = rayas.px_por_mm
    hallados: list[Peine] = []
    n, _, datos, _ = cv2.connectedComponentsWithStats(rayas.horizontales, connectivity=8)
    for x, y, ancho, alto, _area in datos[1:n].tolist():
        if not PASO_MM[0] * 2 * px <= ancho <= (PASO_MM[1] * MAX_DIGITOS + 2) * px or alto > 1.2 * px:
            continue
        puas = _puas(rayas, x, y, ancho)
        pasos = [b[0] - a[0] for a, b in pairwise(puas)]
        if not 3 <= len(pasos) <= MAX_DIGITOS or max(pasos) - min(pasos) > 0.25 * max(pasos):
            continue
        paso, base = sum(pasos) / len(pasos), y / px
        if not PASO_MM[0] <= paso <= PASO_MM[1]:
            continue
        techo = base - max(paso, max(h for _, h in puas))
        cajas = tuple(Caja(puas[i][0], techo, pasos[i], base - techo) for i in range(len(pasos)))
        peine = Peine(cajas, abierto=True)
        if any(encimadas(peine.caja, otro.caja) for otro in cerrados):
            continue
        if tinta is None or _lleno(tinta, peine.caja, px) < MAX_LLENO:
            hallados.append(peine)
    return hallados


def _lleno(tinta: Tinta, caja: Caja, px: float) -> float:
    """Share of a rectangle with ink on it."""
    dentro = tinta[round((caja.y + 0.5) * px) : round((caja.y + caja.alto - 0.8) * px), round(caja.x * px) :]
    dentro = dentro[:, : round(caja.ancho * px)]
    return float((dentro > TINTA).mean()) if dentro.size else 1.0


def _puas(rayas: Rayas, x: int, y: int, ancho: int) -> list[tuple[float, float]]:
    """Ticks that stand on a base line, from left to right: x and height, mm."""
    px = rayas.px_por_mm
    margen = round(0.6 * px)
    arriba, izquierda = max(0, y - round(PUA_MM[1] * px)), max(0, x - margen)
    franja = rayas.verticales[arriba : y + 2, izquierda : x + ancho + margen]
    n, _, datos, _ = cv2.connectedComponentsWithStats(franja, connectivity=8)
    puas: list[tuple[float, float]] = []
    for x_pua, y_pua, w, h, _ in sorted(datos[1:n].tolist()):
        en_la_base = y_pua + h >= franja.shape[0] - margen
        if en_la_base and h >= PUA_MM[0] * px and w <= 1.2 * px:
            en = (x_pua + w / 2 - 0.5 + izquierda) / px
            if not puas or en - puas[-1][0] >= 1.0:
                puas.append((en, h / px))
    return puas
