"""The forms of an election as people edit them: what was saved is evidence; the files are not the record's."""

from datetime import datetime

from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.dominio.registro import Actor


def anotar_version(session: Session, actor: Actor, forma: str, huella: str, ahora: datetime) -> None:
    """Record that a person saved a version of a form, named by the SHA-256 of its plantilla.json."""
    bitacora.anotar(session, actor, "forma_guardada", {"forma": forma, "sha256": huella}, ahora)
