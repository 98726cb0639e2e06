"""Every way of writing 0..999 in words, weighed against what a net saw along a line, frame by frame.

The net gives, for each of a few dozen frames from left to right, the probability of every character and of none
(CTC: Graves et al. 2006). No text is decoded from it: each phrase of the grammar gets the probability that its
letters, in order, gave those frames, slips allowed. So the answer is a distribution over figures, and a slip of one
letter costs the same wherever the reader would have guessed. Prefixes ("doscientos") run forward, endings ("treinta
y uno") backward, and meet at every frame: some 1,600 letters stand for over 4,000 phrases.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from verificacion.dominio.conteo import MAX_CIFRA
from verificacion.dominio.letra import a_letra

Reales = npt.NDArray[np.float64]

LETRAS: Final = "acdehinoqrstuvyz"  # those of the number words
SUENAN: Final = {"c": "skqz", "s": "cz", "z": "sc", "v": "b", "y": "i", "i": "y", "q": "ck"}
"""Letter of the right spelling: letters that people write for it, because they sound alike."""
RELLENO: Final = frozenset("-–—_.,;:=~'\"`*/\\|()[]{}+<>^#°·«»¬¨´")
"""What fills the rest of a line or what the net makes of its rules; it says nothing."""
JUNTAS: Final = 0.3  # chance that two equal letters in a row (doscientoSSiete) look like one
CLARO: Final = 0.9  # a frame with at least this of "no character" tells no more than its neighbours of the same kind
MINIMO: Final = 1e-60


@dataclass(frozen=True, slots=True)
class Ruido:
    """How what is seen strays from what was written: weights per frame against 1 for the right letter.

    ``otra``: another character for the letter; ``suena``: one that sounds like it; ``falta``: the letter is not seen;
    ``sobra``: a character that is not of the phrase; ``espacio`` and ``relleno``: a space or a mark anywhere;
    ``ajena``: a character of a line that holds no amount. ``potencia`` tempers all (frames are not independent) and
    ``previa`` weighs a line without amount against all figures. Fitted by ``ocr.entrenamiento.ajustar_renglones``.
    """

    otra: float
    suena: float
    falta: float
    sobra: float
    espacio: float
    relleno: float
    ajena: float
    potencia: float
    previa: float

    @classmethod
    def de(cls, datos: Mapping[str, float]) -> Self:
        """From a card; KeyError or TypeError where something is missing."""
        return cls(**{campo: float(datos[campo]) for campo in cls.__slots__})


class Lexico:
    """The grammar, for a net whose outputs are ``letras`` (the first, "", means no character)."""

    def __init__(self, letras: Sequence[str], ruido: Ruido):
        self.ruido = ruido
        self._emision = np.stack([_pesos(letras, letra, ruido) for letra in LETRAS], axis=1)
        self._hueco = _fuera(letras, ruido.sobra, ruido.espacio, ruido.relleno)
        self._ajena = _fuera(letras, ruido.ajena, max(ruido.ajena, ruido.espacio), max(ruido.ajena, ruido.relleno))

    def creer(self, vistas: Reales) -> Reales:
        """Probability of each figure, and last that the line holds none of them.

        Args:
            vistas: (frames, letters) probabilities of the net.

        Returns:
            (1001,) float64 that adds up to 1.
        """
        figuras, nada = self.pesar(vistas)
        todo = self.ruido.potencia * np.log(np.append(figuras, nada) + MINIMO)
        todo[-1] += np.log(self.ruido.previa)
        p = np.exp(todo - todo.max())
        return p / p.sum()

    def pesar(self, vistas: Reales) -> tuple[Reales, float]:
        """Untempered weights: of each figure, and of a line without amount."""
        g = _gramatica()
        p = _apretar(vistas)
        letras, hueco, ajena = p @ self._emision, p @ self._hueco, p @ self._ajena
        escala = np.maximum(np.maximum(letras.max(axis=1), hueco), ajena)  # common to all: it only prevents underflow
        letras, hueco, ajena = letras / escala[:, None], hueco / escala, ajena / escala
        al_reves, hueco_al_reves = letras[::-1], hueco[::-1]
        cola = np.append(1.0, hueco_al_reves.cumprod())
        cola[1:] += g.votos.recorrer(al_reves, hueco_al_reves, cola)[1].sum(axis=1)
        finales = g.finales.recorrer(al_reves, hueco_al_reves, cola)[1][::-1]
        inicios = g.inicios.recorrer(letras, hueco, np.append(1.0, hueco.cumprod()))[0]
        juntos = np.vstack([inicios[:-1].T @ finales[1:], finales[0]])
        pesos = juntos[g.inicio, g.final] * g.peso
        figuras = np.bincount(g.figura, pesos, MAX_CIFRA + 1).astype(np.float64, copy=False)
        return figuras, float(ajena.prod())


class _Arbol:
    """Words sharing their first letters."""

    def __init__(self, palabras: Sequence[str]):
        indice = dict[str, int]()
        padre, letra = list[int](), list[int]()
        for palabra in palabras:
            for i in range(1, len(palabra) + 1):
                if palabra[:i] not in indice:
                    padre.append(indice.get(palabra[: i - 1], 0))
                    letra.append(LETRAS.index(palabra[i - 1]))
                    indice[palabra[:i]] = len(padre)
        self._padre, self._letra = np.array(padre), np.array(letra)
        self._fin = np.array([indice[palabra] for palabra in palabras])
        repetida = np.append(-1, self._letra)[self._padre] == self._letra
        self._salto = np.where(repetida, JUNTAS, 1.0)

    def recorrer(self, letras: Reales, hueco: Reales, raiz: Reales) -> tuple[Reales, Reales]:
        """Walk every word along the frames.

        Args:
            letras: (frames, letters) weight of each letter in each frame.
            hueco: (frames,) weight of no letter.
            raiz: (frames + 1,) weight of all that precedes the words when it ends just before each frame.

        Returns:
            Two (frames, words): weight of the last letter standing in that frame, and the same or before that frame.
        """
        n = len(self._letra) + 1
        en_letra, tras_letra = np.zeros(n), np.zeros(n)
        por_nodo = letras[:, self._letra]
        justo, pasado = np.empty((len(hueco), len(self._fin))), np.empty((len(hueco), len(self._fin)))
        for t in range(len(hueco)):
            en_letra[0], tras_letra[0] = raiz[t], 0.0
            llega = en_letra[self._padre]
            llega *= self._salto
            llega += tras_letra[self._padre]
            llega += en_letra[1:]
            llega *= por_nodo[t]
            tras_letra += en_letra
            tras_letra *= hueco[t]
            en_letra[1:] = llega
            justo[t] = en_letra[self._fin]
            pasado[t] = justo[t] + tras_letra[self._fin]
        return justo, pasado


@dataclass(frozen=True)
class _Gramatica:
    """Phrase k means ``figura[k]``: start ``inicio[k]`` (-1 = none) and ending ``final[k]``, of weight ``peso[k]``."""

    inicios: _Arbol
    finales: _Arbol
    votos: _Arbol
    figura: npt.NDArray[np.int64]
    inicio: npt.NDArray[np.int64]
    final: npt.NDArray[np.int64]
    peso: Reales


# weights of the ways of writing a number against the right one; only their order matters
USUAL: Final = 0.3
RARA: Final = 0.1


@cache
def _gramatica() -> _Gramatica:
    digitos = [_sin_espacios(a_letra(d)) for d in range(10)]
    cientos = [_sin_espacios(a_letra(100 * c + 1)).removesuffix("uno") for c in range(1, 10)]
    menores = [(n, forma, peso) for n in range(1, 100) for forma, peso in _formas(n)]
    pares = [a + b for a in digitos for b in digitos]
    inicios = [*cientos, "cien", *digitos, *pares]
    finales = [*(forma for _, forma, _ in menores), "cero", *cientos, "cien"]
    frases = list[tuple[int, int, int, float]]()
    for i, (n, _, peso) in enumerate(menores):
        frases.append((n, -1, i, peso))
        frases += [(100 * c + n, c - 1, i, peso) for c in range(1, 10)]
        frases.append((100 + n, inicios.index("cien"), i, peso * USUAL))
        if n > 9:
            frases.append((n, inicios.index("cero"), i, peso * RARA))
    frases.append((0, -1, finales.index("cero"), 1.0))
    frases.append((100, -1, finales.index("cien"), 1.0))
    frases += [(100 * c, -1, finales.index(cientos[c - 1]), 1.0 if c > 1 else RARA) for c in range(1, 10)]
    for d, palabra in enumerate(digitos):  # digit by digit, as the forms of Honduras ask
        i = finales.index(palabra)
        frases += [(10 * a + d, inicios.index(digitos[a]), i, RARA) for a in range(10)]
        frases += [(10 * ab + d, len(inicios) - len(pares) + ab, i, USUAL) for ab in range(100)]
    figura, inicio, final, peso = zip(*frases, strict=True)
    return _Gramatica(
        _Arbol(inicios),
        _Arbol([forma[::-1] for forma in finales]),
        _Arbol([palabra[::-1] for palabra in ("votos", "voto")]),
        np.array(figura),
        np.array(inicio),
        np.array(final),
        np.array(peso),
    )


def _formas(n: int) -> list[tuple[str, float]]:
    """How 1..99 may be written, without spaces."""
    decena, unidad = divmod(n, 10)
    formas = [(_sin_espacios(a_letra(n)), 1.0)]
    suelta = _sin_espacios(a_letra(unidad))
    if decena == 1 and unidad > 5:
        formas.append((f"diezy{suelta}", USUAL))
    elif decena == 2 and unidad:
        formas += [(f"veintey{suelta}", USUAL), (f"veinte{suelta}", RARA)]
    elif decena > 2 and unidad:
        base = _sin_espacios(a_letra(10 * decena))
        formas += [(base + suelta, RARA), (f"{base[:-1]}i{suelta}", RARA)]
    if unidad == 1 and decena != 1:
        formas.append((formas[0][0].removesuffix("o"), RARA))  # veintiún, treinta y un (votos)
    return formas


def _sin_espacios(texto: str) -> str:
    return "".join(base(letra) for letra in texto if letra != " ")


def base(letra: str) -> str:
    """A letter without its accent or capital."""
    return unicodedata.normalize("NFD", letra)[:1].lower()


def _pesos(letras: Sequence[str], escrita: str, ruido: Ruido) -> Reales:
    """Weight of each output of the net where ``escrita`` was written."""

    def peso(vista: str) -> float:
        if not vista:
            return ruido.falta
        if base(vista) == escrita:
            return 1.0
        return ruido.suena if base(vista) in SUENAN.get(escrita, "") else ruido.otra

    return np.array([peso(vista) for vista in letras])


def _fuera(letras: Sequence[str], otra: float, espacio: float, relleno: float) -> Reales:
    """Weight of each output of the net where nothing of the phrase was written."""

    def peso(vista: str) -> float:
        if not vista:
            return 1.0
        return espacio if vista.isspace() else relleno if vista in RELLENO else otra

    return np.array([peso(vista) for vista in letras])


def _apretar(vistas: Reales) -> Reales:
    """Leave one frame of each run without character, so that a missing letter has one place to be missing from."""
    vacio = vistas[:, 0] > CLARO
    queda = ~vacio
    queda[0] = True
    queda[1:] |= vacio[1:] & ~vacio[:-1]
    return vistas[queda]
