"""Spellings of the cells of published databases, folded to one."""

import re
import unicodedata
from enum import Enum, IntEnum
from functools import lru_cache

from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.inconsistencia import Observacion

_BORDES = " \t\r\n'\"\u00a0\u2018\u2019`="
_MILES = re.compile(r"\d{1,3}(,\d{3})+(\.0+)?")
_ENTERO = re.compile(r"\d+(\.0+)?")
_VACIAS = frozenset({"", "-", "--", "–", "—", "N/A", "NA", "NULL", "NAN", "NONE", "NO APLICA", "N/D"})

_MAX_VACIA = max(map(len, _VACIAS))


class Celda(IntEnum):
    """A cell of a vote column that holds no number; negative, so that a column is one array of integers."""

    LEYENDA = -1
    """Illegible or blank on the acta."""
    VACIA = -2
    """Does not contend, or not captured yet."""
    SIN_ACTA = -3
    IMPOSIBLE = -4
    """Neither a figure nor any known legend: ``-5``, ``12a``."""


class Otra(Enum):
    """What is read in OBSERVACIONES beyond the closed catalogue."""

    IDENTIFICACION = "identificación por otro procedimiento"
    SIN_ACTA = "sin acta"
    DESCONOCIDA = "desconocida"


class Contada(IntEnum):
    """CONTABILIZADA as printed."""

    NO = 0
    SI = 1
    FUERA = 2


def limpiar(texto: str) -> str:
    """Without the blanks, apostrophes and quotes that publishers put around a value."""
    return texto.strip(_BORDES)


@lru_cache(maxsize=1 << 16)  # the same few texts in every row
def plegar(texto: str) -> str:
    """Upper case, no accents, single blanks."""
    plano = unicodedata.normalize("NFKD", limpiar(texto))
    return " ".join("".join(c for c in plano if not unicodedata.combining(c)).upper().split())


def es_vacia(texto: str) -> bool:
    """Whether a cell holds nothing: empty, a dash or "does not apply"."""
    limpio = limpiar(texto)
    return not limpio or (len(limpio) <= _MAX_VACIA and plegar(limpio) in _VACIAS)


@lru_cache(maxsize=1 << 16)
def leer_entero(texto: str) -> int | None:
    """A whole number with or without ``12.0``, thousands commas, blanks, ``%`` or apostrophes; None if it is none."""
    limpio = limpiar(texto).replace("\u00a0", "").replace(" ", "").removesuffix("%")
    if _MILES.fullmatch(limpio):
        limpio = limpio.replace(",", "")
    return int(limpio.partition(".")[0]) if _ENTERO.fullmatch(limpio) else None


def leer_celda(texto: str) -> int:
    """A vote cell: its number, or a ``Celda``."""
    numero = leer_entero(texto)
    if numero is not None:
        return numero
    plano = plegar(texto)
    if plano in _VACIAS:
        return Celda.VACIA
    if plano.startswith("SIN ACTA") or plano.startswith("PC-UE"):
        return Celda.SIN_ACTA
    if "ILEGIBLE" in plano or "SIN DATO" in plano or plano == "VACIO":
        return Celda.LEYENDA
    return Celda.IMPOSIBLE


def leer_cifra(texto: str) -> Cifra | None:
    """A figure of an acta, number or legend; None for anything else (absent, not captured, ``Sin acta``)."""
    numero = leer_entero(texto)
    if numero is None and leer_celda(texto) == Celda.LEYENDA:
        return Leyenda.ILEGIBLE if "ILEGIBLE" in plegar(texto) else Leyenda.SIN_DATO
    return numero


@lru_cache(maxsize=1 << 16)
def leer_contada(texto: str) -> Contada | None:
    """CONTABILIZADA; None where it is not printed."""
    plano = plegar(texto)
    if plano in ("1", "1.0", "SI", "S", "T", "TRUE"):
        return Contada.SI
    if plano in ("0", "0.0", "NO", "N", "F", "FALSE"):
        return Contada.NO
    return Contada.FUERA if plano in ("2", "2.0") else None


@lru_cache(maxsize=1 << 16)
def leer_observaciones(texto: str) -> frozenset[Observacion | Otra]:
    """The set of observations of a cell: one, several joined by commas, or a list (``['Ilegible','Sin dato']``)."""
    plano = plegar(texto)
    if plano in _VACIAS or plano in ("[]", "0", "NINGUNA", "SIN OBSERVACIONES"):
        return frozenset()
    leidas: set[Observacion | Otra] = set()
    for parte in re.split(r"[,;|/\[\]]+", plano):
        pieza = parte.strip(" '\"")
        if pieza and pieza not in _VACIAS:
            leidas |= _pieza(pieza)
    return frozenset(leidas)


def _pieza(pieza: str) -> set[Observacion | Otra]:
    if "CATALOGO" in pieza or "NO IDENTIFICAD" in pieza:
        return {Observacion.FUERA_DE_CATALOGO}
    if "SIN ACTA" in pieza or "PC-UE" in pieza:
        return {_sin_acta(pieza)}
    if "IDENTIFICACION" in pieza:
        return {Otra.IDENTIFICACION}
    leidas: set[Observacion | Otra] = set()
    if "EXCEDE" in pieza:
        leidas.add(Observacion.EXCEDE_LISTA_NOMINAL)
    if "ILEGIBLE" in pieza or "SIN DATO" in pieza or "VACI" in pieza:
        todos = "TODO" in pieza
        leidas.add(Observacion.TODOS_ILEGIBLES_O_SIN_DATO if todos else Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO)
    return leidas or {Otra.DESCONOCIDA}


def _sin_acta(pieza: str) -> Observacion | Otra:
    if "NO ENTREGADO" in pieza:
        return Observacion.SIN_ACTA_PAQUETE_NO_ENTREGADO
    if "NO INSTALADA" in pieza:
        return Observacion.SIN_ACTA_CASILLA_NO_INSTALADA
    return Observacion.SIN_ACTA_PAQUETE_SIN_BOLSA if "ENTREGADO SIN" in pieza else Otra.SIN_ACTA


def es_sin_acta(observacion: Observacion | Otra) -> bool:
    """Whether it is one of the causes of SIN ACTA, named or not."""
    return observacion.name.startswith("SIN_ACTA")
