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


def atraso(proceso: Proceso, ultimo: datetime | None, cerrado: bool, ahora: datetime) -> timedelta:
    """How late the next cut is; zero while it is not due, and once the closing one is out.

    Args:
        proceso: the election, with the close that stands.
        ultimo: aware moment of the last cut, None if there is none.
        cerrado: whether that was the closing cut.
        ahora: aware moment.
    """
    if cerrado:
        return timedelta(0)
    if ultimo is None or ultimo < proceso.apertura:
        debido = proceso.apertura
    else:
        debido = proxima(proceso, ultimo) or proceso.cierre
    return max(timedelta(0), ahora - debido)
