"""The tables of acts that take two people: what one proposed, and what another answered. Both insert-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from verificacion.bd.tablas import Base


class Propuesta(Base):
    """An act that somebody wants done and cannot do alone."""

    __tablename__ = "propuestas"

    id: Mapped[int] = mapped_column(primary_key=True)
    acto: Mapped[str] = mapped_column(String(20))
    datos: Mapped[dict[str, Any]]
    motivo: Mapped[str] = mapped_column(String(300))
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    hecha_en: Mapped[datetime]
    vence_en: Mapped[datetime]


class RespuestaAPropuesta(Base):
    """What another person answered, or that whoever proposed it took it back. Once."""

    __tablename__ = "propuestas_respondidas"

    propuesta_id: Mapped[int] = mapped_column(ForeignKey("propuestas.id"), primary_key=True, autoincrement=False)
    confirmada: Mapped[bool]
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    hecha_en: Mapped[datetime]
