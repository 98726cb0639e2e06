"""From what was seen on an acta to what is believed of each quantity: boxes, then words, then sums and limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ocr.campo import Creencia, creer, escribe_de_izquierda, normalizar, resto
from ocr.digitos import Probabilidades
from ocr.palabras import DUDA, Figuras
from ocr.red import BLANCO, RAYA
from ocr.sumas import combinar
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.eleccion import Suma

P_AJENA: Final = 0.002
"""How often boxes that are read right say another number than the acta: the pen slipped in one of the two, and the
words prevail (Anexo 13, numeral 31). The real rate is unknown; the drills write 0.15 %."""
P_AJENA_SIN_LETRA: Final = 0.0001  # the same where the words line is known to be empty: the digits stand
P_SOLO_LETRA: Final = 0.05  # how often empty boxes stand beside words that give the number
P_RAYA_ES_CERO: Final = 0.5  # how often dashes in the boxes stand beside the word "cero"
P_LETRA_CLARA: Final = 0.5  # how often illegible boxes stand beside words that give the number
MAX_SIN_CIFRA: Final = 30.0
"""How much a line without amount may speak for a blank or an illegible quantity: it may also be words badly written."""
_NUMEROS: Final = 1000
_MENUDAS: Final = 5.0


def _frecuencias() -> Figuras:
    """How often each figure stands on an acta before anything of it is seen, (1000,), times 1000.

    Half of the weight falls as 1 / (figure + 5), half is alike for all. Small figures are the most of real ones (Puebla
    2024: 5 % of the quantities are 8 to 15, 2 % are 128 to 255); this leans the same way, and less than they do.
    """
    peso = 1 / (np.arange(_NUMEROS) + _MENUDAS)
    return 0.5 + 0.5 * peso / peso.mean()


FRECUENCIAS: Final = _frecuencias()
_MIN_FIGURA: Final = 1e-4  # share of the words' belief from which a number that the boxes do not show is considered


@dataclass(frozen=True, slots=True)
class Evidencia:
    """What was seen of one quantity.

    ``cajas`` is (n, CLASES); ``letra`` what the words say, (1000,), or None when they were not read or there are none;
    ``sin_letra`` tells that the line was looked at and nothing is written there (or the form has no such line).
    """

    cajas: Probabilidades
    letra: Figuras | None = None
    sin_letra: bool = False


@dataclass(frozen=True, slots=True)
class Deliberacion:
    """Beliefs on every quantity: of the boxes alone, with the words, and with sums and limit."""

    cajas: Mapping[str, Creencia]
    propias: Mapping[str, Creencia]
    finales: Mapping[str, Creencia]


def deliberar(
    evidencia: Mapping[str, Evidencia], sumas: Sequence[Suma], limitados: Sequence[str], limite: int | None
) -> Deliberacion:
    """Weigh all that was seen of an acta.

    Args:
        evidencia: by field.
        sumas: of the form; those of which a field is missing are left out.
        limitados: fields that may not exceed ``limite``.
        limite: lista nominal plus representatives, where the casilla is known.
    """
    de_izquierda = escribe_de_izquierda(e.cajas for e in evidencia.values())
    cajas = {clave: creer(e.cajas, de_izquierda) for clave, e in evidencia.items()}
    propias = {clave: con_letra(cajas[clave], e) for clave, e in evidencia.items()}
    presentes = [s for s in sumas if {s.total, *s.sumandos} <= evidencia.keys()]
    return Deliberacion(cajas, propias, combinar(propias, presentes, limitados, limite))


def con_letra(cajas: Creencia, evidencia: Evidencia) -> Creencia:
    """What is believed after an independent look at the words line."""
    if evidencia.sin_letra:
        return {c: p if isinstance(c, Leyenda) else p * (1 - P_AJENA_SIN_LETRA) for c, p in cajas.items()}
    ilegible, vacia = cajas.get(Leyenda.ILEGIBLE, 0.0), cajas.get(Leyenda.SIN_DATO, 0.0)
    numero = max(0.0, 1.0 - ilegible - vacia)
    cero = vacia * _rayada(evidencia.cajas) * P_RAYA_ES_CERO
    de_letra = numero * P_AJENA + ilegible * P_LETRA_CLARA + (vacia - cero) * P_SOLO_LETRA
    con_cero = {**cajas, 0: cajas.get(0, 0.0) + cero + vacia * P_SOLO_LETRA / 2}
    if evidencia.letra is None:
        resta = {Leyenda.ILEGIBLE: ilegible * P_LETRA_CLARA, Leyenda.SIN_DATO: cero + (vacia - cero) * P_SOLO_LETRA}
        return {c: p - resta[c] if isinstance(c, Leyenda) else p * (1 - P_AJENA) for c, p in con_cero.items()}
    letra = evidencia.letra
    # what is alike for all figures is the reader's chance that the line holds no amount, weighed as one figure more
    sin_cifra = min(MAX_SIN_CIFRA, max(0.0, float(letra.min()) * _NUMEROS - DUDA) * _NUMEROS)
    salida: dict[Cifra, float] = {}
    vistas = {c for c in con_cero if not isinstance(c, Leyenda)} | {int(v) for v in (letra > _MIN_FIGURA).nonzero()[0]}
    for v in vistas:
        suya = con_cero.get(v, 0.0) * (1 - P_AJENA) * _NUMEROS + de_letra * float(FRECUENCIAS[v])
        salida[v] = suya * float(letra[v])
    fuera = float(FRECUENCIAS @ letra) - sum(float(FRECUENCIAS[v] * letra[v]) for v in vistas)
    salida[Leyenda.SIN_DATO] = (vacia - cero) * (1 - P_SOLO_LETRA) * sin_cifra
    salida[Leyenda.ILEGIBLE] = ilegible * (1 - P_LETRA_CLARA) * sin_cifra
    return normalizar(salida, de_letra * max(0.0, fuera) + resto(cajas))


def _rayada(cajas: Probabilidades) -> float:
    """Of the probability that the boxes hold no digit, the share in which they hold a dash."""
    vacias = float(np.prod(cajas[:, BLANCO] + cajas[:, RAYA]))
    return 0.0 if vacias <= 0 else 1 - float(np.prod(cajas[:, BLANCO])) / vacias
