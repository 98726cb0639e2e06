"""Names of the columns and header figures in the layouts met so far, folded to those of the OPL 2024 layout."""

import re
from collections.abc import Mapping, Sequence

from publicacion.auditoria.textos import plegar
from publicacion.disposicion import CIFRAS

_OTROS_NOMBRES = {
    "CLAVE_CASILLA": ("CVE_CASILLA",),
    "CLAVE_ACTA": ("CVE_ACTA",),
    "ID_ENTIDAD": ("ID_ESTADO", "CLAVE_ENTIDAD", "CVE_ENTIDAD"),
    "ENTIDAD": ("ESTADO", "NOMBRE_ESTADO", "NOMBRE_ENTIDAD"),
    "ID_AMBITO": (
        "ID_DISTRITO",
        "ID_DISTRITO_LOCAL",
        "ID_DISTRITO_FEDERAL",
        "ID_MUNICIPIO",
        "ID_DEMARCACION",
        "ID_ALCALDIA",
        "ID_JUNTA",
        "ID_COMUNIDAD",
        "ID_CIRCUNSCRIPCION",
        "ID_REGION",
    ),
    "AMBITO": (
        "DISTRITO",
        "DISTRITO_LOCAL",
        "DISTRITO_FEDERAL",
        "MUNICIPIO",
        "DEMARCACION",
        "ALCALDIA",
        "JUNTA",
        "JUNTA_MUNICIPAL",
        "COMUNIDAD",
        "NOMBRE_DISTRITO",
        "NOMBRE_MUNICIPIO",
        "CIRCUNSCRIPCION",
        "REGION",
        "DEMARCACION_TERRITORIAL",
    ),
    "SECCION": (),
    "ID_CASILLA": ("NUMERO_CASILLA", "NUM_CASILLA"),
    "TIPO_CASILLA": (),
    "EXT_CONTIGUA": ("EXTRAORDINARIA_CONTIGUA",),
    "CASILLA": ("NOMBRE_CASILLA",),
    "UBICACION_CASILLA": ("UBICACION",),
    "TIPO_ACTA": ("NUM_ACTA_IMPRESO", "NUMERO_ACTA"),
    "TOTAL_BOLETAS_SOBRANTES": ("BOLETAS_SOBRANTES", "NUM_BOLETAS_SOBRANTES", "SOBRANTES"),
    "TOTAL_PERSONAS_VOTARON": ("PERSONAS_VOTARON", "TOTAL_CIUDADANOS_VOTARON", "CIUDADANOS_VOTARON"),
    "TOTAL_REP_PARTIDO_CI_VOTARON": (
        "REPRESENTANTES_VOTARON",
        "REPRESENTANTES_P_VOTARON",
        "TOTAL_REPRESENTANTES_VOTARON",
        "TOTAL_REP_PARTIDO_VOTARON",
    ),
    "TOTAL_VOTOS_SACADOS": ("VOTOS_SACADOS", "NUM_BOLETAS_EXTRAIDAS", "BOLETAS_EXTRAIDAS", "TOTAL_BOLETAS_SACADAS"),
    "TOTAL_VOTOS_ASENTADO": ("TOTAL_VOTOS_ASENTADOS", "VOTOS_ASENTADOS", "TOTAL_ASENTADO"),
    "TOTAL_VOTOS_CALCULADO": ("TOTAL_VOTOS_CALCULADOS", "VOTOS_CALCULADOS", "TOTAL_CALCULADO", "TOTAL_VOTOS"),
    "LISTA_NOMINAL": ("LISTA_NOMINAL_CASILLA", "LISTADO_NOMINAL"),
    "REPRESENTANTES_PP_CI": ("REPRESENTANTES", "REPRESENTANTES_PP", "TOTAL_REPRESENTANTES"),
    "OBSERVACIONES": ("OBSERVACION", "ESTATUS_ACTA"),
    "CONTABILIZADA": ("CONTABILIZA",),
    "MECANISMOS_TRASLADO": ("MECANISMO_TRASLADO", "CRYT", "CRYT_D"),
    "CODIGO_INTEGRIDAD": ("SHA", "HASH", "SHA256", "SHA_256", "CODIGO_DE_INTEGRIDAD"),
    "FECHA_HORA_ACOPIO": ("FECHA_HORA", "FECHA_ACOPIO"),
    "FECHA_HORA_CAPTURA": ("FECHA_CAPTURA",),
    "FECHA_HORA_VERIFICACION": ("FECHA_VERIFICACION", "FECHA_HORA_REGISTRO"),
    "ORIGEN": (),
    "DIGITALIZACION": ("DIGITALIZAION",),
    "TIPO_DOCUMENTO": ("DOCUMENTO",),
    "COTEJADA": (),
    "RUTA": ("RUTA_ACTA", "URL", "IMAGEN"),
}
_CANONICO = {nombre: nombre for nombre in _OTROS_NOMBRES} | {
    otro: nombre for nombre, otros in _OTROS_NOMBRES.items() for otro in otros
}
_NULOS = frozenset({"NULOS", "VN", "VOTOS_NULOS", "NUM_VOTOS_NULOS"})
_NO_REGISTRADAS = frozenset(
    {"NO_REGISTRADAS", "NO_REGISTRADOS", "CNR", "NUM_VOTOS_CAN_NREG", "CANDIDATURAS_NO_REGISTRADAS", "NO_REGISTRADA"}
)
_APARTE = re.compile(r"CODIGOS_|URNA|PMDC|OBSERV|FECHA|^$|UNNAMED")
_OTRAS_CIFRAS = {
    "ACTAS_FUERA_DE_CATALOGO": "ACTAS_FUERA_CATALOGO",
    "PORCENTAJE_ACTAS_CON_INCONSISTENCIAS": "PORCENTAJE_ACTAS_INCONSISTENCIAS",
    "PORCENTAJE_DE_ACTAS_CON_INCONSISTENCIAS": "PORCENTAJE_ACTAS_INCONSISTENCIAS",
    "PORCENTAJE_PARTICIPACION": "PORCENTAJE_PARTICIPACION_CIUDADANA",
    "LISTA_NOMINAL_DE_ACTAS_CONTABILIZADAS": "LISTA_NOMINAL_ACTAS_CONTABILIZADAS",
}


def plano(nombre: str) -> str:
    """``Dígitalización `` → ``DIGITALIZACION``."""
    return re.sub(r"[^A-Z0-9]+", "_", plegar(nombre)).strip("_")


def canonica(nombre: str) -> str | None:
    """The 2024 name of a column that is not of votes; None for the others."""
    limpio = plano(nombre)
    return _CANONICO.get(limpio)


def cifra_canonica(nombre: str) -> str | None:
    """The 2024 name of a header figure."""
    limpio = plano(nombre)
    limpio = _OTRAS_CIFRAS.get(limpio, limpio)
    return limpio if limpio in CIFRAS else None


def es_linea_de_columnas(valores: Sequence[str]) -> bool:
    """Whether a line names the columns of the rows."""
    planos = {plano(v) for v in valores}
    return "SECCION" in planos and bool(planos & _NULOS)


def indices(nombres: Sequence[str]) -> Mapping[str, int]:
    """Where each known column is; the first, when a publisher repeats a name."""
    lugares: dict[str, int] = {}
    for i, nombre in enumerate(nombres):
        if (clave := canonica(nombre)) is not None:
            lugares.setdefault(clave, i)
    return lugares


def columnas_de_votos(nombres: Sequence[str]) -> tuple[int, ...]:
    """The run of columns of unknown name that holds NULOS: parties, combinations, independents, no registradas."""
    planos = [plano(n) for n in nombres]
    ancla = next(i for i, n in enumerate(planos) if n in _NULOS)

    def es_voto(i: int) -> bool:
        return planos[i] in _NULOS | _NO_REGISTRADAS or not (planos[i] in _CANONICO or _APARTE.search(planos[i]))

    inicio, fin = ancla, ancla
    while inicio > 0 and es_voto(inicio - 1):
        inicio -= 1
    while fin + 1 < len(planos) and es_voto(fin + 1):
        fin += 1
    return tuple(range(inicio, fin + 1))


def es_fuerza(nombre: str) -> bool:
    """Whether a vote column is a party or an independent, which may accredit representatives."""
    limpio = plano(nombre)
    return limpio not in _NULOS | _NO_REGISTRADAS and not limpio.startswith(("C_", "CC_")) and limpio.count("_") < 2
