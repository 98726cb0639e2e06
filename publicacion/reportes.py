"""Public reports on an acta, once a person has closed them: what is told to whoever made them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ReporteCerrado:
    """A report, its reason and its answer. Nothing about who reported or who answered is published."""

    folio: str
    acta: str
    motivo: str
    recibido_en: datetime
    cerrado_en: datetime
    procede: bool
    respuesta: str

    def publico(self) -> Mapping[str, Any]:
        """As it is published in ``datos/reportes.json``."""
        return {
            "folio": self.folio,
            "acta": self.acta,
            "motivo": self.motivo,
            "recibido_en": self.recibido_en.astimezone(UTC).isoformat(),
            "cerrado_en": self.cerrado_en.astimezone(UTC).isoformat(),
            "procede": self.procede,
            "respuesta": self.respuesta,
        }
