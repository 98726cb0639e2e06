"""From bytes to the rows of a published database, whatever its encoding, separator, quoting and first lines."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from publicacion.auditoria.columnas import cifra_canonica, columnas_de_votos, es_linea_de_columnas, indices
from publicacion.auditoria.textos import limpiar
from publicacion.errores import BaseIlegible

_SEPARADORES = ",|;\t"
_MAX_PRIMERAS = 40
"""Lines in which the names of the columns are sought; real files have them in the sixth, seventh or eighth."""


@dataclass(frozen=True)
class BaseLeida:
    """A database as printed, by columns: ``lineas`` and every one of ``crudas`` have one item per row.

    ``indice`` finds a column by its 2024 name. ``encabezado`` is keyed by the 2024 name of each figure, its text as
    printed; empty when the file has none.
    """

    titulo: str
    corte: str
    codificacion: str
    separador: str
    encabezado: Mapping[str, str]
    nombres: tuple[str, ...]
    indice: Mapping[str, int]
    votos: tuple[int, ...]
    lineas: Sequence[int]
    crudas: Sequence[Sequence[str]]
    deformes: Sequence[tuple[int, int]]
    """Line and number of columns of the rows that do not have as many as the names; padded or cut in ``crudas``."""

    @cached_property
    def _limpias(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def _lugares(self) -> dict[str, int]:
        return {nombre: i for i, nombre in enumerate(self.nombres)} | dict(self.indice)

    def columna(self, nombre: str) -> list[str]:
        """Clean texts of a column, by its 2024 name or as printed; all empty where the file does not have it."""
        if (limpia := self._limpias.get(nombre)) is None:
            lugar = self._lugares.get(nombre)
            limpia = [""] * len(self.lineas) if lugar is None else list(map(limpiar, self.crudas[lugar]))
            self._limpias[nombre] = limpia
        return limpia


def leer(contenido: bytes) -> BaseLeida:
    """Read a database.

    Raises:
        BaseIlegible: no line names the columns of a PREP database.
    """
    texto, codificacion = _decodificar(contenido)
    primeras = texto.split("\n", _MAX_PRIMERAS)[:_MAX_PRIMERAS]
    separador, lugar = _columnas_en(primeras)
    sin_comillas = separador != "," and texto.count('"') % 2 == 1
    lineas = csv.reader(
        io.StringIO(texto, newline=""),
        delimiter=separador,
        # a stray quote in a pipe file would swallow the lines up to the next one
        quoting=csv.QUOTE_NONE if sin_comillas else csv.QUOTE_MINIMAL,
    )
    todas = [(lineas.line_num, valores) for valores in lineas]
    corte = next(i for i, (linea, _) in enumerate(todas) if linea > lugar)
    nombres = [limpiar(n) for n in todas[corte][1]]
    while nombres and not nombres[-1]:
        nombres.pop()
    filas, deformes = _emparejar(todas[corte + 1 :], len(nombres))
    del todas[corte + 1 :]
    titulares = [" ".join(limpiar(v) for v in valores if v.strip()) for _, valores in todas[:corte]]
    titulares = [t for t in titulares if t and not t.lower().startswith("sep=")]
    return BaseLeida(
        titulo=titulares[0] if titulares and cifra_canonica(titulares[0].split(" ")[0]) is None else "",
        corte=next((t for t in titulares[:4] if "/" in t and ":" in t), ""),
        codificacion=codificacion,
        separador=separador,
        encabezado=_encabezado(primeras[:lugar]),
        nombres=tuple(nombres),
        indice=indices(nombres),
        votos=columnas_de_votos(nombres),
        lineas=[linea for linea, _ in filas],
        crudas=list(zip(*(valores for _, valores in filas), strict=True)) or [()] * len(nombres),
        deformes=deformes,
    )


def _decodificar(contenido: bytes) -> tuple[str, str]:
    if contenido.startswith((b"\xff\xfe", b"\xfe\xff")):
        return contenido.decode("utf-16", "replace"), "UTF-16"
    try:
        texto = contenido.decode("utf-8-sig")
        return texto, "UTF-8 con BOM" if contenido.startswith(b"\xef\xbb\xbf") else "UTF-8"
    except UnicodeDecodeError:
        return contenido.decode("cp1252", "replace"), "Windows-1252"


def _columnas_en(primeras: Sequence[str]) -> tuple[str, int]:
    """Separator and place (from 0) of the line that names the columns."""
    for i, linea in enumerate(primeras):
        for separador in sorted(_SEPARADORES, key=linea.count, reverse=True)[:2]:
            if es_linea_de_columnas(next(csv.reader([linea], delimiter=separador), [])):
                return separador, i
    raise BaseIlegible(None, "ninguna de sus primeras líneas nombra las columnas de una base de datos del PREP")


def _encabezado(primeras: Sequence[str]) -> Mapping[str, str]:
    """Figures by name. Their line may be separated otherwise than the rows."""
    for i, linea in enumerate(primeras[:-1]):
        for separador in sorted(_SEPARADORES, key=linea.count, reverse=True)[:1]:
            nombres = [cifra_canonica(n) for n in next(csv.reader([linea], delimiter=separador), [])]
            if sum(n is not None for n in nombres) >= 4:
                valores = next(csv.reader([primeras[i + 1]], delimiter=separador), [])
                return {n: limpiar(v) for n, v in zip(nombres, valores, strict=False) if n is not None}
    return {}


def _emparejar(
    crudas: Sequence[tuple[int, list[str]]], ancho: int
) -> tuple[list[tuple[int, list[str]]], list[tuple[int, int]]]:
    """Every row with as many values as there are names. Separators left at the end of a line are no fault."""
    filas: list[tuple[int, list[str]]] = []
    deformes: list[tuple[int, int]] = []
    for linea, valores in crudas:
        if not any(v.strip() for v in valores):
            continue
        if len(valores) != ancho:
            if len(valores) < ancho or any(v.strip() for v in valores[ancho:]):
                deformes.append((linea, len(valores)))
            valores = [*valores[:ancho], *[""] * (ancho - len(valores))]
        filas.append((linea, valores))
    return filas, deformes
