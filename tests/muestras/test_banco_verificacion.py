"""The simulation behind docs/verificacion.md: what it must say exactly, whatever the chance."""

from dataclasses import replace

import numpy as np
import pytest

from muestras.bancos.trazos import ActaEscrita, Dichos, Supuestos, escribir, inventar, opinar
from muestras.bancos.verificacion import Manera, pulsaciones, recorrer, simular, tabla
from verificacion.dominio.conteo import Cifra, Conteo, Leyenda
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.lectura import LecturaActa, LecturaCampo

VERDAD: dict[str, Cifra] = {"PAN": 120, "PRI": 7, "NULOS": Leyenda.SIN_DATO}
MAL: dict[str, Cifra] = {**VERDAD, "PRI": 1}
PERFECTOS = replace(Supuestos(), desliz=0.0, desliz_al_decidir=0.0, feo=0.0, trampa=0.0)
CONFIADO = replace(PERFECTOS, acepta=1.0, acepta_feo=1.0, acepta_leyendas=1.0, dificil=0.0, sin_hoja=0.0)


def lectura(conteo: Conteo, aceptado: bool = True) -> LecturaActa:
    return LecturaActa({campo: LecturaCampo(cifra, 0.999, aceptado) for campo, cifra in conteo.items()}, "lector")


def dichos(primera: Conteo, segunda: Conteo, lee: LecturaActa) -> Dichos:
    return Dichos(primera, segunda, VERDAD, VERDAD, lee)


@pytest.fixture(scope="module")
def verdades(proceso_chico: Proceso) -> list[Conteo]:
    return list(inventar(proceso_chico, 40, 1))


def test_as_many_actas_as_asked_are_invented_and_the_second_election_differs(verdades: list[Conteo]) -> None:
    assert len(verdades) == 40
    assert verdades[:10] != verdades[-10:]


def test_same_seed_same_table(verdades: list[Conteo]) -> None:
    una, otra = (tabla(simular(verdades, Supuestos(), 5)[0]) for _ in range(2))
    assert una == otra
    assert una != tabla(simular(verdades, Supuestos(), 6)[0])


@pytest.mark.parametrize("manera", Manera)
def test_nothing_is_wrong_where_nobody_errs(verdades: list[Conteo], manera: Manera) -> None:
    cuentas, lector = simular(verdades, PERFECTOS, 5)
    assert cuentas[manera].actas.errores == cuentas[manera].decididos == lector.malos == 0


def test_a_reader_that_accepts_everything_halves_the_typing(verdades: list[Conteo]) -> None:
    cuentas, lector = simular(verdades, CONFIADO, 5)
    campos = sum(map(len, verdades))
    assert lector.enteras == cuentas[Manera.LECTOR_Y_PERSONA].con_una_persona == len(verdades)
    assert cuentas[Manera.LECTOR_Y_PERSONA].tecleados == cuentas[Manera.UNA].tecleados == campos
    assert cuentas[Manera.DOBLE_CIEGA].tecleados == cuentas[Manera.SIN_LECTOR].tecleados == 2 * campos


def test_with_a_reader_that_accepts_nothing_every_policy_is_plain_double_capture(verdades: list[Conteo]) -> None:
    mudo = replace(Supuestos(), acepta=0.0, acepta_feo=0.0, acepta_dificil=0.0, acepta_leyendas=0.0, trampa=0.0)
    cuentas, _ = simular(verdades, replace(mudo, feo=0.1), 5)
    assert cuentas[Manera.SIN_LECTOR].actas.errores > 0
    assert cuentas[Manera.SIN_LECTOR] == cuentas[Manera.DOBLE_CIEGA] == cuentas[Manera.LECTOR_Y_PERSONA]


def test_only_the_reader_sees_what_two_people_misread_alike() -> None:
    iguales = dichos(MAL, MAL, lectura(VERDAD))
    assert recorrer(Manera.SIN_LECTOR, iguales).conteo == MAL
    avisado = recorrer(Manera.DOBLE_CIEGA, iguales)
    assert avisado.conteo == VERDAD
    assert avisado.decisiones == (1, 1)  # the third person matches neither capture: a supervisor confirms
    assert recorrer(Manera.LECTOR_Y_PERSONA, iguales).decisiones == (1,)


def test_one_person_who_errs_as_the_reader_does_goes_unseen() -> None:
    enganados = dichos(MAL, VERDAD, lectura(MAL))
    assert recorrer(Manera.LECTOR_Y_PERSONA, enganados).conteo == MAL
    assert recorrer(Manera.DOBLE_CIEGA, enganados).conteo == VERDAD


def test_the_seconds_are_those_of_the_keys_the_decisions_and_the_people() -> None:
    assert pulsaciones(VERDAD) == 3 + 2 + 1
    assert pulsaciones({"NULOS": 7, "TOTAL": 120}) == 2 + 3 + 1
    recorrido = recorrer(Manera.SIN_LECTOR, dichos(VERDAD, MAL, lectura(VERDAD)))
    assert recorrido.personas == 3
    assert recorrido.segundos == 2 * 6 / 2.0 + 6.0 + 3 * 5.0


def test_an_ugly_figure_deceives_people_and_a_trap_the_reader_too() -> None:
    todo = replace(Supuestos(), desliz=0.0, feo=1.0, trampa=1.0, lee_otro_en_trampa=1.0, sin_hoja=0.0)
    rng = np.random.default_rng(1)
    acta = escribir(VERDAD, todo, rng)
    assert acta == ActaEscrita(VERDAD, {"PAN": 126, "PRI": 1}, frozenset({"PAN", "PRI"}))
    oido = opinar(acta, todo, rng)
    assert oido.primera == oido.segunda == {**VERDAD, "PAN": 126, "PRI": 1}
    assert oido.lectura.campos["PAN"] == LecturaCampo(126, 1.0, aceptado=True)
    assert opinar(escribir(VERDAD, replace(todo, trampa=0.0), rng), todo, rng).lectura.conteo()["PAN"] == 120
