"""What runs: one hash over code, models, forms, election and dependencies, by parts, so that a difference is named.

Each part is a listing as ``sha256sum`` writes it and its hash is that of the listing; the whole is the hash of the list
of parts. Nothing in it depends on the folder, the machine or the moment; caches and the installer's notes are left out.
What it does not cover is in ``docs/auditoria.md``: the Python of the system, its libraries, Tesseract and PostgreSQL.
"""

import hashlib
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, Self

from publicacion.errores import HuellaIlegible
from verificacion.dominio.eleccion import Proceso

RAIZ = Path(__file__).parents[1]
PAQUETES = ("actario", "api", "captura", "muestras", "ocr", "publicacion", "verificacion")
PROPIO = "actario"
MODELOS = "ocr/modelos/"
EXTENSIONES = frozenset(
    {".py", ".html", ".css", ".js", ".svg", ".json", ".onnx", ".ttf", ".txt", ".po", ".mo", ".mako"}
)
"""Those that an installation carries (``pyproject.toml``): a checkout and an installed package give the same hash."""
_DEL_INSTALADOR = frozenset({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"})
"""Files of a package that tell how it was installed."""


@dataclass(frozen=True, slots=True)
class Parte:
    """One of the things that run: names, relative and with ``/``, to SHA-256."""

    nombre: str
    archivos: Mapping[str, str]

    @property
    def huella(self) -> str:
        """SHA-256 of its listing."""
        return _huella_de(self.archivos)


@dataclass(frozen=True, slots=True)
class Huella:
    """Everything that runs."""

    partes: tuple[Parte, ...]

    @property
    def total(self) -> str:
        """The one number to be read out and compared."""
        return _huella_de({parte.nombre: parte.huella for parte in self.partes})

    def a_json(self) -> dict[str, Any]:
        """As ``actario huella --json`` and the API say it."""
        partes = [{"nombre": p.nombre, "huella": p.huella, "archivos": dict(p.archivos)} for p in self.partes]
        return {"version": 1, "huella": self.total, "partes": partes}

    @classmethod
    def de_json(cls, objeto: Any) -> Self:
        """The inverse.

        Raises:
            HuellaIlegible: it is not such an object, or its hashes are not those of what it lists.
        """
        try:
            leida = cls(tuple(Parte(p["nombre"], dict(p["archivos"])) for p in objeto["partes"]))
            dicho, partes = objeto["huella"], [p["huella"] for p in objeto["partes"]]
        except (KeyError, TypeError, ValueError) as error:
            raise HuellaIlegible("no es lo que escribe actario huella --json") from error
        if dicho != leida.total or partes != [p.huella for p in leida.partes]:
            raise HuellaIlegible("sus huellas no son las de lo que enumera: alguien la cambió")
        return leida


def huella_de(proceso: Proceso, sitios: Sequence[str] | None = None) -> Huella:
    """Read and hash everything that runs for an election. It takes seconds: the packages are half a gigabyte.

    Args:
        proceso: the election.
        sitios: folders where packages are installed; None, those of this Python.
    """
    return Huella((*propias(proceso), *dependencias(sitios)))


def propias(proceso: Proceso) -> tuple[Parte, ...]:
    """Code, models, forms and election: what is ours, in a tenth of a second."""
    carpeta = Path(proceso.carpeta)
    nuestros = _archivos(RAIZ, [RAIZ / p for p in PAQUETES], EXTENSIONES)
    modelos = {n: h for n, h in nuestros.items() if n.startswith(MODELOS)}
    de_formas = _archivos(carpeta, [carpeta / f.carpeta for f in proceso.formas])
    eleccion = _archivos(carpeta, [carpeta])
    return (
        Parte("código", {n: h for n, h in nuestros.items() if n not in modelos}),
        Parte("modelos", modelos),
        Parte("formas", de_formas),
        Parte("elección", {n: h for n, h in eleccion.items() if n not in de_formas}),
    )


def dependencias(sitios: Sequence[str] | None = None, raiz: Path = RAIZ) -> tuple[Parte, ...]:
    """What is installed: Python, each package by the bytes of its files, and the files that belong to no package.

    Args:
        sitios: folders where packages are installed; None, those of this Python.
        raiz: folder of the project's own code, which is not a dependency.
    """
    paquetes: dict[str, str] = {}
    conocidos: set[Path] = set()
    carpetas: set[Path] = set()
    for paquete in distributions() if sitios is None else distributions(path=list(sitios)):
        carpeta = Path(str(paquete.locate_file(""))).resolve()
        carpetas.add(carpeta)
        suyos = _de_paquete(paquete, carpeta)
        conocidos.update(carpeta / nombre for nombre in suyos)
        if paquete.name != PROPIO:
            paquetes[f"{paquete.name.lower().replace('_', '-')}=={paquete.version}"] = _huella_de(suyos)
    conocidos.update(ruta for p in PAQUETES for ruta in _visibles(raiz.resolve() / p))
    sueltos = {
        ruta.relative_to(carpeta).as_posix(): _sha256(ruta, raiz)
        for carpeta in sorted(carpetas - {raiz.resolve()})
        for ruta in _visibles(carpeta)
        if ruta not in conocidos
    }
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return Parte("Python", {python: ""}), Parte("dependencias", paquetes), Parte("sin paquete", sueltos)


def comparar(aqui: Huella, alla: Huella) -> list[str]:
    """What differs, part by part and name by name, in words; empty when both are the same."""
    estas, otras = ({p.nombre: p.archivos for p in h.partes} for h in (aqui, alla))
    diferencias: list[str] = []
    for parte in dict.fromkeys((*estas, *otras)):
        de_aqui, de_alla = estas.get(parte, {}), otras.get(parte, {})
        diferencias += [f"{parte}: falta {n}" for n in sorted(de_alla.keys() - de_aqui.keys())]
        diferencias += [f"{parte}: sobra {n}" for n in sorted(de_aqui.keys() - de_alla.keys())]
        comunes = sorted(de_aqui.keys() & de_alla.keys())
        diferencias += [f"{parte}: {n} cambió" for n in comunes if de_aqui[n] != de_alla[n]]
    return diferencias


def _de_paquete(paquete: Distribution, sitio: Path) -> dict[str, str]:
    """Files that its RECORD names and are there, by their bytes and not by what RECORD says of them.

    Those outside the folder of packages are commands, and have its path written in them.
    """
    nombres = [f.as_posix() for f in paquete.files or () if ".." not in f.parts and f.name not in _DEL_INSTALADOR]
    return {n: _sha256(sitio / n) for n in nombres if "__pycache__" not in n and (sitio / n).is_file()}


def _archivos(raiz: Path, carpetas: Iterable[Path], extensiones: frozenset[str] | None = None) -> dict[str, str]:
    return {
        ruta.relative_to(raiz).as_posix(): _sha256(ruta)
        for carpeta in carpetas
        for ruta in _visibles(carpeta)
        if extensiones is None or ruta.suffix in extensiones
    }


def _visibles(carpeta: Path) -> Iterator[Path]:
    """Files below, but hidden ones, caches and the notes of the installer."""
    for ruta in sorted(carpeta.rglob("*")):
        partes = ruta.relative_to(carpeta).parts
        de_instalador = ruta.parent.suffix == ".dist-info" and ruta.name in _DEL_INSTALADOR
        oculto = "__pycache__" in partes or any(parte.startswith(".") for parte in partes)
        if not de_instalador and not oculto and ruta.is_file():
            yield ruta


def _sha256(ruta: Path, raiz: Path | None = None) -> str:
    """SHA-256 of a file. A ``.pth`` that names the project's own folder is taken without its path."""
    if raiz is not None and ruta.suffix == ".pth":
        return hashlib.sha256(ruta.read_bytes().replace(str(raiz).encode(), b".")).hexdigest()
    with ruta.open("rb") as archivo:
        return hashlib.file_digest(archivo, "sha256").hexdigest()


def _huella_de(listado: Mapping[str, str]) -> str:
    """SHA-256 of a listing as ``sha256sum`` writes it, in order of bytes of the names."""
    renglones = (f"{huella}  {nombre}\n" for nombre, huella in sorted(listado.items()))
    return hashlib.sha256("".join(renglones).encode()).hexdigest()
