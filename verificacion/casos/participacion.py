"""Who took part in an acta, in any round: typed it, decided it, or asked to have it typed again."""

from sqlalchemy import ColumnElement, exists, or_

from verificacion.bd.tablas import Acta, CapturaHecha, Reapertura, ResolucionHecha


def participo(usuario_id: int | None) -> ColumnElement[bool]:
    """Whether a person took part in ``Acta``, in a query over it. They saw its figures, so they type none of it."""
    return or_(
        *(
            exists().where(tabla.acta_id == Acta.id, tabla.usuario_id == usuario_id)
            for tabla in (CapturaHecha, ResolucionHecha, Reapertura)
        )
    )
