"""Settled figures that somebody sends to a third person."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.evidencia import negar_cambios
from verificacion.bd.tipos import UTCDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revisiones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acta_id", sa.Integer(), nullable=False),
        sa.Column("imagen_id", sa.Integer(), nullable=False),
        sa.Column("ronda", sa.Integer(), nullable=False),
        sa.Column("campo", sa.String(length=80), nullable=False),
        sa.Column("decisiones", sa.Integer(), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("hecha_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["acta_id"], ["actas.id"], name=op.f("fk_revisiones_acta_id_actas")),
        sa.ForeignKeyConstraint(["imagen_id"], ["imagenes.id"], name=op.f("fk_revisiones_imagen_id_imagenes")),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_revisiones_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisiones")),
        sa.UniqueConstraint("acta_id", "imagen_id", "ronda", "campo", name=op.f("uq_revisiones_acta_id")),
    )
    negar_cambios("revisiones")
