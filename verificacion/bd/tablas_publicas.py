"""The tables of what the public and the close of the publication leave: extensions of the close and public reports."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from verificacion.bd.tablas import Base


class CierreExtendido(Base):
    """An authorised act that moves the close of the publication. The last one stands."""

    __tablename__ = "cierres"

    id: Mapped[int] = mapped_column(primary_key=True)
    hasta: Mapped[datetime]
    motivo: Mapped[str] = mapped_column(String(300))
    usuario: Mapped[str] = mapped_column(String(80))
    hecho_en: Mapped[datetime]


class Reporte(Base):
    """Somebody said that what is published of an acta is wrong. Nothing is kept of who."""

    __tablename__ = "reportes"

    id: Mapped[int] = mapped_column(primary_key=True)
    folio: Mapped[str] = mapped_column(String(12), unique=True)
    acta_id: Mapped[int] = mapped_column(ForeignKey("actas.id"), index=True)
    motivo: Mapped[str] = mapped_column(String(500))
    recibido_en: Mapped[datetime]


class CierreDeReporte(Base):
    """What a person found when they compared a reported acta with its image."""

    __tablename__ = "reportes_cerrados"

    reporte_id: Mapped[int] = mapped_column(ForeignKey("reportes.id"), primary_key=True, autoincrement=False)
    procede: Mapped[bool]
    respuesta: Mapped[str] = mapped_column(String(500))
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    cerrado_en: Mapped[datetime]


class LimiteDeReportes(Base):
    """How many reports an address has sent in its present window. Erased when the window is over.

    ``direccion`` is a keyed digest: enough to count, not to tell who.
    """

    __tablename__ = "limites_de_reportes"

    direccion: Mapped[str] = mapped_column(String(32), primary_key=True)
    desde: Mapped[datetime]
    cuantos: Mapped[int] = mapped_column(default=0)
