"""Fewer points, without opening gaps: the border that two districts share is simplified once, for both."""

from collections.abc import Iterable, Mapping, Sequence

from publicacion.sitio.mapa.proyeccion import Contorno, Punto


def simplificar(contornos: Mapping[int, Sequence[Contorno]], tolerancia: float) -> dict[int, list[Contorno]]:
    """Drop the points that stray less than ``tolerancia`` from the line (Douglas-Peucker, arc by arc).

    Contours are cut into arcs at the junctions, the points where more than two borders meet, so neighbours keep the
    same line. Rings that end with fewer than three points are dropped: they are smaller than the tolerance.
    """
    limpios = {d: [_sin_repetidos(c) for c in lista] for d, lista in contornos.items()}
    nudos = _nudos(c for lista in limpios.values() for c in lista)
    hechos: dict[tuple[Punto, ...], list[Punto]] = {}
    return {
        d: [s for c in lista if len(s := _simplificar_anillo(c, nudos, tolerancia, hechos)) >= 3]
        for d, lista in limpios.items()
    }


def _sin_repetidos(contorno: Contorno) -> Contorno:
    return tuple(p for i, p in enumerate(contorno) if p != contorno[i - 1])


def _nudos(contornos: Iterable[Contorno]) -> set[Punto]:
    vecinos: dict[Punto, set[Punto]] = {}
    for contorno in contornos:
        for i, punto in enumerate(contorno):
            vecinos.setdefault(punto, set()).update((contorno[i - 1], contorno[(i + 1) % len(contorno)]))
    return {punto for punto, cerca in vecinos.items() if len(cerca) > 2}


def _simplificar_anillo(
    contorno: Contorno, nudos: set[Punto], tolerancia: float, hechos: dict[tuple[Punto, ...], list[Punto]]
) -> Contorno:
    if len(contorno) < 3:
        return ()
    cortes = [i for i, p in enumerate(contorno) if p in nudos]
    if len(cortes) < 2:  # an island, or all its border with one neighbour: two fixed points that both would choose
        inicio = min(range(len(contorno)), key=contorno.__getitem__)
        lejos = max(range(len(contorno)), key=contorno.__getitem__)
        cortes = sorted({*cortes, inicio, lejos})
    salida: list[Punto] = []
    for i, desde in enumerate(cortes):
        hasta = cortes[(i + 1) % len(cortes)]
        arco = contorno[desde : hasta + 1] if hasta > desde else contorno[desde:] + contorno[: hasta + 1]
        salida += _arco(arco, tolerancia, hechos)[:-1]
    return tuple(salida)


def _arco(arco: tuple[Punto, ...], tolerancia: float, hechos: dict[tuple[Punto, ...], list[Punto]]) -> list[Punto]:
    """One arc, always worked in the same direction."""
    reves = arco[::-1]
    canonico = min(arco, reves)
    if canonico not in hechos:
        hechos[canonico] = _douglas_peucker(canonico, tolerancia)
    return hechos[canonico] if canonico == arco else hechos[canonico][::-1]


def _douglas_peucker(linea: Sequence[Punto], tolerancia: float) -> list[Punto]:
    quedan = {0, len(linea) - 1}
    tramos = [(0, len(linea) - 1)]
    while tramos:
        a, b = tramos.pop()
        lejano, distancia = max(
            ((i, _distancia(linea[i], linea[a], linea[b])) for i in range(a + 1, b)),
            key=lambda par: par[1],
            default=(a, 0.0),
        )
        if distancia > tolerancia:
            quedan.add(lejano)
            tramos += [(a, lejano), (lejano, b)]
    return [linea[i] for i in sorted(quedan)]


def _distancia(punto: Punto, a: Punto, b: Punto) -> float:
    """From a point to the segment a-b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    largo = dx * dx + dy * dy
    t = max(0.0, min(1.0, ((punto[0] - a[0]) * dx + (punto[1] - a[1]) * dy) / largo)) if largo else 0.0
    return ((punto[0] - a[0] - t * dx) ** 2 + (punto[1] - a[1] - t * dy) ** 2) ** 0.5
