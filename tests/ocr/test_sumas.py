"""The sums move doubts, and never a legible figure."""

import itertools

import numpy as np
import pytest

from ocr.calibracion import Regla
from ocr.campo import Creencia, creer, escribe_de_izquierda
from ocr.decision import decidir
from ocr.deliberacion import P_AJENA, Evidencia, con_letra, deliberar
from ocr.palabras import DUDA, Figuras
from ocr.red import BLANCO, CLASES, OTRO, RAYA
from ocr.sumas import DESVIOS, combinar
from verificacion.dominio.conteo import MAX_CIFRA, Cifra, Leyenda
from verificacion.dominio.eleccion import Suma
from verificacion.dominio.letra import de_letra

REGLA = Regla("de prueba", 1.0, 0.0, 0.999)
SUMA = Suma("T", ("A", "B"))


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


def test_a_writer_who_begins_at_the_left_is_told_by_the_whole_acta() -> None:
    zurdas = [_cajas(2, 2, BLANCO), _cajas(7, BLANCO, BLANCO), _cajas(1, 3, 5), _cajas(0, BLANCO, BLANCO)]
    assert escribe_de_izquierda(zurdas) > 0.99
    assert creer(zurdas[0], escribe_de_izquierda(zurdas))[22] > 0.98
    rellenas = [_cajas(0, 2, 2), _cajas(0, 0, 7), _cajas(1, 3, 5), _cajas(4, BLANCO, BLANCO)]
    assert escribe_de_izquierda(rellenas) < 0.01
    assert escribe_de_izquierda([]) == pytest.approx(0.02)


def test_a_blank_is_never_a_zero() -> None:
    assert creer(_cajas(BLANCO, BLANCO, BLANCO)).get(0, 0) < 1e-6


def test_a_number_over_three_digits_is_illegible() -> None:
    creencia = creer(_cajas(1, 2, 3, 4))
    assert creencia[Leyenda.ILEGIBLE] == pytest.approx(1, abs=1e-6)


def _p_total(total: int, suma: int, cuadra: float) -> float:
    for menor, mayor, parte in DESVIOS:
        if menor <= abs(total - suma) <= mayor:
            return (1 - cuadra) * parte / (2 * (mayor - menor + 1))
    return cuadra if total == suma else 1e-9


def _valores(cifra: Cifra | None) -> list[int]:
    if cifra is None or cifra is Leyenda.ILEGIBLE:
        return list(range(MAX_CIFRA + 1))
    return [0 if isinstance(cifra, Leyenda) else cifra]


def _a_mano(creencias: dict[str, Creencia], suma: Suma, cuadra: float) -> dict[str, dict[Cifra | None, float]]:
    """The same inference by listing every combination; None stands for all the numbers that boxes do not show."""
    tabla = np.array([_p_total(d, 0, cuadra) for d in range(4 * MAX_CIFRA)])
    claves = [*suma.sumandos, suma.total]
    con_resto = [{**creencias[c], None: 1 - sum(creencias[c].values())} for c in claves]
    salida: dict[str, dict[Cifra | None, float]] = {c: {} for c in claves}
    for caso in itertools.product(*con_resto):
        peso = float(np.prod([m[c] for m, c in zip(con_resto, caso, strict=True)]))
        if peso < 1e-12:
            continue
        *partes, t = caso
        totales = np.arange(MAX_CIFRA + 1) if t is None or isinstance(t, Leyenda) else np.array([t])
        sumas = np.array([sum(v) for v in itertools.product(*map(_valores, partes))])
        peso *= float(tabla[np.abs(totales[:, None] - sumas[None, :])].mean())
        for clave, cifra in zip(claves, caso, strict=True):
            salida[clave][cifra] = salida[clave].get(cifra, 0) + peso
    return {c: {k: v / sum(x.values()) for k, v in x.items()} for c, x in salida.items()}


@pytest.mark.parametrize("cuadra", [0.75, 0.45])
def test_the_sum_is_exact_inference(cuadra: float) -> None:
    creencias: dict[str, Creencia] = {
        "A": {17: 0.6, 11: 0.3, Leyenda.ILEGIBLE: 0.098},
        "B": {5: 0.8, Leyenda.SIN_DATO: 0.2},
        "C": {900: 0.5, 100: 0.5},
        "T": {122: 0.7, 116: 0.2, Leyenda.SIN_DATO: 0.05, Leyenda.ILEGIBLE: 0.04},
    }
    suma = Suma("T", ("A", "B", "C"), None if cuadra == 0.75 else cuadra)
    nuestra = combinar(creencias, [suma], [], None)
    for clave, esperada in _a_mano(creencias, suma, cuadra).items():
        esperada.pop(None, None)
        assert nuestra[clave] == pytest.approx(esperada, rel=1e-6)


def test_two_sums_that_share_a_quantity_are_heard_together() -> None:
    """T = A + B and U = T + D: what D and U say reaches A through T."""
    creencias: dict[str, Creencia] = {
        "A": {17: 0.5, 11: 0.5},
        "B": {5: 1.0},
        "T": {22: 0.5, 16: 0.5},
        "D": {100: 1.0},
        "U": {122: 1.0},
    }
    final = combinar(creencias, [SUMA, Suma("U", ("T", "D"))], [], None)
    assert final["A"][17] > 0.9
    assert final["T"][22] > 0.9


def _decidir(creencias: dict[str, Creencia], clave: str):
    final = combinar(creencias, [SUMA], [], None)
    return decidir(creencias[clave], creencias[clave], final[clave], None, REGLA)


def test_a_doubt_between_two_figures_goes_to_the_one_that_adds_up() -> None:
    leida = _decidir({"A": {17: 0.45, 11: 0.55}, "B": {5: 1.0}, "T": {22: 1.0}}, "A")
    assert leida.cifra == 17
    assert not leida.aceptado, "the boxes' first choice was another: people look at it"
    assert leida.fuentes["casilleros"] == (11, 0.55)


def test_a_legible_figure_is_not_changed_to_make_a_sum_hold() -> None:
    leida = _decidir({"A": {17: 0.985, 11: 0.015}, "B": {5: 1.0}, "T": {16: 1.0}}, "A")
    assert leida.cifra == 17
    assert leida.confianza < 0.9
    assert not leida.aceptado


def test_an_acta_that_does_not_add_up_keeps_its_figures() -> None:
    creencias: dict[str, Creencia] = {"A": {17: 0.998}, "B": {5: 0.998}, "T": {99: 0.998}}
    final = combinar(creencias, [SUMA], [], None)
    assert {c: max(f, key=lambda k: f[k]) for c, f in final.items()} == {"A": 17, "B": 5, "T": 99}


def test_a_sum_that_holds_makes_surer_and_one_that_fails_less_sure() -> None:
    def segura(total: int) -> float:
        creencias: dict[str, Creencia] = {"A": {17: 0.998}, "B": {5: 0.998}, "T": {total: 0.998}}
        return combinar(creencias, [SUMA], [], None)["A"][17]

    assert segura(22) > 0.9999
    assert segura(99) < 0.998


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


def _evidencia(*clases: int, letra: str | None = None, sin_letra: bool = False) -> Evidencia:
    return Evidencia(_cajas(*clases), None if letra is None else _dicen(letra), sin_letra)


def test_words_settle_a_doubtful_digit() -> None:
    dudosa = _cajas(BLANCO, 1, 7)
    dudosa[1, 1] = dudosa[1, 7] = 0.5
    junto = con_letra(creer(dudosa), Evidencia(dudosa, _dicen("Setenta y siete")))
    assert junto[77] > 0.95


def test_words_that_mean_no_figure_change_nothing() -> None:
    cajas = creer(_cajas(0, 1, 7))
    assert con_letra(cajas, _evidencia(0, 1, 7, letra="xzkwq wplr tmn"))[17] == pytest.approx(1 - P_AJENA, abs=0.01)


def test_digits_whose_words_were_not_read_leave_room_for_a_slip_of_the_pen() -> None:
    assert con_letra(creer(_cajas(0, 1, 7)), _evidencia(0, 1, 7))[17] == pytest.approx(1 - P_AJENA, abs=1e-6)
    assert con_letra(creer(_cajas(0, 1, 7)), _evidencia(0, 1, 7, sin_letra=True))[17] > 0.9998


def test_a_blank_is_not_sure_until_its_words_were_looked_at() -> None:
    assert con_letra(creer(_cajas(*[BLANCO] * 3)), _evidencia(*[BLANCO] * 3))[Leyenda.SIN_DATO] < 0.96
    assert con_letra(creer(_cajas(*[BLANCO] * 3)), _evidencia(*[BLANCO] * 3, sin_letra=True))[Leyenda.SIN_DATO] > 0.99


def test_digits_and_words_that_disagree_go_to_people_and_the_field_says_so() -> None:
    evidencia = {"A": _evidencia(0, 1, 7, letra="noventa y cinco")}
    d = deliberar(evidencia, [], [], None)
    leida = decidir(d.cajas["A"], d.propias["A"], d.finales["A"], evidencia["A"].letra, REGLA)
    assert leida.discrepa
    assert leida.fuentes["letra"] == (95, pytest.approx(0.99, abs=0.01))
    assert not leida.aceptado
    assert {leida.cifra, *(c for c, _ in leida.alternativas)} >= {17, 95}


@pytest.mark.parametrize(("total", "alterada"), [(22, "letra"), (100, "casilleros")])
def test_the_sum_tells_which_of_two_sources_that_differ_was_altered(total: int, alterada: str) -> None:
    evidencia = {
        "A": _evidencia(0, 1, 7, letra="noventa y cinco"),
        "B": _evidencia(0, 0, 5, sin_letra=True),
        "T": _evidencia(*map(int, f"{total:03}"), sin_letra=True),
    }
    d = deliberar(evidencia, [SUMA], [], None)
    leida = decidir(d.cajas["A"], d.propias["A"], d.finales["A"], evidencia["A"].letra, REGLA)
    assert leida.discrepa
    assert leida.alterada == alterada


def test_overwritten_boxes_beside_plain_words_are_the_altered_ones() -> None:
    evidencia = {"A": _evidencia(0, OTRO, 7, letra="noventa y siete")}
    d = deliberar(evidencia, [], [], None)
    leida = decidir(d.cajas["A"], d.propias["A"], d.finales["A"], evidencia["A"].letra, REGLA)
    assert leida.cifra == 97
    assert leida.alterada == "casilleros"


def test_empty_boxes_beside_words_are_not_altered() -> None:
    evidencia = {"A": _evidencia(*[BLANCO] * 3, letra="nueve")}
    d = deliberar(evidencia, [], [], None)
    leida = decidir(d.cajas["A"], d.propias["A"], d.finales["A"], evidencia["A"].letra, REGLA)
    assert leida.cifra == 9
    assert leida.alterada is None


def test_words_beside_empty_boxes_are_sooner_a_small_figure_than_a_large_one() -> None:
    """Most figures of real actas are small. A line that may as well say nothing was taken for nothing even so."""
    dudosa = {}
    for cifra in (9, 613):
        letra = np.full(1000, 0.05 / 1000)
        letra[cifra] += 0.95
        dudosa[cifra] = con_letra(creer(_cajas(*[BLANCO] * 3)), Evidencia(_cajas(*[BLANCO] * 3), letra))[cifra]
    assert dudosa[9] > 2 * dudosa[613]
