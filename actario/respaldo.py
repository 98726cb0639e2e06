"""Backup of an installation while it runs, and its restoration on another machine.

A backup folder holds ``archivos/`` (images, quarantine, forms in progress and what was published: each file once,
however many times it is backed up) and one folder per backup under ``registros/``, with the tables as text, the
election's folder and a manifest with the SHA-256 of each file. The key that signs the cuts is never in it, nor are
uploads that have not ended: their phones send them again.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from actario import __version__
from actario.composicion import Instalacion, deposito_de
from actario.configuracion import Configuracion
from captura.almacen import es_fiel
from captura.deposito import Deposito, DepositoCarpeta, escribir, sincronizar
from publicacion.asiento import EnObra
from publicacion.corte import carpetas
from publicacion.fuente import numero_de
from verificacion.bd.bitacora import cabeza
from verificacion.bd.sesion import consulta, crear_engine, migrar
from verificacion.bd.volcado import VolcadoInvalido, cargar, exigir_vacia, revision, volcar
from verificacion.dominio.errores import EstadoIncompatible, NoExiste

ARCHIVOS = "archivos"
REGISTROS = "registros"
MANIFIESTO = "manifiesto.json"
PUBLICO = "publico"
IMAGENES = "imagenes"
FORMAS = "formas"

Avisar = Callable[[str, int], None]
"""Called with what is being done and how many files or rows it has done."""


class CarpetaOcupada(EstadoIncompatible):
    """The folder to restore into already holds an installation."""

    codigo = "carpeta_ocupada"

    def __init__(self, carpeta: Path):
        super().__init__(str(carpeta))
        self.carpeta = str(carpeta)


@dataclass(frozen=True, slots=True)
class Respaldo:
    """A backup that is whole. ``alterados`` are the stored images whose bytes are no longer those of their name."""

    carpeta: Path
    filas: int
    archivos: int
    copiados: int
    entradas: int
    huella: str
    alterados: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restaurado:
    """What was put back, and the moment that it tells of (aware UTC)."""

    momento: datetime
    filas: int
    archivos: int
    entradas: int
    huella: str


def respaldar(instalacion: Instalacion, destino: Path, ahora: datetime, avisar: Avisar) -> Respaldo:
    """Back an installation up into ``destino`` without stopping it.

    What is published is copied first and the images last: a cut never tells of an act that the tables lack, and the
    tables never name an image that is not there, because each is on the disk before what tells of it.

    Returns:
        What the backup holds.
    """
    conf = instalacion.configuracion
    archivos = destino / ARCHIVOS
    copia = _Copia(avisar)
    hechos = carpetas(conf.carpeta_publica)
    ultimo = hechos[-1].name if hechos else None
    copia.carpeta(conf.carpeta_publica, archivos / PUBLICO)
    registros = destino / REGISTROS
    registros.mkdir(parents=True, exist_ok=True)
    with EnObra(registros, f"{ahora:%Y%m%dT%H%M%S%f}Z") as obra:
        with consulta(instalacion.engine) as session:
            entradas, huella = cabeza(session)
            filas = volcar(session.connection(), obra.carpeta)
            esquema = revision(session.connection())
        avisar("tablas", sum(filas.values()))
        shutil.copytree(conf.proceso, obra.carpeta / "proceso")
        copia.carpeta(conf.datos / FORMAS, archivos / FORMAS)
        copia.imagenes(instalacion.almacen.deposito, DepositoCarpeta(archivos / IMAGENES))
        manifiesto = {
            "version": __version__,
            "esquema": esquema,
            "proceso": instalacion.proceso.clave,
            "momento": ahora.isoformat(),
            "entradas": entradas,
            "huella": huella,
            "ultimo_corte": ultimo,
            "filas": filas,
            "archivos": _asegurar(obra.carpeta),
        }
        obra.guardar(MANIFIESTO, json.dumps(manifiesto, ensure_ascii=False, indent=1).encode())
        registro = obra.asentar()
    return Respaldo(
        registro, sum(filas.values()), copia.vistos, copia.copiados, entradas, huella, tuple(copia.alterados)
    )


def restaurar(origen: Path, conf: Configuracion, cual: str | None, avisar: Avisar) -> Restaurado:
    """Put a backup back, into an empty data folder and an empty database, of either engine.

    Args:
        origen: the backup folder.
        conf: the new installation. Its ``proceso`` is filled from the backup unless it is already there.
        cual: name of one backup under ``registros``; None for the last one.
        avisar: progress.

    Raises:
        NoExiste: there is no such backup.
        VolcadoInvalido: a file is missing or altered, or it was made by a version with other tables.
        CarpetaOcupada, BaseOcupada: there is something where it should go; nothing was touched.
    """
    registro = _elegir(origen, cual)
    manifiesto = json.loads((registro / MANIFIESTO).read_text())
    for nombre, esperado in manifiesto["archivos"].items():
        archivo = registro / nombre
        if not archivo.is_file() or _sha256(archivo.read_bytes()) != esperado:
            raise VolcadoInvalido(str(archivo), "falta o no es el que se respaldó")
    if any((conf.datos / carpeta).exists() for carpeta in (IMAGENES, FORMAS, PUBLICO)):
        raise CarpetaOcupada(conf.datos)
    conf.datos.mkdir(parents=True, exist_ok=True)
    engine = crear_engine(conf.url_bd)
    try:
        with engine.connect() as conexion:
            exigir_vacia(conexion)  # before its schema is touched
        migrar(conf.url_bd)
        with engine.connect() as conexion:
            if revision(conexion) != manifiesto["esquema"]:
                que = f"es de la versión {manifiesto['version']} (esquema {manifiesto['esquema']}); restaure con ella"
                raise VolcadoInvalido(registro.name, que)
        filas = cargar(engine, registro)
    finally:
        engine.dispose()
    avisar("tablas", sum(filas.values()))
    if not conf.proceso.exists():
        shutil.copytree(registro / "proceso", conf.proceso)
    copia = _Copia(avisar)
    for carpeta in (FORMAS, PUBLICO):
        copia.carpeta(origen / ARCHIVOS / carpeta, conf.datos / carpeta)
    copia.imagenes(DepositoCarpeta(origen / ARCHIVOS / IMAGENES), deposito_de(conf))
    _quitar_cortes_posteriores(conf.carpeta_publica, manifiesto["ultimo_corte"])
    momento = datetime.fromisoformat(manifiesto["momento"])
    return Restaurado(momento, sum(filas.values()), copia.vistos, manifiesto["entradas"], manifiesto["huella"])


def _elegir(origen: Path, cual: str | None) -> Path:
    hechos = sorted(p for p in (origen / REGISTROS).glob("[0-9]*T*Z") if (p / MANIFIESTO).is_file())
    elegidos = [p for p in hechos if cual is None or p.name == cual]
    if not elegidos:
        raise NoExiste("el respaldo", cual or origen)
    return elegidos[-1]


def _quitar_cortes_posteriores(publico: Path, ultimo: str | None) -> None:
    """An older backup goes back with the cuts of its moment: later ones tell of acts that its tables lack."""
    for carpeta in carpetas(publico):
        if ultimo is None or numero_de(carpeta.name) > numero_de(ultimo):
            shutil.rmtree(carpeta)


class _Copia:
    """Copies what is not there yet, file by file, each whole or not at all, and counts."""

    def __init__(self, avisar: Avisar):
        self._avisar = avisar
        self.vistos = self.copiados = 0
        self.alterados: list[str] = []

    def imagenes(self, de: Deposito, a: Deposito) -> None:
        """Bring what an image store has: what is there already was kept by its content, or can be made again."""
        for nombre in de.nombres():
            if not a.existe(nombre):
                contenido = de.leer(nombre)
                if not es_fiel(nombre, contenido):
                    self.alterados.append(nombre.rpartition("/")[2])
                    continue
                a.escribir(nombre, contenido)
                self.copiados += 1
            self._contar(IMAGENES)

    def carpeta(self, de: Path, a: Path) -> None:
        """Bring a folder; files being written (hidden) are left, and so are those that vanish meanwhile."""
        for archivo in sorted(de.rglob("*")):
            relativo = archivo.relative_to(de)
            if archivo.is_file() and not any(parte.startswith(".") for parte in relativo.parts):
                with suppress(FileNotFoundError):
                    self._copiar(archivo, a, a / relativo)

    def _copiar(self, archivo: Path, raiz: Path, destino: Path) -> None:
        estado = archivo.stat()
        if not _ya_esta(destino, estado):
            escribir(raiz, destino, archivo.read_bytes())
            os.utime(destino, ns=(estado.st_atime_ns, estado.st_mtime_ns))
            self.copiados += 1
        self._contar(raiz.name)

    def _contar(self, que: str) -> None:
        self.vistos += 1
        self._avisar(que, self.vistos)


def _ya_esta(destino: Path, de_origen: os.stat_result) -> bool:
    try:
        copia = destino.stat()
    except FileNotFoundError:
        return False
    return (copia.st_size, copia.st_mtime_ns) == (de_origen.st_size, de_origen.st_mtime_ns)


def _sha256(contenido: bytes) -> str:
    return hashlib.sha256(contenido).hexdigest()


def _asegurar(carpeta: Path) -> dict[str, str]:
    """Synchronise the files of a folder with the disk, and tell the SHA-256 of each."""
    huellas: dict[str, str] = {}
    for archivo in sorted(p for p in carpeta.rglob("*") if p.is_file()):
        sincronizar(archivo)
        huellas[str(archivo.relative_to(carpeta))] = _sha256(archivo.read_bytes())
    return huellas
