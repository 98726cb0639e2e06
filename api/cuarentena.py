"""Bytes that came in and are not a usable image are kept apart, so that nothing a person sent is lost."""

import hashlib
import os
import tempfile
from pathlib import Path

from verificacion.dominio.errores import NoExiste

CARPETA = "cuarentena"


def apartar(raiz: Path, contenido: bytes) -> str:
    """Keep bytes under ``raiz/cuarentena`` by their SHA-256, on the disk before returning; answer that hash."""
    sha256 = hashlib.sha256(contenido).hexdigest()
    carpeta = raiz / CARPETA
    carpeta.mkdir(parents=True, exist_ok=True)
    destino = carpeta / sha256
    if destino.exists():
        return sha256
    descriptor, temporal = tempfile.mkstemp(dir=carpeta, prefix=".nuevo-")
    with os.fdopen(descriptor, "wb") as archivo:
        archivo.write(contenido)
        archivo.flush()
        os.fsync(archivo.fileno())
    Path(temporal).replace(destino)
    entrada = os.open(carpeta, os.O_RDONLY)
    try:
        os.fsync(entrada)
    finally:
        os.close(entrada)
    return sha256


def leer(raiz: Path, sha256: str) -> bytes:
    """Bytes kept apart under a hash.

    Raises:
        NoExiste: they are not there.
    """
    try:
        return (raiz / CARPETA / sha256).read_bytes()
    except FileNotFoundError as e:
        raise NoExiste("el archivo apartado", sha256) from e
