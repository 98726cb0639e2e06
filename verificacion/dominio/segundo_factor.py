"""The second factor: six digits that change every thirty seconds, from a secret shared with the person's phone.

TOTP (RFC 6238) over HMAC-SHA-1, which is what every authenticator application does.
"""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote

from verificacion.dominio.registro import Rol

CON_SEGUNDO_FACTOR = frozenset({Rol.VERIFICADOR, Rol.SUPERVISOR, Rol.PUBLICADOR, Rol.ADMINISTRADOR})
"""Those who resolve, publish and administer. Whoever has one of these roles enters with it where it is asked for."""

PASO_S = 30
DIGITOS = 6
BYTES_DEL_SECRETO = 20  # those of SHA-1, as RFC 4226 recommends
TOLERANCIA = 1  # steps before and after: clocks of phones drift, and people type slowly


def secreto_nuevo() -> str:
    """A secret at random, in base 32 as applications take it."""
    return base64.b32encode(secrets.token_bytes(BYTES_DEL_SECRETO)).decode()


def codigo(secreto: str, paso: int) -> str:
    """The digits of one step (RFC 4226, 5.3)."""
    resumen = hmac.digest(base64.b32decode(secreto), struct.pack(">Q", paso), hashlib.sha1)
    desde = resumen[-1] & 0xF
    (numero,) = struct.unpack(">I", resumen[desde : desde + 4])
    return f"{(numero & 0x7FFFFFFF) % 10**DIGITOS:0{DIGITOS}}"


def paso_de(momento: datetime) -> int:
    """The step of a moment (aware)."""
    return int(momento.timestamp()) // PASO_S


def paso_que_coincide(secreto: str, dicho: str, momento: datetime, ultimo: int | None) -> int | None:
    """The step whose digits somebody says, or None.

    Args:
        secreto: as ``secreto_nuevo`` made it.
        dicho: what was typed.
        momento: aware now.
        ultimo: the last step that this person used; none is good twice, nor one before it.
    """
    ahora = paso_de(momento)
    for paso in range(ahora - TOLERANCIA, ahora + TOLERANCIA + 1):
        if hmac.compare_digest(codigo(secreto, paso).encode(), dicho.encode()) and (ultimo is None or paso > ultimo):
            return paso
    return None


def direccion(secreto: str, usuario: str, emisor: str) -> str:
    """The ``otpauth`` address that the QR of an enrolment carries."""
    quien = quote(f"{emisor}:{usuario}", safe="")
    return f"otpauth://totp/{quien}?secret={secreto}&issuer={quote(emisor, safe='')}"
