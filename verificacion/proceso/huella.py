"""Fingerprint of an election folder: what makes two folders the same election."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def huella(carpeta: Path, archivos: Iterable[str]) -> str:
    """SHA-256 over the canonical contents of the files that the election is made of.

    JSON is taken with sorted keys and no spacing, CSV without BOM and with LF, so that an editor that reformats or a
    copy between systems does not change the election; anything else byte by byte. Files absent are skipped.
    """
    suma = hashlib.sha256()
    for relativo in sorted(set(archivos)):
        ruta = carpeta / relativo
        if not ruta.is_file():
            continue
        contenido = _canonico(relativo, ruta.read_bytes())
        suma.update(f"{relativo}\0{len(contenido)}\0".encode())
        suma.update(contenido)
    return suma.hexdigest()


def _canonico(relativo: str, contenido: bytes) -> bytes:
    if relativo.endswith((".json", ".geojson")):
        objeto = json.loads(contenido.decode("utf-8-sig"))
        return json.dumps(objeto, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    if relativo.endswith(".csv"):
        return contenido.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return contenido
