"""Create the record: tables, the empty log and the triggers that refuse to rewrite evidence."""

import sqlalchemy as sa
from alembic import op

from verificacion.bd.tipos import UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bitacora",
        sa.Column("numero", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hecho_en", UTCDateTime(), nullable=False),
        sa.Column("usuario", sa.String(length=80), nullable=False),
        sa.Column("roles", sa.String(length=200), nullable=False),
        sa.Column("terminal", sa.String(length=120), nullable=False),
        sa.Column("evento", sa.String(length=40), nullable=False),
        sa.Column("datos", sa.JSON(), nullable=False),
        sa.Column("anterior", sa.String(length=64), nullable=False),
        sa.Column("huella", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("numero", name=op.f("pk_bitacora")),
        sa.UniqueConstraint("huella", name=op.f("uq_bitacora_huella")),
    )
    op.create_table(
        "bitacora_cabeza",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("huella", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_bitacora_cabeza_unica")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bitacora_cabeza")),
    )
    op.create_table(
        "formas",
        sa.Column("clave", sa.String(length=80), nullable=False),
        sa.Column("campos", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("clave", name=op.f("pk_formas")),
    )
    op.create_table(
        "proceso",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("clave", sa.String(length=80), nullable=False),
        sa.Column("huella", sa.String(length=64), nullable=False),
        sa.Column("politica", sa.String(length=20), nullable=False),
        sa.Column("apertura", UTCDateTime(), nullable=False),
        sa.Column("abierto_en", UTCDateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_proceso_unico")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proceso")),
    )
    op.create_table(
        "trabajos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tarea", sa.String(length=40), nullable=False),
        sa.Column("clave", sa.String(length=80), nullable=False),
        sa.Column("estado", sa.String(length=12), nullable=False),
        sa.Column("intentos", sa.Integer(), nullable=False),
        sa.Column("creado_en", UTCDateTime(), nullable=False),
        sa.Column("arrendado_hasta", UTCDateTime(), nullable=True),
        sa.Column("trabajador", sa.String(length=80), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=True),
        sa.CheckConstraint("estado in ('en_espera', 'hecho', 'apartado')", name=op.f("ck_trabajos_estado")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trabajos")),
        sa.UniqueConstraint("tarea", "clave", name=op.f("uq_trabajos_tarea")),
    )
    op.create_index(op.f("ix_trabajos_estado"), "trabajos", ["estado"], unique=False)
    op.create_table(
        "usuarios",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("usuario", sa.String(length=80), nullable=False),
        sa.Column("contrasena", sa.String(length=200), nullable=False, comment="argon2id"),
        sa.Column("roles", sa.String(length=200), nullable=False),
        sa.Column("fallas", sa.Integer(), nullable=False),
        sa.Column("bloqueado_hasta", UTCDateTime(), nullable=True),
        sa.Column("creado_en", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usuarios")),
        sa.UniqueConstraint("usuario", name=op.f("uq_usuarios_usuario")),
    )
    op.create_table(
        "imagenes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("original_sha256", sa.String(length=64), nullable=False),
        sa.Column("nombre", sa.String(length=255), nullable=False),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("origen", sa.String(length=10), nullable=False),
        sa.Column("digitalizacion", sa.String(length=10), nullable=False),
        sa.Column("clave_declarada", sa.String(length=20), nullable=True),
        sa.Column("tomada_en", UTCDateTime(), nullable=True),
        sa.Column("acopio_en", UTCDateTime(), nullable=False),
        sa.Column("recibida_en", UTCDateTime(), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_imagenes_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imagenes")),
        sa.UniqueConstraint("sha256", name=op.f("uq_imagenes_sha256")),
    )
    op.create_index(op.f("ix_imagenes_original_sha256"), "imagenes", ["original_sha256"], unique=False)
    op.create_table(
        "sesiones",
        sa.Column("token", sa.String(length=64), nullable=False, comment="SHA-256 del testigo"),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("terminal", sa.String(length=120), nullable=False),
        sa.Column("abierta_en", UTCDateTime(), nullable=False),
        sa.Column("vence_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_sesiones_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_sesiones")),
    )
    op.create_table(
        "actas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clave", sa.String(length=20), nullable=False),
        sa.Column("distrito", sa.Integer(), nullable=False),
        sa.Column("forma", sa.String(length=80), nullable=False),
        sa.Column("estado", sa.String(length=20), nullable=False),
        sa.Column("en_supervision", sa.Boolean(), nullable=False),
        sa.Column("causa", sa.String(length=40), nullable=True),
        sa.Column("imagen_id", sa.Integer(), nullable=True),
        sa.Column("digitalizada_en", UTCDateTime(), nullable=True),
        sa.Column("capturada_en", UTCDateTime(), nullable=True),
        sa.Column("verificada_en", UTCDateTime(), nullable=True),
        sa.Column("cursor", sa.Integer(), nullable=True),
        sa.Column("cotejada", sa.Integer(), nullable=False),
        sa.CheckConstraint("(causa is not null) = (estado = 'sin_acta')", name=op.f("ck_actas_causa")),
        sa.CheckConstraint(
            "estado in ('esperada', 'digitalizada', 'capturada', 'discrepante', 'verificada', 'sin_acta')",
            name=op.f("ck_actas_estado"),
        ),
        sa.CheckConstraint("not en_supervision or estado = 'discrepante'", name=op.f("ck_actas_supervision")),
        sa.ForeignKeyConstraint(["imagen_id"], ["imagenes.id"], name=op.f("fk_actas_imagen_id_imagenes")),
        sa.ForeignKeyConstraint(["forma"], ["formas.clave"], name=op.f("fk_actas_forma_formas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actas")),
        sa.UniqueConstraint("clave", name=op.f("uq_actas_clave")),
        sa.UniqueConstraint("cursor", name=op.f("uq_actas_cursor")),
    )
    op.create_index(op.f("ix_actas_digitalizada_en"), "actas", ["digitalizada_en"], unique=False)
    op.create_index(op.f("ix_actas_distrito"), "actas", ["distrito"], unique=False)
    op.create_index(op.f("ix_actas_estado"), "actas", ["estado"], unique=False)
    op.create_table(
        "lecturas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("imagen_id", sa.Integer(), nullable=False),
        sa.Column("clave", sa.String(length=20), nullable=True),
        sa.Column("lector", sa.String(length=120), nullable=True),
        sa.Column("campos", sa.JSON(), nullable=False),
        sa.Column("calidad", sa.JSON(), nullable=False),
        sa.Column("ms", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(length=60), nullable=True),
        sa.Column("hecha_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["imagen_id"], ["imagenes.id"], name=op.f("fk_lecturas_imagen_id_imagenes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lecturas")),
        sa.UniqueConstraint("imagen_id", name=op.f("uq_lecturas_imagen_id")),
    )
    op.create_table(
        "identificaciones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("imagen_id", sa.Integer(), nullable=False),
        sa.Column("acta_id", sa.Integer(), nullable=True),
        sa.Column("usuario_id", sa.Integer(), nullable=True),
        sa.Column("hecha_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["acta_id"], ["actas.id"], name=op.f("fk_identificaciones_acta_id_actas")),
        sa.ForeignKeyConstraint(["imagen_id"], ["imagenes.id"], name=op.f("fk_identificaciones_imagen_id_imagenes")),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_identificaciones_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identificaciones")),
        sa.UniqueConstraint("imagen_id", name=op.f("uq_identificaciones_imagen_id")),
    )
    op.create_index(op.f("ix_identificaciones_acta_id"), "identificaciones", ["acta_id"], unique=False)
    op.create_table(
        "turnos",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("tipo", sa.String(length=20), nullable=False),
        sa.Column("acta_id", sa.Integer(), nullable=True),
        sa.Column("imagen_id", sa.Integer(), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("terminal", sa.String(length=120), nullable=False),
        sa.Column("dado_en", UTCDateTime(), nullable=False),
        sa.Column("vence_en", UTCDateTime(), nullable=False),
        sa.Column("cerrado_en", UTCDateTime(), nullable=True),
        sa.Column("respuesta", sa.String(length=64), nullable=True, comment="SHA-256 de lo enviado"),
        sa.Column("resultado", sa.String(length=20), nullable=True, comment="estado del acta al contestarse"),
        sa.ForeignKeyConstraint(["acta_id"], ["actas.id"], name=op.f("fk_turnos_acta_id_actas")),
        sa.ForeignKeyConstraint(["imagen_id"], ["imagenes.id"], name=op.f("fk_turnos_imagen_id_imagenes")),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_turnos_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turnos")),
    )
    op.create_index(op.f("ix_turnos_acta_id"), "turnos", ["acta_id"], unique=False)
    op.create_index(op.f("ix_turnos_imagen_id"), "turnos", ["imagen_id"], unique=False)
    op.create_index(op.f("ix_turnos_usuario_id"), "turnos", ["usuario_id"], unique=False)
    op.create_table(
        "capturas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acta_id", sa.Integer(), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("turno_id", sa.String(length=32), nullable=False),
        sa.Column("cifras", sa.JSON(), nullable=False),
        sa.Column("hecha_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["acta_id"], ["actas.id"], name=op.f("fk_capturas_acta_id_actas")),
        sa.ForeignKeyConstraint(["turno_id"], ["turnos.id"], name=op.f("fk_capturas_turno_id_turnos")),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_capturas_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capturas")),
        sa.UniqueConstraint("acta_id", "usuario_id", name=op.f("uq_capturas_acta_id")),
        sa.UniqueConstraint("turno_id", name=op.f("uq_capturas_turno_id")),
    )
    op.create_table(
        "resoluciones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acta_id", sa.Integer(), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        sa.Column("turno_id", sa.String(length=32), nullable=False),
        sa.Column("cifras", sa.JSON(), nullable=False),
        sa.Column("hecha_en", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["acta_id"], ["actas.id"], name=op.f("fk_resoluciones_acta_id_actas")),
        sa.ForeignKeyConstraint(["turno_id"], ["turnos.id"], name=op.f("fk_resoluciones_turno_id_turnos")),
        sa.ForeignKeyConstraint(["usuario_id"], ["usuarios.id"], name=op.f("fk_resoluciones_usuario_id_usuarios")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resoluciones")),
        sa.UniqueConstraint("acta_id", "usuario_id", name=op.f("uq_resoluciones_acta_id")),
        sa.UniqueConstraint("turno_id", name=op.f("uq_resoluciones_turno_id")),
    )
    op.execute(
        sa.text("INSERT INTO bitacora_cabeza (id, numero, huella) VALUES (1, 0, :cero)").bindparams(cero="0" * 64)
    )
    for tabla in ("imagenes", "lecturas", "identificaciones", "capturas", "resoluciones", "bitacora"):
        _negar_cambios(tabla)


def _negar_cambios(tabla: str) -> None:
    """Refuse UPDATE and DELETE on a table of evidence, in the database itself."""
    if op.get_bind().dialect.name == "sqlite":
        for acto in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {tabla}_sin_{acto.lower()} BEFORE {acto} ON {tabla} "
                f"BEGIN SELECT RAISE(ABORT, '{tabla}: solo se agrega'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION solo_se_agrega() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%: solo se agrega', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {tabla}_solo_se_agrega BEFORE UPDATE OR DELETE OR TRUNCATE ON {tabla} "
        "FOR EACH STATEMENT EXECUTE FUNCTION solo_se_agrega()"
    )
