"""Pieces of JSON for the files that hold every acta: what ``json.dumps`` writes, in a third of its time."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from publicacion.horas import iso_utc
from verificacion.dominio.conteo import Cifra, Leyenda

LOGICO = {True: "true", False: "false", None: "null"}


_CODIFICADOR = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def compacto(objeto: Any) -> str:
    """Canonical JSON: no spaces, keys in the order of the schema."""
    return _CODIFICADOR.encode(objeto)


def texto(valor: str | None) -> str:
    """A string, or null."""
    return _CODIFICADOR.encode(valor)


def hora(momento: datetime | None) -> str:
    """A moment in UTC, or null."""
    return f'"{iso_utc(momento)}"' if momento is not None else "null"


class Textos(dict[str, str]):
    """Strings met before: names of places and kinds of document repeat in every acta."""

    def __missing__(self, valor: str) -> str:
        self[valor] = escrito = texto(valor)
        return escrito


class Cifras(dict[Cifra, str]):
    """Figures met before, numbers or legends."""

    def __init__(self):
        super().__init__({leyenda: texto(leyenda.value) for leyenda in Leyenda})

    def __missing__(self, valor: Cifra) -> str:
        self[valor] = escrito = str(valor)
        return escrito

    def lista(self, valores: Iterable[Cifra] | None) -> str:
        """A list of figures, or null."""
        return f"[{','.join(map(self.__getitem__, valores))}]" if valores is not None else "null"
