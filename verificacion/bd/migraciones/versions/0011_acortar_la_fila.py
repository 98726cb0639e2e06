"""Let the queue of captures find its first row by an index, however many actas and turns are behind."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    en_fila = sa.text("estado IN ('digitalizada', 'capturada')")
    abierto = sa.text("cerrado_en IS NULL")
    op.create_index(
        "ix_actas_por_capturar", "actas", ["digitalizada_en", "id"], sqlite_where=en_fila, postgresql_where=en_fila
    )
    op.create_index("ix_turnos_abiertos_de", "turnos", ["usuario_id", "cerrado_en"])
    op.create_index("ix_turnos_abiertos_en", "turnos", ["acta_id", "cerrado_en"])
    op.create_index("ix_turnos_abiertos", "turnos", ["vence_en"], sqlite_where=abierto, postgresql_where=abierto)
    op.drop_index(op.f("ix_turnos_usuario_id"), table_name="turnos")
    op.drop_index(op.f("ix_turnos_acta_id"), table_name="turnos")
