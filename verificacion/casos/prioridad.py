"""In which order actas are offered to whoever captures.

What waited too long goes first, by age alone: so nothing is starved, whatever comes after it. Then what lacks only one
capture, which is nearest to being published; then the districts that lag behind the rest; then the others. Within
each, the oldest.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from verificacion.bd.fila import A_MEDIAS
from verificacion.bd.tablas import Acta
from verificacion.dominio.registro import EstadoActa

PACIENCIA = timedelta(minutes=15)
"""The longest that an acta is passed over for others. Half the actas of Puebla 2024 waited 43 minutes."""
REZAGO = 0.10
"""A district lags when its settled share is this much below that of the whole election."""

FIRMES = (EstadoActa.VERIFICADA, EstadoActa.SIN_ACTA)


def en_orden(candidatas: Select[Acta], ahora: datetime, rezagados: Collection[int]) -> Sequence[Select[Acta]]:
    """The same candidates in lists to be looked at one after the other, each in order of age.

    Separate queries, so that each stops at its first row by an index instead of sorting all that waits.
    """
    por_edad = candidatas.order_by(Acta.digitalizada_en, Acta.id)
    listas = [
        por_edad.where(Acta.digitalizada_en <= ahora - PACIENCIA),
        por_edad.where(A_MEDIAS),
    ]
    if rezagados:
        # not the bare column: its index would be taken, and what waits in those districts sorted
        listas.append(por_edad.where((Acta.distrito + 0).in_(sorted(rezagados))))
    return (*listas, por_edad)


def distritos_rezagados(session: Session) -> frozenset[int]:
    """Districts whose share of settled actas is ``REZAGO`` or more below the whole's.

    It counts every acta: whoever hands out work asks for it now and then, not for each task.
    """
    cuenta = select(Acta.distrito, func.count(), func.count().filter(Acta.estado.in_(FIRMES))).group_by(Acta.distrito)
    filas = session.execute(cuenta).all()
    total = sum(esperadas for _, esperadas, _ in filas)
    if not total:
        return frozenset()
    parte = sum(firmes for _, _, firmes in filas) / total
    return frozenset(distrito for distrito, esperadas, firmes in filas if firmes / esperadas <= parte - REZAGO)
