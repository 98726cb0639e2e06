"""Read a published database back: our own before releasing a cut, or another authority's to compare with.

Accepts both layouts, comma or pipe, with or without BOM, apostrophes, ``100.0000%`` and ``12.0``; legends and
observations in any case, with or without accents.
"""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publicacion.disposicion import CIFRAS
from publicacion.errores import BaseIlegible
from verificacion.dominio.agregacion import Encabezado, FilaActa, encabezar
from verificacion.dominio.conteo import Cifra, Leyenda, numero
from verificacion.dominio.inconsistencia import Observacion

_OBSERVACIONES = {
    "EXCEDE LISTA NOMINAL": Observacion.EXCEDE_LISTA_NOMINAL,
    "TODOS ILEGIBLES O SIN DATO": Observacion.TODOS_ILEGIBLES_O_SIN_DATO,
    "ALGUN CAMPO ILEGIBLE O SIN DATO": Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO,
    "SIN ACTA POR PAQUETE NO ENTREGADO": Observacion.SIN_ACTA_PAQUETE_NO_ENTREGADO,
    "SIN ACTA POR CASILLA NO INSTALADA": Observacion.SIN_ACTA_CASILLA_NO_INSTALADA,
    "SIN ACTA POR PAQUETE ENTREGADO SIN": Observacion.SIN_ACTA_PAQUETE_SIN_BOLSA,
    "FUERA DE CATALOGO": Observacion.FUERA_DE_CATALOGO,
}
_LEYENDAS = {"ILEGIBLE": Leyenda.ILEGIBLE, "SIN DATO": Leyenda.SIN_DATO}


@dataclass(frozen=True, slots=True)
class FilaBase:
    """One row. ``votos`` holds the columns with a figure or a legend: absent contenders are not in it.

    ``celdas`` keeps every column as text, without apostrophe.
    """

    linea: int
    celdas: Mapping[str, str]
    votos: Mapping[str, Cifra]
    observaciones: frozenset[Observacion]

    @property
    def en_catalogo(self) -> bool:
        """Whether it is one of the expected actas."""
        return Observacion.FUERA_DE_CATALOGO not in self.observaciones

    @property
    def capturada(self) -> bool:
        """Whether it enters ACTAS_CAPTURADAS."""
        return self.en_catalogo and self.celdas["CONTABILIZADA"] in ("0", "1")

    @property
    def limite(self) -> int | None:
        """LISTA_NOMINAL + REPRESENTANTES_PP_CI as printed.

        None where the publisher prints no representatives: early vote has no bound (Puebla 2024, six actas over it).
        """
        representantes = self.celdas["REPRESENTANTES_PP_CI"]
        return _entero(self.celdas["LISTA_NOMINAL"]) + int(representantes) if representantes.isdecimal() else None

    @property
    def total(self) -> int:
        """The votes added again from their columns."""
        return sum(numero(v) for v in self.votos.values())

    def fila(self) -> FilaActa:
        """What it adds to the header."""
        return FilaActa(
            en_catalogo=self.en_catalogo,
            capturada=self.capturada,
            contabilizada=self.en_catalogo and self.celdas["CONTABILIZADA"] == "1",
            inconsistente=any(
                o in self.observaciones
                for o in (
                    Observacion.EXCEDE_LISTA_NOMINAL,
                    Observacion.TODOS_ILEGIBLES_O_SIN_DATO,
                    Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO,
                )
            ),
            especial=self.celdas["TIPO_CASILLA"] == "S",
            lista_nominal=_entero(self.celdas["LISTA_NOMINAL"]),
            total=self.total,
        )


@dataclass(frozen=True, slots=True)
class BasePublicada:
    """A database as read: its title, moment, the thirteen printed figures and its rows."""

    titulo: str
    corte: str
    encabezado: Mapping[str, str]
    columnas: tuple[str, ...]
    columnas_votos: tuple[str, ...]
    filas: tuple[FilaBase, ...]

    def recalcular(self, *, ultimo_corte: bool) -> Encabezado:
        """The header computed again from the rows, totals included."""
        return encabezar((f.fila() for f in self.filas), ultimo_corte=ultimo_corte)


def leer_base(contenido: bytes) -> BasePublicada:
    """Parse a published database.

    Raises:
        BaseIlegible: it is not text, has no header or no columns where they belong, or a row has other columns.
    """
    try:
        texto = contenido.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BaseIlegible(None, f"no está en UTF-8 (byte {error.start})") from error
    separador = "|" if texto.count("|") > texto.count(",") else ","
    lineas = list(csv.reader(io.StringIO(texto, newline=""), delimiter=separador))
    cifras = next((i for i, v in enumerate(lineas[:10]) if v and v[0] == CIFRAS[0]), None)
    nombres = next((i for i, v in enumerate(lineas[:12]) if v and v[0] == "CLAVE_CASILLA"), None)
    if cifras is None or nombres is None or len(lineas) <= cifras + 1 or cifras < 2:
        raise BaseIlegible(None, "no tiene el encabezado o los nombres de columna de una base del PREP")
    columnas = tuple(lineas[nombres])
    votos = _entre(columnas, "TOTAL_VOTOS_SACADOS", "TOTAL_VOTOS_ASENTADO")
    return BasePublicada(
        titulo=lineas[0][0],
        corte=lineas[1][0],
        encabezado=dict(zip(CIFRAS, lineas[cifras + 1], strict=False)),
        columnas=columnas,
        columnas_votos=votos,
        filas=tuple(_fila(i + 1, lineas[i], columnas, votos) for i in range(nombres + 1, len(lineas)) if lineas[i]),
    )


def normalizar(texto: str) -> str:
    """Upper case without accents, to compare spellings of different publishers."""
    plano = unicodedata.normalize("NFKD", texto)
    return "".join(c for c in plano if not unicodedata.combining(c)).upper().strip()


def _entre(columnas: Sequence[str], antes: str, despues: str) -> tuple[str, ...]:
    try:
        return tuple(columnas[columnas.index(antes) + 1 : columnas.index(despues)])
    except ValueError as error:
        raise BaseIlegible(None, f"faltan las columnas {antes} o {despues}") from error


def _fila(linea: int, valores: Sequence[str], columnas: Sequence[str], votos: Sequence[str]) -> FilaBase:
    if len(valores) != len(columnas):
        raise BaseIlegible(linea, f"tiene {len(valores)} columnas y debían ser {len(columnas)}")
    celdas = {c: v.strip().removeprefix("'").removesuffix("'") for c, v in zip(columnas, valores, strict=True)}
    cifras = {c: leer_cifra(celdas[c]) for c in votos}
    return FilaBase(
        linea=linea,
        celdas=celdas,
        votos={c: v for c, v in cifras.items() if v is not None},
        observaciones=_observaciones(celdas["OBSERVACIONES"]),
    )


def leer_cifra(texto: str) -> Cifra | None:
    """A printed figure or legend; None for anything else (absent, not captured, ``Sin acta``)."""
    if texto.isascii() and texto.isdigit():
        return int(texto)
    return _LEYENDAS.get(normalizar(texto))


def _entero(texto: str) -> int:
    return int(texto) if texto.isascii() and texto.isdigit() else 0


def _observaciones(texto: str) -> frozenset[Observacion]:
    plano = normalizar(texto)
    return frozenset(o for clave, o in _OBSERVACIONES.items() if clave in plano)
