"""Files that were refused: kept apart, listed for whoever supervises, never lost and never used."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Apartado, Usuario
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.registro import Actor

MAX_LISTADOS = 500
"""A night with more refusals than this has another problem, which the count shows."""


@dataclass(frozen=True, slots=True)
class ArchivoApartado:
    """A refused file: what, who sent it and from where, when, and the code of why."""

    sha256: str
    nombre: str
    bytes: int
    codigo: str
    detalle: str
    usuario: str
    terminal: str
    recibido_en: datetime


def apartar(
    session: Session, *, sha256: str, nombre: str, tamano: int, codigo: str, detalle: str, actor: Actor, ahora: datetime
) -> None:
    """List a refused file, whose bytes are already safe in quarantine. Sent again, it is listed again."""
    session.add(
        Apartado(
            sha256=sha256,
            nombre=nombre[:255],
            bytes=tamano,
            codigo=codigo,
            detalle=detalle[:300],
            usuario_id=actor.usuario_id,
            terminal=actor.terminal,
            recibido_en=ahora,
        )
    )
    datos = {"archivo": sha256, "bytes": tamano, "codigo": codigo}
    bitacora.anotar(session, actor, "archivo_rechazado", datos, ahora)


def listar(session: Session) -> list[ArchivoApartado]:
    """Refused files, the newest first, up to MAX_LISTADOS."""
    filas = session.execute(
        select(Apartado, Usuario.usuario)
        .outerjoin(Usuario, Usuario.id == Apartado.usuario_id)
        .order_by(Apartado.id.desc())
        .limit(MAX_LISTADOS)
    )
    return [_archivo(fila, usuario) for fila, usuario in filas]


def uno(session: Session, sha256: str) -> ArchivoApartado:
    """The newest row of one refused file.

    Raises:
        NoExiste: nothing with that hash was refused.
    """
    fila = session.execute(
        select(Apartado, Usuario.usuario)
        .outerjoin(Usuario, Usuario.id == Apartado.usuario_id)
        .where(Apartado.sha256 == sha256)
        .order_by(Apartado.id.desc())
        .limit(1)
    ).one_or_none()
    if fila is None:
        raise NoExiste("el archivo apartado", sha256)
    return _archivo(*fila)


def _archivo(fila: Apartado, usuario: str | None) -> ArchivoApartado:
    return ArchivoApartado(
        sha256=fila.sha256,
        nombre=fila.nombre,
        bytes=fila.bytes,
        codigo=fila.codigo,
        detalle=fila.detalle,
        usuario=usuario or "",
        terminal=fila.terminal,
        recibido_en=fila.recibido_en,
    )
