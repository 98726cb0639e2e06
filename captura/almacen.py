"""Store of images by content: what is kept is never changed, and what is read is what was kept."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from verificacion.dominio.errores import ErrorActario, NoExiste

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NOMBRE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class ContenidoAlterado(ErrorActario):
    """A stored file no longer hashes to its name: the disk or somebody changed it. Restore it from the backup."""

    codigo = "contenido_alterado"

    def __init__(self, sha256: str, hallado: str):
        super().__init__(f"{sha256}: el contenido guardado da {hallado}")
        self.sha256 = sha256
        self.hallado = hallado


class NombreInvalido(ErrorActario):
    """A name that cannot be used inside the store. A fault of the caller, never of the person."""

    codigo = "nombre_invalido"

    def __init__(self, nombre: str):
        super().__init__(nombre)
        self.nombre = nombre


class Almacen:
    """A folder of files named by the SHA-256 of their bytes, with derived files beside each.

    ``guardar`` returns only when the bytes are on the disk (file and folders synchronised); a crash at any
    moment leaves either the whole file or nothing. Many processes may use the same folder at once.
    """

    def __init__(self, raiz: Path):
        self.raiz = raiz

    def guardar(self, contenido: bytes) -> str:
        """Keep bytes and return their SHA-256. Keeping the same bytes again changes nothing."""
        sha256 = hashlib.sha256(contenido).hexdigest()
        destino = self.ruta(sha256)
        if destino.is_file() and destino.read_bytes() == contenido:
            sincronizar(destino.parent)  # whoever wrote it may not have reached this step yet
        else:
            escribir(self.raiz, destino, contenido)  # new, or damaged since: the good bytes heal it
        return sha256

    def leer(self, sha256: str) -> bytes:
        """Bytes kept under a hash.

        Raises:
            NoExiste: nothing is kept under it.
            ContenidoAlterado: what is there is not what was kept.
        """
        try:
            contenido = self.ruta(sha256).read_bytes()
        except FileNotFoundError as e:
            raise NoExiste("imagen", sha256) from e
        if (hallado := hashlib.sha256(contenido).hexdigest()) != sha256:
            raise ContenidoAlterado(sha256, hallado)
        return contenido

    def existe(self, sha256: str) -> bool:
        """Whether something is kept under a hash."""
        return self.ruta(sha256).is_file()

    def guardar_derivada(self, sha256: str, nombre: str, contenido: bytes) -> None:
        """Keep a file made from an image (its straight sheet, its crops) beside it, replacing an older one."""
        escribir(self.raiz, self._ruta_derivada(sha256, nombre), contenido)

    def leer_derivada(self, sha256: str, nombre: str) -> bytes:
        """Bytes of a derived file.

        Raises:
            NoExiste: it has not been made.
        """
        try:
            return self._ruta_derivada(sha256, nombre).read_bytes()
        except FileNotFoundError as e:
            raise NoExiste(nombre, sha256) from e

    def ruta(self, sha256: str) -> Path:
        """Where the bytes of a hash are kept. Two levels of folders keep each one small."""
        if not _SHA256.fullmatch(sha256):
            raise NombreInvalido(sha256)
        return self.raiz / sha256[:2] / sha256[2:4] / sha256

    def _ruta_derivada(self, sha256: str, nombre: str) -> Path:
        if not _NOMBRE.fullmatch(nombre):
            raise NombreInvalido(nombre)
        ruta = self.ruta(sha256)
        return ruta.with_name(f"{sha256}.d") / nombre


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
