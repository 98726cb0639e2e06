"""Folders that appear whole or not at all, and the one lock of whoever makes cuts."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from captura.deposito import sincronizar


class EnObra:
    """A folder being written: hidden until it is whole, synced and renamed, or gone if something fails.

    Files go to disk and are hashed in a thread of their own while the next one is made. Files become read only.
    """

    def __init__(self, raiz: Path, nombre: str):
        self._raiz = raiz
        self._nombre = nombre
        self._hilo = ThreadPoolExecutor(1)
        self._escritos: dict[str, Future[str]] = {}
        self.carpeta = raiz / f".{nombre}"

    def __enter__(self) -> "EnObra":
        shutil.rmtree(self.carpeta, ignore_errors=True)  # left by a process that died before the rename
        self.carpeta.mkdir()
        return self

    def __exit__(self, tipo: type[BaseException] | None, *_: object) -> None:
        self._hilo.shutdown(cancel_futures=tipo is not None)
        if tipo is not None:
            shutil.rmtree(self.carpeta, ignore_errors=True)

    def guardar(self, archivo: str, contenido: bytes) -> None:
        """Write a file, soon."""
        self._escritos[archivo] = self._hilo.submit(self._escribir, archivo, contenido)

    def ruta(self, archivo: str) -> Path:
        """Where a file is, once it is there."""
        self._escritos[archivo].result()
        return self.carpeta / archivo

    def huellas(self) -> dict[str, str]:
        """SHA-256 of every file so far."""
        return {archivo: escrito.result() for archivo, escrito in self._escritos.items()}

    def asentar(self) -> Path:
        """Give the folder its name. Nothing may be written after."""
        self.huellas()
        for carpeta in (*(p for p in self.carpeta.rglob("*") if p.is_dir()), self.carpeta):
            sincronizar(carpeta)
        final = self.carpeta.rename(self._raiz / self._nombre)
        sincronizar(self._raiz)
        return final

    def _escribir(self, archivo: str, contenido: bytes) -> str:
        ruta = self.carpeta / archivo
        ruta.parent.mkdir(parents=True, exist_ok=True)
        with ruta.open("wb") as salida:
            salida.write(contenido)
            salida.flush()
            os.fsync(salida.fileno())
        ruta.chmod(0o444)
        return hashlib.sha256(contenido).hexdigest()


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
