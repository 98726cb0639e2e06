"""Folders that appear whole or not at all, and the one lock of whoever makes cuts."""

import fcntl
import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path


def asentar(raiz: Path, nombre: str, archivos: Mapping[str, bytes]) -> Path:
    """Write a folder: hidden, synced, then renamed. Files become read only."""
    temporal = raiz / f".{nombre}"
    shutil.rmtree(temporal, ignore_errors=True)  # left by a process that died before the rename
    temporal.mkdir()
    for archivo, contenido in archivos.items():
        ruta = temporal / archivo
        ruta.parent.mkdir(parents=True, exist_ok=True)
        with ruta.open("wb") as salida:
            salida.write(contenido)
            salida.flush()
            os.fsync(salida.fileno())
        ruta.chmod(0o444)
    for carpeta in (*(p for p in temporal.rglob("*") if p.is_dir()), temporal):
        _sincronizar(carpeta)
    final = temporal.rename(raiz / nombre)
    _sincronizar(raiz)
    return final


def reemplazar(ruta: Path, contenido: bytes) -> None:
    """Write a file that changes, so that a reader sees the old one or the new one."""
    temporal = ruta.with_name(f".{ruta.name}.nuevo")
    temporal.write_bytes(contenido)
    temporal.replace(ruta)


@contextmanager
def exclusivo(raiz: Path) -> Generator[None]:
    """One at a time in a folder, even between processes; the lock dies with its holder."""
    with (raiz / ".candado").open("w") as candado:
        fcntl.flock(candado, fcntl.LOCK_EX)
        yield


def _sincronizar(carpeta: Path) -> None:
    descriptor = os.open(carpeta, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
