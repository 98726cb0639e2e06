"""Where the number of a district fits best: the point farthest from its borders."""

from collections.abc import Sequence

from publicacion.sitio.mapa.proyeccion import Contorno, Punto, ventana_de

_MALLA = 18
"""Points tried along each side of the district; a second, finer mesh is laid around the best one."""


def lugar(contornos: Sequence[Contorno]) -> tuple[Punto, float]:
    """The middle of the largest circle inside a district (all its rings), and its radius; in drawing units."""
    ventana = ventana_de(contornos)
    paso = max(ventana.ancho, ventana.alto) / _MALLA
    centro: Punto = (ventana.x + ventana.ancho / 2, ventana.y + ventana.alto / 2)
    mejor, radio = centro, 0.0
    for _ in range(3):
        mitad = _MALLA // 2
        for i in range(-mitad, mitad + 1):
            for j in range(-mitad, mitad + 1):
                punto = (centro[0] + i * paso, centro[1] + j * paso)
                libre = _holgura(punto, contornos, radio)
                if libre > radio:
                    mejor, radio = punto, libre
        centro, paso = mejor, paso / mitad
    return mejor, radio


def _holgura(punto: Punto, contornos: Sequence[Contorno], minima: float) -> float:
    """Distance to the nearest border, 0 outside; gives up as soon as it is not better than ``minima``."""
    x, y = punto
    dentro = False
    cerca = float("inf")
    for contorno in contornos:
        x1, y1 = contorno[-1]
        for x2, y2 in contorno:
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                dentro = not dentro
            dx, dy = x2 - x1, y2 - y1
            largo = dx * dx + dy * dy
            t = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / largo)) if largo else 0.0
            lejos = (x - x1 - t * dx) ** 2 + (y - y1 - t * dy) ** 2
            if lejos < cerca:
                cerca = lejos
                if cerca <= minima * minima:
                    return 0.0
            x1, y1 = x2, y2
    return cerca**0.5 if dentro else 0.0
