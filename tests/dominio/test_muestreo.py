"""The draw of actas to type again."""

import hashlib
import math
from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.muestreo import GRACIA, Periodo, periodos_cerrados, semilla_de_periodo, sortear

APERTURA = datetime(2021, 6, 7, 1, 0, tzinfo=UTC)
HORA = timedelta(hours=1)


def claves(cuantas: int) -> list[ClaveActa]:
    return [ClaveActa.de_texto(f"10{n:04}B01003") for n in range(1, cuantas + 1)]


@given(st.permutations(claves(30)), st.floats(0, 1), st.text())
def test_anyone_draws_the_same_actas_in_whatever_order_they_hold_them(
    barajadas: list[ClaveActa], tasa: float, semilla: str
) -> None:
    muestra = sortear(semilla, barajadas, tasa)
    assert muestra == sortear(semilla, claves(30), tasa)
    assert len(muestra) == len(set(muestra)) == math.ceil(tasa * 30)


def test_the_rule_is_the_one_that_is_published() -> None:
    """Written here as a stranger with the published rule would write it."""
    semilla = hashlib.sha256(b"gol de oro|" + b"a" * 64).hexdigest()
    assert semilla_de_periodo("gol de oro", "a" * 64) == semilla
    en_orden = sorted(claves(40), key=lambda c: hashlib.sha256(f"{semilla}|{c}".encode()).hexdigest())
    assert sortear(semilla, claves(40), 0.1) == tuple(en_orden[:4])


def test_every_acta_is_drawn_as_often_as_any_other() -> None:
    vueltas, poblacion = 2000, claves(20)
    veces = Counter(clave for n in range(vueltas) for clave in sortear(semilla_de_periodo("x", str(n)), poblacion, 0.2))
    esperadas = vueltas * 0.2
    ji_cuadrada = sum((veces[c] - esperadas) ** 2 / (esperadas * 0.8) for c in poblacion)
    assert ji_cuadrada < 45.3  # 19 degrees of freedom, p = 0.0006 (and the seeds are fixed: it never flickers)


def test_a_small_period_still_gives_one_acta_and_an_empty_one_none() -> None:
    assert len(sortear("s", claves(3), 0.01)) == 1
    assert sortear("s", [], 0.5) == ()
    assert sortear("s", claves(3), 0) == ()


def test_only_whole_periods_that_ended_a_while_ago_are_drawn() -> None:
    fin = APERTURA + 2 * HORA
    assert periodos_cerrados(APERTURA, HORA, fin + GRACIA) == [
        Periodo(APERTURA, APERTURA + HORA),
        Periodo(APERTURA + HORA, fin),
    ]
    assert periodos_cerrados(APERTURA, HORA, fin)[-1].hasta == APERTURA + HORA
    assert periodos_cerrados(APERTURA, HORA, APERTURA) == []
