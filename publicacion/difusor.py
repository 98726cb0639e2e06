"""A mirror: pulls cuts and the site from another server, believes nothing, and switches whole or not at all.

``carpeta/actual`` is a link to the last version that proved itself; any web server serves it. What fails leaves it
as it was, and what was already brought is not brought again.
"""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publicacion.anuncio import FIRMA_SITIO, SITIO
from publicacion.asiento import exclusivo, reemplazar
from publicacion.compresion import comprimir
from publicacion.comprobacion import Comprobacion, comprobar, confiar, encadenar
from publicacion.errores import CorteInvalido
from publicacion.fuente import INDICE, MANIFIESTO, EnCarpeta, Fuente, numero_de
from publicacion.indice import ATOM
from publicacion.llaves import FIRMA, PUBLICA

ACTUAL = "actual"
_LLAVE = "llave-de-confianza.txt"
_VERSIONES_GUARDADAS = 2


@dataclass(frozen=True, slots=True)
class Difusion:
    """What one visit brought. ``corte`` is the one now served; ``archivos`` and ``bytes`` were downloaded."""

    corte: int
    nuevos: int
    archivos: int
    bytes: int


class _Acarreo:
    """Brings files and counts them."""

    def __init__(self) -> None:
        self.archivos = 0
        self.bytes = 0

    def traer(self, fuente: Fuente, archivo: str, destino: Path, sha256: str | None) -> None:
        """Bring a file unless it is there already.

        Raises:
            CorteInvalido: what came is not what the signed list says.
            FuenteInalcanzable: it could not be brought.
        """
        if sha256 is not None and destino.is_file() and _huella(destino) == sha256:
            return
        contenido = fuente.leer(archivo)
        if sha256 is not None and hashlib.sha256(contenido).hexdigest() != sha256:
            raise CorteInvalido(fuente.nombre, [f"{archivo} llegó cambiado: su SHA-256 no es {sha256}"])
        destino.parent.mkdir(parents=True, exist_ok=True)
        destino.unlink(missing_ok=True)  # it may share its content with an older version
        reemplazar(destino, contenido)
        self.archivos += 1
        self.bytes += len(contenido)


def difundir(origen: Fuente, carpeta: Path, llave: str | None = None) -> Difusion:
    """Bring ``carpeta`` up to date with a publication.

    Args:
        origen: the folder that holds ``cortes`` and ``sitio``: ``https://…/publico``, or another mirror.
        carpeta: where the mirror lives.
        llave: fingerprint of the key to trust. Without it, the first one met is, for ever.

    Raises:
        CorteInvalido: signature, chain, a file or a figure does not hold. What is served stays as it was.
        FuenteInalcanzable: the server does not answer, or is in the middle of a release; try again.
    """
    carpeta.mkdir(parents=True, exist_ok=True)
    (carpeta / "cortes").mkdir(exist_ok=True)
    with exclusivo(carpeta):
        acarreo = _Acarreo()
        remotos = origen.dentro("cortes")
        indice = remotos.leer(INDICE)
        nuevos, ultimo = _cortes(remotos, json.loads(indice), carpeta, llave, acarreo)
        lista = _lista_del_sitio(remotos, ultimo)
        _sitio(origen.dentro("sitio"), lista, ultimo, carpeta, acarreo)
        for nombre in (ATOM, *((FIRMA_SITIO,) if ultimo.firmado else ()), SITIO):
            reemplazar(carpeta / "cortes" / nombre, remotos.leer(nombre))
        reemplazar(carpeta / "cortes" / INDICE, indice)
        return Difusion(ultimo.numero, nuevos, acarreo.archivos, acarreo.bytes)


def _cortes(
    remotos: Fuente, indice: dict[str, Any], carpeta: Path, llave: str | None, acarreo: _Acarreo
) -> tuple[int, Comprobacion]:
    """Bring, check and settle each cut that is missing, in order."""
    raiz = carpeta / "cortes"
    locales = sorted((p for p in raiz.glob("[0-9]*-*") if p.is_dir()), key=lambda p: numero_de(p.name))
    previo = comprobar(EnCarpeta(locales[-1]), a_fondo=False) if locales else None
    if previo is not None:
        previo.exigir()
    conocidos = {p.name for p in locales}
    nuevos = 0
    for ficha in indice["cortes"]:
        nombre = str(ficha["carpeta"])
        if nombre in conocidos:
            continue
        temporal = raiz / f".{nombre}"
        _bajar(remotos.dentro(nombre), temporal, acarreo)
        corte = comprobar(EnCarpeta(temporal))
        problemas = [*corte.problemas, *encadenar([previo, corte] if previo is not None else [corte])]
        confiada = _llave_de_confianza(carpeta, llave)
        if corte.firmado and confiada is not None:
            problemas += confiar([corte], confiada)
        elif confiada is not None:
            problemas.append("no está firmado")
        if problemas:
            shutil.rmtree(temporal)
            raise CorteInvalido(nombre, problemas)
        if corte.firmado and confiada is None:
            (carpeta / _LLAVE).write_text(corte.llaves[0].huella + "\n")
        temporal.rename(raiz / nombre)
        previo, nuevos = corte, nuevos + 1
    if previo is None:
        raise CorteInvalido(remotos.nombre, ["todavía no publica ningún corte"])
    return nuevos, previo


def _bajar(remoto: Fuente, temporal: Path, acarreo: _Acarreo) -> None:
    temporal.mkdir(exist_ok=True)
    acarreo.traer(remoto, MANIFIESTO, temporal / MANIFIESTO, None)
    manifiesto = json.loads((temporal / MANIFIESTO).read_bytes())
    for nombre, sha256 in manifiesto["archivos"].items():
        acarreo.traer(remoto, _seguro(nombre), temporal / nombre, sha256)
    if manifiesto["llave"] is not None:
        for nombre in (FIRMA, PUBLICA):
            acarreo.traer(remoto, nombre, temporal / nombre, None)


def _lista_del_sitio(remotos: Fuente, ultimo: Comprobacion) -> dict[str, dict[str, Any]]:
    """The files of the site, as the key of the last cut signed them."""
    crudo = remotos.leer(SITIO)
    if ultimo.firmado and not ultimo.llaves[-1].firmo(crudo, remotos.leer(FIRMA_SITIO)):
        raise CorteInvalido(SITIO, ["su firma no es la de la llave del último corte"])
    lista = json.loads(crudo)
    if lista["huella_corte"] != ultimo.huella:
        raise CorteInvalido(SITIO, [f"es del corte {lista['corte']} y el último es el {ultimo.numero}"])
    return lista["archivos"]


def _sitio(
    remoto: Fuente, lista: dict[str, dict[str, Any]], corte: Comprobacion, carpeta: Path, acarreo: _Acarreo
) -> None:
    """Make the new version beside the one served, sharing what did not change, and switch."""
    versiones = carpeta / "versiones"
    huella = hashlib.sha256(json.dumps(lista, sort_keys=True).encode()).hexdigest()
    version = versiones / f"{corte.numero:04}-{huella[:12]}"
    actual = carpeta / ACTUAL
    if actual.is_symlink() and actual.resolve() == version.resolve() and version.is_dir():
        return
    nueva = versiones / ".nueva"
    for nombre, ficha in lista.items():
        destino, servido = nueva / "sitio" / _seguro(nombre), actual / "sitio" / nombre
        if not destino.exists() and servido.is_file() and _huella(servido) == ficha["sha256"]:
            destino.parent.mkdir(parents=True, exist_ok=True)
            os.link(servido, destino)
        acarreo.traer(remoto, nombre, destino, ficha["sha256"])
    for sobra in [p for p in (nueva / "sitio").rglob("*") if p.is_file()]:
        if sobra.relative_to(nueva / "sitio").as_posix() not in lista:
            sobra.unlink()
    comprimir(nueva / "sitio", lista, actual / "sitio")
    if not (nueva / "cortes").is_symlink():
        (nueva / "cortes").symlink_to(Path("..") / ".." / "cortes")
    shutil.rmtree(version, ignore_errors=True)
    nueva.rename(version)
    enlace = carpeta / f".{ACTUAL}"
    enlace.unlink(missing_ok=True)
    enlace.symlink_to(version.relative_to(carpeta))
    enlace.replace(actual)
    guardadas = sorted(versiones.glob("[0-9]*"), key=lambda p: p.stat().st_mtime_ns)
    for vieja in [v for v in guardadas[:-_VERSIONES_GUARDADAS] if v != version]:
        shutil.rmtree(vieja)


def _llave_de_confianza(carpeta: Path, llave: str | None) -> str | None:
    if llave is not None:
        return llave
    guardada = carpeta / _LLAVE
    return guardada.read_text().strip() if guardada.exists() else None


def _seguro(nombre: str) -> str:
    if nombre.startswith("/") or "\\" in nombre or ".." in nombre.split("/"):
        raise CorteInvalido(nombre, ["nombra un archivo fuera de su carpeta"])
    return nombre


def _huella(ruta: Path) -> str:
    return hashlib.sha256(ruta.read_bytes()).hexdigest()
