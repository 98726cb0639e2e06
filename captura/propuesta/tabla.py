"""Boxes too faint to be seen one by one, found in the mean of a table's rows, where noise and handwriting fade away."""

from collections.abc import Sequence

import cv2
import numpy as np

from captura.plantilla import Caja
from captura.propuesta.celdas import MAX_DIGITOS, Peine, celdas, encimadas, peines
from captura.propuesta.rayas import Tinta, rayas_de_tinta

ANCHO_MM = (9.0, 50.0)  # of the cell of a row that holds the boxes of a figure
ALTO_MM = (3.8, 14.0)
ROCE_MM = 0.3
MIN_FILAS = 5
MARGEN_MM = 0.8
PARECIDO = 0.4  # correlation of a row with the mean row; another table's stay under 0.2
DE_LO_SABIDO = 0.7  # of the correlation of the rows already found
SALTO = 1.35  # of the height of a row: farther than this the table has ended


def peines_de_tabla(cajas: Sequence[Caja], conocidos: Sequence[Peine], tinta: Tinta, px: float) -> list[Peine]:
    """Combs of the tables whose rows were found but not, in most of them, their boxes."""
    hallados: list[Peine] = []
    for columna in _columnas(cajas):
        sin_peine = [c for c in columna if not any(encimadas(c, p.caja) for p in conocidos)]
        if len(sin_peine) < max(MIN_FILAS, 0.4 * len(columna)):
            continue
        alto, ancho = float(np.median([c.alto for c in columna])), float(np.median([c.ancho for c in columna]))
        x = float(np.median([c.x for c in columna]))
        semillas = [c.y for c in columna if abs(c.alto - alto) < 0.6]
        media = _fila_media(semillas, x, ancho, alto, tinta, px)
        if media is None:
            continue
        # the rows like the mean one, those included whose cell was not found, make a cleaner mean
        filas = _filas(media, columna, x, tinta, px)
        media = _fila_media(filas, x, ancho, alto, tinta, px)
        if media is None:
            continue
        orilla = round(MARGEN_MM * px) * 2
        lienzo = cv2.copyMakeBorder(media, orilla, orilla, orilla, orilla, cv2.BORDER_CONSTANT, value=0.0)
        corrida = orilla / px + MARGEN_MM
        en_fila = _cajas_de(lienzo.astype(np.float32), Caja(corrida, corrida, ancho, alto))
        if not en_fila:
            continue
        for y in filas:
            movidas = (Caja(c.x - corrida + x, c.y - corrida + y, c.ancho, c.alto) for c in en_fila)
            hallados.append(Peine(tuple(movidas)))
    return hallados


def _cajas_de(media: Tinta, fila: Caja) -> list[Caja]:
    """The boxes of a mean row: two seen side by side tell the others, as they fill the row."""
    vistos = peines(celdas(rayas_de_tinta(media, limpia=True)))
    if not vistos:
        return []
    cajas = list(max(vistos, key=lambda p: len(p.cajas)).cajas)
    paso = (cajas[-1].x - cajas[0].x) / (len(cajas) - 1)
    ancho, y, alto = (float(np.median([getattr(c, que) for c in cajas])) for que in ("ancho", "y", "alto"))
    inicio = cajas[0].x
    while inicio - paso > fila.x - ROCE_MM:
        inicio -= paso
    cuantas = int((fila.x + fila.ancho + ROCE_MM - ancho - inicio) / paso) + 1
    return [Caja(inicio + i * paso, y, ancho, alto) for i in range(cuantas)] if 3 <= cuantas <= MAX_DIGITOS else []


def _columnas(cajas: Sequence[Caja]) -> list[list[Caja]]:
    """Cells one under another of one width, from top to bottom."""
    grupos: list[list[Caja]] = []
    for caja in sorted(cajas, key=lambda c: c.y):
        if not (ANCHO_MM[0] <= caja.ancho <= ANCHO_MM[1] and ALTO_MM[0] <= caja.alto <= ALTO_MM[1]):
            continue
        for grupo in grupos:
            if abs(grupo[0].x - caja.x) < 1.2 and abs(grupo[0].ancho - caja.ancho) < 1.6:
                grupo.append(caja)
                break
        else:
            grupos.append([caja])
    return [g for g in grupos if len(g) >= MIN_FILAS]


def _trozo(tinta: Tinta, x: float, y: float, ancho: float, alto: float, px: float) -> Tinta | None:
    x0, y0 = round((x - MARGEN_MM) * px), round((y - MARGEN_MM) * px)
    n, m = round((alto + 2 * MARGEN_MM) * px), round((ancho + 2 * MARGEN_MM) * px)
    trozo = tinta[max(0, y0) : y0 + n, max(0, x0) : x0 + m]
    return trozo if trozo.shape == (n, m) else None


def _fila_media(filas: Sequence[float], x: float, ancho: float, alto: float, tinta: Tinta, px: float) -> Tinta | None:
    trozos = [t for y in filas if (t := _trozo(tinta, x, y, ancho, alto, px)) is not None]
    if len(trozos) < MIN_FILAS:
        return None
    # lines are in every row and writing in few: the mean of the paler half, but its palest, keeps one and not the other
    apilados = np.sort(np.array(trozos), axis=0)
    return apilados[len(apilados) // 5 : len(apilados) // 2 + 1].mean(axis=0).astype(np.float32)


def _filas(media: Tinta, columna: Sequence[Caja], x: float, tinta: Tinta, px: float) -> list[float]:
    """Height (mm) of every row like the mean one, those included whose cell was not found."""
    juego = round(0.4 * px)
    izquierda = max(0, round((x - MARGEN_MM) * px) - juego)
    franja = np.ascontiguousarray(tinta[:, izquierda : izquierda + media.shape[1] + 2 * juego])
    parecido = cv2.matchTemplate(franja, media, cv2.TM_CCOEFF_NORMED).max(axis=1)
    alto = float(np.median([c.alto for c in columna]))
    sabidos = [
        parecido[max(0, y - juego) : y + juego + 1].max(initial=0.0)
        for c in columna
        if (y := round((c.y - MARGEN_MM) * px)) >= 0
    ]
    minimo = max(PARECIDO, DE_LO_SABIDO * float(np.median(sabidos)))
    picos: list[float] = []
    for i in np.argsort(-parecido).tolist():
        if parecido[i] < minimo:
            break
        y = i / px + MARGEN_MM
        if all(abs(y - otro) > 0.8 * alto for otro in picos):
            picos.append(y)
    return _seguidas(sorted(picos), [c.y for c in columna], alto)


def _seguidas(picos: Sequence[float], semillas: Sequence[float], alto: float) -> list[float]:
    """The runs of rows without a gap that hold some cell of the table."""
    tramos: list[list[float]] = []
    for y in picos:
        if tramos and y - tramos[-1][-1] <= SALTO * alto:
            tramos[-1].append(y)
        else:
            tramos.append([y])
    return [y for tramo in tramos if any(abs(y - s) < 1.0 for y in tramo for s in semillas) for y in tramo]
