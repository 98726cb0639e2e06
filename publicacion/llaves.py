"""The key that signs the cuts: Ed25519, in a file of its own, never in the database. ``docs/decisiones`` says why.

Each cut carries ``llaves.json``, the keys of the election in order. A new key is introduced by the one before it, which
signs it; so whoever trusts the first one can follow the rest without asking anybody.
"""

import base64
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from publicacion.errores import LlaveInvalida

PUBLICA = "llave-publica.pem"
FIRMA = "manifiesto.firma"
LLAVES = "llaves.json"
_MAX_PERMISOS = 0o600


def huella_de(publica: bytes) -> str:
    """SHA-256 of the 32 bytes of a public key: what an authority prints and reads out."""
    return hashlib.sha256(publica).hexdigest()


def firmo(publica: bytes, contenido: bytes, firma: bytes) -> bool:
    """Whether ``firma`` is of a public key over ``contenido``. Raises ``ValueError`` where it is no key."""
    try:
        Ed25519PublicKey.from_public_bytes(publica).verify(firma, contenido)
    except InvalidSignature:
        return False
    return True


@dataclass(frozen=True, slots=True)
class LlavePublica:
    """A public key and how it came to be used.

    ``firma_anterior`` is the signature of the key before over ``presentacion``; None for the first one, and where the
    key before was lost: then only the authority's own word vouches for this one.
    """

    publica: bytes
    hecha_en: datetime
    motivo: str
    firma_anterior: bytes | None = None

    @property
    def huella(self) -> str:
        """As ``huella_de``."""
        return huella_de(self.publica)

    @property
    def pem(self) -> bytes:
        """For ``openssl`` and everybody else."""
        return Ed25519PublicKey.from_public_bytes(self.publica).public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        )

    def presentacion(self) -> bytes:
        """What the key before it signs."""
        return f"actario: llave {self.huella} desde {self.hecha_en.astimezone(UTC).isoformat()}: {self.motivo}".encode()

    def firmo(self, contenido: bytes, firma: bytes) -> bool:
        """Whether ``firma`` is of this key over ``contenido``."""
        return firmo(self.publica, contenido, firma)

    def a_json(self) -> Mapping[str, Any]:
        """As it stands in ``llaves.json``."""
        return {
            "huella": self.huella,
            "publica": base64.b64encode(self.publica).decode(),
            "hecha_en": self.hecha_en.astimezone(UTC).isoformat(),
            "motivo": self.motivo,
            "firma_anterior": None if self.firma_anterior is None else base64.b64encode(self.firma_anterior).decode(),
        }

    @classmethod
    def de_json(cls, objeto: Mapping[str, Any]) -> Self:
        """The inverse; its errors are ``ValueError`` and ``KeyError``."""
        firma = objeto["firma_anterior"]
        return cls(
            base64.b64decode(objeto["publica"], validate=True),
            datetime.fromisoformat(objeto["hecha_en"]),
            objeto["motivo"],
            None if firma is None else base64.b64decode(firma, validate=True),
        )


@dataclass(frozen=True)
class Firmante:
    """The private key in use and every public one up to it."""

    privada: Ed25519PrivateKey
    llaves: tuple[LlavePublica, ...]

    @property
    def actual(self) -> LlavePublica:
        """The public key of the private one."""
        return self.llaves[-1]

    def firmar(self, contenido: bytes) -> bytes:
        """64 bytes."""
        return self.privada.sign(contenido)


def crear(ruta: Path, ahora: datetime, *, motivo: str = "primera llave") -> Firmante:
    """Make the first key at ``ruta`` (0600), with its public list beside it.

    Raises:
        LlaveInvalida: there is one already: it is rotated, never overwritten.
    """
    if ruta.exists():
        raise LlaveInvalida(str(ruta), "ya existe; para cambiarla use --rotar")
    privada = Ed25519PrivateKey.generate()
    return _guardar(ruta, privada, (LlavePublica(_cruda(privada), ahora, motivo),))


def rotar(ruta: Path, ahora: datetime, motivo: str, *, sin_anterior: bool = False) -> Firmante:
    """Replace the key. The old one signs the new and is kept beside it, as ``<name>.<fingerprint>``.

    Args:
        ruta: file of the key.
        ahora: aware moment.
        motivo: why; it is published.
        sin_anterior: the old key was lost or stolen, so it must not vouch for the new one.

    Raises:
        LlaveInvalida: there is no key to replace, or it cannot be read.
    """
    previas = leer_publicas(ruta)
    privada = Ed25519PrivateKey.generate()
    nueva = LlavePublica(_cruda(privada), ahora, motivo)
    if not sin_anterior:
        firma = leer(ruta).firmar(nueva.presentacion())
        nueva = LlavePublica(nueva.publica, ahora, motivo, firma)
    if ruta.exists():
        ruta.rename(ruta.with_name(f"{ruta.name}.{previas[-1].huella[:16]}"))
    return _guardar(ruta, privada, (*previas, nueva))


def leer(ruta: Path) -> Firmante:
    """The key of ``ruta``.

    Raises:
        LlaveInvalida: it is missing, others may read it, or it is not the last of its list.
    """
    try:
        if ruta.stat().st_mode & 0o777 & ~_MAX_PERMISOS:
            raise LlaveInvalida(str(ruta), f"otras personas pueden leerla; corra: chmod 600 {ruta}")
        privada = load_pem_private_key(ruta.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise LlaveInvalida(str(ruta), f"no se puede leer ({error})") from error
    llaves = leer_publicas(ruta)
    if not isinstance(privada, Ed25519PrivateKey) or _cruda(privada) != llaves[-1].publica:
        raise LlaveInvalida(str(ruta), f"no es la última de {_lista(ruta).name}")
    return Firmante(privada, llaves)


def leer_publicas(ruta: Path) -> tuple[LlavePublica, ...]:
    """The public list beside a private key."""
    try:
        return de_lista(_lista(ruta).read_bytes())
    except OSError as error:
        raise LlaveInvalida(str(ruta), f"falta su lista pública ({error})") from error


def de_lista(contenido: bytes) -> tuple[LlavePublica, ...]:
    """Read ``llaves.json`` and check that each key was introduced by the one before it, where it says so.

    Raises:
        LlaveInvalida: it is not such a list, or an introduction does not hold.
    """
    try:
        llaves = tuple(LlavePublica.de_json(objeto) for objeto in json.loads(contenido))
    except (ValueError, KeyError, TypeError) as error:
        raise LlaveInvalida(LLAVES, f"no se puede leer ({error})") from error
    if not llaves or any(len(llave.publica) != 32 for llave in llaves):
        raise LlaveInvalida(LLAVES, "no trae llaves Ed25519")
    for anterior, llave in pairwise(llaves):
        if llave.firma_anterior is not None and not anterior.firmo(llave.presentacion(), llave.firma_anterior):
            raise LlaveInvalida(LLAVES, f"la llave {llave.huella[:16]} no fue presentada por la anterior")
    return llaves


def a_lista(llaves: Sequence[LlavePublica]) -> bytes:
    """``llaves.json``."""
    return (json.dumps([llave.a_json() for llave in llaves], ensure_ascii=False, indent=1) + "\n").encode()


def de_pem(contenido: bytes) -> bytes:
    """The 32 bytes of a public key in PEM.

    Raises:
        LlaveInvalida: it is not an Ed25519 public key.
    """
    try:
        publica = load_pem_public_key(contenido)
    except ValueError as error:
        raise LlaveInvalida(PUBLICA, f"no se puede leer ({error})") from error
    if not isinstance(publica, Ed25519PublicKey):
        raise LlaveInvalida(PUBLICA, "no es una llave Ed25519")
    return publica.public_bytes_raw()


def _guardar(ruta: Path, privada: Ed25519PrivateKey, llaves: tuple[LlavePublica, ...]) -> Firmante:
    ruta.parent.mkdir(parents=True, exist_ok=True)
    pem = privada.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(ruta, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MAX_PERMISOS)
    with os.fdopen(descriptor, "wb") as salida:
        salida.write(pem)
        salida.flush()
        os.fsync(salida.fileno())
    temporal = _lista(ruta).with_suffix(".nueva")
    temporal.write_bytes(a_lista(llaves))
    temporal.replace(_lista(ruta))
    return Firmante(privada, llaves)


def _lista(ruta: Path) -> Path:
    return ruta.with_name(f"{ruta.name}.publicas.json")


def _cruda(privada: Ed25519PrivateKey) -> bytes:
    return privada.public_key().public_bytes_raw()
