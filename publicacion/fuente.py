"""Where a published cut may be read from: a folder, a zip, or another server. All three are checked the same way."""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx

from publicacion.errores import FuenteInalcanzable

MANIFIESTO = "manifiesto.json"
INDICE = "indice.json"
ESPERA_S = 30.0
_CORTE = re.compile(r"\d{4,}-\d{8}_\d{4}")


class Fuente(Protocol):
    """A folder of files, wherever it is."""

    @property
    def nombre(self) -> str:
        """How to call it: the last part of its address."""
        ...

    def leer(self, archivo: str) -> bytes:
        """The bytes of a file, named with ``/`` from this folder.

        Raises:
            FuenteInalcanzable: it is not there, or cannot be brought.
        """
        ...

    def nombres(self) -> list[str] | None:
        """Every file below, or None where they cannot be listed."""
        ...

    def dentro(self, carpeta: str) -> "Fuente":
        """A folder of this one; ``..`` is the one above."""
        ...


@dataclass(frozen=True)
class EnCarpeta:
    """A local folder."""

    ruta: Path

    @property
    def nombre(self) -> str:
        """Its name."""
        return self.ruta.resolve().name

    def leer(self, archivo: str) -> bytes:
        """Read a file."""
        try:
            return (self.ruta / archivo).read_bytes()
        except OSError as error:
            raise FuenteInalcanzable(str(self.ruta), archivo) from error

    def nombres(self) -> list[str]:
        """Every file below, hidden ones too: nothing may be added to a cut."""
        return sorted(str(p.relative_to(self.ruta)) for p in self.ruta.rglob("*") if not p.is_dir())

    def dentro(self, carpeta: str) -> "EnCarpeta":
        """A folder of this one."""
        return EnCarpeta(self.ruta / carpeta)


@dataclass(frozen=True)
class EnZip:
    """A folder inside a zip."""

    ruta: Path
    contenido: bytes
    raiz: str = ""

    @property
    def nombre(self) -> str:
        """Name of the folder, or of the zip."""
        return self.raiz.rstrip("/").rsplit("/", 1)[-1] or self.ruta.stem

    def leer(self, archivo: str) -> bytes:
        """Read a file."""
        try:
            with zipfile.ZipFile(io.BytesIO(self.contenido)) as paquete:
                return paquete.read(self.raiz + archivo)
        except (KeyError, zipfile.BadZipFile, OSError, ValueError) as error:
            raise FuenteInalcanzable(str(self.ruta), archivo) from error

    def nombres(self) -> list[str]:
        """Every file below."""
        with zipfile.ZipFile(io.BytesIO(self.contenido)) as paquete:
            todos = [n for n in paquete.namelist() if not n.endswith("/") and n.startswith(self.raiz)]
        return sorted(n.removeprefix(self.raiz) for n in todos)

    def dentro(self, carpeta: str) -> "EnZip":
        """A folder of this one."""
        partes = [p for p in self.raiz.split("/") if p]
        partes = partes[:-1] if carpeta == ".." else [*partes, carpeta]
        return EnZip(self.ruta, self.contenido, "".join(f"{p}/" for p in partes))


@dataclass(frozen=True)
class EnRed:
    """A folder of another server."""

    cliente: httpx.Client
    url: str

    @property
    def nombre(self) -> str:
        """Last part of its address."""
        return self.url.rstrip("/").rsplit("/", 1)[-1]

    def leer(self, archivo: str) -> bytes:
        """Bring a file."""
        try:
            respuesta = self.cliente.get(f"{self.url.rstrip('/')}/{archivo}")
            respuesta.raise_for_status()
        except httpx.HTTPError as error:
            raise FuenteInalcanzable(self.url, archivo) from error
        return respuesta.content

    def nombres(self) -> None:
        """A web server does not list."""
        return

    def dentro(self, carpeta: str) -> "EnRed":
        """A folder of this one."""
        base = self.url.rstrip("/")
        return EnRed(self.cliente, base.rsplit("/", 1)[0] if carpeta == ".." else f"{base}/{carpeta}")


def abrir(donde: str) -> Fuente:
    """The source of an address or path.

    Raises:
        FuenteInalcanzable: there is no such folder or zip.
    """
    if donde.startswith(("http://", "https://")):
        return EnRed(httpx.Client(timeout=ESPERA_S, follow_redirects=True), donde)
    ruta = Path(donde)
    if ruta.is_dir():
        return EnCarpeta(ruta)
    try:
        paquete = EnZip(ruta, ruta.read_bytes())
        nombres = paquete.nombres()
    except (OSError, zipfile.BadZipFile) as error:
        raise FuenteInalcanzable(str(ruta.parent), ruta.name) from error
    raices = {n.split("/", 1)[0] for n in nombres}
    # a zip of one folder is that folder
    return paquete.dentro(raices.pop()) if len(raices) == 1 and "/" in nombres[0] else paquete


def cortes_de(fuente: Fuente) -> list[Fuente]:
    """The cuts of a source, oldest first: itself when it is one; else those it holds.

    Raises:
        FuenteInalcanzable: it is neither a cut nor a folder of cuts.
    """
    if isinstance(fuente, EnCarpeta) and (fuente.ruta / "cortes").is_dir():  # in a mirror it is a link
        return cortes_de(fuente.dentro("cortes"))
    nombres = fuente.nombres()
    if nombres is None:
        return _en_red(fuente)
    if MANIFIESTO in nombres:
        return [fuente]
    carpetas = sorted({n.split("/", 1)[0] for n in nombres if _CORTE.match(n)}, key=numero_de)
    if not carpetas and any(n.startswith("cortes/") for n in nombres):
        return cortes_de(fuente.dentro("cortes"))
    if not carpetas:
        raise FuenteInalcanzable(fuente.nombre, MANIFIESTO)
    return [fuente.dentro(carpeta) for carpeta in carpetas]


def _en_red(fuente: Fuente) -> list[Fuente]:
    if _CORTE.fullmatch(fuente.nombre):
        return [fuente]
    for raiz in (fuente, fuente.dentro("cortes")):
        try:
            indice = json.loads(raiz.leer(INDICE))
        except FuenteInalcanzable:
            continue
        return [raiz.dentro(str(c["carpeta"])) for c in indice["cortes"]]
    fuente.leer(MANIFIESTO)
    return [fuente]


def numero_de(nombre: str) -> int:
    """Number of a cut by the name of its folder, ``0007-20210606_2145``."""
    return int(nombre.split("-", 1)[0])
