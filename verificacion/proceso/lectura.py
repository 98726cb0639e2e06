"""Files of the election folder read with their faults noted, never raised one by one."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from verificacion.proceso.problemas import Problemas

M = TypeVar("M", bound=BaseModel)


class _ClaveRepetida(ValueError):
    """A JSON object holds a key twice; the second would silently win."""


def leer_texto(carpeta: Path, relativo: str, problemas: Problemas) -> str | None:
    """Read a UTF-8 file of the folder (a BOM is accepted), or note why not."""
    try:
        return (carpeta / relativo).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        problemas.anotar(relativo, "no existe; póngalo en la carpeta del proceso")
    except UnicodeDecodeError as error:
        problemas.anotar(relativo, f"no está en UTF-8 (byte {error.start}); guárdelo de nuevo como UTF-8")
    except OSError as error:
        problemas.anotar(relativo, f"no se puede leer ({error.strerror}); revise los permisos")
    return None


def leer_json(carpeta: Path, relativo: str, problemas: Problemas) -> Any | None:
    """Parse a JSON file of the folder, refusing repeated keys, or note the line of the fault."""
    texto = leer_texto(carpeta, relativo, problemas)
    if texto is None:
        return None
    try:
        return json.loads(texto, object_pairs_hook=_sin_repetir)
    except json.JSONDecodeError as error:
        problemas.anotar(
            f"{relativo}: línea {error.lineno}, columna {error.colno}",
            "no es JSON válido; revise comas, comillas y llaves cerca de ahí",
        )
    except _ClaveRepetida as error:
        problemas.anotar(relativo, f"la clave «{error}» aparece dos veces en un mismo objeto; deje una sola")
    return None


def leer_modelo(carpeta: Path, relativo: str, modelo: type[M], problemas: Problemas) -> M | None:
    """Parse and validate a JSON file, or note every fault of it."""
    crudo = leer_json(carpeta, relativo, problemas)
    if crudo is None:
        return None
    try:
        return modelo.model_validate(crudo)
    except ValidationError as error:
        problemas.anotar_validacion(relativo, error)
        return None


def leer_filas(carpeta: Path, relativo: str, modelo: type[M], problemas: Problemas) -> Iterator[tuple[int, M]]:
    """Yield ``(line, row)`` of the valid rows of a CSV with header; note the others with their line."""
    texto = leer_texto(carpeta, relativo, problemas)
    if texto is None:
        return
    lector = csv.DictReader(io.StringIO(texto, newline=""), restkey="(columna de más)", strict=True)
    esperadas = list(modelo.model_fields)
    if sorted(lector.fieldnames or ()) != sorted(esperadas):
        problemas.anotar(f"{relativo}: línea 1", f"los encabezados deben ser: {','.join(esperadas)}")
        return
    try:
        for fila in lector:
            celdas = {c: (v.strip() or None) if isinstance(v, str) else v for c, v in fila.items()}
            try:
                yield lector.line_num, modelo.model_validate(celdas)
            except ValidationError as error:
                problemas.anotar_validacion(f"{relativo}: línea {lector.line_num}", error)
    except csv.Error as error:
        problemas.anotar(f"{relativo}: línea {lector.line_num}", f"no es CSV válido ({error}); revise las comillas")


def _sin_repetir(pares: list[tuple[str, Any]]) -> dict[str, Any]:
    objeto: dict[str, Any] = {}
    for clave, valor in pares:
        if clave in objeto:
            raise _ClaveRepetida(clave)
        objeto[clave] = valor
    return objeto
