"""Where each value of a JSON text stands, so that a fault can be told with its line."""

import json
import re
from typing import Any

Ruta = tuple[str | int, ...]
"""Keys and indexes from the root to a value, as Pydantic's ``loc``."""

_BLANCO = re.compile(r"[ \t\n\r]*")
_CADENA = re.compile(r'"(?:[^"\\]|\\.)*"')
_ESCALAR = re.compile(r"[^\s,\]}]+")


class Lineas:
    """Line (from 1) of every value of a JSON text, and the keys that an object repeats.

    The text must be valid JSON: check it with ``json.loads`` first.
    """

    def __init__(self, texto: str):
        self._texto = texto
        self._por_ruta: dict[Ruta, int] = {}
        self.repetidas: list[tuple[str, int]] = []
        self._valor(0, ())

    def de(self, ruta: Ruta) -> int:
        """Line of a value, or of its nearest ancestor that exists (a missing key: the object it is missing from)."""
        while ruta not in self._por_ruta:
            ruta = ruta[:-1]
        return self._por_ruta[ruta]

    def _linea(self, posicion: int) -> int:
        return self._texto.count("\n", 0, posicion) + 1

    def _saltar(self, posicion: int) -> int:
        hallado = _BLANCO.match(self._texto, posicion)
        return hallado.end() if hallado else posicion

    def _valor(self, posicion: int, ruta: Ruta) -> int:
        """Record the value that starts at or after ``posicion``; return the position just after it."""
        posicion = self._saltar(posicion)
        self._por_ruta[ruta] = self._linea(posicion)
        match self._texto[posicion]:
            case "{":
                return self._objeto(posicion + 1, ruta)
            case "[":
                return self._lista(posicion + 1, ruta)
            case '"':
                return self._cadena(posicion)[1]
            case _:
                hallado = _ESCALAR.match(self._texto, posicion)
                return hallado.end() if hallado else posicion + 1

    def _cadena(self, posicion: int) -> tuple[str, int]:
        hallado = _CADENA.match(self._texto, posicion)
        if hallado is None:
            raise ValueError("not valid JSON: check it first")
        return json.loads(hallado.group()), hallado.end()

    def _objeto(self, posicion: int, ruta: Ruta) -> int:
        vistas: set[str] = set()
        posicion = self._saltar(posicion)
        while self._texto[posicion] != "}":
            if self._texto[posicion] == ",":
                posicion = self._saltar(posicion + 1)
            linea = self._linea(posicion)
            clave, posicion = self._cadena(posicion)
            if clave in vistas:
                self.repetidas.append((clave, linea))
            vistas.add(clave)
            posicion = self._saltar(posicion) + 1  # the colon
            posicion = self._valor(posicion, (*ruta, clave))
            self._por_ruta[(*ruta, clave)] = linea
            posicion = self._saltar(posicion)
        return posicion + 1

    def _lista(self, posicion: int, ruta: Ruta) -> int:
        indice = 0
        posicion = self._saltar(posicion)
        while self._texto[posicion] != "]":
            if self._texto[posicion] == ",":
                posicion += 1
            posicion = self._saltar(self._valor(posicion, (*ruta, indice)))
            indice += 1
        return posicion + 1


def leer_json(texto: str) -> tuple[Any, Lineas]:
    """Parse a JSON text and locate its values.

    Raises:
        json.JSONDecodeError: it is not JSON (it says line and column itself); NaN and Infinity are not JSON.
    """

    def rechazar(constante: str) -> float:
        posicion = texto.find(constante)
        raise json.JSONDecodeError(f"{constante} no es JSON", texto, max(posicion, 0))

    return json.loads(texto, parse_constant=rechazar), Lineas(texto)
