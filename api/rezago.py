"""Which districts lag behind, counted now and then: counting every acta for each task would cost more than the task."""

import threading
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine

from verificacion.bd.sesion import consulta
from verificacion.casos import prioridad

VIGENCIA = timedelta(seconds=30)


class Rezago:
    """The last count of this process. It only orders a queue, so each process may keep its own."""

    def __init__(self) -> None:
        self._candado = threading.Lock()
        self._contados: frozenset[int] = frozenset()
        self._vence: datetime | None = None

    def distritos(self, engine: Engine, ahora: datetime) -> frozenset[int]:
        """Districts that lag, counted less than ``VIGENCIA`` ago; one makes the count again, the rest go on."""
        if (self._vence is None or ahora >= self._vence) and self._candado.acquire(blocking=False):
            try:
                with consulta(engine) as session:
                    self._contados = prioridad.distritos_rezagados(session)
                self._vence = ahora + VIGENCIA
            finally:
                self._candado.release()
        return self._contados


def rezago_de(request: Request) -> Rezago:
    """The count that the application keeps."""
    return request.app.state.rezago


RezagoDep = Annotated[Rezago, Depends(rezago_de)]
