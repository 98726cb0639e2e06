"""An installation of the drill's own, as processes that can be killed: what an institute runs, on this machine."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from actario.configuracion import Configuracion
from actario.demo.servidor import ESPERA_S
from muestras.simulacro.fallas import Falla
from verificacion.dominio.errores import InstalacionIncompleta

APAGON_S = 6.0
"""Real seconds without power: that of Puebla's drill of 2024 took 2 min 36 s until the emergency plant, which at the
speed of a compressed night is a couple."""


class InstalacionViva:
    """``actario servir`` and its readers. Entering starts it; leaving stops it."""

    def __init__(self, configuracion: Configuracion, bitacora_tecnica: Path):
        self._orden = [sys.executable, "-m", "actario", "servir", "--puerto", str(configuracion.puerto)]
        self._orden += ["--datos", str(configuracion.datos), "--proceso", str(configuracion.proceso)]
        self._orden += ["--lectores", str(configuracion.lectores)]
        self._bitacora = bitacora_tecnica
        self.base = f"http://127.0.0.1:{configuracion.puerto}"

    def __enter__(self) -> Self:
        self.arrancar()
        self._esperar()
        return self

    def __exit__(self, tipo: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None) -> None:
        self._proceso.terminate()
        try:
            self._proceso.wait(15)
        except subprocess.TimeoutExpired:
            self._proceso.kill()

    def arrancar(self) -> None:
        """Start the server, which starts its readers."""
        with self._bitacora.open("ab") as salida:
            self._proceso = subprocess.Popen(self._orden, stdin=subprocess.DEVNULL, stdout=salida, stderr=salida)

    def _esperar(self) -> None:
        limite = time.monotonic() + ESPERA_S
        while self._proceso.poll() is None and time.monotonic() < limite:
            try:
                if httpx.get(f"{self.base}/salud", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        raise InstalacionIncompleta("la instalación del simulacro no contesta", f"vea {self._bitacora}")

    def matar_servidor(self) -> None:
        """SIGKILL to the server, without notice, and start it again as its supervisor (systemd) would."""
        self._proceso.send_signal(signal.SIGKILL)
        self._proceso.wait()
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


def calendario(viva: InstalacionViva, duracion_min: float, cuantas: int) -> Sequence[Falla]:
    """Faults spread over the busy part of a night: readers and the server die in turn, and the power goes once."""
    clases = (("muere un lector", viva.matar_lector), ("muere el servidor", viva.matar_servidor))
    fallas = [
        Falla(duracion_min * (0.05 + 0.6 * k / max(1, cuantas)), *clases[k % len(clases)]) for k in range(cuantas)
    ]
    if cuantas:
        fallas[cuantas // 2] = Falla(fallas[cuantas // 2].minuto, "se va la luz", viva.cortar_la_luz)
    return fallas
