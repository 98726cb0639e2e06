"""From the record to what anyone can see: one consistent read, one cut, one renewed site."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from publicacion.corte import Corte, hacer_corte
from publicacion.sitio import generar
from verificacion.bd.sesion import consulta
from verificacion.casos import registros
from verificacion.dominio.eleccion import Proceso


def publicar(
    engine: Engine,
    proceso: Proceso,
    almacen_leer: Callable[[str], bytes],
    destino: Path,
    ahora: datetime,
    *,
    ultimo: bool,
) -> Corte:
    """Make a cut of what is settled now and publish the results site from it.

    Args:
        engine: the database.
        proceso: the election.
        almacen_leer: gives the bytes of an image by SHA-256.
        destino: public folder; the cut appears under ``cortes`` and the site under ``sitio``.
        ahora: aware moment of the cut.
        ultimo: whether this is the closing cut.

    Raises:
        CorteInvalido: the cut does not add up; nothing was released and the site stays as it was.
    """
    with consulta(engine) as session:
        todos = registros.todos(session, proceso)
    corte = hacer_corte(todos, proceso, ahora, destino, almacen_leer, ultimo_corte=ultimo)
    generar(corte, proceso, destino / "sitio", almacen_leer)
    return corte
