"""The hour of acopio with good and bad clocks: never outside the night, and never a lost photo."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verificacion.dominio.acopio import Acopio, AvisoReloj, acopio_de

APERTURA = datetime(2021, 6, 7, 1, 0, tzinfo=UTC)
RECIBIDA = APERTURA + timedelta(hours=2)
FOTO = APERTURA + timedelta(hours=1)
HORAS = st.one_of(st.none(), st.datetimes(timezones=st.just(UTC)))


@pytest.mark.parametrize("error", [timedelta(0), timedelta(seconds=40)])
def test_a_good_clock_is_believed(error: timedelta) -> None:
    assert acopio_de(FOTO, RECIBIDA - error, RECIBIDA, APERTURA) == Acopio(FOTO)


@pytest.mark.parametrize("error", [timedelta(hours=1), timedelta(hours=-3), timedelta(days=-365)])
def test_a_wrong_clock_is_corrected_by_its_measured_error_and_told(error: timedelta) -> None:
    """A phone one hour ahead, one in another zone, and one that lost its date."""
    assert acopio_de(FOTO + error, RECIBIDA + error, RECIBIDA, APERTURA) == Acopio(FOTO, AvisoReloj.DESFASADO)


@pytest.mark.parametrize(
    ("tomada", "enviada"),
    [
        (APERTURA - timedelta(seconds=1), RECIBIDA),  # before opening, by a good clock
        (RECIBIDA + timedelta(minutes=5), None),  # nobody knows how wrong the clock is
        (datetime(2020, 1, 1, tzinfo=UTC), RECIBIDA),  # the clock was set right between photo and sending
    ],
)
def test_an_impossible_hour_gives_way_to_the_servers(tomada: datetime, enviada: datetime | None) -> None:
    assert acopio_de(tomada, enviada, RECIBIDA, APERTURA) == Acopio(RECIBIDA, AvisoReloj.IMPOSIBLE)


def test_what_comes_before_the_opening_is_kept_and_told() -> None:
    antes = APERTURA - timedelta(hours=1)
    assert acopio_de(antes, antes, antes, APERTURA) == Acopio(antes, AvisoReloj.SIN_ABRIR)


@given(HORAS, HORAS, st.timedeltas(timedelta(0), timedelta(days=2)))
def test_no_clock_puts_it_outside_the_night(
    tomada: datetime | None, enviada: datetime | None, lapso: timedelta
) -> None:
    recibida = APERTURA + lapso
    try:
        hora = acopio_de(tomada, enviada, recibida, APERTURA).hora
    except OverflowError:
        pytest.fail("a clock of another age must not stop a photo")
    assert APERTURA <= hora <= recibida
