"""When cuts are due."""

from datetime import datetime, timedelta

from verificacion.dominio.eleccion import Proceso


def proxima(proceso: Proceso, momento: datetime) -> datetime | None:
    """When the next cut is due: on the grid of ``minutos_corte`` from the opening, never after the close."""
    if momento >= proceso.cierre:
        return None
    if momento < proceso.apertura:
        return proceso.apertura
    paso = timedelta(minutes=proceso.minutos_corte)
    return min(proceso.apertura + ((momento - proceso.apertura) // paso + 1) * paso, proceso.cierre)
