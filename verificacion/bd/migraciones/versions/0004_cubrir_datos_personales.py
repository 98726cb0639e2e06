"""Keep which file is published for each image: its covered copy, by the machine or by a person."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.evidencia import negar_cambios
from verificacion.bd.tipos import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resguardos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("imagen_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="del archivo que se publica"),
        sa.Column("forma", sa.String(length=80), nullable=True, comment="con que se cubrió; nula: una persona"),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=True),
        sa.Column("hecho_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["imagen_id"], ["imagenes.id"], name=op.f("fk_resguardos_imagen_id_imagenes")),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_resguardos_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resguardos")),
    )
    op.create_index(op.f("ix_resguardos_imagen_id"), "resguardos", ["imagen_id"], unique=False)
    negar_cambios("resguardos")
