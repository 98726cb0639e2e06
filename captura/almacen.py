"""Store of images by content: what is kept is never changed, and what is read is what was kept."""

import hashlib
import re

from captura.deposito import Deposito
from verificacion.dominio.errores import ErrorActario, NoExiste

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NOMBRE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
CUARENTENA = "cuarentena"
SALUD = "salud"
"""The empty file that health checks write."""
_DERIVADOS = ".d/"


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
    """Files named by the SHA-256 of their bytes, with derived files beside each and those refused apart.

    ``guardar`` returns only when the bytes are safe from a power cut; a crash at any moment leaves either the whole
    file or nothing. Every method raises ``DepositoNoResponde`` while the place where files are kept cannot be used.
    """

    def __init__(self, deposito: Deposito):
        self.deposito = deposito

    def guardar(self, contenido: bytes) -> str:
        """Keep bytes and return their SHA-256. The same bytes again are not written, unless they were damaged."""
        sha256 = hashlib.sha256(contenido).hexdigest()
        self._guardar(nombre_de(sha256), contenido)
        return sha256

    def leer(self, sha256: str) -> bytes:
        """Bytes kept under a hash.

        Raises:
            NoExiste: nothing is kept under it.
            ContenidoAlterado: what is there is not what was kept.
        """
        contenido = self._leer(nombre_de(sha256), "imagen", sha256)
        if (hallado := hashlib.sha256(contenido).hexdigest()) != sha256:
            raise ContenidoAlterado(sha256, hallado)
        return contenido

    def existe(self, sha256: str) -> bool:
        """Whether something is kept under a hash."""
        return self.deposito.existe(nombre_de(sha256))

    def guardar_derivada(self, sha256: str, nombre: str, contenido: bytes) -> None:
        """Keep a file made from an image (its straight sheet, its crops) beside it, replacing an older one."""
        self.deposito.escribir(_nombre_derivada(sha256, nombre), contenido)

    def leer_derivada(self, sha256: str, nombre: str) -> bytes:
        """Bytes of a derived file.

        Raises:
            NoExiste: it has not been made.
        """
        return self._leer(_nombre_derivada(sha256, nombre), nombre, sha256)

    def apartar(self, contenido: bytes) -> str:
        """Keep apart what came in and is no usable image: nothing that a person sent is lost. Return its SHA-256."""
        sha256 = hashlib.sha256(contenido).hexdigest()
        self._guardar(f"{CUARENTENA}/{sha256}", contenido)
        return sha256

    def leer_apartado(self, sha256: str) -> bytes:
        """Bytes kept apart under a hash.

        Raises:
            NoExiste: they are not there.
        """
        nombre_de(sha256)  # it must be a hash
        return self._leer(f"{CUARENTENA}/{sha256}", "el archivo apartado", sha256)

    def probar(self) -> None:
        """Write a small file, as health checks do. Raises ``DepositoNoResponde``."""
        self.deposito.escribir(SALUD, b"")

    def _guardar(self, nombre: str, contenido: bytes) -> None:
        try:
            if self.deposito.leer(nombre) == contenido:
                self.deposito.asegurar(nombre)
                return
        except FileNotFoundError:
            pass
        self.deposito.escribir(nombre, contenido)

    def _leer(self, nombre: str, cosa: str, sha256: str) -> bytes:
        try:
            return self.deposito.leer(nombre)
        except FileNotFoundError as e:
            raise NoExiste(cosa, sha256) from e


def nombre_de(sha256: str) -> str:
    """Where the bytes of a hash are kept. Two levels keep each folder small.

    Raises:
        NombreInvalido: it is not a SHA-256 in hexadecimal.
    """
    if not _SHA256.fullmatch(sha256):
        raise NombreInvalido(sha256)
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def es_fiel(nombre: str, contenido: bytes) -> bool:
    """Whether a file of the store still has the bytes of its name; one that is not named by them always has."""
    ultimo = nombre.rpartition("/")[2]
    return not _SHA256.fullmatch(ultimo) or hashlib.sha256(contenido).hexdigest() == ultimo


def es_derivado(nombre: str) -> bool:
    """Whether a file of the store was made from an image, as its crops are."""
    return _DERIVADOS in nombre


def _nombre_derivada(sha256: str, nombre: str) -> str:
    if not _NOMBRE.fullmatch(nombre):
        raise NombreInvalido(nombre)
    return f"{nombre_de(sha256)}{_DERIVADOS}{nombre}"
