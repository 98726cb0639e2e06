"""Alembic's door: migrations run on the URL they are given, on either engine."""

from alembic import context

from verificacion.bd import fila, tablas_control, tablas_publicas  # noqa: F401  (theirs is the same metadata)
from verificacion.bd.sesion import crear_engine
from verificacion.bd.tablas import Base

engine = crear_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as conexion:
    context.configure(connection=conexion, target_metadata=Base.metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
