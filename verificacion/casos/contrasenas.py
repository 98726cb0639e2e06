"""Passwords: argon2id, and what a chosen one must be. One check takes 64 MiB and a fifth of a second on purpose."""

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from verificacion.dominio.errores import ContrasenaDebil

MINIMO = 12  # OWASP ASVS 2.1.1
DISTINTOS = 5  # "aaaaaaaaaaaa" and "121212121212" are the first that anybody tries

SENUELO = "$argon2id$v=19$m=65536,t=3,p=4$MTIzNDU2Nzg5MDEyMzQ1Ng$0000000000000000000000000000000000000000000"
"""Checked where there is no account, so that an unknown name takes as long as a wrong password."""

_ARGON2 = PasswordHasher()


def resumir(contrasena: str) -> str:
    """The argon2id string that is kept."""
    return _ARGON2.hash(contrasena)


def coincide(resumen: str, contrasena: str) -> bool:
    """Whether a password is the one of a kept string."""
    try:
        return _ARGON2.verify(resumen, contrasena)
    except VerifyMismatchError:
        return False


def exigir_fuerte(contrasena: str, usuario: str) -> None:
    """Refuse a chosen password that is easily guessed.

    Raises:
        ContrasenaDebil: shorter than ``MINIMO``, of few different signs, or with the name of the account in it.
    """
    if len(contrasena) < MINIMO or len(set(contrasena)) < DISTINTOS or usuario in contrasena.lower():
        raise ContrasenaDebil(MINIMO)
