"""An installation on this machine, as processes that can be killed: what a drill talks to is what an institute runs."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from actario.configuracion import Configuracion
from verificacion.dominio.errores import EstadoIncompatible, InstalacionIncompleta

ESPERA_S = 180.0
APAGON_S = 6.0
"""Real seconds without power: that of Puebla's drill of 2024 took 2 min 36 s until the emergency plant, which at the
speed of a compressed night is a couple."""


class PuertoOcupado(EstadoIncompatible):
    """Something else listens on the port."""

    codigo = "puerto_ocupado"

    def __init__(self, puerto: int):
        super().__init__(str(puerto))
        self.puerto = puerto


def puerto_libre() -> int:
    """A port that nobody uses now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def exigir_libre(puerto: int) -> None:
    """Refuse a port in use before anything is done.

    Raises:
        PuertoOcupado: somebody listens there.
    """
    with socket.socket() as s:
        if s.connect_ex(("127.0.0.1", puerto)) == 0:
            raise PuertoOcupado(puerto)


class InstalacionViva:
    """``actario servir`` and its readers; their technical log goes to a file. Entering starts it; leaving stops it.

    ``base`` is its address.
    """

    def __init__(self, configuracion: Configuracion, bitacora_tecnica: Path):
        self._orden = [sys.executable, "-m", "actario", "servir", "--puerto", str(configuracion.puerto)]
        self._orden += ["--datos", str(configuracion.datos), "--proceso", str(configuracion.proceso)]
        self._orden += ["--lectores", str(configuracion.lectores)]
        self._entorno = {**os.environ, "ACTARIO_BD": configuracion.bd}  # it may hold a password: not in a command
        self._bitacora = bitacora_tecnica
        self.base = f"http://127.0.0.1:{configuracion.puerto}"

    def __enter__(self) -> Self:
        """Start it and wait until it answers.

        Raises:
            InstalacionIncompleta: it ended or did not answer in time.
        """
        self.arrancar()
        try:
            self._esperar()
        except BaseException:
            self._detener()
            raise
        return self

    def __exit__(self, tipo: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None) -> None:
        self._detener()

    def arrancar(self) -> None:
        """Start the server, which starts its readers."""
        with self._bitacora.open("ab") as salida:
            self._proceso = subprocess.Popen(
                self._orden, stdin=subprocess.DEVNULL, stdout=salida, stderr=salida, env=self._entorno
            )

    def _detener(self) -> None:
        self._proceso.terminate()
        try:
            self._proceso.wait(15)
        except subprocess.TimeoutExpired:
            self._proceso.kill()

    def _esperar(self) -> None:
        limite = time.monotonic() + ESPERA_S
        while self._proceso.poll() is None and time.monotonic() < limite:
            try:
                if httpx.get(f"{self.base}/salud", timeout=2).status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        raise InstalacionIncompleta("la instalación de muestra no contesta", f"vea {self._bitacora}")

    def matar(self) -> None:
        """SIGKILL to the server, without notice."""
        self._proceso.send_signal(signal.SIGKILL)
        self._proceso.wait()

    def matar_servidor(self) -> None:
        """Kill the server and start it again, as its supervisor (systemd) would."""
        self.matar()
        self.arrancar()

    def matar_lector(self) -> None:
        """SIGKILL to one reader; the server starts another."""
        if lectores := self._hijos():
            with suppress(ProcessLookupError):  # it ended by itself meanwhile
                os.kill(random.choice(lectores), signal.SIGKILL)

    def cortar_la_luz(self) -> None:
        """SIGKILL to everything at once; it comes back when the power does."""
        for pid in [*self._hijos(), self._proceso.pid]:
            os.kill(pid, signal.SIGKILL)
        self._proceso.wait()
        time.sleep(APAGON_S)
        self.arrancar()

    def _hijos(self) -> list[int]:
        """Reading processes now (Linux's /proc, which Debian and Ubuntu have)."""
        pid = self._proceso.pid
        return [int(hijo) for hijo in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
