"""The forecast of the night: by hand in small cases, and never worse with more people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verificacion.dominio.pronostico import META, Paso, faltan_para, horas_hasta


@pytest.mark.parametrize(
    ("faltan", "esperan", "llegan", "terminan", "horas"),
    [
        (0, 0, 0, 0, 0.0),
        (100, 300, 50, 50, 2.0),  # all of it is already waiting
        (100, 0, 80, 50, 2.0),  # arrives faster than it is finished: people are the limit
        (100, 0, 20, 50, 5.0),  # nothing waits: arrivals are the limit
        (100, 60, 20, 50, 2.0),  # exactly when what waits runs out: 60 / (50 - 20)
        (140, 60, 20, 50, 4.0),  # 2 h until it runs out (100 done), then 40 at 20 per hour
        (100, 60, 0, 50, None),  # only 60 will ever be there
        (100, 60, 20, 0, None),  # nobody finishes anything
    ],
)
def test_what_waits_runs_out_and_then_arrivals_set_the_pace(
    faltan: int, esperan: int, llegan: float, terminan: float, horas: float | None
) -> None:
    assert horas_hasta(faltan, esperan, Paso(llegan, terminan, 10)) == pytest.approx(horas)


@given(
    st.integers(0, 3000), st.integers(0, 3000), st.floats(0, 500), st.floats(0.1, 500), st.integers(1, 100), st.data()
)
def test_more_people_never_make_it_later(
    faltan: int, esperan: int, llegan: float, terminan: float, personas: int, data: st.DataObject
) -> None:
    paso = Paso(llegan, terminan, personas)
    antes = horas_hasta(faltan, esperan, paso)
    despues = horas_hasta(faltan, esperan, paso.con_mas(data.draw(st.integers(0, 50))))
    if antes is not None:
        assert despues is not None and despues <= antes * (1 + 1e-6) + 1e-9


def test_twice_the_people_take_half_the_time_while_work_waits() -> None:
    assert horas_hasta(100, 500, Paso(0, 25, 5).con_mas(5)) == pytest.approx(2.0)


@pytest.mark.parametrize(("terminadas", "faltan"), [(0, 95), (94, 1), (95, 0), (100, 0)])
def test_the_goal_is_a_share_of_what_is_expected(terminadas: int, faltan: int) -> None:
    assert faltan_para(META, 100, terminadas) == faltan
