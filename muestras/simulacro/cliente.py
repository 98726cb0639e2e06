"""One person (or device) of the drill, seen from outside: a logged-in HTTP client of the public API."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import httpx

from verificacion.dominio.conteo import Cifra
from verificacion.dominio.errores import ErrorActario

REINTENTOS = 600
"""Attempts before giving up when the server does not answer; with ``PAUSA_S``, five minutes of fault after fault."""
PAUSA_S = 0.5


class RespuestaInesperada(ErrorActario):
    """The installation under test answered something that the drill cannot go on with."""

    codigo = "respuesta_inesperada"

    def __init__(self, metodo: str, ruta: str, estado: int, cuerpo: str):
        super().__init__(f"{metodo} {ruta}: {estado} {cuerpo[:300]}")
        self.metodo = metodo
        self.ruta = ruta
        self.estado = estado


@dataclass
class Cronometro:
    """Milliseconds of each kind of request, by name, as the people saw them."""

    ms: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


class Cliente:
    """A session of one person. Every unsafe call is idempotent on the server, so a lost answer is asked again."""

    def __init__(self, base: str, cronometro: Cronometro):
        # The Origin header is what a browser sends; the server refuses unsafe cookie requests without it.
        self._http = httpx.AsyncClient(base_url=base, timeout=30, headers={"Origin": base})
        self._cronometro = cronometro

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, tipo: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def pedir(
        self, metodo: str, ruta: str, *, nombre: str, aceptar: tuple[int, ...] = (200, 201, 202, 204), **kwargs: Any
    ) -> httpx.Response:
        """Send one request, again while the server is away, and record how long the answered one took.

        Raises:
            RespuestaInesperada: a status outside ``aceptar``, or no answer after all attempts.
        """
        for _ in range(REINTENTOS):
            inicio = time.perf_counter()
            try:
                respuesta = await self._http.request(metodo, ruta, **kwargs)
            except httpx.TransportError:
                await asyncio.sleep(PAUSA_S)
                continue
            if respuesta.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
                await asyncio.sleep(PAUSA_S)
                continue
            self._cronometro.ms[nombre].append((time.perf_counter() - inicio) * 1000)
            if respuesta.status_code not in aceptar:
                raise RespuestaInesperada(metodo, ruta, respuesta.status_code, respuesta.text)
            return respuesta
        raise RespuestaInesperada(metodo, ruta, 0, "sin respuesta")

    async def entrar(self, usuario: str, contrasena: str) -> None:
        """Log in; the session cookie stays in this client."""
        credenciales = {"usuario": usuario, "contrasena": contrasena}
        await self.pedir("POST", "/api/v1/sesiones", nombre="entrar", json=credenciales)

    async def subir(self, archivo: str, contenido: bytes, datos: Mapping[str, str]) -> list[str]:
        """Upload one file and return the SHA-256 of each image in it."""
        respuesta = await self.pedir(
            "POST",
            "/api/v1/imagenes",
            nombre="subir",
            files={"imagen": (archivo, contenido)},
            data=dict(datos),
        )
        return [imagen["sha256"] for imagen in respuesta.json()["imagenes"]]

    async def tomar(self, tipo: str) -> dict[str, Any] | None:
        """Take a task, or None when the queue has nothing for this person."""
        respuesta = await self.pedir("POST", "/api/v1/tareas", nombre=f"tomar {tipo}", json={"tipo": tipo})
        return None if respuesta.status_code == HTTPStatus.NO_CONTENT else respuesta.json()

    async def enviar(self, turno: str, accion: str, cuerpo: Mapping[str, object]) -> None:
        """Send the answer of a turn."""
        await self.pedir("POST", f"/api/v1/turnos/{turno}/{accion}", nombre=accion, json=dict(cuerpo))


def como_json(conteo: Mapping[str, Cifra]) -> dict[str, int | str]:
    """Figures as the API takes them: a number, ``"ILEGIBLE"`` or ``"SIN DATO"``."""
    return {campo: cifra if isinstance(cifra, int) else cifra.value for campo, cifra in conteo.items()}
