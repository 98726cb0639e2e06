"""Acts that one person proposes and another confirms."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.evidencia import negar_cambios
from verificacion.bd.tipos import UTCDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "propuestas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acto", sa.String(length=20), nullable=False),
        sa.Column("datos", sa.JSON(), nullable=False),
        sa.Column("motivo", sa.String(length=300), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("hecha_en", UTCDateTime(), nullable=False),
        sa.Column("vence_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_propuestas_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_propuestas")),
    )
    op.create_table(
        "propuestas_respondidas",
        sa.Column("propuesta_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("confirmada", sa.Boolean(), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("hecha_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["propuesta_id"], ["propuestas.id"], name=op.f("fk_propuestas_respondidas_propuesta_id_propuestas")
        ),
        sa.ForeignKeyConstraint(
            ["usuario_id"], ["usuarios.id"], name=op.f("fk_propuestas_respondidas_usuario_id_usuarios")
        ),
        sa.PrimaryKeyConstraint("propuesta_id", name=op.f("pk_propuestas_respondidas")),
    )
    for tabla in ("propuestas", "propuestas_respondidas"):
        negar_cambios(tabla)
