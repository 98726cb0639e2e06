"""The job queue: a port, and the one that lives in the database itself.

A job is written in the transaction of whoever needs it, so that neither can exist without the other. Jobs carry only
a key and are idempotent. A worker that dies loses its lease and the job returns; after ``MAX_INTENTOS`` it is set
apart, and the rest goes on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from verificacion.bd.tablas import Trabajo as Fila

MAX_INTENTOS = 3
ARRIENDO = timedelta(seconds=60)  # reading one image takes about a second; HEIC and PDF a few


class Tarea(StrEnum):
    """Kinds of jobs. The key of ``LEER`` is the SHA-256 of the image."""

    LEER = "leer"


class Cola(Protocol):
    """Where use cases leave work for later."""

    def encolar(self, session: Session, tarea: Tarea, clave: str, ahora: datetime) -> None:
        """Add a job in the caller's transaction; a job with the same task and key is added once."""
        ...


@dataclass(frozen=True, slots=True)
class Trabajo:
    """A job in the hands of a worker. ``agotado`` means that its last try already failed: only report it."""

    id: int
    tarea: Tarea
    clave: str
    agotado: bool


class ColaBD:
    """The queue in table ``trabajos``: enough for one machine and for tests; leases on the database's own rows."""

    def encolar(self, session: Session, tarea: Tarea, clave: str, ahora: datetime) -> None:
        """Add a job once."""
        ya = session.scalar(select(Fila.id).where(Fila.tarea == tarea, Fila.clave == clave))
        if ya is None:
            session.add(Fila(tarea=tarea, clave=clave, estado="en_espera", creado_en=ahora))
            session.flush()

    def tomar(self, session: Session, ahora: datetime, trabajador: str) -> Trabajo | None:
        """Lease the oldest free job, or None. A job whose worker died too often comes back ``agotado``."""
        fila = session.scalars(
            select(Fila)
            .where(Fila.estado == "en_espera", or_(Fila.arrendado_hasta.is_(None), Fila.arrendado_hasta < ahora))
            .order_by(Fila.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if fila is None:
            return None
        agotado = fila.intentos >= MAX_INTENTOS
        fila.intentos += 1
        fila.arrendado_hasta = ahora + ARRIENDO
        fila.trabajador = trabajador
        session.flush()
        return Trabajo(fila.id, Tarea(fila.tarea), fila.clave, agotado)

    def terminar(self, session: Session, trabajo: Trabajo) -> None:
        """The job is done."""
        session.get_one(Fila, trabajo.id).estado = "hecho"

    def apartar(self, session: Session, trabajo: Trabajo, error: str) -> None:
        """The job cannot be done: keep it aside, with the reason, for a person to look at."""
        fila = session.get_one(Fila, trabajo.id)
        fila.estado, fila.error = "apartado", error[:500]

    def devolver(self, session: Session, trabajo: Trabajo, hasta: datetime) -> None:
        """The job could not even be tried, by no fault of its own: it waits until ``hasta`` and loses no try."""
        fila = session.get_one(Fila, trabajo.id)
        fila.intentos -= 1
        fila.arrendado_hasta = hasta

    def fallar(self, session: Session, trabajo: Trabajo, error: str) -> None:
        """A try failed: the job returns to the queue at once."""
        fila = session.get_one(Fila, trabajo.id)
        fila.arrendado_hasta, fila.error = None, error[:500]
