"""Accounts and sessions. Passwords are argon2id; of a session only the SHA-256 of its token is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import Sesion, Usuario
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.errores import CuentaBloqueada, UsuarioRepetido
from verificacion.dominio.registro import Actor, Rol

MAX_FALLAS = 5
BLOQUEO = timedelta(minutes=15)
DURACION = timedelta(hours=12)  # a shift; a night has two

_ARGON2 = PasswordHasher()
_SENUELO = "$argon2id$v=19$m=65536,t=3,p=4$MTIzNDU2Nzg5MDEyMzQ1Ng$0000000000000000000000000000000000000000000"


def crear(
    session: Session, usuario: str, contrasena: str, roles: frozenset[Rol], actor: Actor, ahora: datetime
) -> UsuarioId:
    """Create an account.

    Raises:
        UsuarioRepetido: the name is taken.
    """
    if session.scalar(select(Usuario.id).where(Usuario.usuario == usuario)) is not None:
        raise UsuarioRepetido(usuario)
    fila = Usuario(usuario=usuario, contrasena=_ARGON2.hash(contrasena), roles=",".join(sorted(roles)), creado_en=ahora)
    session.add(fila)
    session.flush()
    bitacora.anotar(session, actor, "usuario_creado", {"usuario": usuario, "roles": sorted(roles)}, ahora)
    return UsuarioId(fila.id)


def autenticar(
    engine: Engine, usuario: str, contrasena: str, terminal: str, ahora: datetime, direccion: str = ""
) -> str | None:
    """Open a session and return its token, or None when there is no such account or the password is wrong.

    The password is checked between two short transactions and in none of them: argon2 takes a fifth of a second on
    purpose, and on SQLite everybody who writes would wait for it. None instead of an error, because what the second
    one counts and logs must stay.

    Args:
        engine: the record.
        usuario: name of the account.
        contrasena: as typed.
        terminal: identity of the browser, which the acts of this session carry.
        ahora: aware moment.
        direccion: network address it comes from, for the log.

    Raises:
        CuentaBloqueada: too many failures in a row.
    """
    with consulta(engine) as session:
        fila = session.scalars(select(Usuario).where(Usuario.usuario == usuario)).first()
        if fila is not None:
            _exigir_libre(fila, ahora)
        guardada = fila.contrasena if fila is not None else _SENUELO
    acierta = _coincide(guardada, contrasena)  # an unknown name takes as long as a wrong password
    with transaccion(engine) as session:
        fila = session.scalars(select(Usuario).where(Usuario.usuario == usuario).with_for_update()).first()
        if fila is None:
            return None
        _exigir_libre(fila, ahora)
        actor = _actor(fila, terminal)
        if not acierta or fila.contrasena != guardada:
            fila.fallas += 1
            if fila.fallas >= MAX_FALLAS:
                fila.fallas, fila.bloqueado_hasta = 0, ahora + BLOQUEO
            bitacora.anotar(session, actor, "entrada_fallida", {"direccion": direccion}, ahora)
            return None
        fila.fallas, fila.bloqueado_hasta = 0, None
        bitacora.anotar(session, actor, "entrada", {"direccion": direccion}, ahora)
        return abrir(session, usuario, terminal, ahora)


def abrir(session: Session, usuario: str, terminal: str, ahora: datetime) -> str:
    """Open a session for somebody whose identity was checked, and return its token."""
    fila = session.scalars(select(Usuario).where(Usuario.usuario == usuario)).one()
    token = secrets.token_urlsafe(32)
    session.add(
        Sesion(token=_huella(token), usuario_id=fila.id, terminal=terminal, abierta_en=ahora, vence_en=ahora + DURACION)
    )
    return token


def _exigir_libre(fila: Usuario, ahora: datetime) -> None:
    if fila.bloqueado_hasta is not None and fila.bloqueado_hasta > ahora:
        raise CuentaBloqueada(fila.bloqueado_hasta)


def sesion(session: Session, token: str, ahora: datetime) -> Actor | None:
    """Who holds a token, or None when it is unknown or expired."""
    fila = session.execute(
        select(Usuario, Sesion.terminal)
        .join(Sesion, Sesion.usuario_id == Usuario.id)
        .where(Sesion.token == _huella(token), Sesion.vence_en > ahora)
    ).one_or_none()
    return None if fila is None else _actor(fila[0], fila[1])


def salir(session: Session, token: str, ahora: datetime) -> None:
    """End a session; harmless when there is none."""
    if (actor := sesion(session, token, ahora)) is not None:
        session.execute(delete(Sesion).where(Sesion.token == _huella(token)))
        bitacora.anotar(session, actor, "salida", {}, ahora)


def _coincide(huella: str, contrasena: str) -> bool:
    try:
        return _ARGON2.verify(huella, contrasena)
    except VerifyMismatchError:
        return False


def _huella(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _actor(fila: Usuario, terminal: str) -> Actor:
    return Actor(UsuarioId(fila.id), fila.usuario, frozenset(map(Rol, fila.roles.split(","))), terminal)
