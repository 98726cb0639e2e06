"""Cuts on time: one every ``minutos_corte`` between opening and closing, and a last one at the close."""

import threading
from datetime import timedelta
from types import TracebackType
from typing import Self

import structlog

from actario.composicion import Instalacion, reloj
from publicacion.calendario import proxima
from publicacion.publicar import publicar
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import muestreos
from verificacion.casos.cierre import con_cierre_vigente
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.errores import ErrorActario

log = structlog.get_logger()

RELECTURA_S = 15.0
"""How often the close is asked for again while a cut is awaited: it may have been extended."""


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
        while (momento := proxima(self._vigente(), reloj())) is not None:
            while (falta := (momento - reloj()).total_seconds()) > 0:
                if self._detener.wait(min(falta, RELECTURA_S)):
                    return
                momento = proxima(self._vigente(), momento - timedelta(seconds=1)) or momento  # it may be extended
            try:
                self._publicar(ultimo=momento >= self._vigente().cierre)
            except (ErrorActario, OSError):
                log.exception("corte_fallido")
                log.error("corte_atrasado", debido=momento.isoformat())

    def _vigente(self) -> Proceso:
        with consulta(self._instalacion.engine) as session:
            return con_cierre_vigente(session, self._instalacion.proceso)

    def _publicar(self, *, ultimo: bool) -> None:
        i = self._instalacion
        with transaccion(i.engine) as session:
            muestreos.sortear_periodos(session, i.proceso.control, reloj())
        conf = i.configuracion
        publicar(
            i.engine, i.proceso, i.almacen.leer, conf.carpeta_publica, reloj(), ultimo=ultimo, llave=conf.archivo_llave
        )
