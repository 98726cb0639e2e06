"""Rounds of capture, actas reopened with a reason, images identified again, and fields where the words prevailed."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.evidencia import negar_cambios
from verificacion.bd.tipos import UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

APARTADO = "veces que se apartó todo lo tecleado"
LETRA = "campos donde prevaleció la letra"


def upgrade() -> None:
    op.add_column("actas", sa.Column("ronda", sa.Integer(), server_default="0", nullable=False, comment=APARTADO))
    for tabla in ("capturas", "resoluciones"):
        op.add_column(tabla, sa.Column("ronda", sa.Integer(), server_default="0", nullable=False))
        op.add_column(tabla, sa.Column("por_letra", sa.JSON(), server_default="[]", nullable=False, comment=LETRA))
    op.create_table(
        "reaperturas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acta_id", sa.Integer(), nullable=False),
        sa.Column("imagen_id", sa.Integer(), nullable=False),
        sa.Column("tipo", sa.String(length=30), nullable=False),
        sa.Column("ronda", sa.Integer(), nullable=False),
        sa.Column("motivo", sa.String(length=300), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("hecha_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["acta_id"], ["actas.id"], name=op.f("fk_reaperturas_acta_id_actas")),
        sa.ForeignKeyConstraint(["imagen_id"], ["imagenes.id"], name=op.f("fk_reaperturas_imagen_id_imagenes")),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_reaperturas_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reaperturas")),
    )
    op.create_index(op.f("ix_reaperturas_acta_id"), "reaperturas", ["acta_id"], unique=False)
    op.create_index(op.f("ix_reaperturas_imagen_id"), "reaperturas", ["imagen_id"], unique=False)
    negar_cambios("reaperturas")
    with op.batch_alter_table("identificaciones") as identificaciones:
        identificaciones.add_column(sa.Column("vez", sa.Integer(), server_default="0", nullable=False))
        identificaciones.drop_constraint("uq_identificaciones_imagen_id", type_="unique")
        identificaciones.create_unique_constraint("uq_identificaciones_imagen_id", ["imagen_id", "vez"])
    if op.get_bind().dialect.name == "sqlite":  # the table was made again there, without its guards
        negar_cambios("identificaciones")
