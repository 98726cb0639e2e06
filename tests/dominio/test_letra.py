"""Words of figures."""

import pytest

from verificacion.dominio.letra import a_letra, de_letra


@pytest.mark.parametrize(
    ("n", "letra"),
    [
        (0, "cero"),
        (22, "veintidós"),
        (31, "treinta y uno"),
        (100, "cien"),
        (101, "ciento uno"),
        (582, "quinientos ochenta y dos"),
        (999, "novecientos noventa y nueve"),
    ],
)
def test_figures_are_written_in_words(n: int, letra: str) -> None:
    assert a_letra(n) == letra


def test_every_figure_is_understood_again() -> None:
    assert [de_letra(a_letra(n)) for n in range(1000)] == list(range(1000))


@pytest.mark.parametrize("n", [-1, 1000])
def test_a_figure_out_of_range_has_no_words(n: int) -> None:
    with pytest.raises(ValueError, match=str(n)):
        a_letra(n)


@pytest.mark.parametrize(
    ("texto", "n"),
    [
        ("Diescinueve", 19),
        ("dosientos", 200),
        ("veinti dos", 22),
        ("VEINTIDOS", 22),
        ("veinte y dos", 22),
        ("dies y seis", 16),
        ("Quinientos ochenta y dos", 582),
        ("treinta cinco", 35),
        ("uno cero seis", 106),
        ("cero cero dos", 2),
        ("ciento", 100),
        ("trecientos bientiuno", 321),
    ],
)
def test_spelling_of_real_actas_is_forgiven(texto: str, n: int) -> None:
    assert de_letra(texto) == n


@pytest.mark.parametrize("texto", ["", "---", "gato", "MUESTRA", "seenta", "dos mil", "partido"])
def test_what_means_no_figure_for_sure_is_none(texto: str) -> None:
    assert de_letra(texto) is None
