"""How far the log had gone when the last cut was made: what was settled later, nobody has seen published."""

import json
import sys
from functools import lru_cache
from pathlib import Path

from publicacion.corte import carpetas
from publicacion.fuente import MANIFIESTO


def publicado_hasta(carpeta_publica: Path) -> int:
    """Number of the last entry of the log in the last cut; 0 before the first cut.

    A cut that does not say it, made before cuts said it, counts as holding everything.
    """
    cortes = carpetas(carpeta_publica)
    return _asiento(cortes[-1]) if cortes else 0


@lru_cache(maxsize=8)
def _asiento(corte: Path) -> int:
    """Of one cut, which never changes once it is released."""
    bitacora = json.loads((corte / MANIFIESTO).read_bytes()).get("bitacora")
    return sys.maxsize if bitacora is None else int(bitacora["numero"])
