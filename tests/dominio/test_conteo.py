"""Figures: blank is not zero, illegible is not blank."""

import pytest

from verificacion.dominio.conteo import Leyenda, exigir_completo, numero
from verificacion.dominio.errores import ConteoInvalido


def test_a_legend_adds_nothing_and_is_not_zero():
    assert numero(Leyenda.ILEGIBLE) == numero(Leyenda.SIN_DATO) == 0
    assert Leyenda.SIN_DATO != 0
    assert numero(504) == 504


def test_a_whole_count_is_accepted():
    exigir_completo({"PAN": 0, "PRI": 999, "NULOS": Leyenda.SIN_DATO}, ["PAN", "PRI", "NULOS"])


def test_every_fault_is_named_with_its_reason():
    with pytest.raises(ConteoInvalido) as fallo:
        exigir_completo({"PAN": 1000, "PRI": -1, "OTRO": 3}, ["PAN", "PRI", "NULOS"])

    assert fallo.value.problemas == {
        "PAN": "fuera_de_rango",
        "PRI": "fuera_de_rango",
        "OTRO": "desconocido",
        "NULOS": "falta",
    }
