"""Keep what is typed before it is sent, and let the queue stop at its first row."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.tipos import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "borradores",
        sa.Column("turno_id", sa.String(length=32), nullable=False),
        sa.Column("campos", sa.JSON(), nullable=False, comment="campo: texto tal como se tecleó"),
        sa.Column("guardado_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["turno_id"], ["turnos.id"], name=op.f("fk_borradores_turno_id_turnos")),
        sa.PrimaryKeyConstraint("turno_id", name=op.f("pk_borradores")),
    )
    op.create_index("ix_actas_fila", "actas", ["estado", "digitalizada_en", "id"], unique=False)
