"""Keys of casillas and actas, as printed and published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verificacion.dominio.claves import ClaveActa, ClaveCasilla, TipoCasilla
from verificacion.dominio.errores import ClaveInvalida


@pytest.mark.parametrize(
    ("texto", "partes"),
    [
        ("100002C0100", (10, 2, TipoCasilla.CONTIGUA, 1, 0)),
        ("040538C0400", (4, 538, TipoCasilla.CONTIGUA, 4, 0)),
        ("100010E0101", (10, 10, TipoCasilla.EXTRAORDINARIA, 1, 1)),
        ("212344S0100", (21, 2344, TipoCasilla.ESPECIAL, 1, 0)),
    ],
)
def test_the_eleven_positions_are_read(texto, partes):
    assert ClaveCasilla.de_texto(texto) == ClaveCasilla(*partes)


@pytest.mark.parametrize("texto", ["", "100002X0100", "10002C0100", "100002C01000", "100002c0100", "'100002C0100"])
def test_anything_else_is_refused(texto):
    with pytest.raises(ClaveInvalida) as fallo:
        ClaveCasilla.de_texto(texto)
    assert fallo.value.texto == texto


@pytest.mark.parametrize("tipo", ["3}", "734", "D3", "", "3EMR "])
def test_types_typed_by_hand_in_real_databases_are_refused(tipo):
    with pytest.raises(ClaveInvalida):
        ClaveActa.de_texto(f"100002C0100{tipo}")


@given(
    st.builds(
        ClaveActa,
        st.builds(
            ClaveCasilla,
            st.integers(1, 32),
            st.integers(0, 9999),
            st.sampled_from(TipoCasilla),
            st.integers(0, 99),
            st.integers(0, 99),
        ),
        st.sampled_from(["2", "3", "03", "3EMR", "3ERP", "2E"]),
    )
)
def test_a_key_survives_its_text(clave):
    assert ClaveActa.de_texto(str(clave)) == clave
