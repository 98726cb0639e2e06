"""Keep the extensions of the close, and what the public reports of an acta and its answer."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.evidencia import negar_cambios
from verificacion.bd.tipos import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cierres",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hasta", UTCDateTime(), nullable=False),
        sa.Column("motivo", sa.String(length=300), nullable=False),
        sa.Column("usuario", sa.String(length=80), nullable=False),
        sa.Column("hecho_en", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cierres")),
    )
    op.create_table(
        "reportes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("folio", sa.String(length=12), nullable=False),
        sa.Column("acta_id", sa.Integer(), nullable=False),
        sa.Column("motivo", sa.String(length=500), nullable=False),
        sa.Column("recibido_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["acta_id"], ["actas.id"], name=op.f("fk_reportes_acta_id_actas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reportes")),
        sa.UniqueConstraint("folio", name=op.f("uq_reportes_folio")),
    )
    op.create_index(op.f("ix_reportes_acta_id"), "reportes", ["acta_id"], unique=False)
    op.create_table(
        "reportes_cerrados",
        sa.Column("reporte_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("procede", sa.Boolean(), nullable=False),
        sa.Column("respuesta", sa.String(length=500), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("cerrado_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["reporte_id"], ["reportes.id"], name=op.f("fk_reportes_cerrados_reporte_id_reportes")),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_reportes_cerrados_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("reporte_id", name=op.f("pk_reportes_cerrados")),
    )
    op.create_table(
        "limites_de_reportes",
        sa.Column("direccion", sa.String(length=32), nullable=False),
        sa.Column("desde", UTCDateTime(), nullable=False),
        sa.Column("cuantos", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("direccion", name=op.f("pk_limites_de_reportes")),
    )
    for tabla in ("cierres", "reportes", "reportes_cerrados"):
        negar_cambios(tabla)
