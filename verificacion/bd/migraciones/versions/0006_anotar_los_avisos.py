"""Keep which plausibility notices the person of a turn was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("turnos", sa.Column("avisos", sa.JSON(), nullable=True, comment="los que se mostraron a la persona"))
