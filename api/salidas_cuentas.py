"""What the API answers about accounts. Passwords and secrets go out once, to whoever has to hand them over."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from verificacion.casos.usuarios import Cuenta


class CuentaSalida(BaseModel):
    """An account as whoever administers sees it."""

    usuario: str
    roles: list[str]
    centro: str | None
    contrasena_temporal: bool
    segundo_factor: bool
    suspendida_en: datetime | None

    @classmethod
    def de(cls, cuenta: Cuenta) -> Self:
        """From the use case."""
        return cls(
            usuario=cuenta.usuario,
            roles=list(cuenta.roles),
            centro=cuenta.centro,
            contrasena_temporal=cuenta.temporal,
            segundo_factor=cuenta.segundo_factor,
            suspendida_en=cuenta.suspendida_en,
        )


class CredencialSalida(BaseModel):
    """A one-time password: shown this once, changed by its owner when they enter."""

    usuario: str
    contrasena: str


class SecretoSalida(BaseModel):
    """What a phone needs to enrol: the secret to type, and its QR as an SVG image."""

    secreto: str
    qr: str


class SesionesCerradas(BaseModel):
    """How many sessions were ended."""

    cerradas: int
