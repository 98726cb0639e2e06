"""The round that each turn, comparison, draw and retyping is of: what is set aside is measured apart."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.evidencia import con_cambios

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ANTES = {
    "turnos": "turnos.dado_en",
    "cotejos": "cotejos.hecho_en",
    "recapturas": "recapturas.hecha_en",
    "muestra_actas": "(SELECT hecha_en FROM muestras WHERE muestras.id = muestra_id)",
}
"""When each row was written: its round counts the reopenings before. A rejection is of the round that it ends."""


def upgrade() -> None:
    for tabla, momento in ANTES.items():
        op.add_column(tabla, sa.Column("ronda", sa.Integer(), server_default="0", nullable=False))
        de_antes = (
            f"UPDATE {tabla} SET ronda = (SELECT count(*) FROM reaperturas "
            f"WHERE reaperturas.acta_id = {tabla}.acta_id AND reaperturas.hecha_en < {momento})"
        )
        if tabla == "turnos":
            op.execute(de_antes)
            continue
        with con_cambios(tabla):
            op.execute(de_antes)
