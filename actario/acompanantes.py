"""Reading processes that live beside the server: started, restarted when they die, stopped with it.

Processes and not threads, so that an image that crashes a decoder takes down a reader and never the server.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import structlog

log = structlog.get_logger()

ESPERA_AL_TERMINAR_S = 10.0
REVISION_S = 1.0


class Acompanantes:
    """``cuantos`` processes running ``actario trabajador`` with ``argumentos`` and, beside this one's, ``entorno``."""

    def __init__(self, cuantos: int, argumentos: Sequence[str], entorno: Mapping[str, str]):
        # With --padre a reader also ends by itself when the server is killed without a chance to stop it.
        self._orden = [sys.executable, "-m", "actario", "trabajador", *argumentos, "--padre", str(os.getpid())]
        self._entorno = {**os.environ, **entorno}
        self._cuantos = cuantos
        self._procesos: list[subprocess.Popen[bytes]] = []
        self._detener = threading.Event()
        self._vigilante = threading.Thread(target=self._vigilar, name="vigilante", daemon=True)

    def __enter__(self) -> Self:
        self._procesos = [self._lanzar() for _ in range(self._cuantos)]
        self._vigilante.start()
        return self

    def __exit__(self, tipo: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None) -> None:
        self._detener.set()
        self._vigilante.join()
        for proceso in self._procesos:
            proceso.terminate()
        for proceso in self._procesos:
            try:
                proceso.wait(ESPERA_AL_TERMINAR_S)
            except subprocess.TimeoutExpired:
                proceso.kill()

    def _lanzar(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._orden, stdin=subprocess.DEVNULL, env=self._entorno)

    def _vigilar(self) -> None:
        while not self._detener.wait(REVISION_S):
            for i, proceso in enumerate(self._procesos):
                if (salida := proceso.poll()) is not None:
                    log.warning("lector_reiniciado", pid=proceso.pid, salida=salida)
                    self._procesos[i] = self._lanzar()
