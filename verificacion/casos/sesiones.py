"""Sessions: on the server, of one terminal; they end by time, by disuse or because somebody ends them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Usuario
from verificacion.bd.tablas_acceso import Sesion
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.registro import Actor, Pendiente, Rol
from verificacion.dominio.segundo_factor import CON_SEGUNDO_FACTOR

DURACION = timedelta(hours=12)  # a shift; a night has two
INACTIVIDAD = timedelta(minutes=30)
"""Unused for this long, a session ends, but for the phones that keep theirs between casillas (OWASP ASVS 3.3.2)."""
AVISO_DE_USO = timedelta(minutes=5)
"""How late the last use is written: one write each five minutes, not one each request."""


@dataclass(frozen=True, slots=True)
class SesionViva:
    """Who holds a token. ``por_anotar``: its last use was written long ago."""

    actor: Actor
    por_anotar: bool


def abrir(session: Session, usuario: str, terminal: str, ahora: datetime, *, recordar: bool = False) -> str:
    """Open a session for somebody whose identity was checked, and return its token. Those that ended are erased."""
    fila = session.scalars(select(Usuario).where(Usuario.usuario == usuario)).one()
    session.execute(delete(Sesion).where(Sesion.usuario_id == fila.id, Sesion.vence_en <= ahora))
    token = secrets.token_urlsafe(32)
    session.add(
        Sesion(
            token=_huella(token),
            usuario_id=fila.id,
            terminal=terminal,
            recordada=recordar,
            abierta_en=ahora,
            vista_en=ahora,
            vence_en=ahora + DURACION,
        )
    )
    return token


def de_token(
    session: Session, token: str, terminal: str, ahora: datetime, *, segundo_factor: bool = False
) -> SesionViva | None:
    """Who holds a token at a terminal, or None when it is unknown, of another terminal, expired, unused or suspended.

    Args:
        session: the database.
        token: of the cookie.
        terminal: name of the terminal that calls now.
        ahora: aware moment.
        segundo_factor: whether this installation asks it of those who must have it.
    """
    fila = session.execute(
        select(Usuario, Sesion)
        .join(Sesion, Sesion.usuario_id == Usuario.id)
        .where(
            Sesion.token == _huella(token),
            Sesion.terminal == terminal,
            Sesion.vence_en > ahora,
            or_(Sesion.recordada, Sesion.vista_en > ahora - INACTIVIDAD),
            Usuario.suspendida_en.is_(None),
        )
    ).one_or_none()
    if fila is None:
        return None
    usuario, abierta = fila
    return SesionViva(actor_de(usuario, terminal, segundo_factor), ahora - abierta.vista_en >= AVISO_DE_USO)


def anotar_uso(session: Session, token: str, ahora: datetime) -> None:
    """Write that a session was used now."""
    session.execute(update(Sesion).where(Sesion.token == _huella(token)).values(vista_en=ahora))


def cerrar(session: Session, token: str, actor: Actor, ahora: datetime) -> None:
    """End the session of whoever asks."""
    session.execute(delete(Sesion).where(Sesion.token == _huella(token)))
    bitacora.anotar(session, actor, "salida", {}, ahora)


def olvidar(session: Session, token: str) -> None:
    """Erase the session that a browser held before it entered again: a token never outlives a log-in."""
    session.execute(delete(Sesion).where(Sesion.token == _huella(token)))


def cerrar_todas(session: Session, usuario_id: UsuarioId, salvo: str = "") -> int:
    """End every session of an account, but that of a token, and say how many. The act that does it is logged by it."""
    suyas = session.scalars(
        select(Sesion.token).where(Sesion.usuario_id == usuario_id, Sesion.token != _huella(salvo))
    ).all()
    session.execute(delete(Sesion).where(Sesion.token.in_(suyas)))
    return len(suyas)


def actor_de(fila: Usuario, terminal: str, segundo_factor: bool) -> Actor:
    """The person of an account at a terminal, with what they must do first."""
    roles = frozenset(map(Rol, fila.roles.split(",")))
    pendientes: set[Pendiente] = {Pendiente.CAMBIAR_CONTRASENA} if fila.temporal else set()
    if segundo_factor and roles & CON_SEGUNDO_FACTOR and fila.totp is None:
        pendientes.add(Pendiente.INSCRIBIR_SEGUNDO_FACTOR)
    return Actor(UsuarioId(fila.id), fila.usuario, roles, terminal, fila.centro, frozenset(pendientes))


def _huella(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
