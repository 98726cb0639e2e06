"""Cotejo, draws of verified actas, and what was typed again to measure people and the result."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.evidencia import negar_cambios
from verificacion.bd.tipos import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "proceso",
        sa.Column("control", sa.JSON(), nullable=True, comment="muestreo y actas conocidas; nulo: no se mide"),
    )
    op.add_column("turnos", sa.Column("destino", sa.String(length=10), server_default="acta", nullable=False))
    _cotejos()
    _muestras()
    _recapturas()
    for tabla in ("cotejos", "muestras", "muestra_actas", "recapturas"):
        negar_cambios(tabla)


def _apunta(tabla: str, columna: str, destino: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([columna], [f"{destino}.id"], name=op.f(f"fk_{tabla}_{columna}_{destino}"))


def _cotejos() -> None:
    op.create_table(
        "cotejos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acta_id", sa.Integer(), nullable=False),
        sa.Column("imagen_id", sa.Integer(), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("turno_id", sa.String(length=32), nullable=False),
        sa.Column("asiento", sa.Integer(), nullable=False),
        sa.Column("resultado", sa.Integer(), nullable=False, comment="COTEJADA"),
        sa.Column("campos", sa.JSON(), nullable=False, comment="los que no coinciden con el acta"),
        sa.Column("remedio", sa.String(length=20), nullable=True),
        sa.Column("hecho_en", UTCDateTime(), nullable=False),
        sa.CheckConstraint("resultado in (1, 2, 3)", name=op.f("ck_cotejos_resultado")),
        _apunta("cotejos", "acta_id", "actas"),
        _apunta("cotejos", "imagen_id", "imagenes"),
        _apunta("cotejos", "turno_id", "turnos"),
        _apunta("cotejos", "usuario_id", "usuarios"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cotejos")),
        sa.UniqueConstraint("asiento", name=op.f("uq_cotejos_asiento")),
        sa.UniqueConstraint("turno_id", name=op.f("uq_cotejos_turno_id")),
    )
    op.create_index(op.f("ix_cotejos_acta_id"), "cotejos", ["acta_id"], unique=False)


def _muestras() -> None:
    op.create_table(
        "muestras",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("desde", UTCDateTime(), nullable=False),
        sa.Column("hasta", UTCDateTime(), nullable=False),
        sa.Column("asiento", sa.Integer(), nullable=False),
        sa.Column("huella", sa.String(length=64), nullable=False),
        sa.Column("semilla", sa.String(length=64), nullable=False, comment="la del periodo"),
        sa.Column("poblacion", sa.Integer(), nullable=False),
        sa.Column("hecha_en", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_muestras")),
        sa.UniqueConstraint("hasta", name=op.f("uq_muestras_hasta")),
    )
    op.create_table(
        "muestra_actas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("muestra_id", sa.Integer(), nullable=False),
        sa.Column("acta_id", sa.Integer(), nullable=False),
        _apunta("muestra_actas", "acta_id", "actas"),
        _apunta("muestra_actas", "muestra_id", "muestras"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_muestra_actas")),
        sa.UniqueConstraint("muestra_id", "acta_id", name=op.f("uq_muestra_actas_muestra_id")),
    )
    op.create_index(op.f("ix_muestra_actas_acta_id"), "muestra_actas", ["acta_id"], unique=False)


def _recapturas() -> None:
    op.create_table(
        "recapturas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acta_id", sa.Integer(), nullable=False),
        sa.Column("imagen_id", sa.Integer(), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("turno_id", sa.String(length=32), nullable=False),
        sa.Column("destino", sa.String(length=10), nullable=False),
        sa.Column("cifras", sa.JSON(), nullable=False),
        sa.Column("verificadas", sa.JSON(), nullable=False),
        sa.Column("distintos", sa.JSON(), nullable=False),
        sa.Column("difiere", sa.Boolean(), nullable=False),
        sa.Column("hecha_en", UTCDateTime(), nullable=False),
        sa.CheckConstraint("destino in ('conocida', 'muestra')", name=op.f("ck_recapturas_destino")),
        _apunta("recapturas", "acta_id", "actas"),
        _apunta("recapturas", "imagen_id", "imagenes"),
        _apunta("recapturas", "turno_id", "turnos"),
        _apunta("recapturas", "usuario_id", "usuarios"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recapturas")),
        sa.UniqueConstraint("acta_id", "usuario_id", name=op.f("uq_recapturas_acta_id")),
        sa.UniqueConstraint("turno_id", name=op.f("uq_recapturas_turno_id")),
    )
