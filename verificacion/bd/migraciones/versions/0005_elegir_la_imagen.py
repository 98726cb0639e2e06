"""Keep which image of an acta people chose, each time."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.evidencia import negar_cambios
from verificacion.bd.tipos import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imagenes_elegidas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acta_id", sa.Integer(), nullable=False),
        sa.Column("imagen_id", sa.Integer(), nullable=False),
        sa.Column("anterior_id", sa.Integer(), nullable=False),
        sa.Column("motivo", sa.String(length=300), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("hecha_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["acta_id"], ["actas.id"], name=op.f("fk_imagenes_elegidas_acta_id_actas")),
        sa.ForeignKeyConstraint(
            ["anterior_id"], ["imagenes.id"], name=op.f("fk_imagenes_elegidas_anterior_id_imagenes")
        ),
        sa.ForeignKeyConstraint(["imagen_id"], ["imagenes.id"], name=op.f("fk_imagenes_elegidas_imagen_id_imagenes")),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_imagenes_elegidas_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imagenes_elegidas")),
    )
    op.create_index(op.f("ix_imagenes_elegidas_acta_id"), "imagenes_elegidas", ["acta_id"], unique=False)
    negar_cambios("imagenes_elegidas")
