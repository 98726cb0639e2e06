"""Give accounts a centre, a second factor and one-time passwords; bound sessions by use; count failures by name."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.tipos import UTCDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("usuarios", "fallas")
    op.drop_column("usuarios", "bloqueado_hasta")
    op.add_column(
        "usuarios", sa.Column("centro", sa.String(length=20), nullable=True, comment="CATD o CCV; nulo: todos")
    )
    op.add_column(
        "usuarios",
        sa.Column("temporal", sa.Boolean(), nullable=False, server_default=sa.false(), comment="hay que cambiarla"),
    )
    op.add_column("usuarios", sa.Column("suspendida_en", UTCDateTime(), nullable=True))
    op.add_column(
        "usuarios",
        sa.Column("totp", sa.String(length=32), nullable=True, comment="secreto del segundo factor, en base 32"),
    )
    op.add_column(
        "usuarios",
        sa.Column("totp_propuesto", sa.String(length=32), nullable=True, comment="el que espera su primer código"),
    )
    op.add_column(
        "usuarios",
        sa.Column("totp_paso", sa.Integer(), nullable=True, comment="el último usado: ninguno sirve dos veces"),
    )
    op.drop_table("sesiones")  # everybody enters again
    op.create_table(
        "sesiones",
        sa.Column("token", sa.String(length=64), nullable=False, comment="SHA-256 del testigo"),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("terminal", sa.String(length=120), nullable=False),
        sa.Column("recordada", sa.Boolean(), nullable=False, comment="un teléfono: no termina por no usarse"),
        sa.Column("abierta_en", UTCDateTime(), nullable=False),
        sa.Column("vista_en", UTCDateTime(), nullable=False, comment="último uso, con minutos de atraso"),
        sa.Column("vence_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_sesiones_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_sesiones")),
    )
    op.create_index(op.f("ix_sesiones_usuario_id"), "sesiones", ["usuario_id"], unique=False)
    op.create_table(
        "limites_de_entradas",
        sa.Column("clave", sa.String(length=64), nullable=False),
        sa.Column("desde", UTCDateTime(), nullable=False),
        sa.Column("fallas", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("clave", name=op.f("pk_limites_de_entradas")),
    )
