"""The closed catalogue of observations, by table and against real published databases."""

import dataclasses

import pytest

from verificacion.dominio.conteo import Leyenda
from verificacion.dominio.eleccion import FormatoBase
from verificacion.dominio.inconsistencia import PREVALENCIA, Observacion, evaluar, imprimir

EXCEDE = Observacion.EXCEDE_LISTA_NOMINAL
TODOS = Observacion.TODOS_ILEGIBLES_O_SIN_DATO
ALGUN = Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO
SIN_DATO, ILEGIBLE = Leyenda.SIN_DATO, Leyenda.ILEGIBLE


@pytest.mark.parametrize(
    ("votos", "limite", "esperado"),
    [
        ({"A": 10, "B": 5}, 20, {}),
        ({"A": 0, "B": 0}, 20, {}),
        ({"A": 10, "B": 10}, 20, {}),
        ({"A": 10, "B": 11}, 20, {EXCEDE: ("A", "B")}),
        ({"A": 21, "B": 0}, 20, {EXCEDE: ("A",)}),
        ({"A": 10, "B": SIN_DATO}, 20, {ALGUN: ("B",)}),
        ({"A": ILEGIBLE, "B": 0}, 20, {ALGUN: ("A",)}),
        ({"A": ILEGIBLE, "B": SIN_DATO}, 20, {TODOS: ("A", "B")}),
        ({"A": SIN_DATO, "B": SIN_DATO}, 20, {TODOS: ("A", "B")}),
        ({"A": 21, "B": ILEGIBLE}, 20, {EXCEDE: ("A",), ALGUN: ("B",)}),
        ({"A": 900, "B": 900}, None, {}),
    ],
)
def test_each_case_of_the_table_gives_its_observations_and_fields(votos, limite, esperado):
    hallazgos = evaluar({**votos, "TOTAL": ILEGIBLE, "SOBRANTES": SIN_DATO}, tuple(votos), limite)

    assert {h.observacion: h.campos for h in hallazgos} == esperado


def test_an_acta_of_durango_2025_has_two_observations_at_once(formato):
    """100030B0100: 617 votes over 530 + 16, with no registradas blank; the real file prints both."""
    votos = {"PAN": 17, "PRI": 6, "PVEM": 90, "PT": 42, "MC": 11, "MORENA": 1, "PESD": 2, "PER": 6, "C1": 1, "C2": 8}
    votos |= {"C3": 3, "CC": 115, "NO_REGISTRADAS": SIN_DATO, "NULOS": 315}

    observaciones = {h.observacion for h in evaluar(votos, tuple(votos), 530 + 16)}

    assert imprimir(observaciones, formato) == "excede_lista_nominal, algun_campo_ilegible_o_sin_dato"
    unica = dataclasses.replace(formato, observacion_unica=True)
    assert imprimir(observaciones, unica) == "excede_lista_nominal"


def test_excede_prevails_over_every_other_observation():
    assert PREVALENCIA[0] is EXCEDE
    assert set(PREVALENCIA) == set(Observacion)


@pytest.fixture
def formato():
    return FormatoBase("2024", "DGO", "AYUN", 2025, "AYUNTAMIENTOS", {o.value: o.value for o in Observacion})
