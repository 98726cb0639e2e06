"""The digits of the second factor are those of the standard."""

import base64
from datetime import UTC, datetime

import pytest

from verificacion.dominio.segundo_factor import PASO_S, codigo, direccion, paso_de, paso_que_coincide, secreto_nuevo

SECRETO = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("segundo", "digitos"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_digits_are_the_last_six_of_the_vectors_of_rfc_6238(segundo: int, digitos: str) -> None:
    assert codigo(SECRETO, segundo // PASO_S) == digitos


def test_a_clock_half_a_minute_off_is_admitted_and_no_more() -> None:
    ahora = datetime(2021, 6, 6, 20, 0, tzinfo=UTC)
    paso = paso_de(ahora)
    for desfase, sirve in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        hallado = paso_que_coincide(SECRETO, codigo(SECRETO, paso + desfase), ahora, None)
        assert (hallado == paso + desfase) is sirve
    assert paso_que_coincide(SECRETO, "", ahora, None) is None
    assert paso_que_coincide(SECRETO, "ñandú1", ahora, None) is None


def test_secrets_differ_and_their_address_names_the_account() -> None:
    uno, otro = secreto_nuevo(), secreto_nuevo()
    assert uno != otro and len(base64.b32decode(uno)) == 20
    assert (
        direccion(uno, "ana", "Actario & X")
        == f"otpauth://totp/Actario%20%26%20X%3Aana?secret={uno}&issuer=Actario%20%26%20X"
    )
