"""From beliefs to what is said: the figure, its confidence, whether it is accepted, and what each source said."""

from typing import Final

from ocr.calibracion import Regla
from ocr.campo import Creencia, mejor
from ocr.palabras import Figuras, entendida
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.lectura import LecturaCampo
from verificacion.dominio.letra import a_letra

LEGIBLE: Final = 0.97
"""A figure that boxes and words make this probable is not changed by sums and limit; these only move its confidence.
Reject rather than guess: what contradicts it goes to people."""
CERCANA: Final = 0.02  # an alternative stands beside the first choice from this share of its probability on
MIN_CIFRA_LEIDA: Final = 0.5  # a number less probable than this, both before and after the sums, is ILEGIBLE
N_ALTERNATIVAS: Final = 4


def decidir(cajas: Creencia, propia: Creencia, final: Creencia, letra: Figuras | None, regla: Regla) -> LecturaCampo:
    """What is said of one quantity.

    Args:
        cajas: what its digit boxes say.
        propia: what its boxes and its words say together.
        final: what is believed after sums and limit.
        letra: what its words alone say, or None where they were not read or nothing is written.
        regla: how sure one must be under the condition of this image.
    """
    primera = mejor(propia)
    cifra = primera
    if propia[primera] < LEGIBLE:
        cercanas = [c for c, p in propia.items() if p >= CERCANA * propia[primera]]
        cifra = max(cercanas, key=lambda c: final.get(c, 0.0))
    en_bruto = final.get(cifra, 0.0)
    otras = sorted(((c, p) for c, p in final.items() if c != cifra), key=lambda par: -par[1])[:N_ALTERNATIVAS]
    if not isinstance(cifra, Leyenda) and max(propia[cifra], en_bruto) < MIN_CIFRA_LEIDA:
        otras = [(cifra, en_bruto), *(o for o in otras if o[0] is not Leyenda.ILEGIBLE)][:N_ALTERNATIVAS]
        cifra, en_bruto = Leyenda.ILEGIBLE, final.get(Leyenda.ILEGIBLE, 0.0)
    # sums may confirm the first choice, never accept another in its stead
    aceptado = cifra == primera and cifra is not Leyenda.ILEGIBLE and regla.acepta(en_bruto)
    de_cajas = mejor(cajas)
    fuentes: dict[str, tuple[Cifra, float]] = {"casilleros": (de_cajas, cajas[de_cajas])}
    en_letra = entendida(letra)
    if letra is not None and en_letra is not None:
        fuentes["letra"] = (en_letra, float(letra[en_letra]))
    fuentes["sumas"] = (cifra, en_bruto)
    return LecturaCampo(
        cifra,
        regla.probabilidad(en_bruto),
        aceptado,
        None if en_letra is None else a_letra(en_letra),
        tuple((c, p) for c, p in otras if p > 1e-4),
        fuentes,
    )
