"""The installation under demonstration, as a process of its own: what the drill talks to is what an institute runs."""

import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx

from actario.configuracion import Configuracion
from verificacion.dominio.errores import EstadoIncompatible, InstalacionIncompleta

ESPERA_S = 90.0


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


@contextmanager
def servidor(configuracion: Configuracion, bitacora_tecnica: Path) -> Generator[str]:
    """Run ``actario servir`` and yield its address once it answers; its technical log goes to a file.

    Raises:
        InstalacionIncompleta: it ended or did not answer in time.
    """
    orden = [sys.executable, "-m", "actario", "servir", "--puerto", str(configuracion.puerto)]
    orden += ["--datos", str(configuracion.datos), "--proceso", str(configuracion.proceso)]
    orden += ["--lectores", str(configuracion.lectores)]
    base = f"http://127.0.0.1:{configuracion.puerto}"
    with bitacora_tecnica.open("ab") as salida:
        proceso = subprocess.Popen(orden, stdin=subprocess.DEVNULL, stdout=salida, stderr=salida)
    try:
        _esperar(proceso, base, bitacora_tecnica)
        yield base
    finally:
        proceso.terminate()
        try:
            proceso.wait(15)
        except subprocess.TimeoutExpired:
            proceso.kill()


def _esperar(proceso: subprocess.Popen[bytes], base: str, bitacora_tecnica: Path) -> None:
    limite = time.monotonic() + ESPERA_S
    while proceso.poll() is None and time.monotonic() < limite:
        try:
            if httpx.get(f"{base}/salud", timeout=2).status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise InstalacionIncompleta("el servidor de la demostración no contesta", f"vea {bitacora_tecnica}")
