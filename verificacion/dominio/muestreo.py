"""Which verified actas are typed again to measure what error is left, so that anyone can draw them again.

The election says a public seed before it opens; the period's own seed mixes it with the fingerprint of the log when the
period ends, which nobody knows while the actas are being typed (an idea of risk-limiting audits: Rivest, Stark, 2012).
"""

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from verificacion.dominio.claves import ClaveActa

GRACIA = timedelta(minutes=1)
"""An act dated before the end of the period may be committed a little after; the draw waits for it."""


@dataclass(frozen=True, slots=True)
class Periodo:
    """A stretch of the night [desde, hasta), aware UTC. Actas verified in it are the population of one draw."""

    desde: datetime
    hasta: datetime


def periodos_cerrados(desde: datetime, cada: timedelta, ahora: datetime) -> list[Periodo]:
    """Whole periods from ``desde`` on that ended ``GRACIA`` ago, the oldest first."""
    cerrados: list[Periodo] = []
    while (hasta := desde + cada) + GRACIA <= ahora:
        cerrados.append(Periodo(desde, hasta))
        desde = hasta
    return cerrados


def semilla_de_periodo(publica: str, huella_bitacora: str) -> str:
    """SHA-256, in hexadecimal, of the public seed, ``|`` and the SHA-256 of the last entry of the log."""
    return hashlib.sha256(f"{publica}|{huella_bitacora}".encode()).hexdigest()


def sortear(semilla: str, poblacion: Iterable[ClaveActa], tasa: float) -> tuple[ClaveActa, ...]:
    """Draw at random, without replacement, ``tasa`` (0..1) of the population; at least one while there is any.

    Actas are put in order of SHA-256 of the period's seed, ``|`` and CLAVE_ACTA; the first ones are the sample.
    """
    en_orden = sorted(poblacion, key=lambda clave: hashlib.sha256(f"{semilla}|{clave}".encode()).digest())
    return tuple(en_orden[: math.ceil(tasa * len(en_orden))])
