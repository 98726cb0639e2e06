"""What a scanner drops in a folder goes to the server as if a person had sent it, and each file keeps its receipt.

Through the HTTP API and not the database: the machine beside the scanner is a terminal of the CATD, often in another
town, and must hold neither the database's password nor the images. So what it sends enters by the same door as
everything else: the same checks, roles and log, under the account of whoever is responsible for that scanner.
"""

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

import httpx

from captura.recepcion import MAX_BYTES
from verificacion.dominio.errores import ErrorActario, NoPermitido

RECIBIDOS = "recibidos"
RECHAZADOS = "rechazados"
A_MEDIAS = (".tmp", ".part", ".partial", ".crdownload", ".recibo.json", ".rechazo.json")
"""Endings of files that somebody is still writing, or that are ours."""
ESPERA_S = 60.0
VACIO_S = 60.0
"""How long a file must stay empty before it is sent, and refused, as such."""


class SinServidor(ErrorActario):
    """The server does not answer. Nothing was moved: the files go when it comes back."""

    codigo = "sin_servidor"

    def __init__(self, direccion: str, motivo: str, *, de_un_archivo: bool = False):
        super().__init__(f"{direccion}: {motivo}")
        self.direccion = direccion
        self.motivo = motivo
        self.de_un_archivo = de_un_archivo
        """Whether it answers, but not to this file: the others can go on."""


class CuentaSinPermiso(NoPermitido):
    """The account may not send images, or its password is wrong."""

    codigo = "cuenta_sin_permiso"

    def __init__(self, usuario: str, motivo: str):
        super().__init__(f"{usuario}: {motivo}")
        self.usuario = usuario
        self.motivo = motivo


class Destino(StrEnum):
    """Where a file went."""

    RECIBIDO = "recibido"
    REPETIDO = "repetido"
    RECHAZADO = "rechazado"


@dataclass(frozen=True, slots=True)
class Movimiento:
    """One file that left the folder: where to, and the server's answer kept beside it."""

    archivo: Path
    destino: Destino
    respuesta: Mapping[str, Any]


@dataclass
class Remitente:
    """A session of the API for one account. Opens it when it is needed and again when it ends."""

    servidor: str
    usuario: str
    contrasena: str
    _http: httpx.Client = field(init=False)
    _abierta: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self._http = httpx.Client(base_url=self.servidor, timeout=ESPERA_S, headers={"Origin": self.servidor})

    def enviar(self, archivo: Path, datos: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
        """Send one file; status and body of the answer.

        Raises:
            SinServidor: there was no answer; try later.
            CuentaSinPermiso: the account cannot send images.
        """
        respuesta = self._subir(archivo, datos)
        if respuesta.status_code == HTTPStatus.UNAUTHORIZED:
            self._abierta = False  # the session ended: once more, with another
            respuesta = self._subir(archivo, datos)
        if respuesta.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise CuentaSinPermiso(self.usuario, _detalle(respuesta))
        cuerpo = _cuerpo(respuesta)
        if respuesta.status_code != HTTPStatus.ACCEPTED and "codigo" not in cuerpo:
            raise SinServidor(self.servidor, f"respondió {respuesta.status_code} sin decir por qué")
        return respuesta.status_code, cuerpo

    def _subir(self, archivo: Path, datos: Mapping[str, str]) -> httpx.Response:
        if not self._abierta:
            self._entrar()
        with archivo.open("rb") as contenido:
            return self._pedir("/api/v1/imagenes", files={"imagen": (archivo.name, contenido)}, data=dict(datos))

    def _entrar(self) -> None:
        credenciales = {"usuario": self.usuario, "contrasena": self.contrasena}
        respuesta = self._pedir("/api/v1/sesiones", json=credenciales)
        if respuesta.is_client_error:
            raise CuentaSinPermiso(self.usuario, _detalle(respuesta))
        self._abierta = True

    def _pedir(self, ruta: str, **kwargs: Any) -> httpx.Response:
        try:
            respuesta = self._http.post(ruta, **kwargs)
        except httpx.TransportError as e:
            raise SinServidor(self.servidor, str(e) or type(e).__name__) from e
        if respuesta.is_server_error:
            propio = respuesta.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
            raise SinServidor(self.servidor, f"respondió {respuesta.status_code}", de_un_archivo=propio)
        return respuesta


def _cuerpo(respuesta: httpx.Response) -> Mapping[str, Any]:
    """The JSON object of an answer; empty where something else answered, as a proxy does."""
    try:
        cuerpo = respuesta.json()
    except ValueError:
        return {}
    return cast("Mapping[str, Any]", cuerpo) if isinstance(cuerpo, dict) else {}


def _detalle(respuesta: httpx.Response) -> str:
    return str(_cuerpo(respuesta).get("detail", respuesta.status_code))


@dataclass
class Vigilante:
    """A folder being watched. A file is taken when two looks in a row see it with the same size and time."""

    carpeta: Path
    remitente: Remitente
    datos: Mapping[str, str]
    _vistos: dict[Path, tuple[int, int]] = field(default_factory=dict[Path, tuple[int, int]])

    def pendientes(self) -> list[Path]:
        """Files at the top of the folder that could be taken, the oldest first."""
        archivos = [p for p in self.carpeta.iterdir() if _se_toma(p)]
        return sorted(archivos, key=lambda p: (_marca(p) or (0, 0))[1])

    def mirar(self, al_mover: Callable[[Movimiento], None]) -> int:
        """Look once and send every stable file; how many still wait to be stable.

        Raises:
            SinServidor, CuentaSinPermiso: the file at hand and those after it stay where they are.
        """
        antes, self._vistos = self._vistos, {p: marca for p in self.pendientes() if (marca := _marca(p)) is not None}
        estables = [p for p, marca in self._vistos.items() if antes.get(p) == marca and _ya_escrito(marca)]
        fallo: SinServidor | None = None
        for archivo in estables:
            try:
                movimiento = self._enviar(archivo)
            except SinServidor as e:
                if not e.de_un_archivo:
                    raise
                fallo = e
                continue
            al_mover(movimiento)
            del self._vistos[archivo]
        if fallo is not None:
            raise fallo
        return len(self._vistos)

    def _enviar(self, archivo: Path) -> Movimiento:
        if (tamano := archivo.stat().st_size) > MAX_BYTES:  # never read: the server would refuse it too
            detalle = f"El archivo tiene {tamano:,} bytes y el máximo es {MAX_BYTES:,}."
            excesivo = {"codigo": "cuerpo_excesivo", "detail": detalle}
            return _mover(archivo, self.carpeta / RECHAZADOS, Destino.RECHAZADO, excesivo)
        estado, cuerpo = self.remitente.enviar(archivo, self.datos)
        if estado != HTTPStatus.ACCEPTED:
            return _mover(archivo, self.carpeta / RECHAZADOS, Destino.RECHAZADO, cuerpo)
        repetido = all(imagen["repetida"] for imagen in cuerpo["imagenes"])
        return _mover(archivo, self.carpeta / RECIBIDOS, Destino.REPETIDO if repetido else Destino.RECIBIDO, cuerpo)


def vigilar(
    vigilante: Vigilante,
    al_mover: Callable[[Movimiento], None],
    al_esperar: Callable[[SinServidor | None, int], None],
    *,
    seguir: Callable[[], bool],
    cada_s: float,
    dormir: Callable[[float], object] = time.sleep,
) -> None:
    """Watch until told to stop. Without server nothing moves and it is asked again.

    Raises:
        CuentaSinPermiso: no file would ever be accepted.
    """
    while seguir():
        try:
            al_esperar(None, vigilante.mirar(al_mover))
        except SinServidor as e:
            al_esperar(e, len(vigilante.pendientes()))
        dormir(cada_s)


def _se_toma(archivo: Path) -> bool:
    nombre = archivo.name.lower()
    return archivo.is_file() and not archivo.is_symlink() and nombre[0] not in ".~" and not nombre.endswith(A_MEDIAS)


def _marca(archivo: Path) -> tuple[int, int] | None:
    """Size and time of last change; None when it has just gone away."""
    try:
        estado = archivo.stat()
    except FileNotFoundError:
        return None
    return estado.st_size, estado.st_mtime_ns


def _ya_escrito(marca: tuple[int, int]) -> bool:
    """Whether a file that did not change between two looks is finished; an empty one may be about to be written."""
    tamano, cambiado_ns = marca
    return tamano > 0 or time.time() - cambiado_ns / 1e9 > VACIO_S


def _mover(archivo: Path, carpeta: Path, destino: Destino, cuerpo: Mapping[str, Any]) -> Movimiento:
    """Write the receipt and then move the file beside it. Cut between both, the file is sent again and is a repeat."""
    carpeta.mkdir(exist_ok=True)
    final = _libre(carpeta, archivo.name)
    sufijo = ".rechazo.json" if destino is Destino.RECHAZADO else ".recibo.json"
    recibo = final.with_name(final.name + sufijo)
    with recibo.open("w", encoding="utf-8") as salida:
        json.dump(dict(cuerpo), salida, ensure_ascii=False, indent=1)
        salida.flush()
        os.fsync(salida.fileno())
    archivo.rename(final)
    return Movimiento(final, destino, cuerpo)


def _libre(carpeta: Path, nombre: str) -> Path:
    """A path that no other file has: scanners begin again at ``scan0001`` every day."""
    base = Path(nombre)
    final, n = carpeta / nombre, 1
    while final.exists():
        n += 1
        final = carpeta / f"{base.stem}-{n}{base.suffix}"
    return final
