"""The queues seen by the database: indices that stop at the first row, however long the night has been.

Each condition is written out as constants: with parameters neither engine may use the partial index that repeats it.
No other index of ``actas`` begins with ``estado``: SQLite would take it instead, and then sort all that waits.
"""

import re
from typing import Any

from sqlalchemy import Index, TextClause, text
from sqlalchemy.orm import InstrumentedAttribute

from verificacion.bd.tablas import Acta, Turno
from verificacion.bd.tablas_control import Recaptura
from verificacion.dominio.cotejada import Cotejada
from verificacion.dominio.registro import EstadoActa

_CAPTURA = f"IN ('{EstadoActa.DIGITALIZADA.value}', '{EstadoActa.CAPTURADA.value}')"
_A_MEDIAS = f"= '{EstadoActa.CAPTURADA.value}'"
_DISCREPANTE = f"= '{EstadoActa.DISCREPANTE.value}'"
_VERIFICADA = f"= '{EstadoActa.VERIFICADA.value}'"

POR_CAPTURAR = text(f"actas.estado {_CAPTURA}")
"""Actas that wait for captures, in a query over ``Acta``; so are the next."""
A_MEDIAS = text(f"actas.estado {_A_MEDIAS}")
"""Those with one capture."""
DISCREPANTES = text(f"actas.estado {_DISCREPANTE}")
SIN_COTEJAR = text(f"actas.estado {_VERIFICADA} AND actas.cotejada = {Cotejada.SIN_COTEJAR.value}")
DIFIEREN = text("recapturas.difiere")
"""What was typed again otherwise, in a query over ``Recaptura``."""
EN_CORRECCION = text(f"actas.estado {_VERIFICADA} AND actas.cotejada = {Cotejada.EN_CORRECCION.value}")


def _parcial(nombre: str, *columnas: InstrumentedAttribute[Any], donde: TextClause) -> None:
    """Declare a partial index; its condition names the columns alone."""
    suya = text(re.sub(r"\b\w+\.", "", donde.text))
    Index(nombre, *columnas, sqlite_where=suya, postgresql_where=suya)


# the district is there only to be looked at without going to the row
_parcial("ix_actas_por_capturar", Acta.digitalizada_en, Acta.id, Acta.distrito, donde=POR_CAPTURAR)
_parcial("ix_actas_a_medias", Acta.digitalizada_en, Acta.id, donde=A_MEDIAS)
_parcial("ix_actas_discrepantes", Acta.digitalizada_en, Acta.id, donde=DISCREPANTES)
_parcial("ix_actas_sin_cotejar", Acta.cursor, donde=SIN_COTEJAR)
_parcial("ix_actas_en_correccion", Acta.cursor, donde=EN_CORRECCION)
_parcial("ix_recapturas_difieren", Recaptura.acta_id, donde=DIFIEREN)
_parcial("ix_turnos_abiertos", Turno.vence_en, donde=text("cerrado_en IS NULL"))
Index("ix_turnos_abiertos_de", Turno.usuario_id, Turno.cerrado_en)
Index("ix_turnos_abiertos_en", Turno.acta_id, Turno.cerrado_en)
