"""Faults of an election folder, gathered so that the institute sees all of them at once, in its own language."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

_TEXTOS: Mapping[str, str] = {
    "missing": "falta este dato; agréguelo",
    "extra_forbidden": "dato desconocido; corrija el nombre o quítelo",
    "string_type": "debe ser un texto entre comillas",
    "int_type": "debe ser un número entero",
    "int_parsing": "debe ser un número entero, sin letras ni decimales",
    "int_from_float": "debe ser un número entero, sin decimales",
    "bool_type": "debe ser verdadero o falso",
    "bool_parsing": "debe ser 1 (sí), 0 (no) o quedar vacío",
    "list_type": "debe ser una lista entre corchetes",
    "dict_type": "debe ser un objeto entre llaves",
    "model_type": "debe ser un objeto entre llaves",
    "datetime_type": "debe ser una fecha con hora como 2021-06-06T20:00",
    "datetime_parsing": "debe ser una fecha con hora como 2021-06-06T20:00",
    "datetime_from_date_parsing": "debe ser una fecha con hora como 2021-06-06T20:00",
    "string_too_short": "no puede quedar vacío",
}


class Problemas:
    """Accumulates ``(where, what and remedy)`` while the folder is read."""

    def __init__(self) -> None:
        self.lista: list[tuple[str, str]] = []

    def anotar(self, donde: str, que: str) -> None:
        """Add one fault. ``que`` says what is wrong and what to do, in Spanish."""
        self.lista.append((donde, que))

    def anotar_validacion(self, archivo: str, error: ValidationError) -> None:
        """Add every fault that Pydantic found in ``archivo``."""
        for detalle in error.errors():
            self.anotar(f"{archivo}: {_ruta(detalle['loc'])}", _texto(detalle["type"], detalle.get("ctx", {})))


def _ruta(partes: tuple[int | str, ...]) -> str:
    ruta = ""
    for parte in partes:
        ruta += f"[{parte}]" if isinstance(parte, int) else f".{parte}"
    return ruta.lstrip(".") or "(todo el archivo)"


def _texto(tipo: str, contexto: Mapping[str, Any]) -> str:
    match tipo:
        case "greater_than_equal":
            return f"debe ser al menos {contexto['ge']}"
        case "less_than_equal":
            return f"debe ser a lo más {contexto['le']}"
        case "enum" | "literal_error":
            return f"valor no admitido; use uno de: {contexto['expected']}".replace(" or ", " o ")
        case "string_pattern_mismatch":
            return f"no tiene la forma esperada ({contexto['pattern']}); corríjalo"
        case "string_too_long":
            return f"debe tener a lo más {contexto['max_length']} caracteres"
        case "too_short":
            return f"debe tener al menos {contexto['min_length']} elementos"
        case _:
            return _TEXTOS.get(tipo, f"valor no válido ({tipo}); corríjalo")
