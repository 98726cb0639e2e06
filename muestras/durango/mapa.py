"""A sketch of the districts: one tile each, placed roughly as they lie. It copies no cartography."""

import math

from muestras.durango.distritos import Distrito

_LUGARES = {
    7: (0, 1), 8: (1, 0), 9: (2, 0), 10: (3, 0), 11: (4, 0), 12: (4, 1), 13: (3, 1), 14: (3, 2), 15: (3, 3),
    1: (1, 2), 2: (2, 2), 3: (1, 3), 4: (2, 3), 5: (2, 1), 6: (0, 3),
}  # fmt: skip
_OESTE, _NORTE, _LADO = -106.2, 26.2, 0.62


def mapa_de_losas(distritos: tuple[Distrito, ...]) -> dict[str, object]:
    """GeoJSON of hexagonal tiles; properties ``distrito`` and ``cabecera``, with the label's place."""
    return {"type": "FeatureCollection", "features": [_losa(d) for d in distritos]}


def _losa(distrito: Distrito) -> dict[str, object]:
    columna, fila = _LUGARES[distrito.distrito]
    lon = _OESTE + (columna + 0.5 * (fila % 2)) * _LADO * math.sqrt(3)
    lat = _NORTE - fila * _LADO * 1.5
    vertices = [
        [
            round(lon + _LADO * 0.96 * math.sin(math.pi / 3 * i), 5),
            round(lat + _LADO * 0.96 * math.cos(math.pi / 3 * i), 5),
        ]
        for i in range(6)
    ]
    return {
        "type": "Feature",
        "properties": {
            "distrito": distrito.distrito,
            "id_distrito_local": distrito.distrito,
            "cabecera": distrito.cabecera,
            "label_lon": round(lon, 5),
            "label_lat": round(lat, 5),
        },
        "geometry": {"type": "Polygon", "coordinates": [[*reversed(vertices), vertices[-1]]]},
    }
