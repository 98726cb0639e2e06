"""Intervals of a proportion."""

import math
import random

import pytest

from verificacion.dominio.intervalo import clopper_pearson, estimar, estimar_por_grupos


@pytest.mark.parametrize(
    ("errores", "casos", "desde", "hasta"),
    [
        (0, 10, 0.0, 0.308497),
        (10, 10, 0.691503, 1.0),
        (1, 10, 0.002529, 0.445016),
        (5, 10, 0.187086, 0.812914),
        (4, 200, 0.005475, 0.050414),
    ],
)
def test_bounds_are_those_of_published_tables(errores: int, casos: int, desde: float, hasta: float) -> None:
    assert clopper_pearson(errores, casos) == pytest.approx((desde, hasta), abs=2e-6)


def test_bounds_close_the_binomial_tails() -> None:
    """The definition itself, at sizes that no table holds."""

    def hasta_k(k: int, n: int, p: float) -> float:
        return sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))

    for errores, casos in [(3, 50), (17, 40), (30, 400)]:
        desde, hasta = clopper_pearson(errores, casos)
        assert hasta_k(errores, casos, hasta) == pytest.approx(0.025, rel=1e-6)
        assert 1 - hasta_k(errores - 1, casos, desde) == pytest.approx(0.025, rel=1e-6)


def test_without_cases_nothing_is_known() -> None:
    sin = estimar(0, 0)
    assert (sin.tasa, sin.desde, sin.hasta) == (None, 0.0, 1.0)
    assert estimar_por_grupos([]) == sin


def test_what_waits_widens_the_interval_both_ways() -> None:
    abierta = estimar(2, 100, pendientes=3)
    assert abierta.desde == estimar(2, 100).desde
    assert abierta.hasta == estimar(5, 100).hasta


@pytest.mark.parametrize(("p", "n"), [(0.005, 150), (0.03, 80), (0.2, 40)])
def test_it_covers_the_truth_as_often_as_it_says(p: float, n: int) -> None:
    azar = random.Random(f"{p} {n}")
    intervalos = [clopper_pearson(x, n) for x in range(n + 1)]
    vueltas = 2000
    cubre = sum(
        desde <= p <= hasta
        for desde, hasta in (intervalos[sum(azar.random() < p for _ in range(n))] for _ in range(vueltas))
    )
    assert cubre / vueltas >= 0.94  # 0.95 less three standard errors of 2000 draws


def test_fields_that_fail_together_are_not_counted_as_independent() -> None:
    """In 1 acta of 20 half of the fields are wrong: as independent fields the interval would miss the truth."""
    azar = random.Random(7)
    campos, actas, por_acta, vueltas = 20, 200, 0.05, 300
    verdad = por_acta * 0.5
    juntos = solos = 0
    for _ in range(vueltas):
        grupos = [(10 if azar.random() < por_acta else 0, campos) for _ in range(actas)]
        con_grupos = estimar_por_grupos(grupos)
        sin_grupos = estimar(con_grupos.errores, con_grupos.casos)
        juntos += con_grupos.desde <= verdad <= con_grupos.hasta
        solos += sin_grupos.desde <= verdad <= sin_grupos.hasta
    assert juntos / vueltas >= 0.92
    assert solos / vueltas < 0.75
