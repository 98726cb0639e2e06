"""The tables of who is in: sessions, and how many times somebody failed to enter. Both are erased as they end."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from verificacion.bd.tablas import Base


class Sesion(Base):
    """A log-in. Only the SHA-256 of its token is kept."""

    __tablename__ = "sesiones"

    token: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256 del testigo")
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"), index=True)
    terminal: Mapped[str] = mapped_column(String(120))
    recordada: Mapped[bool] = mapped_column(comment="un teléfono: no termina por no usarse")
    abierta_en: Mapped[datetime]
    vista_en: Mapped[datetime] = mapped_column(comment="último uso, con minutos de atraso")
    vence_en: Mapped[datetime]


class LimiteDeEntradas(Base):
    """Failures to enter of one name, or from one address, in its present window.

    ``clave`` is a digest that says nothing of whether the account exists. In the database, so that all the machines
    that serve count together.
    """

    __tablename__ = "limites_de_entradas"

    clave: Mapped[str] = mapped_column(String(64), primary_key=True)
    desde: Mapped[datetime]
    fallas: Mapped[int] = mapped_column(default=0)
