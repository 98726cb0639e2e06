"""Outlines of the districts from the election's GeoJSON (WGS84), when it has one."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from verificacion.proceso.problemas import Problemas

Anillo = tuple[tuple[float, float], ...]
"""A closed line of (longitude, latitude) in degrees, without the repeated last point."""
PROPIEDADES = ("distrito", "id_distrito_local", "id_distrito_federal", "distrito_local", "distrito_l", "distrito_f")
"""Names under which the cartographies in use keep the number of the district, any case."""


def leer_contornos(carpeta: Path, relativo: str) -> dict[int, list[Anillo]]:
    """District → its rings. A hole is one more ring: the even-odd rule of drawing leaves it empty."""
    datos = json.loads((carpeta / relativo).read_bytes().decode("utf-8-sig"))
    contornos: dict[int, list[Anillo]] = {}
    for elemento in datos["features"]:
        distrito = distrito_de(elemento)
        if distrito is not None:
            contornos.setdefault(distrito, []).extend(_anillos(elemento["geometry"]))
    return contornos


def distrito_de(elemento: Mapping[str, Any]) -> int | None:
    """Number of the district that an element of the GeoJSON draws, or None when it does not say."""
    propiedades = {str(k).lower(): v for k, v in (elemento.get("properties") or {}).items()}
    for nombre in PROPIEDADES:
        valor = propiedades.get(nombre)
        if isinstance(valor, int) or (isinstance(valor, str) and valor.isdecimal()):
            return int(valor)
    return None


def revisar_geografia(archivo: str, datos: Any, distritos: Sequence[int], problemas: Problemas) -> None:
    """Note what keeps the map from being drawn: another kind of file, or districts without an outline."""
    if not (isinstance(datos, dict) and datos.get("type") == "FeatureCollection"):
        problemas.anotar(archivo, "debe ser GeoJSON de tipo FeatureCollection; expórtelo de nuevo")
        return
    elementos: list[Any] = datos.get("features") or []
    dibujados = {distrito_de(e) for e in elementos if (e.get("geometry") or {}).get("type") in _TIPOS}
    if faltan := [d for d in distritos if d not in dibujados]:
        problemas.anotar(
            archivo,
            f"sin contorno: distrito {', '.join(map(str, faltan))}; cada elemento debe ser un polígono y llevar su "
            f"número en «{PROPIEDADES[0]}» o «{PROPIEDADES[1]}»",
        )


_TIPOS = ("Polygon", "MultiPolygon")


def _anillos(geometria: Mapping[str, Any]) -> list[Anillo]:
    poligonos = [geometria["coordinates"]] if geometria["type"] == "Polygon" else geometria["coordinates"]
    return [tuple((float(p[0]), float(p[1])) for p in anillo[:-1]) for poligono in poligonos for anillo in poligono]
