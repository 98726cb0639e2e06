"""Cuts on time: one every ``minutos_corte`` between opening and closing, and a last one at the close."""

import threading
from types import TracebackType
from typing import Self

import structlog

from actario.composicion import Instalacion, reloj
from publicacion.calendario import proxima
from publicacion.publicar import publicar
from verificacion.bd.sesion import transaccion
from verificacion.casos import muestreos
from verificacion.dominio.errores import ErrorActario

log = structlog.get_logger()


class Publicador:
    """A thread that makes the scheduled cuts and, before each, the draws of the periods that ended.

    A cut that fails is logged and tried again at the next time.
    """

    def __init__(self, instalacion: Instalacion):
        self._instalacion = instalacion
        self._detener = threading.Event()
        self._hilo = threading.Thread(target=self._correr, name="publicador", daemon=True)

    def __enter__(self) -> Self:
        self._hilo.start()
        return self

    def __exit__(self, tipo: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None) -> None:
        self._detener.set()
        self._hilo.join()

    def _correr(self) -> None:
        proceso = self._instalacion.proceso
        while (momento := proxima(proceso, reloj())) is not None:
            if self._detener.wait(max(0.0, (momento - reloj()).total_seconds())):
                return
            try:
                self._publicar(ultimo=momento >= proceso.cierre)
            except (ErrorActario, OSError):
                log.exception("corte_fallido")

    def _publicar(self, *, ultimo: bool) -> None:
        i = self._instalacion
        with transaccion(i.engine) as session:
            muestreos.sortear_periodos(session, i.proceso.control, reloj())
        publicar(i.engine, i.proceso, i.almacen.leer, i.configuracion.carpeta_publica, reloj(), ultimo=ultimo)
