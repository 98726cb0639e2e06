"""Accounts, log-ins and sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import EntradaBitacora, Sesion, Usuario
from verificacion.casos import usuarios
from verificacion.casos.sistema import SISTEMA
from verificacion.dominio.errores import CuentaBloqueada, UsuarioRepetido
from verificacion.dominio.registro import Actor, Rol

AHORA = datetime(2021, 6, 6, 20, 0, tzinfo=UTC)
CONTRASENA = "correcto caballo batería grapa"


@pytest.fixture
def abierta(engine: Engine) -> Engine:
    """A database with the account of Ana."""
    with transaccion(engine) as session:
        usuarios.crear(session, "ana", CONTRASENA, frozenset({Rol.CAPTURISTA, Rol.VERIFICADOR}), SISTEMA, AHORA)
    return engine


def entra(engine: Engine, usuario: str, contrasena: str, ahora: datetime) -> str | None:
    return usuarios.autenticar(engine, usuario, contrasena, "terminal 4", ahora)


def quien(engine: Engine, token: str, ahora: datetime) -> Actor | None:
    with consulta(engine) as session:
        return usuarios.sesion(session, token, ahora)


def test_a_person_enters_works_and_leaves(abierta: Engine) -> None:
    token = entra(abierta, "ana", CONTRASENA, AHORA)
    assert token is not None
    actor = quien(abierta, token, AHORA)
    assert actor is not None
    assert (actor.usuario, actor.terminal) == ("ana", "terminal 4")
    assert actor.roles == {Rol.CAPTURISTA, Rol.VERIFICADOR}
    with transaccion(abierta) as session:
        usuarios.salir(session, token, AHORA)
    assert quien(abierta, token, AHORA) is None
    with consulta(abierta) as session:
        eventos = session.scalars(select(EntradaBitacora.evento).order_by(EntradaBitacora.numero)).all()
        bitacora.verificar(session)
    assert eventos == ["usuario_creado", "entrada", "salida"]


def test_a_session_ends_by_itself_and_an_invented_token_is_nobody(abierta: Engine) -> None:
    token = entra(abierta, "ana", CONTRASENA, AHORA)
    assert token is not None
    assert quien(abierta, token, AHORA + usuarios.DURACION) is None
    assert quien(abierta, "inventado", AHORA) is None


def test_neither_the_password_nor_the_token_is_kept(abierta: Engine) -> None:
    token = entra(abierta, "ana", CONTRASENA, AHORA)
    with consulta(abierta) as session:
        guardada = session.scalars(select(Usuario.contrasena)).one()
        testigo = session.scalars(select(Sesion.token)).one()
    assert guardada.startswith("$argon2id$")
    assert CONTRASENA not in guardada
    assert testigo != token


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(abierta: Engine) -> None:
    assert entra(abierta, "ana", "equivocada", AHORA) is None
    assert entra(abierta, "nadie", "equivocada", AHORA) is None


def test_too_many_failures_block_the_account_for_a_while(abierta: Engine) -> None:
    for _ in range(usuarios.MAX_FALLAS):
        assert entra(abierta, "ana", "equivocada", AHORA) is None
    with pytest.raises(CuentaBloqueada) as error:
        entra(abierta, "ana", CONTRASENA, AHORA + timedelta(seconds=1))
    assert error.value.hasta == AHORA + usuarios.BLOQUEO
    assert entra(abierta, "ana", CONTRASENA, AHORA + usuarios.BLOQUEO) is not None


def test_entering_forgets_the_failures_before(abierta: Engine) -> None:
    for _ in range(usuarios.MAX_FALLAS - 1):
        assert entra(abierta, "ana", "equivocada", AHORA) is None
    assert entra(abierta, "ana", CONTRASENA, AHORA) is not None
    assert entra(abierta, "ana", "equivocada", AHORA) is None
    assert entra(abierta, "ana", CONTRASENA, AHORA) is not None


def test_a_name_is_used_once(abierta: Engine) -> None:
    with pytest.raises(UsuarioRepetido), transaccion(abierta) as session:
        usuarios.crear(session, "ana", "otra contraseña larga", frozenset({Rol.AUDITOR}), SISTEMA, AHORA)
