"""Indices that lead every queue to its first row, and a list of the images to identify."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_EN_FILA = "estado IN ('digitalizada', 'capturada')"


def upgrade() -> None:
    for indice in ("ix_actas_fila", "ix_actas_por_capturar", "ix_actas_estado", "ix_actas_distrito"):
        op.drop_index(indice, table_name="actas")
    op.create_index("ix_actas_distrito", "actas", ["distrito", "estado"])
    op.create_index("ix_actas_verificada_en", "actas", ["verificada_en"])
    _parcial("ix_actas_por_capturar", ["digitalizada_en", "id", "distrito"], _EN_FILA)
    _parcial("ix_actas_a_medias", ["digitalizada_en", "id"], "estado = 'capturada'")
    _parcial("ix_actas_discrepantes", ["digitalizada_en", "id"], "estado = 'discrepante'")
    _parcial("ix_actas_sin_cotejar", ["cursor"], "estado = 'verificada' AND cotejada = 0")
    _parcial("ix_actas_en_correccion", ["cursor"], "estado = 'verificada' AND cotejada = 3")
    difieren = sa.text("difiere")
    op.create_index(
        "ix_recapturas_difieren", "recapturas", ["acta_id"], sqlite_where=difieren, postgresql_where=difieren
    )
    _por_identificar()


def _parcial(nombre: str, columnas: list[str], donde: str) -> None:
    op.create_index(nombre, "actas", columnas, sqlite_where=sa.text(donde), postgresql_where=sa.text(donde))


def _por_identificar() -> None:
    op.create_table(
        "por_identificar",
        sa.Column("imagen_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["imagen_id"], ["imagenes.id"], name=op.f("fk_por_identificar_imagen_id_imagenes")),
        sa.PrimaryKeyConstraint("imagen_id", name=op.f("pk_por_identificar")),
    )
    op.execute(
        "INSERT INTO por_identificar (imagen_id) SELECT imagen_id FROM lecturas WHERE NOT EXISTS "
        "(SELECT * FROM identificaciones WHERE identificaciones.imagen_id = lecturas.imagen_id AND vez = "
        "(SELECT count(*) FROM reaperturas WHERE reaperturas.imagen_id = lecturas.imagen_id "
        "AND reaperturas.tipo = 'otra_acta'))"
    )
