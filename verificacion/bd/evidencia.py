"""Tables of evidence: the database itself refuses to change or remove what was written. Used by the migrations."""

from collections.abc import Generator
from contextlib import contextmanager

from alembic import op

_ACTOS = ("UPDATE", "DELETE")


def negar_cambios(tabla: str) -> None:
    """Refuse UPDATE and DELETE on a table. On PostgreSQL the function it calls comes from the first migration."""
    if op.get_bind().dialect.name == "sqlite":
        for acto in _ACTOS:
            op.execute(
                f"CREATE TRIGGER {tabla}_sin_{acto.lower()} BEFORE {acto} ON {tabla} "
                f"BEGIN SELECT RAISE(ABORT, '{tabla}: solo se agrega'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {tabla}_solo_se_agrega BEFORE UPDATE OR DELETE OR TRUNCATE ON {tabla} "
        "FOR EACH STATEMENT EXECUTE FUNCTION solo_se_agrega()"
    )


@contextmanager
def con_cambios(tabla: str) -> Generator[None]:
    """Let a migration fill a new column of rows that are there; the guards are back when it ends."""
    if op.get_bind().dialect.name == "sqlite":
        for acto in _ACTOS:
            op.execute(f"DROP TRIGGER {tabla}_sin_{acto.lower()}")
    else:
        op.execute(f"DROP TRIGGER {tabla}_solo_se_agrega ON {tabla}")
    yield
    negar_cambios(tabla)
