"""Accounts: who has them, in which centre, and what is done to them by whoever administers or by their owner."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Imagen, Usuario
from verificacion.casos import entradas, sesiones
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.errores import MismaPersona, NoExiste, UsuarioInvalido, UsuarioRepetido
from verificacion.dominio.registro import Actor, Rol

NOMBRE = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
"""Names are safe to print anywhere: on a page, in a file of spreadsheet, on a slip of paper."""
CENTRO = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
"""Names of CATD and CCV."""


@dataclass(frozen=True, slots=True)
class CuentaNueva:
    """An account to be made. ``resumen`` is what ``contrasenas.resumir`` gives, which is slow on purpose."""

    usuario: str
    resumen: str
    roles: frozenset[Rol]
    centro: str | None = None
    temporal: bool = False


@dataclass(frozen=True, slots=True)
class Cuenta:
    """An account as whoever administers sees it: never its secrets."""

    usuario: str
    roles: Sequence[Rol]
    centro: str | None
    temporal: bool
    segundo_factor: bool
    suspendida_en: datetime | None


def crear(session: Session, nueva: CuentaNueva, actor: Actor, ahora: datetime) -> UsuarioId:
    """Create an account.

    Raises:
        UsuarioInvalido: the name has other signs than small letters, digits, dot and hyphen.
        UsuarioRepetido: the name is taken.
        NoExiste: the centre is not the one of whoever administers.
    """
    if not NOMBRE.fullmatch(nueva.usuario):
        raise UsuarioInvalido(nueva.usuario)
    if actor.centro not in (None, nueva.centro):
        raise NoExiste("el centro", nueva.centro or "")
    if session.scalar(select(Usuario.id).where(Usuario.usuario == nueva.usuario)) is not None:
        raise UsuarioRepetido(nueva.usuario)
    fila = Usuario(
        usuario=nueva.usuario,
        contrasena=nueva.resumen,
        roles=",".join(sorted(nueva.roles)),
        creado_en=ahora,
        centro=nueva.centro,
        temporal=nueva.temporal,
    )
    session.add(fila)
    session.flush()
    datos = {"usuario": nueva.usuario, "roles": sorted(nueva.roles), "centro": nueva.centro}
    bitacora.anotar(session, actor, "usuario_creado", datos, ahora)
    return UsuarioId(fila.id)


def hay_alguna(session: Session) -> bool:
    """Whether the installation has any account."""
    return bool(session.scalar(select(func.count()).select_from(Usuario)))


def listar(session: Session, actor: Actor) -> list[Cuenta]:
    """The accounts that somebody administers: all, or those of their centre."""
    suyas = select(Usuario).order_by(Usuario.usuario)
    if actor.centro is not None:
        suyas = suyas.where(Usuario.centro == actor.centro)
    return [
        Cuenta(
            f.usuario,
            [Rol(rol) for rol in f.roles.split(",")],
            f.centro,
            f.temporal,
            f.totp is not None,
            f.suspendida_en,
        )
        for f in session.scalars(suyas)
    ]


def renovar(session: Session, usuario: str, resumen: str, actor: Actor, ahora: datetime) -> None:
    """Give an account a one-time password; whoever was in with it is out.

    Raises:
        NoExiste: no such account in the centre of whoever administers.
        MismaPersona: it is their own.
    """
    fila = _administrada(session, usuario, actor)
    fila.contrasena, fila.temporal = resumen, True
    cerradas = sesiones.cerrar_todas(session, UsuarioId(fila.id))
    bitacora.anotar(session, actor, "credencial_renovada", {"usuario": usuario, "sesiones": cerradas}, ahora)
    entradas.perdonar(session, usuario)


def suspender(session: Session, usuario: str, motivo: str, actor: Actor, ahora: datetime) -> None:
    """Take an account out of service, with a reason, or put it back with ``restituir``.

    Raises:
        NoExiste, MismaPersona: as ``renovar``.
    """
    fila = _administrada(session, usuario, actor)
    fila.suspendida_en = ahora
    cerradas = sesiones.cerrar_todas(session, UsuarioId(fila.id))
    datos = {"usuario": usuario, "motivo": motivo, "sesiones": cerradas}
    bitacora.anotar(session, actor, "cuenta_suspendida", datos, ahora)


def restituir(session: Session, usuario: str, motivo: str, actor: Actor, ahora: datetime) -> None:
    """Put a suspended account back in service.

    Raises:
        NoExiste, MismaPersona: as ``renovar``.
    """
    _administrada(session, usuario, actor).suspendida_en = None
    bitacora.anotar(session, actor, "cuenta_restituida", {"usuario": usuario, "motivo": motivo}, ahora)


def quitar_segundo_factor(session: Session, usuario: str, motivo: str, actor: Actor, ahora: datetime) -> None:
    """Somebody lost their phone: the next time they enter, they enrol another.

    Raises:
        NoExiste, MismaPersona: as ``renovar``.
    """
    fila = _administrada(session, usuario, actor)
    fila.totp = fila.totp_propuesto = fila.totp_paso = None
    cerradas = sesiones.cerrar_todas(session, UsuarioId(fila.id))
    datos = {"usuario": usuario, "motivo": motivo, "sesiones": cerradas}
    bitacora.anotar(session, actor, "segundo_factor_retirado", datos, ahora)


def cerrar_sesiones(session: Session, usuario: str, actor: Actor, ahora: datetime) -> int:
    """End every session of an account, and say how many there were.

    Raises:
        NoExiste, MismaPersona: as ``renovar``.
    """
    fila = _administrada(session, usuario, actor)
    cerradas = sesiones.cerrar_todas(session, UsuarioId(fila.id))
    bitacora.anotar(session, actor, "sesiones_cerradas", {"usuario": usuario, "sesiones": cerradas}, ahora)
    return cerradas


def exigir_mismo_centro(session: Session, sha256: str, actor: Actor) -> None:
    """Refuse whoever has a centre the images that another centre sent.

    Raises:
        NoExiste: as for an image that was never sent; not even that it exists is told.
    """
    if actor.centro is None:
        return
    centro = select(Usuario.centro).join(Imagen, Imagen.usuario_id == Usuario.id).where(Imagen.sha256 == sha256)
    if session.scalar(centro) != actor.centro:
        raise NoExiste("la imagen", sha256)


def _administrada(session: Session, usuario: str, actor: Actor) -> Usuario:
    fila = session.scalars(select(Usuario).where(Usuario.usuario == usuario).with_for_update()).first()
    if fila is None or actor.centro not in (None, fila.centro):
        raise NoExiste("la cuenta", usuario)
    if fila.id == actor.usuario_id:
        raise MismaPersona
    return fila
