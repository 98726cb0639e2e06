"""Which actas must be drawn again: those whose record changed since the cut that the site shows.

A cut of 170,000 actas changes a few thousand; drawing them all each quarter of an hour would take minutes. The site
keeps the number of its cut and a fingerprint of what draws it. The mark is taken away before anything is written and
put back at the end, so a generation that died halfway is followed by a whole one.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from publicacion.corte import REGISTROS, Corte, carpetas, leer_corte
from publicacion.datos import CARPETA
from publicacion.errores import CorteInvalido
from verificacion.dominio.eleccion import Proceso

MARCA = ".sitio.json"
_REPORTES = f"{CARPETA}/reportes.json"
_FUENTES = Path(__file__).parent
_DIBUJO = (_FUENTES, _FUENTES.parent / "plantillas_html", _FUENTES.parent / "estaticos_sitio")


def tomar(sitio: Path, corte: Corte, proceso: Proceso) -> frozenset[str] | None:
    """Keys of the actas to draw, or None for all of them. Takes the mark away."""
    ruta = sitio / MARCA
    try:
        marca: dict[str, Any] = json.loads(ruta.read_bytes())
    except (OSError, ValueError):
        return None
    ruta.unlink()
    if marca.get("dibujo") != _dibujo(proceso):
        return None
    previo = _corte_numerado(corte, marca.get("huella"))
    if previo is None:
        return None
    return frozenset({*_registros_distintos(previo, corte), *_reportes_distintos(previo, corte)})


def dejar(sitio: Path, corte: Corte, proceso: Proceso) -> None:
    """Put the mark back: the site shows this cut, whole."""
    marca = {"numero": corte.numero, "huella": corte.huella, "dibujo": _dibujo(proceso)}
    (sitio / MARCA).write_text(json.dumps(marca))


def _corte_numerado(corte: Corte, huella: object) -> Corte | None:
    """The published cut with that fingerprint, newest first: it is nearly always the previous one."""
    for carpeta in reversed(carpetas(corte.carpeta.parent.parent)):
        try:
            previo = leer_corte(carpeta)
        except CorteInvalido:
            continue
        if previo.huella == huella:
            return previo
    return None


def _registros_distintos(previo: Corte, corte: Corte) -> Iterator[str]:
    """Records are one per line in the order of the catalogue (``registros_json``), so lines can be told apart as such.

    Rows out of the catalogue close the file, have no page, and are skipped.
    """
    with (previo.carpeta / REGISTROS).open("rb") as antes, (corte.carpeta / REGISTROS).open("rb") as ahora:
        for linea in ahora:
            limpia = linea.rstrip(b",\n")
            if limpia != next(antes, b"").rstrip(b",\n") and limpia.startswith(b"{"):
                acta = json.loads(limpia)["acta"]
                if acta is not None:
                    yield acta


def _reportes_distintos(previo: Corte, corte: Corte) -> Iterator[str]:
    antes, ahora = (json.loads((c.carpeta / _REPORTES).read_bytes()) for c in (previo, corte))
    yield from (r["acta"] for r in antes if r not in ahora)
    yield from (r["acta"] for r in ahora if r not in antes)


def _dibujo(proceso: Proceso) -> str:
    """Fingerprint of what draws the pages: the election, the templates, the static files and this package."""
    return f"{proceso.huella}-{_fuentes()}"


@lru_cache(maxsize=1)
def _fuentes() -> str:
    suma = hashlib.sha256()
    for carpeta in _DIBUJO:
        for archivo in sorted(p for p in carpeta.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            suma.update(archivo.name.encode())
            suma.update(archivo.read_bytes())
    return suma.hexdigest()
