"""Unfinished uploads given up by a person: the record keeps that it happened and how much had come."""

from datetime import datetime

from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.dominio.registro import Actor


def descartar(session: Session, sha256: str, recibidos: int, tamano: int, actor: Actor, ahora: datetime) -> None:
    """Log that a person gave up an upload. It was never acknowledged, so no image is lost."""
    bitacora.anotar(
        session, actor, "carga_descartada", {"archivo": sha256, "recibidos": recibidos, "bytes": tamano}, ahora
    )
