"""From beliefs to what is said: the figure, its confidence and whether it is accepted."""

from typing import Final

from ocr.campo import Creencia, mejor
from ocr.palabras import Figuras
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.lectura import LecturaCampo

LEGIBLE: Final = 0.97
"""A figure that the boxes alone make this probable is not changed by sums, limits or words; these only move its
confidence. Reject rather than guess: what contradicts it goes to people."""
CERCANA: Final = 0.02  # an alternative stands beside the boxes' first choice from this share of its probability on
MIN_CIFRA_LEIDA: Final = 0.5  # a number less probable than this, both before and after the sums, is ILEGIBLE
MIN_EN_CAJAS: Final = 0.05
"""A figure to which the digit boxes alone give less is not accepted, whatever the words say."""
N_ALTERNATIVAS: Final = 4


def decidir(
    digitos: Creencia,
    final: Creencia,
    riesgo: float,
    letra: str | None,
    propia: Creencia | None = None,
    sin_letra: bool = True,
) -> LecturaCampo:
    """What is said of one quantity.

    Args:
        digitos: what its digit boxes say.
        final: what is believed after words, sums and limit.
        riesgo: expected error allowed among accepted figures.
        letra: the words understood, or None.
        propia: what its boxes and words say together, before sums and limit; None = the same as ``digitos``.
        sin_letra: the words line is known to hold no words; else an empty quantity is not accepted as SIN DATO.
    """
    cajas = digitos if propia is None else propia
    primera = mejor(cajas)
    cifra = primera
    if cajas[primera] < LEGIBLE:
        cercanas = [c for c, p in cajas.items() if p >= CERCANA * cajas[primera]]
        cifra = max(cercanas, key=lambda c: final.get(c, 0.0))
    confianza = final.get(cifra, 0.0)
    otras = sorted(((c, p) for c, p in final.items() if c != cifra), key=lambda par: -par[1])[:N_ALTERNATIVAS]
    if not isinstance(cifra, Leyenda) and max(cajas[cifra], confianza) < MIN_CIFRA_LEIDA:
        otras = [(cifra, confianza), *(o for o in otras if o[0] is not Leyenda.ILEGIBLE)][:N_ALTERNATIVAS]
        cifra, confianza = Leyenda.ILEGIBLE, final.get(Leyenda.ILEGIBLE, 0.0)
    # sums may confirm the boxes' first choice, never accept another in its stead
    aceptado = cifra == primera and confianza >= 1 - riesgo and digitos.get(cifra, 0.0) >= MIN_EN_CAJAS
    aceptado = aceptado and cifra is not Leyenda.ILEGIBLE and (sin_letra or cifra is not Leyenda.SIN_DATO)
    return LecturaCampo(cifra, min(1.0, confianza), aceptado, letra, tuple((c, p) for c, p in otras if p > 1e-4))


def con_palabras(cajas: Creencia, figuras: Figuras | None) -> Creencia:
    """Beliefs of the boxes after an independent look at the words.

    Each number gains or loses as the words say; where the boxes hold no number (blank or illegible) the words alone
    may give it ("cantidad solo con letra", dominio.md §4).
    """
    if figuras is None:
        return cajas
    n = len(figuras)
    salida = dict[Cifra, float]()
    sin_numero = 0.0
    for cifra, p in cajas.items():
        if isinstance(cifra, Leyenda):
            sin_numero += p
            salida[cifra] = salida.get(cifra, 0.0) + p
        else:
            salida[cifra] = salida.get(cifra, 0.0) + p * float(figuras[cifra]) * n
    clara = int(figuras.argmax())
    if figuras[clara] > 0.5:
        # n times as probable as by chance, damped: a reading by words alone should not look certain
        salida[clara] = salida.get(clara, 0.0) + sin_numero * 4 * float(figuras[clara])
    total = sum(salida.values())
    return {c: p / total for c, p in salida.items()}
