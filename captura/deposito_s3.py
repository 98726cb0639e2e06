"""The image store on any server that speaks S3: many machines share it without a shared folder."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from captura.deposito import DepositoNoResponde
from verificacion.dominio.errores import InstalacionIncompleta

ESPERA_S = 10
INTENTOS = 3
NO_ESTA = ("404", "NoSuchKey", "NotFound")


class DepositoS3:
    """Objects of one bucket under a prefix.

    Credentials come from the environment or the machine's own, as boto3 finds them; they are never in our settings. An
    object is whole or not there: that is what S3 promises for one PUT, and it keeps it before answering.

    Args:
        direccion: ``s3://CUBO`` or ``s3://CUBO/PREFIJO``.
        servidor: address of the server; empty for that of the credentials' own region.

    Raises:
        InstalacionIncompleta: the address is not of that form.
    """

    def __init__(self, direccion: str, servidor: str = ""):
        import boto3  # takes a second and tries a socket: only who uses it pays
        from botocore.config import Config

        partes = urlsplit(direccion)
        if partes.scheme != "s3" or not partes.netloc:
            raise InstalacionIncompleta(f"almacén «{direccion}»", "escriba ACTARIO_S3=s3://CUBO/PREFIJO")
        self._cubo = partes.netloc
        self._prefijo = f"{partes.path.strip('/')}/".lstrip("/")
        self._donde = f"{servidor or 's3'} {self._cubo}"
        ajustes = Config(
            connect_timeout=ESPERA_S, read_timeout=ESPERA_S, retries={"max_attempts": INTENTOS, "mode": "standard"}
        )
        self._cliente: Any = boto3.client("s3", endpoint_url=servidor or None, config=ajustes)

    def escribir(self, nombre: str, contenido: bytes) -> None:
        """Put the object; the server checks the sum of what arrived."""
        with self._responde():
            self._cliente.put_object(Bucket=self._cubo, Key=self._prefijo + nombre, Body=contenido)

    def leer(self, nombre: str) -> bytes:
        """Get the object."""
        with self._responde():
            return self._cliente.get_object(Bucket=self._cubo, Key=self._prefijo + nombre)["Body"].read()

    def existe(self, nombre: str) -> bool:
        """Ask for the object's head."""
        try:
            with self._responde():
                self._cliente.head_object(Bucket=self._cubo, Key=self._prefijo + nombre)
        except FileNotFoundError:
            return False
        return True

    def asegurar(self, nombre: str) -> None:
        """An object that can be seen is already safe."""

    def nombres(self) -> Iterator[str]:
        """List the bucket, a thousand names at a time."""
        with self._responde():
            paginas = self._cliente.get_paginator("list_objects_v2").paginate(Bucket=self._cubo, Prefix=self._prefijo)
            for pagina in paginas:
                for objeto in pagina.get("Contents", ()):
                    yield objeto["Key"].removeprefix(self._prefijo)

    @contextmanager
    def _responde(self) -> Generator[None]:
        try:
            yield
        except ClientError as e:
            if e.response.get("Error", {}).get("Code") in NO_ESTA:
                raise FileNotFoundError(str(e)) from e
            raise DepositoNoResponde(self._donde, str(e)) from e
        except BotoCoreError as e:
            raise DepositoNoResponde(self._donde, str(e)) from e
