"""The tables of quality control: cotejo, draws of verified actas, what was typed again and what was doubted.

All of them insert-only.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from verificacion.bd.tablas import Base


class CotejoHecho(Base):
    """What was published of an acta, compared with it by somebody who took no part. ``asiento`` is its log entry."""

    __tablename__ = "cotejos"
    __table_args__ = (CheckConstraint("resultado in (1, 2, 3)", name="resultado"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    acta_id: Mapped[int] = mapped_column(ForeignKey("actas.id"), index=True)
    imagen_id: Mapped[int] = mapped_column(ForeignKey("imagenes.id"))
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    turno_id: Mapped[str] = mapped_column(ForeignKey("turnos.id"), unique=True)
    asiento: Mapped[int] = mapped_column(unique=True)
    ronda: Mapped[int] = mapped_column(default=0)
    resultado: Mapped[int] = mapped_column(comment="COTEJADA")
    campos: Mapped[list[str]] = mapped_column(comment="los que no coinciden con el acta")
    remedio: Mapped[str | None] = mapped_column(String(20))
    hecho_en: Mapped[datetime]


class Muestra(Base):
    """The draw of one period. ``huella`` is that of the log entry ``asiento``, the last one before the draw."""

    __tablename__ = "muestras"

    id: Mapped[int] = mapped_column(primary_key=True)
    desde: Mapped[datetime]
    hasta: Mapped[datetime] = mapped_column(unique=True)
    asiento: Mapped[int]
    huella: Mapped[str] = mapped_column(String(64))
    semilla: Mapped[str] = mapped_column(String(64), comment="la del periodo")
    poblacion: Mapped[int]
    hecha_en: Mapped[datetime]


class ActaMuestreada(Base):
    """One acta of a draw, to be typed again."""

    __tablename__ = "muestra_actas"
    __table_args__ = (UniqueConstraint("muestra_id", "acta_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    muestra_id: Mapped[int] = mapped_column(ForeignKey("muestras.id"))
    acta_id: Mapped[int] = mapped_column(ForeignKey("actas.id"), index=True)
    ronda: Mapped[int] = mapped_column(default=0)


class Recaptura(Base):
    """A verified acta typed again, blind, to measure the person or the result. It is never a capture of the acta.

    ``verificadas`` are the figures that stood then and ``distintos`` the fields in which both differ.
    """

    __tablename__ = "recapturas"
    __table_args__ = (
        UniqueConstraint("acta_id", "usuario_id"),
        CheckConstraint("destino in ('conocida', 'muestra')", name="destino"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    acta_id: Mapped[int] = mapped_column(ForeignKey("actas.id"))
    imagen_id: Mapped[int] = mapped_column(ForeignKey("imagenes.id"))
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    turno_id: Mapped[str] = mapped_column(ForeignKey("turnos.id"), unique=True)
    ronda: Mapped[int] = mapped_column(default=0)
    destino: Mapped[str] = mapped_column(String(10))
    cifras: Mapped[dict[str, Any]]
    verificadas: Mapped[dict[str, Any]]
    distintos: Mapped[list[str]]
    difiere: Mapped[bool]
    hecha_en: Mapped[datetime]


class Revision(Base):
    """A settled figure that somebody sent to a third person, having seen it beside others.

    ``decisiones`` is how many decisions the acta had then in this round: the replay takes them in that order.
    """

    __tablename__ = "revisiones"
    __table_args__ = (UniqueConstraint("acta_id", "imagen_id", "ronda", "campo"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    acta_id: Mapped[int] = mapped_column(ForeignKey("actas.id"))
    imagen_id: Mapped[int] = mapped_column(ForeignKey("imagenes.id"))
    ronda: Mapped[int]
    campo: Mapped[str] = mapped_column(String(80))
    decisiones: Mapped[int]
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    hecha_en: Mapped[datetime]
