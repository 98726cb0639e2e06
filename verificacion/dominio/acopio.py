"""When an acta was collected, told by two clocks: the phone's, which may be wrong, and the server's.

For a mobile image of the casilla it is the time of the photo (LEEME 2024, field 40). It must be between the opening and
now; what is not is never refused, because the photo may be the only one: it takes the server's time and says so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TOLERANCIA = timedelta(minutes=2)
"""A difference of clocks that the time of one request explains, and that nobody sees in a printed hour."""


class AvisoReloj(StrEnum):
    """What the person must know of their clock."""

    DESFASADO = "reloj_desfasado"
    """The phone's clock was off by a known amount: the time of the photo was moved by it."""
    IMPOSIBLE = "reloj_imposible"
    """The photo says before the opening or after it was received: the server's time stands."""
    SIN_ABRIR = "sin_abrir"
    """It was received before the opening."""


@dataclass(frozen=True, slots=True)
class Acopio:
    """The time that is published and what must be said of it."""

    hora: datetime
    aviso: AvisoReloj | None = None


def acopio_de(
    tomada_en: datetime | None, enviada_en: datetime | None, recibida_en: datetime, apertura: datetime
) -> Acopio:
    """Settle the time of acopio.

    Args:
        tomada_en: of the photo by the phone's clock; None for what is not a mobile image of the casilla.
        enviada_en: of the end of sending, by the same clock; with it the clock's error is known.
        recibida_en: by the server's clock.
        apertura: of the election.
    """
    if recibida_en < apertura:
        return Acopio(recibida_en, AvisoReloj.SIN_ABRIR)
    if tomada_en is None:
        return Acopio(recibida_en)
    desfasado = enviada_en is not None and abs(recibida_en - enviada_en) > TOLERANCIA
    hace = (enviada_en if desfasado and enviada_en is not None else recibida_en) - tomada_en
    if not timedelta(0) <= hace <= recibida_en - apertura:
        return Acopio(recibida_en, AvisoReloj.IMPOSIBLE)
    return Acopio(recibida_en - hace, AvisoReloj.DESFASADO if desfasado else None)
