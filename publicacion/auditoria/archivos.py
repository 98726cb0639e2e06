"""Databases inside what people really have: a CSV, a compressed one, the official zip of zips."""

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from publicacion.auditoria.textos import plegar
from publicacion.errores import BaseIlegible

_MAX_BYTES = 2 << 30
"""What a file may grow to when it is opened: a federal database takes some 150 MB."""
_MAX_NIVELES = 4


def bases_en(ruta: Path) -> Iterator[tuple[str, bytes]]:
    """Every database of a file, with its name. Candidacy and LEEME files are passed over.

    Raises:
        BaseIlegible: the file is damaged, unreadable or holds no CSV.
    """
    try:
        contenido = ruta.read_bytes()
        encontradas = list(_abrir(ruta.name, contenido, 0))
    except FileNotFoundError as error:
        raise BaseIlegible(None, f"no existe {ruta}") from error
    except (OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile, RuntimeError) as error:
        raise BaseIlegible(None, f"{ruta.name} no se puede abrir ({error})") from error
    if not encontradas:
        raise BaseIlegible(None, f"{ruta.name} no contiene ningún CSV")
    yield from encontradas


def _abrir(nombre: str, contenido: bytes, nivel: int) -> Iterator[tuple[str, bytes]]:
    if len(contenido) > _MAX_BYTES or nivel > _MAX_NIVELES:
        raise BaseIlegible(None, f"{nombre} es demasiado grande o tiene demasiados niveles")
    if contenido.startswith(b"PK\x03\x04") or contenido.startswith(b"PK\x05\x06"):
        yield from _zip(contenido, nivel)
    elif contenido.startswith(b"\xfd7zXZ\x00"):
        yield from _abrir(PurePosixPath(nombre).stem, lzma.decompress(contenido), nivel + 1)
    elif contenido.startswith(b"\x1f\x8b"):
        yield from _abrir(PurePosixPath(nombre).stem, gzip.decompress(contenido), nivel + 1)
    elif contenido.startswith(b"BZh"):
        yield from _abrir(PurePosixPath(nombre).stem, bz2.decompress(contenido), nivel + 1)
    else:
        yield nombre, contenido


def _zip(contenido: bytes, nivel: int) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(contenido)) as paquete:
        for ficha in paquete.infolist():
            plano = plegar(PurePosixPath(ficha.filename).name)
            if ficha.is_dir() or plano.startswith((".", "__")) or "CANDIDATURA" in plano or "LEEME" in plano:
                continue
            if not plano.endswith((".CSV", ".ZIP", ".XZ", ".GZ", ".BZ2", ".TXT")):
                continue
            if ficha.file_size > _MAX_BYTES:
                raise BaseIlegible(None, f"{ficha.filename} es demasiado grande")
            yield from _abrir(ficha.filename, paquete.read(ficha), nivel + 1)
