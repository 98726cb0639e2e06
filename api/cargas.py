"""Uploads in pieces: what has arrived of a file stays on the disk, synchronised, until it is whole.

One folder per upload, ``<user>/<sha256>``, with what was declared (``datos.json``) and the bytes so far
(``contenido``), whose length is the offset. A person's uploads are their own: nobody writes into another's. Nothing
here is removed by time: an upload left untouched only stops counting and is listed as expired.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from api.errores import (
    CargaDesfasada,
    CargaIncompleta,
    CargaOcupada,
    CuerpoExcesivo,
    DemasiadasCargas,
    EntradaInvalida,
)
from captura.deposito import escribir, sincronizar
from captura.recepcion import MAX_BYTES
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.registro import Actor, Digitalizacion, Origen

DATOS = "datos.json"
CONTENIDO = "contenido"

MAX_TROZO = 4_000_000  # held in memory while it arrives; a phone on 4G sends it in about four seconds
MAX_ABIERTAS = 20  # a phone sends one at a time; the rest is room for several phones under one account
VIGENCIA = timedelta(hours=24)  # the PREP itself ends 24 hours after it begins


@dataclass(frozen=True, slots=True)
class Declarada:
    """What the sender said of the file when opening the upload."""

    sha256: str
    bytes: int
    nombre: str
    origen: Origen
    digitalizacion: Digitalizacion
    tomada_en: datetime | None
    clave_acta: str | None


@dataclass(frozen=True, slots=True)
class Carga:
    """An upload under way: what was declared, by whom, and how much of it is safe on the disk."""

    declarada: Declarada
    usuario: str
    recibidos: int
    tocada_en: datetime

    @property
    def vence_en(self) -> datetime:
        """From when it counts as abandoned if nothing else arrives."""
        return self.tocada_en + VIGENCIA


class Cargas:
    """The uploads under way of an installation. Many processes may use the folder at once."""

    def __init__(self, carpeta: Path):
        self._carpeta = carpeta

    def abrir(self, declarada: Declarada, yo: Actor, ahora: datetime) -> Carga:
        """Open an upload, or find the one already open for the same bytes.

        Raises:
            CuerpoExcesivo: the declared size is over the limit.
            EntradaInvalida: the same SHA-256 was declared with another size.
            DemasiadasCargas: this person has too many uploads unfinished.
        """
        if declarada.bytes > MAX_BYTES:
            raise CuerpoExcesivo(MAX_BYTES)
        carpeta = self._de(yo, declarada.sha256)
        with suppress(NoExiste):
            carga = _leer(carpeta)
            if carga.declarada.bytes != declarada.bytes:
                raise EntradaInvalida({"bytes": "otro_tamano"})
            return carga
        vigentes = [c for c in self.listar(yo) if c.vence_en > ahora]
        if len(vigentes) >= MAX_ABIERTAS:
            raise DemasiadasCargas(len(vigentes))
        self._crear(carpeta, declarada, yo, ahora)
        return _leer(carpeta)

    def ver(self, sha256: str, yo: Actor) -> Carga:
        """One upload of this person's.

        Raises:
            NoExiste: it was never opened, or it has finished.
        """
        return _leer(self._de(yo, sha256))

    def listar(self, de: Actor | None) -> list[Carga]:
        """Uploads of a person, or of everybody when None, the longest untouched first."""
        carpetas = self._carpeta.glob("*/*" if de is None else f"{de.usuario_id}/*")
        halladas: list[Carga] = []
        for carpeta in carpetas:
            try:
                halladas.append(_leer(carpeta))
            except NoExiste:  # being opened or finished at this very moment
                continue
        return sorted(halladas, key=lambda c: c.tocada_en)

    def agregar(self, sha256: str, desde: int, trozo: bytes, yo: Actor, ahora: datetime) -> Carga:
        """Write one piece at its offset and synchronise it before returning.

        Raises:
            NoExiste: there is no such upload.
            CargaDesfasada: ``desde`` is not where the bytes on the disk end. Go on from ``recibidos``.
            CargaOcupada: another request is writing. Wait a moment and ask for the offset.
            EntradaInvalida: the piece goes past the declared size.
        """
        carpeta = self._de(yo, sha256)
        declarada = _leer(carpeta).declarada
        with _en_exclusiva(carpeta) as archivo:
            recibidos = archivo.seek(0, os.SEEK_END)
            if desde != recibidos:
                raise CargaDesfasada(recibidos)
            if recibidos + len(trozo) > declarada.bytes:
                raise EntradaInvalida({"cuerpo": "excede"})
            archivo.write(trozo)
            archivo.flush()
            _tocar(archivo, ahora)
            os.fsync(archivo.fileno())
        return _leer(carpeta)

    def contenido(self, sha256: str, yo: Actor) -> tuple[Carga, bytes]:
        """A whole upload and its bytes, which may still not be those of the declared hash.

        Raises:
            NoExiste: there is no such upload.
            CargaIncompleta: bytes are missing. Send them from ``recibidos``.
        """
        carpeta = self._de(yo, sha256)
        carga = _leer(carpeta)
        if carga.recibidos < carga.declarada.bytes:
            raise CargaIncompleta(carga.recibidos)
        try:
            return carga, (carpeta / CONTENIDO).read_bytes()
        except FileNotFoundError as e:
            raise NoExiste("la carga", sha256) from e

    def quitar(self, sha256: str, yo: Actor) -> None:
        """Remove an upload; harmless when there is none. Call it once its bytes are safe elsewhere or given up."""
        shutil.rmtree(self._de(yo, sha256), ignore_errors=True)

    def _de(self, yo: Actor, sha256: str) -> Path:
        return self._carpeta / str(yo.usuario_id) / sha256

    def _crear(self, carpeta: Path, declarada: Declarada, yo: Actor, ahora: datetime) -> None:
        datos = json.dumps({"declarada": asdict(declarada), "usuario": yo.usuario}, default=datetime.isoformat)
        escribir(self._carpeta, carpeta / DATOS, datos.encode())
        with (carpeta / CONTENIDO).open("ab") as archivo:  # never truncates what another request just wrote
            _tocar(archivo, ahora)
            os.fsync(archivo.fileno())
        sincronizar(carpeta)


def huella(contenido: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(contenido).hexdigest()


def _leer(carpeta: Path) -> Carga:
    try:
        datos = json.loads((carpeta / DATOS).read_text("utf-8"))
        estado = (carpeta / CONTENIDO).stat()
    except (FileNotFoundError, NotADirectoryError) as e:
        raise NoExiste("la carga", carpeta.name) from e
    d = datos["declarada"]
    declarada = Declarada(
        sha256=d["sha256"],
        bytes=d["bytes"],
        nombre=d["nombre"],
        origen=Origen(d["origen"]),
        digitalizacion=Digitalizacion(d["digitalizacion"]),
        tomada_en=None if d["tomada_en"] is None else datetime.fromisoformat(d["tomada_en"]),
        clave_acta=d["clave_acta"],
    )
    return Carga(declarada, datos["usuario"], estado.st_size, datetime.fromtimestamp(estado.st_mtime, UTC))


@contextmanager
def _en_exclusiva(carpeta: Path) -> Generator[BinaryIO]:
    """The bytes so far, open to append, while nobody else writes them."""
    try:
        archivo = (carpeta / CONTENIDO).open("r+b")
    except FileNotFoundError as e:
        raise NoExiste("la carga", carpeta.name) from e
    with archivo:
        try:
            fcntl.flock(archivo, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            raise CargaOcupada from e
        yield archivo


def _tocar(archivo: BinaryIO, ahora: datetime) -> None:
    """Say when the last bytes came, by the installation's clock."""
    os.utime(archivo.fileno(), (ahora.timestamp(), ahora.timestamp()))
