"""How figures, names and times read in Mexican Spanish: 1,234 and 45.6789 %, 6 de junio de 2021, 22:15 h."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from verificacion.dominio.claves import ClaveCasilla, TipoCasilla

_ENLACES = frozenset({"de", "del", "la", "las", "el", "los", "y", "a", "en"})
_MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
TIPOS_CASILLA = {
    TipoCasilla.BASICA: "Básica",
    TipoCasilla.CONTIGUA: "Contigua",
    TipoCasilla.EXTRAORDINARIA: "Extraordinaria",
    TipoCasilla.ESPECIAL: "Especial",
    TipoCasilla.VOTO_ANTICIPADO: "Voto anticipado",
    TipoCasilla.PRISION_PREVENTIVA: "Prisión preventiva",
    TipoCasilla.PRISION_PREVENTIVA_FEDERAL: "Prisión preventiva",
    TipoCasilla.MESA: "Mesa",
}


def demarcacion(ambito: str) -> tuple[str, str]:
    """What a ``distrito`` of the catalogue is called, one and many: ``ambito`` of the format says it."""
    return ("municipio", "municipios") if ambito == "MUNICIPIO" else ("distrito", "distritos")


def miles(numero: int) -> str:
    """``12345`` → ``12,345``."""
    return f"{numero:,}"


def titulo(texto: str) -> str:
    """``NOMBRE DE DIOS`` → ``Nombre de Dios``: catalogues come in capitals."""
    palabras = texto.lower().split()
    return " ".join(p if i and p in _ENLACES else p.capitalize() for i, p in enumerate(palabras))


def hora(momento: datetime | None, zona: ZoneInfo) -> str:
    """``6 jun 2021, 22:15:30 h``, or a dash."""
    if momento is None:
        return "—"
    local = momento.astimezone(zona)
    return f"{local.day} {_MESES[local.month - 1][:3]} {local.year}, {local:%H:%M:%S} h"


def fecha(momento: datetime, zona: ZoneInfo) -> str:
    """``6 de junio de 2021``."""
    local = momento.astimezone(zona)
    return f"{local.day} de {_MESES[local.month - 1]} de {local.year}"


def reloj(momento: datetime, zona: ZoneInfo) -> str:
    """``22:15``."""
    return f"{momento.astimezone(zona):%H:%M}"


def husos(momento: datetime, zona: ZoneInfo) -> str:
    """``UTC-5``: the offset that the zone had at that moment."""
    desfase = momento.astimezone(zona).utcoffset() or timedelta()
    horas = desfase / timedelta(hours=1)
    return f"UTC{horas:+g}"


def nombre_casilla(clave: ClaveCasilla, principio: str = "MR") -> str:
    """``Contigua 2``, ``Extraordinaria 1 contigua 1``, ``Especial 1 (representación proporcional)``."""
    texto = TIPOS_CASILLA[clave.tipo] + (f" {clave.numero}" if clave.tipo is not TipoCasilla.BASICA else "")
    if clave.ext_contigua:
        texto += f" contigua {clave.ext_contigua}"
    return texto + (" (representación proporcional)" if principio == "RP" else "")


def siglas(clave: str, nombre: str) -> str:
    """At most eight letters for a key: itself, or the initials of its name. ``CAND_IND_1`` → ``CI 1``."""
    if clave.startswith("CAND_IND_"):
        return f"CI {clave.removeprefix('CAND_IND_')}"[:8]
    if len(clave) <= 8:
        return clave.replace("_", " ")
    return "".join(palabra[0] for palabra in nombre.split() if palabra[0].isalnum()).upper()[:8]
