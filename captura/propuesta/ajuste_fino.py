"""Boxes found on a picture, brought to their innermost printed line: a row's own line may run close to the box's."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from captura.plantilla import Caja
from captura.propuesta.celdas import Peine, columnas
from captura.propuesta.rayas import Tinta

FUERA_MM = 0.4  # how far outside the line may be
DENTRO_MM = 1.1  # and inside
DENTRO = 0.16  # nor farther inside than this part of the side: strokes begin there
FUERZA = 0.35  # of the strongest line there: a dotted line beside a solid one
CONTRASTE = 8.0  # grey levels
ORILLA_MM = 0.9  # left out at the ends of a side: corners and ticks


def afinar(peines: Sequence[Peine], tinta: Tinta, px_por_mm: float) -> list[Peine]:
    """Move each side to its innermost line. The mean of a column's rows is used, in which handwriting fades away."""
    finos: list[Peine] = []
    for columna in columnas(peines):
        cajas = [c for p in columna for c in p.cajas]
        arriba, abajo = _arriba(tinta, cajas, px_por_mm), _abajo(tinta, cajas, px_por_mm)
        lados: list[tuple[float, float]] = []
        for i in range(len(columna[0].cajas)):
            volteadas = [_voltear(p.cajas[i]) for p in columna]
            lados.append((_arriba(tinta.T, volteadas, px_por_mm), _abajo(tinta.T, volteadas, px_por_mm)))
        for peine in columna:
            cajas = tuple(
                Caja(c.x + izq, c.y + arriba, c.ancho - izq - der, c.alto - arriba - abajo)
                for c, (izq, der) in zip(peine.cajas, lados, strict=True)
            )
            finos.append(Peine(cajas, peine.abierto))
    return sorted(map(_parejo, finos), key=lambda p: (p.caja.y, p.caja.x))


def _parejo(peine: Peine) -> Peine:
    """The boxes of a comb are printed alike: the odd side, caught by a line beside it, yields to the others."""
    n = len(peine.cajas)
    if n < 3:
        return peine
    ancho = float(np.median([c.ancho for c in peine.cajas]))
    izquierdas = np.array([c.x for c in peine.cajas])
    derechas = np.array([c.x + c.ancho for c in peine.cajas])
    paso = float(np.median([*np.diff(izquierdas), *np.diff(derechas)]))
    inicio = float(np.median([*(izquierdas - paso * np.arange(n)), *(derechas - ancho - paso * np.arange(n))]))
    y = float(np.median([c.y for c in peine.cajas]))
    alto = float(np.median([c.alto for c in peine.cajas]))
    return Peine(tuple(Caja(inicio + i * paso, y, ancho, alto) for i in range(n)), peine.abierto)


def _voltear(caja: Caja) -> Caja:
    return Caja(caja.y, caja.x, caja.alto, caja.ancho)


def _abajo(tinta: Tinta, cajas: Sequence[Caja], px: float) -> float:
    alto = tinta.shape[0] / px
    return _arriba(tinta[::-1], [Caja(c.x, alto - c.y - c.alto, c.ancho, c.alto) for c in cajas], px)


def _arriba(tinta: Tinta, cajas: Sequence[Caja], px: float) -> float:
    """How much to move the top of some boxes inwards, mm: to the innermost peak of the ink along it."""
    lado = float(np.median([c.alto for c in cajas]))
    afuera, adentro = round(FUERA_MM * px), round(min(DENTRO_MM, DENTRO * lado) * px)
    perfiles: list[npt.NDArray[np.float32]] = []
    for c in cajas:
        x0, x1, y = round((c.x + ORILLA_MM) * px), round((c.x + c.ancho - ORILLA_MM) * px), int(c.y * px)
        franja = tinta[max(0, y - afuera) : y + adentro + 1, x0:x1]
        if franja.shape[0] == afuera + adentro + 1 and x1 > x0:
            perfiles.append(franja.mean(axis=1))
    if not perfiles:
        return 0.0
    perfil = np.median(np.array(perfiles), axis=0)
    minimo = max(CONTRASTE, FUERZA * float(perfil.max()))
    for i in range(len(perfil) - 2, 0, -1):  # from the inside outwards
        if perfil[i] >= perfil[i + 1] and perfil[i] > perfil[i - 1] and perfil[i] > minimo:
            return (i - afuera) / px
    return 0.0
