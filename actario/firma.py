"""The key of the cuts, made or replaced as a recorded act: the log says which key is the authority's."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from actario.cuentas import CONSOLA
from publicacion import llaves
from publicacion.llaves import Firmante
from verificacion.bd import bitacora
from verificacion.bd.sesion import transaccion


def hacer_llave(engine: Engine, ruta: Path, ahora: datetime) -> Firmante:
    """Make the first key. Raises what ``llaves.crear`` does."""
    with transaccion(engine) as session:
        firmante = llaves.crear(ruta, ahora)
        bitacora.anotar(session, CONSOLA, "llave_hecha", _datos(firmante), ahora)
    return firmante


def cambiar_llave(engine: Engine, ruta: Path, ahora: datetime, motivo: str, *, sin_anterior: bool) -> Firmante:
    """Replace the key. Raises what ``llaves.rotar`` does."""
    with transaccion(engine) as session:
        firmante = llaves.rotar(ruta, ahora, motivo, sin_anterior=sin_anterior)
        bitacora.anotar(session, CONSOLA, "llave_rotada", _datos(firmante), ahora)
    return firmante


def _datos(firmante: Firmante) -> dict[str, bitacora.Dato]:
    return {"huella": firmante.actual.huella, "motivo": firmante.actual.motivo}
