"""The queue of captures seen by the database: indices that stop at the first row, however long the night has been."""

from sqlalchemy import Index, bindparam, text

from verificacion.bd.tablas import Acta, Turno
from verificacion.dominio.registro import EstadoActa

_ESTADOS = (EstadoActa.DIGITALIZADA, EstadoActa.CAPTURADA)
_EN_FILA = text(f"estado IN ({', '.join(repr(e.value) for e in _ESTADOS)})")
_ABIERTO = text("cerrado_en IS NULL")

POR_CAPTURAR = Acta.estado.in_(bindparam("por_capturar", _ESTADOS, expanding=True, literal_execute=True))
"""Actas that wait for captures. Written out as constants: with parameters neither engine may use the partial index."""

Index("ix_actas_por_capturar", Acta.digitalizada_en, Acta.id, sqlite_where=_EN_FILA, postgresql_where=_EN_FILA)
Index("ix_turnos_abiertos_de", Turno.usuario_id, Turno.cerrado_en)
Index("ix_turnos_abiertos_en", Turno.acta_id, Turno.cerrado_en)
Index("ix_turnos_abiertos", Turno.vence_en, sqlite_where=_ABIERTO, postgresql_where=_ABIERTO)
