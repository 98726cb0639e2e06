"""Compressed copies beside the files of a mirror's site, so that its web server never compresses on the night.

``nginx`` serves them with ``gzip_static on``, Caddy with ``precompressed gzip``; a server that knows nothing of them
serves the files as they are.
"""

import gzip
import os
from collections.abc import Iterable
from pathlib import Path

MIN_BYTES = 4096
"""Under three packets there is little to gain, and the pages of the actas are the most of them."""
_TEXTO = frozenset({".html", ".css", ".js", ".json", ".svg", ".csv", ".geojson", ".atom", ".txt"})


def comprimir(sitio: Path, archivos: Iterable[str], servido: Path) -> None:
    """Leave ``archivo.gz`` beside each text worth it, taking those that did not change from what is served.

    Args:
        sitio: the version being made, all its files in place.
        archivos: names of its files.
        servido: the site being served, which shares with it the files that did not change (hard links).
    """
    for nombre in archivos:
        ruta, previa = sitio / nombre, servido / nombre
        if ruta.suffix not in _TEXTO or ruta.stat().st_size < MIN_BYTES:
            continue
        copia, previa_copia = _gz(ruta), _gz(previa)
        if copia.exists():
            continue
        if previa_copia.is_file() and previa.samefile(ruta):
            os.link(previa_copia, copia)
        else:
            copia.write_bytes(gzip.compress(ruta.read_bytes(), 6, mtime=0))


def _gz(ruta: Path) -> Path:
    return ruta.with_name(f"{ruta.name}.gz")
