"""The sums move doubts, and never a legible figure."""

import itertools

import numpy as np
import pytest

from ocr.campo import creer
from ocr.decision import con_palabras, decidir
from ocr.palabras import DUDA, Figuras
from ocr.red import BLANCO, CLASES, OTRO, RAYA
from ocr.sumas import P_CUADRA, P_CUALQUIERA, combinar, sumar
from verificacion.dominio.conteo import MAX_CIFRA, Cifra, Leyenda
from verificacion.dominio.eleccion import Suma
from verificacion.dominio.letra import de_letra


def _cajas(*clases: int, seguro: float = 1 - 1e-9) -> np.ndarray:
    p = np.full((len(clases), CLASES), (1 - seguro) / (CLASES - 1))
    p[np.arange(len(clases)), clases] = seguro
    return p


@pytest.mark.parametrize(
    ("clases", "cifra"),
    [
        ((0, 2, 2), 22),
        ((BLANCO, 2, 2), 22),
        ((RAYA, BLANCO, 7), 7),
        ((0, 0, 0), 0),
        ((BLANCO, BLANCO, BLANCO), Leyenda.SIN_DATO),
        ((RAYA, RAYA, RAYA), Leyenda.SIN_DATO),
        ((1, OTRO, 2), Leyenda.ILEGIBLE),
        ((BLANCO, BLANCO, OTRO), Leyenda.ILEGIBLE),
        ((1, BLANCO, 2), Leyenda.ILEGIBLE),
        ((9, 9, 9), 999),
    ],
)
def test_boxes_make_a_figure(clases: tuple[int, ...], cifra: Cifra) -> None:
    creencia = creer(_cajas(*clases))
    assert max(creencia, key=lambda c: creencia[c]) == cifra
    assert sum(creencia.values()) == pytest.approx(1)


def test_a_figure_written_from_the_left_stays_in_doubt() -> None:
    creencia = creer(_cajas(2, 2, BLANCO))
    assert creencia[22] == pytest.approx(0.5, abs=1e-3)
    assert creencia[Leyenda.ILEGIBLE] == pytest.approx(0.5, abs=1e-3)


def test_a_blank_is_never_a_zero() -> None:
    assert creer(_cajas(BLANCO, BLANCO, BLANCO)).get(0, 0) < 1e-6


def test_a_number_over_three_digits_is_illegible() -> None:
    creencia = creer(_cajas(1, 2, 3, 4))
    assert creencia[Leyenda.ILEGIBLE] == pytest.approx(1, abs=1e-6)


def _a_mano(total: dict[Cifra, float], sumandos: dict[str, dict[Cifra, float]]) -> dict[str, dict[Cifra, float]]:
    """The same inference by listing every combination."""
    claves = [*sumandos, "T"]
    salida: dict[str, dict[Cifra, float]] = {c: {} for c in claves}
    for caso in itertools.product(*(x.items() for x in [*sumandos.values(), total])):
        cifras = [c for c, _ in caso]
        peso = float(np.prod([p for _, p in caso]))
        *partes, t = cifras
        if Leyenda.ILEGIBLE in partes or isinstance(t, Leyenda):
            cuadra = P_CUALQUIERA
        else:
            cuadra = float(sum(0 if isinstance(c, Leyenda) else c for c in partes) == t)
        peso *= P_CUADRA * cuadra + (1 - P_CUADRA) * P_CUALQUIERA
        for clave, cifra in zip(claves, cifras, strict=True):
            salida[clave][cifra] = salida[clave].get(cifra, 0) + peso
    return {c: {k: v / sum(x.values()) for k, v in x.items()} for c, x in salida.items()}


def test_the_sum_is_exact_inference() -> None:
    sumandos: dict[str, dict[Cifra, float]] = {
        "A": {17: 0.6, 11: 0.3, Leyenda.ILEGIBLE: 0.1},
        "B": {5: 0.8, Leyenda.SIN_DATO: 0.2},
        "C": {900: 0.5, 100: 0.5},
    }
    total: dict[Cifra, float] = {122: 0.7, 116: 0.2, Leyenda.SIN_DATO: 0.05, Leyenda.ILEGIBLE: 0.05}
    nuestra = sumar(total, sumandos, "T")
    for clave, creencia in _a_mano(total, sumandos).items():
        assert nuestra[clave] == pytest.approx(creencia, rel=1e-9)


def test_a_doubt_between_two_figures_goes_to_the_one_that_adds_up() -> None:
    creencias = {"A": {17: 0.45, 11: 0.55}, "B": {5: 1.0}, "T": {22: 1.0}}
    final = combinar(creencias, [Suma("T", ("A", "B"))], [], None)
    leida = decidir(creencias["A"], final["A"], 1e-3, None)
    assert leida.cifra == 17
    assert not leida.aceptado, "the boxes' first choice was another: people look at it"


def test_a_legible_figure_is_not_changed_to_make_a_sum_hold() -> None:
    creencias = {"A": {17: 0.985, 11: 0.015}, "B": {5: 1.0}, "T": {16: 1.0}}
    final = combinar(creencias, [Suma("T", ("A", "B"))], [], None)
    leida = decidir(creencias["A"], final["A"], 1e-3, None)
    assert leida.cifra == 17
    assert leida.confianza < 0.5
    assert not leida.aceptado


def test_an_acta_that_does_not_add_up_keeps_its_figures() -> None:
    creencias = {"A": {17: 1.0}, "B": {5: 1.0}, "T": {99: 1.0}}
    final = combinar(creencias, [Suma("T", ("A", "B"))], [], None)
    assert {c: max(f, key=lambda k: f[k]) for c, f in final.items()} == {"A": 17, "B": 5, "T": 99}


def test_the_limit_moves_a_doubt() -> None:
    final = combinar({"A": {771: 0.6, 171: 0.4}}, [], ["A"], 500)
    assert final["A"][171] > 0.95


def _dicen(letra: str) -> Figuras:
    """Words read as plainly as the reader may ever say, or not understood."""
    figuras = np.full(MAX_CIFRA + 1, 1 / (MAX_CIFRA + 1))
    n = de_letra(letra)
    if n is not None:
        figuras *= DUDA
        figuras[n] += 1 - DUDA
    return figuras


def test_words_settle_a_doubtful_digit() -> None:
    junto = con_palabras({17: 0.5, 77: 0.5}, _dicen("Setenta y siete"))
    assert junto[77] > 0.95


def test_words_that_mean_no_figure_change_nothing() -> None:
    cajas = {17: 0.6, 77: 0.4}
    assert con_palabras(cajas, _dicen("xzkwq wplr tmn"))[17] == pytest.approx(0.6, abs=0.02)
    assert con_palabras(cajas, None) == cajas
