"""List what was refused: who sent it, when and why. The bytes were already kept."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.evidencia import negar_cambios
from verificacion.bd.tipos import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cuarentena",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("nombre", sa.String(length=255), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("codigo", sa.String(length=60), nullable=False, comment="por qué se rechazó"),
        sa.Column("detalle", sa.String(length=300), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=True),
        sa.Column("terminal", sa.String(length=120), nullable=False),
        sa.Column("recibido_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_cuarentena_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cuarentena")),
    )
    op.create_index(op.f("ix_cuarentena_sha256"), "cuarentena", ["sha256"], unique=False)
    op.create_index(op.f("ix_cuarentena_recibido_en"), "cuarentena", ["recibido_en"], unique=False)
    negar_cambios("cuarentena")
