"""From degrees to the flat units of a drawing."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from verificacion.proceso.geografia import Anillo

Punto = tuple[float, float]
Contorno = tuple[Punto, ...]
"""A closed line in plane units, y downwards, without the repeated last point."""


@dataclass(frozen=True, slots=True)
class Ventana:
    """A rectangle of the plane."""

    x: float
    y: float
    ancho: float
    alto: float

    def crecer(self, margen: float) -> "Ventana":
        """The same rectangle with a margin all around."""
        return Ventana(self.x - margen, self.y - margen, self.ancho + 2 * margen, self.alto + 2 * margen)

    def contiene(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.x <= x <= self.x + self.ancho and self.y <= y <= self.y + self.alto


def proyectar(contornos: Mapping[int, Iterable[Anillo]]) -> dict[int, list[Contorno]]:
    """Equirectangular about the middle latitude: at the size of a state no district is bent visibly.

    Units are degrees of latitude, so that both axes measure the same on the ground.
    """
    anillos = {d: list(a) for d, a in contornos.items()}
    latitudes = [lat for lista in anillos.values() for anillo in lista for _, lat in anillo]
    encoge = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    return {d: [tuple((lon * encoge, -lat) for lon, lat in anillo) for anillo in lista] for d, lista in anillos.items()}


def ventana_de(contornos: Iterable[Contorno]) -> Ventana:
    """The bounding rectangle."""
    puntos = [p for contorno in contornos for p in contorno]
    xs, ys = [x for x, _ in puntos], [y for _, y in puntos]
    return Ventana(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def escalar(contornos: Iterable[Contorno], ventana: Ventana, escala: float) -> list[Contorno]:
    """To whole units of the drawing, with the window's corner at 0, 0. What two districts share stays shared."""
    return [
        tuple((round((x - ventana.x) * escala), round((y - ventana.y) * escala)) for x, y in contorno)
        for contorno in contornos
    ]


def area(contorno: Sequence[Punto]) -> float:
    """Enclosed area, always positive (shoelace)."""
    cierre = zip(contorno, (*contorno[1:], contorno[0]), strict=True) if contorno else ()
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in cierre)) / 2


def recortar(contorno: Contorno, ventana: Ventana) -> Contorno:
    """The part of a contour inside a window (Sutherland-Hodgman; a concave one may keep a seam along the edge)."""
    puntos: list[Punto] = list(contorno)
    for eje, limite, signo in (
        (0, ventana.x, 1),
        (0, ventana.x + ventana.ancho, -1),
        (1, ventana.y, 1),
        (1, ventana.y + ventana.alto, -1),
    ):
        puntos = _recortar_lado(puntos, eje, limite, signo)
    return tuple(puntos)


def _recortar_lado(puntos: Sequence[Punto], eje: int, limite: float, signo: int) -> list[Punto]:
    salida: list[Punto] = []
    for i, actual in enumerate(puntos):
        previo = puntos[i - 1]
        dentro, antes = (actual[eje] - limite) * signo >= 0, (previo[eje] - limite) * signo >= 0
        if dentro != antes:
            t = (limite - previo[eje]) / (actual[eje] - previo[eje])
            corte = previo[1 - eje] + t * (actual[1 - eje] - previo[1 - eje])
            salida.append((limite, corte) if eje == 0 else (corte, limite))
        if dentro:
            salida.append(actual)
    return salida
