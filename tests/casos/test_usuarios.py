"""Accounts, log-ins, second factor and sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import EntradaBitacora, Usuario
from verificacion.bd.tablas_acceso import LimiteDeEntradas, Sesion
from verificacion.casos import contrasenas, entradas, propia_cuenta, sesiones, usuarios
from verificacion.casos.entradas import BLOQUEO, MAX_FALLAS, MAX_FALLAS_POR_DIRECCION, Intento
from verificacion.casos.sistema import SISTEMA
from verificacion.casos.usuarios import CuentaNueva
from verificacion.dominio.errores import (
    ContrasenaDebil,
    CuentaBloqueada,
    MismaPersona,
    NoCoincide,
    NoExiste,
    SegundoFactorPedido,
    UsuarioInvalido,
    UsuarioRepetido,
)
from verificacion.dominio.registro import Actor, Pendiente, Rol
from verificacion.dominio.segundo_factor import PASO_S, codigo, paso_de

AHORA = datetime(2021, 6, 6, 20, 0, tzinfo=UTC)
CONTRASENA = "correcto caballo batería grapa"
RESUMEN = contrasenas.resumir(CONTRASENA)


@pytest.fixture
def abierta(engine: Engine) -> Engine:
    """A database with the account of Ana."""
    dar(engine, "ana", Rol.CAPTURISTA, Rol.VERIFICADOR)
    return engine


def dar(engine: Engine, usuario: str, *roles: Rol, centro: str | None = None, temporal: bool = False) -> None:
    with transaccion(engine) as session:
        nueva = CuentaNueva(usuario, RESUMEN, frozenset(roles), centro, temporal)
        usuarios.crear(session, nueva, SISTEMA, AHORA)


def entra(engine: Engine, usuario: str, contrasena: str, ahora: datetime = AHORA, **otros: str) -> str | None:
    intento = Intento(usuario, contrasena, "terminal 4", **otros)  # pyright: ignore[reportArgumentType]
    abierta = entradas.autenticar(engine, intento, ahora)
    return None if abierta is None else abierta[0]


def quien(engine: Engine, token: str | None, ahora: datetime = AHORA, terminal: str = "terminal 4") -> Actor | None:
    with consulta(engine) as session:
        viva = sesiones.de_token(session, token or "", terminal, ahora)
    return None if viva is None else viva.actor


def eventos(engine: Engine) -> list[str]:
    with consulta(engine) as session:
        bitacora.verificar(session)
        return list(session.scalars(select(EntradaBitacora.evento).order_by(EntradaBitacora.numero)))


def fallar(engine: Engine, veces: int, usuario: str = "ana", direccion: str = "") -> None:
    """Failures without argon2: what counts them is what is under test."""
    for _ in range(veces):
        with transaccion(engine) as session:
            intento = Intento(usuario, "", "terminal 4", direccion)
            claves = entradas._claves(intento)  # pyright: ignore[reportPrivateUsage]
            entradas._fallar(session, None, intento, claves, AHORA)  # pyright: ignore[reportPrivateUsage]


def test_a_person_enters_works_and_leaves(abierta: Engine) -> None:
    token = entra(abierta, "ana", CONTRASENA)
    assert token is not None
    actor = quien(abierta, token)
    assert actor is not None
    assert (actor.usuario, actor.terminal) == ("ana", "terminal 4")
    assert actor.roles == {Rol.CAPTURISTA, Rol.VERIFICADOR}
    with transaccion(abierta) as session:
        sesiones.cerrar(session, token, actor, AHORA)
    assert quien(abierta, token) is None
    assert eventos(abierta) == ["usuario_creado", "entrada", "salida"]


def test_a_session_belongs_to_the_terminal_where_it_began(abierta: Engine) -> None:
    token = entra(abierta, "ana", CONTRASENA)
    assert quien(abierta, token, terminal="terminal 5") is None
    assert quien(abierta, token) is not None


def test_a_session_ends_by_time_and_by_disuse(abierta: Engine) -> None:
    with transaccion(abierta) as session:
        de_mesa = sesiones.abrir(session, "ana", "terminal 4", AHORA)
        de_telefono = sesiones.abrir(session, "ana", "terminal 4", AHORA, recordar=True)
    luego = AHORA + sesiones.INACTIVIDAD
    assert quien(abierta, de_mesa, luego - timedelta(seconds=1)) is not None
    assert quien(abierta, de_mesa, luego) is None
    assert quien(abierta, de_telefono, luego) is not None
    assert quien(abierta, de_telefono, AHORA + sesiones.DURACION) is None
    assert quien(abierta, "inventado") is None


def test_use_keeps_a_session_and_is_written_every_few_minutes(abierta: Engine) -> None:
    with transaccion(abierta) as session:
        token = sesiones.abrir(session, "ana", "terminal 4", AHORA)
    luego = AHORA + sesiones.AVISO_DE_USO
    with transaccion(abierta) as session:
        antes = sesiones.de_token(session, token, "terminal 4", luego - timedelta(seconds=1))
        despues = sesiones.de_token(session, token, "terminal 4", luego)
        assert antes and despues and (antes.por_anotar, despues.por_anotar) == (False, True)
        sesiones.anotar_uso(session, token, luego)
    assert quien(abierta, token, luego + sesiones.INACTIVIDAD - timedelta(seconds=1)) is not None


def test_entering_again_ends_the_session_that_the_browser_held(abierta: Engine) -> None:
    """Whoever planted a token in the browser beforehand is left with nothing."""
    with transaccion(abierta) as session:
        plantada = sesiones.abrir(session, "ana", "terminal 4", AHORA)
    nueva = entra(abierta, "ana", CONTRASENA, anterior=plantada)
    assert nueva != plantada and quien(abierta, nueva) is not None
    assert quien(abierta, plantada) is None


def test_neither_the_password_nor_the_token_is_kept(abierta: Engine) -> None:
    token = entra(abierta, "ana", CONTRASENA)
    with consulta(abierta) as session:
        guardada = session.scalars(select(Usuario.contrasena)).one()
        testigo = session.scalars(select(Sesion.token)).one()
    assert guardada.startswith("$argon2id$")
    assert CONTRASENA not in guardada
    assert testigo != token


def test_an_unknown_name_and_a_wrong_password_do_the_same(abierta: Engine) -> None:
    """Same answer, one argon2 check each, one failure counted and one entry in the log, which does not say the name."""
    assert entra(abierta, "ana", "equivocada") is None
    assert entra(abierta, "nadie", "equivocada") is None
    assert eventos(abierta) == ["usuario_creado", "entrada_fallida", "entrada_fallida"]
    with consulta(abierta) as session:
        assert len(session.scalars(select(LimiteDeEntradas)).all()) == 2
        ultima = session.scalars(select(EntradaBitacora).order_by(EntradaBitacora.numero.desc())).first()
    assert ultima is not None and ultima.usuario == entradas.DESCONOCIDO and "nadie" not in str(ultima.datos)


@pytest.mark.parametrize("usuario", ["ana", "nadie"])
def test_too_many_failures_stop_a_name_for_a_while_whether_it_exists_or_not(abierta: Engine, usuario: str) -> None:
    fallar(abierta, MAX_FALLAS - 1, usuario)
    assert entra(abierta, usuario, "equivocada") is None
    with pytest.raises(CuentaBloqueada) as error:
        entra(abierta, usuario, CONTRASENA, AHORA + timedelta(seconds=1))
    assert error.value.hasta == AHORA + BLOQUEO
    assert (entra(abierta, usuario, CONTRASENA, AHORA + BLOQUEO) is None) is (usuario == "nadie")


def test_too_many_failures_from_an_address_stop_that_address_and_no_other(abierta: Engine) -> None:
    for n in range(MAX_FALLAS_POR_DIRECCION):
        fallar(abierta, 1, f"persona{n}", "203.0.113.7")
    with pytest.raises(CuentaBloqueada):
        entra(abierta, "ana", CONTRASENA, direccion="203.0.113.7")
    assert entra(abierta, "ana", CONTRASENA, direccion="203.0.113.8") is not None


def test_entering_forgets_the_failures_before(abierta: Engine) -> None:
    fallar(abierta, MAX_FALLAS - 1)
    assert entra(abierta, "ana", CONTRASENA) is not None
    fallar(abierta, MAX_FALLAS - 1)
    assert entra(abierta, "ana", CONTRASENA) is not None


def test_a_name_is_used_once_and_is_safe_to_print(abierta: Engine) -> None:
    with pytest.raises(UsuarioRepetido):
        dar(abierta, "ana", Rol.AUDITOR)
    for malo in ("=1+1", "<b>", "../etc", "Ana", "a b", "", "ana\n"):
        with pytest.raises(UsuarioInvalido):
            dar(abierta, malo, Rol.AUDITOR)


def test_a_chosen_password_is_long_varied_and_not_the_name() -> None:
    contrasenas.exigir_fuerte("cuatro palabras al azar", "ana")
    for mala in ("corta", "aaaaaaaaaaaaaaaa", "1212121212121212", "ana.lopez-2021", "x" * 11):
        with pytest.raises(ContrasenaDebil):
            contrasenas.exigir_fuerte(mala, "ana.lopez")


def test_a_one_time_password_is_changed_and_other_sessions_end(engine: Engine) -> None:
    dar(engine, "ana", Rol.CAPTURISTA, temporal=True)
    with transaccion(engine) as session:
        token, otra = (sesiones.abrir(session, "ana", "terminal 4", AHORA) for _ in range(2))
    ana = quien(engine, token)
    assert ana is not None and ana.pendientes == {Pendiente.CAMBIAR_CONTRASENA}
    with pytest.raises(NoCoincide):
        propia_cuenta.cambiar_contrasena(engine, "otra cualquiera", "cuatro palabras al azar", token, ana, AHORA)
    with pytest.raises(ContrasenaDebil):
        propia_cuenta.cambiar_contrasena(engine, CONTRASENA, CONTRASENA, token, ana, AHORA)
    propia_cuenta.cambiar_contrasena(engine, CONTRASENA, "cuatro palabras al azar", token, ana, AHORA)
    despues = quien(engine, token)
    assert despues is not None and not despues.pendientes
    assert quien(engine, otra) is None


def test_the_second_factor_is_enrolled_asked_and_never_good_twice(abierta: Engine) -> None:
    with transaccion(abierta) as session:
        token = sesiones.abrir(session, "ana", "terminal 4", AHORA)
        viva = sesiones.de_token(session, token, "terminal 4", AHORA, segundo_factor=True)
    assert viva is not None and viva.actor.pendientes == {Pendiente.INSCRIBIR_SEGUNDO_FACTOR}
    with transaccion(abierta) as session:
        secreto = propia_cuenta.proponer_segundo_factor(session, viva.actor)
    primero = codigo(secreto, paso_de(AHORA))
    otro = "000000" if primero != "000000" else "111111"
    with pytest.raises(NoCoincide), transaccion(abierta) as session:
        propia_cuenta.inscribir_segundo_factor(session, otro, token, viva.actor, AHORA)
    with transaccion(abierta) as session:
        propia_cuenta.inscribir_segundo_factor(session, primero, token, viva.actor, AHORA)
    with pytest.raises(SegundoFactorPedido):
        entra(abierta, "ana", CONTRASENA)
    assert entra(abierta, "ana", CONTRASENA, codigo=primero) is None, "the digits that enrolled it are spent"
    luego = AHORA + timedelta(seconds=PASO_S)
    siguiente = codigo(secreto, paso_de(luego))
    assert entra(abierta, "ana", CONTRASENA, luego, codigo=siguiente) is not None
    assert entra(abierta, "ana", CONTRASENA, luego, codigo=siguiente) is None


def test_whoever_administers_takes_out_renews_and_suspends_and_it_is_logged(abierta: Engine) -> None:
    jefe = Actor(None, "jefe", frozenset({Rol.ADMINISTRADOR}), "consola")
    with transaccion(abierta) as session:
        tokens = [sesiones.abrir(session, "ana", "terminal 4", AHORA)]
        usuarios.quitar_segundo_factor(session, "ana", "perdió su teléfono", jefe, AHORA)
        tokens.append(sesiones.abrir(session, "ana", "terminal 4", AHORA))
        usuarios.renovar(session, "ana", RESUMEN, jefe, AHORA)
        tokens.append(sesiones.abrir(session, "ana", "terminal 4", AHORA))
        usuarios.suspender(session, "ana", "ya no trabaja aquí", jefe, AHORA)
    assert [quien(abierta, token) for token in tokens] == [None] * 3
    assert entra(abierta, "ana", CONTRASENA) is None, "a suspended account answers like a wrong password"
    with transaccion(abierta) as session:
        usuarios.restituir(session, "ana", "volvió", jefe, AHORA)
    assert entra(abierta, "ana", CONTRASENA) is not None
    assert eventos(abierta)[1:5] == [
        "segundo_factor_retirado",
        "credencial_renovada",
        "cuenta_suspendida",
        "entrada_fallida",
    ]


def test_whoever_administers_a_centre_does_not_reach_another_nor_themself(abierta: Engine) -> None:
    dar(abierta, "jefa", Rol.ADMINISTRADOR, centro="CATD-01")
    dar(abierta, "beto", Rol.CAPTURISTA, centro="CATD-02")
    with transaccion(abierta) as session:
        token = sesiones.abrir(session, "jefa", "terminal 4", AHORA)
    jefa = quien(abierta, token)
    assert jefa is not None
    with consulta(abierta) as session:
        assert [c.usuario for c in usuarios.listar(session, jefa)] == ["jefa"]
    for ajeno in ("beto", "ana", "nadie"):
        with pytest.raises(NoExiste), transaccion(abierta) as session:
            usuarios.renovar(session, ajeno, RESUMEN, jefa, AHORA)
    with pytest.raises(MismaPersona), transaccion(abierta) as session:
        usuarios.renovar(session, "jefa", RESUMEN, jefa, AHORA)
    with pytest.raises(NoExiste), transaccion(abierta) as session:
        usuarios.crear(session, CuentaNueva("eva", RESUMEN, frozenset({Rol.CAPTURISTA})), jefa, AHORA)
