"""Who took part in an acta, in any round: typed it, decided it, doubted it, or asked to have it typed again."""

from sqlalchemy import ColumnElement, exists, or_

from verificacion.bd.tablas import Acta, CapturaHecha, Reapertura, ResolucionHecha, Turno
from verificacion.bd.tablas_control import Revision


def participo(usuario_id: int | None) -> ColumnElement[bool]:
    """Whether a person took part in ``Acta``, in a query over it. They saw its figures, so they type none of it."""
    return or_(
        *(
            exists().where(tabla.acta_id == Acta.id, tabla.usuario_id == usuario_id)
            for tabla in (CapturaHecha, ResolucionHecha, Reapertura, Revision)
        )
    )


def capturada_en_terminal(terminal: str) -> ColumnElement[bool]:
    """Whether the other capture of ``Acta``, of this round and image, was typed at a terminal, in a query over it.

    The two captures are made in different places (Anexo 13): whoever stays at a screen would see both. An unknown
    terminal, the empty one, is no place.
    """
    return exists().where(
        CapturaHecha.acta_id == Acta.id,
        CapturaHecha.ronda == Acta.ronda,
        CapturaHecha.turno_id == Turno.id,
        Turno.imagen_id == Acta.imagen_id,
        Turno.terminal == terminal,
        Turno.terminal != "",
    )
