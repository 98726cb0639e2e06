"""Tables of evidence: the database itself refuses to change or remove what was written. Used by the migrations."""

from alembic import op


def negar_cambios(tabla: str) -> None:
    """Refuse UPDATE and DELETE on a table. On PostgreSQL the function it calls comes from the first migration."""
    if op.get_bind().dialect.name == "sqlite":
        for acto in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {tabla}_sin_{acto.lower()} BEFORE {acto} ON {tabla} "
                f"BEGIN SELECT RAISE(ABORT, '{tabla}: solo se agrega'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {tabla}_solo_se_agrega BEFORE UPDATE OR DELETE OR TRUNCATE ON {tabla} "
        "FOR EACH STATEMENT EXECUTE FUNCTION solo_se_agrega()"
    )
