"""Amounts in words: written as the acta should have them, and understood as people write them."""

import re
import unicodedata
from functools import cache
from typing import Final

from verificacion.dominio.conteo import MAX_CIFRA

_UNIDADES: Final = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_HASTA_VEINTINUEVE: Final = (
    *_UNIDADES,
    *("diez", "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve"),
    *("veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete"),
    *("veintiocho", "veintinueve"),
)
_DECENAS: Final = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_CENTENAS: Final = (
    *("ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos"),
    *("ochocientos", "novecientos"),
)


def a_letra(n: int) -> str:
    """The words of a figure 0..999: ``22`` is ``veintidós``.

    Raises:
        ValueError: out of 0..999.
    """
    if not 0 <= n <= MAX_CIFRA:
        raise ValueError(n)
    if n < 30:
        return _HASTA_VEINTINUEVE[n]
    if n < 100:
        decena, unidad = divmod(n, 10)
        return _DECENAS[decena - 3] + (f" y {_UNIDADES[unidad]}" if unidad else "")
    if n == 100:
        return "cien"
    centena, resto = divmod(n, 100)
    return _CENTENAS[centena - 1] + (f" {a_letra(resto)}" if resto else "")


def de_letra(texto: str) -> int | None:
    """The figure 0..999 that words mean, or None where they mean none for sure.

    Spelling is forgiven as it sounds (``dosientos``, ``Diescinueve``), so are spaces (``veinti dos``), and one slip
    in every six letters when no other figure is as near. ``uno cero seis``, digit by digit, is 106.
    """
    clave = como_suena(texto)
    if not clave:
        return None
    figuras = _figuras()
    exacta = figuras.get(clave)
    if exacta is not None:
        return exacta
    permitidos = len(clave) // 6
    mejor, valores = permitidos + 1, set[int]()
    for forma, n in figuras.items():
        d = _distancia(clave, forma, min(mejor, permitidos))
        if d < mejor:
            mejor, valores = d, {n}
        elif d == mejor and d <= permitidos:
            valores.add(n)
    return valores.pop() if len(valores) == 1 and mejor <= permitidos else None


def como_suena(texto: str) -> str:
    """Letters of a text as they sound in Mexico, without accents, spaces, silent or doubled letters."""
    plano = unicodedata.normalize("NFD", texto.lower())
    letras = re.sub(r"[^a-z]", "", plano)
    for patron, sonido in (
        (r"qu", "k"),
        (r"c(?=[ei])", "s"),
        ("c", "k"),
        ("z", "s"),
        ("v", "b"),
        ("h", ""),
        ("y", "i"),
    ):
        letras = re.sub(patron, sonido, letras)
    return re.sub(r"(.)\1+", r"\1", letras)


@cache
def _figuras() -> dict[str, int]:
    """How every figure may sound; the correct form wins where two would sound alike."""
    formas = {como_suena(a_letra(n)): n for n in range(MAX_CIFRA + 1)}
    for n in range(MAX_CIFRA + 1):
        for variante in _variantes(n):
            formas.setdefault(como_suena(variante), n)
    return formas


def _variantes(n: int) -> list[str]:
    resto = n % 100
    centena = a_letra(n - resto) if n >= 100 else ""
    cola = list[str]()
    if 16 <= resto <= 19:
        cola.append(f"diez y {_UNIDADES[resto - 10]}")
    elif 21 <= resto <= 29:
        cola.append(f"veinte y {_UNIDADES[resto - 20]}")
    elif resto > 30 and resto % 10:
        cola.append(f"{_DECENAS[resto // 10 - 3]} {_UNIDADES[resto % 10]}")
    if 100 < n < 200:
        cola.append(a_letra(resto))
    variantes = [f"{centena} {c}" for c in cola]
    if n == 100:
        variantes.append("ciento")
    digitos = [_UNIDADES[int(d)] for d in str(n)]
    variantes += [" ".join(["cero"] * ceros + digitos) for ceros in range(max(0, 4 - len(digitos))) if ceros or n > 9]
    return variantes


def _distancia(a: str, b: str, tope: int) -> int:
    """Edit distance, or ``tope + 1`` as soon as it must be over ``tope``."""
    if abs(len(a) - len(b)) > tope:
        return tope + 1
    fila = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previa, fila = fila, [i]
        for j, y in enumerate(b, 1):
            fila.append(min(previa[j] + 1, fila[-1] + 1, previa[j - 1] + (x != y)))
        if min(fila) > tope:
            return tope + 1
    return fila[-1]
