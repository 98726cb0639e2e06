"""Keep what the device's clock said when it sent an image, beside what it said at the photo and the server's."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.tipos import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "imagenes",
        sa.Column("enviada_en", UTCDateTime(), nullable=True, comment="reloj del aparato, al terminar de enviarla"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("imagenes", "tomada_en", comment="reloj del aparato, al tomarla")
