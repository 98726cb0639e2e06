"""How a person writes a figure on the acta, and how a careful person reads it back.

Sources: CDMX sample of 2024 (zeros padded, misspelt words); ``dominio.md`` §4 for reading: letters prevail over digits,
digits stand alone when the letters are blank or struck, neither is SIN DATO, both unreadable is ILEGIBLE.
"""

from dataclasses import dataclass
from typing import assert_never

import numpy as np

from verificacion.dominio.conteo import MAX_CIFRA, Cifra, Leyenda
from verificacion.dominio.letra import a_letra

VACIO, RAYA, TACHON = "", "-", "#"

TASA_SIN_LETRA_ACTA = 0.08
TASA_SIN_LETRA_CAMPO = 0.03
TASA_SOLO_LETRA = 0.003
TASA_LETRA_DISTINTA = 0.0015
"""Digits that say another number than clear words; the truth is the words. Rare on purpose: real rates are unknown."""
TASA_FALTA_ORTOGRAFIA = 0.04

_FALTAS = (
    ("dieci", "diesi"),
    ("cero", "sero"),
    ("trece", "trese"),
    ("cinco", "sinco"),
    ("ciento", "siento"),
    ("veinti", "venti"),
    ("setecientos", "sietecientos"),
)


@dataclass(frozen=True, slots=True)
class Anotacion:
    """What the pen leaves in one quantity.

    ``casilleros`` holds one sign per box: a digit, blank, a dash or a scribble. ``letra`` is the line of words, empty
    when nothing is written; ``letra_tachada`` says that it is struck out and cannot be read.
    """

    casilleros: tuple[str, ...]
    letra: str = ""
    letra_tachada: bool = False


@dataclass(frozen=True, slots=True)
class Manera:
    """Habits of whoever fills one acta. ``relleno``: ``ceros`` 022, ``blancos`` _22, ``izquierda`` 22_."""

    relleno: str
    cero: str
    con_letra: bool

    @classmethod
    def nueva(cls, rng: np.random.Generator) -> "Manera":
        """Draw the habits of one person."""
        con_letra = bool(rng.random() >= TASA_SIN_LETRA_ACTA)
        relleno = str(rng.choice(["ceros", "blancos", "izquierda"], p=[0.76, 0.22, 0.02]))
        cero = str(rng.choice(["ceros", "uno", "raya"], p=[0.74, 0.2, 0.06]))
        return cls(relleno, cero if con_letra or cero != "raya" else "ceros", con_letra)


def anotar(cifra: Cifra, manera: Manera, rng: np.random.Generator, cajas: int = 3) -> Anotacion:
    """Write a figure so that a careful person reads ``cifra``."""
    match cifra:
        case Leyenda.SIN_DATO:
            return Anotacion((VACIO,) * cajas)
        case Leyenda.ILEGIBLE:
            letra = "" if rng.random() < 0.5 else a_letra(int(rng.integers(1, 300)))
            return Anotacion((TACHON,) * cajas, letra, letra_tachada=bool(letra))
        case int():
            return _anotar_numero(cifra, manera, rng, cajas)
    assert_never(cifra)


def _anotar_numero(numero: int, manera: Manera, rng: np.random.Generator, cajas: int) -> Anotacion:
    azar = rng.random(4)
    letra = a_letra(numero) if manera.con_letra else ""
    if letra and azar[0] < TASA_SOLO_LETRA:
        return Anotacion((VACIO,) * cajas, letra)
    if letra and azar[1] < TASA_LETRA_DISTINTA:
        otro = (numero + int(rng.integers(1, 90))) % (MAX_CIFRA + 1)
        return Anotacion(_casilleros(otro, manera, cajas), letra)
    signos = _casilleros(numero, manera, cajas)
    if RAYA in signos:
        return Anotacion(signos, letra)  # a dash alone would be open to doubt: the word "cero" goes with it
    if azar[2] < TASA_SIN_LETRA_CAMPO:
        return Anotacion(signos)
    return Anotacion(signos, _con_falta(letra) if azar[3] < TASA_FALTA_ORTOGRAFIA else letra)


def _casilleros(numero: int, manera: Manera, cajas: int) -> tuple[str, ...]:
    if numero == 0 and manera.cero != "ceros":
        return (RAYA,) * cajas if manera.cero == "raya" else (VACIO,) * (cajas - 1) + ("0",)
    texto = str(numero)
    match manera.relleno:
        case "ceros":
            return tuple(texto.zfill(cajas))
        case "blancos":
            return (VACIO,) * (cajas - len(texto)) + tuple(texto)
        case _:
            return tuple(texto) + (VACIO,) * (cajas - len(texto))


def _con_falta(letra: str) -> str:
    """One common misspelling that leaves the number clear."""
    for bien, mal in _FALTAS:
        if bien in letra:
            return letra.replace(bien, mal, 1)
    return letra


def leer(anotacion: Anotacion, numero_en_letra: int | None) -> Cifra:
    """What a careful person types (``dominio.md`` §4).

    Args:
        anotacion: what is on the paper.
        numero_en_letra: the number that its words say, or None where there are none or they are struck.
    """
    if numero_en_letra is not None and not anotacion.letra_tachada:
        return numero_en_letra
    if TACHON in anotacion.casilleros:
        return Leyenda.ILEGIBLE
    digitos = "".join(signo for signo in anotacion.casilleros if signo.isdigit())
    if digitos:
        return int(digitos)
    return Leyenda.ILEGIBLE if anotacion.letra_tachada else Leyenda.SIN_DATO
