"""Accounts and sessions. Passwords are argon2id; of a session only the SHA-256 of its token is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
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


def autenticar(session: Session, usuario: str, contrasena: str, terminal: str, ahora: datetime) -> str | None:
    """Open a session and return its token, or None when there is no such account or the password is wrong.

    None instead of an error, because the caller must commit: failures are counted and logged.

    Raises:
        CuentaBloqueada: too many failures in a row.
    """
    fila = session.scalars(select(Usuario).where(Usuario.usuario == usuario).with_for_update()).first()
    if fila is None:
        _coincide(_SENUELO, contrasena)  # so that an unknown name takes as long as a wrong password
        return None
    if fila.bloqueado_hasta is not None and fila.bloqueado_hasta > ahora:
        raise CuentaBloqueada(fila.bloqueado_hasta)
    actor = _actor(fila, terminal)
    if not _coincide(fila.contrasena, contrasena):
        fila.fallas += 1
        if fila.fallas >= MAX_FALLAS:
            fila.fallas, fila.bloqueado_hasta = 0, ahora + BLOQUEO
        bitacora.anotar(session, actor, "entrada_fallida", {}, ahora)
        return None
    fila.fallas, fila.bloqueado_hasta = 0, None
    token = secrets.token_urlsafe(32)
    session.add(
        Sesion(token=_huella(token), usuario_id=fila.id, terminal=terminal, abierta_en=ahora, vence_en=ahora + DURACION)
    )
    bitacora.anotar(session, actor, "entrada", {}, ahora)
    return token


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
