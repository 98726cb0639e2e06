"""Each alarm rings on its fact and keeps quiet otherwise."""

from datetime import UTC, datetime, timedelta

from verificacion.dominio.alarmas import Alarma, Senalada, corte_tardio, distritos_rezagados, filas_viejas, sin_avance

AHORA = datetime(2021, 6, 7, 3, 0, tzinfo=UTC)
CIERRE = AHORA + timedelta(hours=12)


def hace(minutos: float) -> datetime:
    return AHORA - timedelta(minutes=minutos)


def test_a_cut_is_late_after_one_and_a_half_intervals() -> None:
    assert corte_tardio(hace(22), AHORA, 15, CIERRE) == ()
    assert corte_tardio(hace(23), AHORA, 15, CIERRE) == (Senalada(Alarma.CORTE_TARDIO, minutos=23),)


def test_no_cut_yet_and_a_closed_night_are_not_late() -> None:
    assert corte_tardio(None, AHORA, 15, CIERRE) == ()
    assert corte_tardio(hace(500), AHORA, 15, AHORA) == ()


def test_nothing_finished_while_work_waits_rings() -> None:
    assert sin_avance(hace(21), 3, AHORA) == (Senalada(Alarma.SIN_AVANCE, minutos=21),)
    assert sin_avance(hace(21), 0, AHORA) == sin_avance(hace(20), 3, AHORA) == sin_avance(None, 3, AHORA) == ()


def test_a_queue_whose_oldest_work_waits_long_is_named() -> None:
    colas = {"captura": hace(45), "discrepancia": hace(5), "lectura": None}
    assert filas_viejas(colas, AHORA) == (Senalada(Alarma.FILA_VIEJA, "captura", 45),)


def test_a_district_far_under_the_whole_lags() -> None:
    assert distritos_rezagados({"1 DURANGO": (80, 100), "2 LERDO": (30, 100), "3 CUENCAME": (50, 100)}) == (
        Senalada(Alarma.DISTRITO_REZAGADO, "2 LERDO", porcentaje=30),
    )


def test_districts_are_not_compared_at_the_beginning() -> None:
    assert distritos_rezagados({"1 DURANGO": (15, 100), "2 LERDO": (0, 100)}) == ()
    assert distritos_rezagados({}) == ()
