"""Cuts on time: one every ``minutos_corte`` between opening and closing, and a last one at the close."""

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from actario.composicion import Instalacion, reloj
from publicacion.calendario import proxima
from publicacion.publicar import publicar
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import muestreos
from verificacion.casos.cierre import con_cierre_vigente
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.errores import ErrorActario

log = structlog.get_logger()

Hecho = TypeVar("Hecho")

RELECTURA_S = 15.0
"""How often it is asked whether to stop while a cut is awaited."""
REINTENTO_S, REINTENTO_MAXIMO_S = 2.0, 60.0
"""A cut that fails is tried again after this, then twice as long, up to the longest."""


class Publicador:
    """A thread that makes the scheduled cuts and, before each, the draws of the periods that ended.

    A cut that fails is logged and tried again until it is made.
    """

    def __init__(self, instalacion: Instalacion):
        self._instalacion = instalacion
        self._desde = reloj()
        self._detener = threading.Event()
        self._hilo = threading.Thread(target=self._correr, name="publicador", daemon=True)

    def __enter__(self) -> Self:
        self._hilo.start()
        return self

    def __exit__(self, tipo: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None) -> None:
        self._detener.set()
        self._hilo.join()

    def _correr(self) -> None:
        while (momento := self._insistir(self._siguiente)) is not None and self._llega(momento):
            self._insistir(partial(self._publicar, momento))

    def _insistir(self, acto: Callable[[], Hecho]) -> Hecho | None:
        """Do it until it is done: whatever is away comes back. None when told to stop before."""
        espera = REINTENTO_S
        while not self._detener.is_set():
            try:
                return acto()
            except (ErrorActario, OSError, SQLAlchemyError):
                log.exception("corte_fallido", reintento_s=espera)
                self._detener.wait(espera)
                espera = min(2 * espera, REINTENTO_MAXIMO_S)
        return None

    def _siguiente(self) -> datetime | None:
        """When the next cut is due, from the last one made: one whose time passed while all was away is still owed.

        Of several that are owed, the last: it has all that the others would have had.
        """
        proceso, ahora = self._vigente(), reloj()
        momento = proxima(proceso, self._desde)
        while momento is not None and (luego := proxima(proceso, momento)) is not None and luego <= ahora:
            momento = luego
        return momento

    def _llega(self, momento: datetime) -> bool:
        """Wait for a moment; False when told to stop before. A close extended meanwhile only means one cut more."""
        while (falta := (momento - reloj()).total_seconds()) > 0:
            if self._detener.wait(min(falta, RELECTURA_S)):
                return False
        return True

    def _vigente(self) -> Proceso:
        with consulta(self._instalacion.engine) as session:
            return con_cierre_vigente(session, self._instalacion.proceso)

    def _publicar(self, momento: datetime) -> None:
        i, ultimo = self._instalacion, momento >= self._vigente().cierre
        with transaccion(i.engine) as session:
            muestreos.sortear_periodos(session, i.proceso.control, reloj())
        conf = i.configuracion
        publicar(
            i.engine, i.proceso, i.almacen.leer, conf.carpeta_publica, reloj(), ultimo=ultimo, llave=conf.archivo_llave
        )
        self._desde = momento
