"""Writing a form folder: one field a line, checked before it replaces anything, and nothing ever lost.

::

    mi-forma/
      plantilla.json          the contract (docs/plantilla.md)
      referencia.png          picture of the whole sheet
      origen.json             from which file it was made, and what the proposal was unsure of
      borrador.json           what a person is editing and has not saved; it may have faults
      versiones/0001.json     each plantilla.json that another replaced, oldest first
"""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from captura.forma_json import PlantillaInvalida, Problema, comprobar_forma
from captura.plantilla import ARCHIVO
from verificacion.dominio.errores import EstadoIncompatible

BORRADOR = "borrador.json"
ORIGEN = "origen.json"
REFERENCIA = "referencia.png"
VERSIONES = "versiones"


class FormaExistente(EstadoIncompatible):
    """The folder already has a form; nothing was written."""

    codigo = "forma_existente"

    def __init__(self, carpeta: Path):
        super().__init__(str(carpeta))
        self.carpeta = carpeta


class FormaCambiada(EstadoIncompatible):
    """Somebody else saved the form since it was opened. Nothing was replaced; the draft is kept."""

    codigo = "forma_cambiada"

    def __init__(self, carpeta: Path):
        super().__init__(str(carpeta))
        self.carpeta = carpeta


@dataclass(frozen=True, slots=True)
class FormaAbierta:
    """A form as a person edits it. ``datos`` is plantilla.json unchecked; ``base`` names the version it comes from."""

    datos: dict[str, Any]
    base: str
    es_borrador: bool
    avisos: tuple[str, ...]
    problemas: tuple[Problema, ...]


def texto_json(raiz: Mapping[str, object]) -> str:
    """JSON with one field per line: small to read in a diff, and a line number means one field."""
    lineas: list[str] = []
    for clave, valor in raiz.items():
        if isinstance(valor, list) and valor and isinstance(valor[0], dict):
            cuerpo = ",\n".join("    " + json.dumps(v, ensure_ascii=False) for v in cast("list[object]", valor))
            lineas.append(f"  {json.dumps(clave)}: [\n{cuerpo}\n  ]")
        else:
            lineas.append(f"  {json.dumps(clave)}: {json.dumps(valor, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lineas) + "\n}\n"


def escribir_nueva(carpeta: Path, datos: Mapping[str, object], referencia: bytes, origen: Mapping[str, object]) -> None:
    """Write the folder of a proposal.

    Raises:
        FormaExistente: it holds a form already.
    """
    if (carpeta / ARCHIVO).exists() or (carpeta / REFERENCIA).exists():
        raise FormaExistente(carpeta)
    carpeta.mkdir(parents=True, exist_ok=True)
    _escribir(carpeta / REFERENCIA, referencia)
    _escribir(carpeta / ORIGEN, texto_json(origen).encode())
    _escribir(carpeta / ARCHIVO, texto_json(datos).encode())


def abrir_forma(carpeta: Path) -> FormaAbierta:
    """What to edit: the draft of somebody who has not saved, else plantilla.json, faults and all.

    Raises:
        PlantillaInvalida: there is no plantilla.json, or it is not a JSON object.
    """
    base = _huella(carpeta)
    borrador = _leer(carpeta / BORRADOR)
    es_borrador = isinstance(borrador, dict)
    datos = borrador if es_borrador else _leer(carpeta / ARCHIVO)
    if not isinstance(datos, dict):
        comprobar_forma(carpeta, _texto(carpeta / ARCHIVO), ARCHIVO)
        raise PlantillaInvalida(carpeta, [Problema(1, f"{ARCHIVO} no es un objeto", "Escríbalo entre llaves { }.")])
    forma = cast("dict[str, Any]", datos)
    origen = _leer(carpeta / ORIGEN)
    avisos = tuple(map(str, cast("dict[str, Any]", origen).get("avisos", []))) if isinstance(origen, dict) else ()
    return FormaAbierta(forma, base, es_borrador, avisos, revisar_forma(carpeta, forma))


def revisar_forma(carpeta: Path, datos: Mapping[str, object]) -> tuple[Problema, ...]:
    """Every fault of a form that is not saved yet, by the very code that loads forms."""
    try:
        comprobar_forma(carpeta, texto_json(datos), ARCHIVO)
    except PlantillaInvalida as e:
        return tuple(e.problemas)
    return ()


def guardar_borrador(carpeta: Path, datos: Mapping[str, object]) -> tuple[Problema, ...]:
    """Keep what a person has so far, faults and all, and tell the faults."""
    _escribir(carpeta / BORRADOR, texto_json(datos).encode())
    return revisar_forma(carpeta, datos)


def guardar_forma(carpeta: Path, datos: Mapping[str, object], base: str) -> str:
    """Make a form the folder's plantilla.json, keeping the one before, and return the new ``base``.

    Raises:
        PlantillaInvalida: it has faults. FormaCambiada: ``base`` is not the saved version any more. In both cases
            nothing was replaced and the draft keeps what was sent.
    """
    guardar_borrador(carpeta, datos)
    texto = texto_json(datos)
    comprobar_forma(carpeta, texto, ARCHIVO)
    if base != _huella(carpeta):
        raise FormaCambiada(carpeta)
    anterior = carpeta / ARCHIVO
    if anterior.exists() and anterior.read_bytes() != texto.encode():
        versiones = carpeta / VERSIONES
        versiones.mkdir(exist_ok=True)
        siguiente = 1 + max((int(v.stem) for v in versiones.glob("[0-9]*.json")), default=0)
        _escribir(versiones / f"{siguiente:04d}.json", anterior.read_bytes())
    _escribir(anterior, texto.encode())
    (carpeta / BORRADOR).unlink(missing_ok=True)
    return _huella(carpeta)


def descartar_borrador(carpeta: Path) -> None:
    """Go back to what is saved."""
    (carpeta / BORRADOR).unlink(missing_ok=True)


def _huella(carpeta: Path) -> str:
    try:
        return hashlib.sha256((carpeta / ARCHIVO).read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _texto(ruta: Path) -> str:
    try:
        return ruta.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        problema = Problema(None, f"no se puede leer {ruta.name}", "Ponga en la carpeta un archivo legible, en UTF-8.")
        raise PlantillaInvalida(ruta.parent, [problema]) from e


def _leer(ruta: Path) -> object:
    """A JSON file's value; None where it is missing or is not JSON."""
    try:
        return json.loads(ruta.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return None


def _escribir(ruta: Path, contenido: bytes) -> None:
    """Write whole or not at all: a cut in the middle leaves what was there."""
    provisional = ruta.with_name(f".{ruta.name}.{secrets.token_hex(4)}")
    try:
        with provisional.open("wb") as archivo:
            archivo.write(contenido)
            archivo.flush()
            os.fsync(archivo.fileno())
        provisional.replace(ruta)
    finally:
        provisional.unlink(missing_ok=True)
