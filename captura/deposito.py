"""Where the image store keeps its files: a port of four acts, and the one that is a folder of this machine."""

import os
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from verificacion.dominio.errores import ErrorActario


class DepositoNoResponde(ErrorActario):
    """The disk or the server of images cannot be used now: full, gone, refusing. Nothing acknowledged is lost."""

    codigo = "deposito_no_responde"

    def __init__(self, donde: str, que: str):
        super().__init__(f"{donde}: {que}")
        self.donde = donde
        self.que = que


class Deposito(Protocol):
    """Files under names with ``/``. Many processes, and many machines, may use one at once."""

    def escribir(self, nombre: str, contenido: bytes) -> None:
        """Keep a file whole or not at all, replacing an older one; safe from a power cut when it returns.

        Raises:
            DepositoNoResponde: it could not be kept.
        """
        ...

    def leer(self, nombre: str) -> bytes:
        """Bytes kept under a name.

        Raises:
            FileNotFoundError: there is nothing.
            DepositoNoResponde: it cannot be known.
        """
        ...

    def existe(self, nombre: str) -> bool:
        """Whether something is kept under a name; raises ``DepositoNoResponde`` when it cannot be known."""
        ...

    def asegurar(self, nombre: str) -> None:
        """Make what is already there safe from a power cut: whoever wrote it may not have reached that step yet."""
        ...

    def nombres(self) -> Iterator[str]:
        """Every name, in order. Raises ``DepositoNoResponde``."""
        ...


class DepositoCarpeta:
    """A folder. Each file is synchronised with the disk, and so is every folder made for it."""

    def __init__(self, raiz: Path):
        self.raiz = raiz

    def escribir(self, nombre: str, contenido: bytes) -> None:
        """Write to a hidden file, synchronise, rename."""
        with self._responde():
            escribir(self.raiz, self.raiz / nombre, contenido)

    def leer(self, nombre: str) -> bytes:
        """Read the file."""
        with self._responde():
            return (self.raiz / nombre).read_bytes()

    def existe(self, nombre: str) -> bool:
        """Look for the file."""
        with self._responde():
            return (self.raiz / nombre).is_file()

    def asegurar(self, nombre: str) -> None:
        """Synchronise its folder."""
        with self._responde():
            sincronizar((self.raiz / nombre).parent)

    def nombres(self) -> Iterator[str]:
        """Walk the folder; files being written are not there yet."""
        with self._responde():
            for ruta in sorted(self.raiz.rglob("*")):
                if ruta.is_file() and not ruta.name.startswith("."):
                    yield str(ruta.relative_to(self.raiz))

    @contextmanager
    def _responde(self) -> Generator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as e:
            raise DepositoNoResponde(str(self.raiz), e.strerror or str(e)) from e


def escribir(raiz: Path, destino: Path, contenido: bytes) -> None:
    """Write a file whole or not at all, and synchronise it and every folder that had to be made."""
    _crear_carpeta(raiz, destino.parent)
    descriptor, temporal = tempfile.mkstemp(dir=destino.parent, prefix=".nuevo-")
    try:
        with os.fdopen(descriptor, "wb") as archivo:
            archivo.write(contenido)
            archivo.flush()
            os.fsync(archivo.fileno())
        Path(temporal).replace(destino)
    except BaseException:
        Path(temporal).unlink(missing_ok=True)
        raise
    sincronizar(destino.parent)


def _crear_carpeta(raiz: Path, carpeta: Path) -> None:
    if carpeta.is_dir():
        return
    if carpeta != raiz:
        _crear_carpeta(raiz, carpeta.parent)
    carpeta.mkdir(parents=carpeta == raiz, exist_ok=True)
    sincronizar(carpeta.parent)


def sincronizar(carpeta: Path) -> None:
    """Force a folder's entries to the disk; without it a power cut may lose the rename."""
    descriptor = os.open(carpeta, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
