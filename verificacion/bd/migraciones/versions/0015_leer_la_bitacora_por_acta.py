"""Find the entries of the log of an acta, or of an image, by an index on what they say: no column is added to them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for dato in ("acta", "imagen"):
        op.create_index(f"ix_bitacora_{dato}", "bitacora", [sa.text(f"(datos ->> '{dato}')")])
