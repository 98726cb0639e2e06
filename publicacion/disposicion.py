"""The layouts of the official database: names, order, apostrophes and quoting of real published files.

2021 is Campeche's (zero state of 1 June 2021, reproduced byte by byte in ``test_base_datos_real``); 2024 is Durango's
of 2025, which writes with PHP's ``fputcsv`` and ends with COTEJADA. Federal is INE's of 2021, written from its
descriptions: pipes, its own names of two figures, the columns of the electronic ballot box.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from verificacion.dominio.eleccion import Contendiente, FormatoBase, TipoCampo, TipoContendiente

CIFRAS = (
    "ACTAS_ESPERADAS",
    "ACTAS_REGISTRADAS",
    "ACTAS_FUERA_CATALOGO",
    "ACTAS_CAPTURADAS",
    "PORCENTAJE_ACTAS_CAPTURADAS",
    "ACTAS_CONTABILIZADAS",
    "PORCENTAJE_ACTAS_CONTABILIZADAS",
    "PORCENTAJE_ACTAS_INCONSISTENCIAS",
    "ACTAS_NO_CONTABILIZADAS",
    "LISTA_NOMINAL_ACTAS_CONTABILIZADAS",
    "TOTAL_VOTOS_C_CS",
    "TOTAL_VOTOS_S_CS",
    "PORCENTAJE_PARTICIPACION_CIUDADANA",
)
"""Header figures, in the order of ``agregacion.Encabezado``."""

COLUMNA_DE_CAMPO = {
    TipoCampo.SOBRANTES: "TOTAL_BOLETAS_SOBRANTES",
    TipoCampo.PERSONAS: "TOTAL_PERSONAS_VOTARON",
    TipoCampo.REPRESENTANTES: "TOTAL_REP_PARTIDO_CI_VOTARON",
    TipoCampo.SACADOS: "TOTAL_VOTOS_SACADOS",
    TipoCampo.TOTAL: "TOTAL_VOTOS_ASENTADO",
}
"""Column of each quantity of the form that is not a vote row."""


@dataclass(frozen=True, slots=True)
class Disposicion:
    """What differs from one layout to the other.

    ``linea_tras_corte`` puts a blank line after the cut's time; ``con_apostrofo`` are the columns whose zeros a
    spreadsheet would strip (``ID_AMBITO`` whatever its name); ``comillas`` the characters that make a value quoted.
    ``ambito`` names the columns of where a candidacy is voted for (``FormatoBase.ambito``); ``urna`` are the columns of
    the electronic ballot box, blank.
    """

    entidad: str
    integridad: str
    con_apostrofo: frozenset[str]
    comillas: str
    linea_tras_corte: bool
    cotejada: bool
    fuera_contabilizada: str
    fuera_ubicacion: str
    candidaturas: str
    ambito: str = "DISTRITO_LOCAL"
    separador: str = ","
    cifras: tuple[str, ...] = CIFRAS
    urna: tuple[str, ...] = ()

    @property
    def primera_acta(self) -> int:
        """Line of the first row, from 1."""
        return 8 if self.linea_tras_corte else 7


DISPOSICIONES = {
    "2021": Disposicion(
        entidad="ESTADO",
        integridad="SHA",
        con_apostrofo=frozenset({"CLAVE_CASILLA", "CLAVE_ACTA", "ID_ESTADO", "ID_AMBITO", "SECCION"}),
        comillas=',"\r\n',
        linea_tras_corte=False,
        cotejada=False,
        fuera_contabilizada="0",
        fuera_ubicacion="",
        candidaturas="CANDIDATURA",
    ),
    "2024": Disposicion(
        entidad="ENTIDAD",
        integridad="CODIGO_INTEGRIDAD",
        con_apostrofo=frozenset({"CLAVE_CASILLA", "CLAVE_ACTA", "EXT_CONTIGUA"}),
        comillas=',"\\\r\n\t ',
        linea_tras_corte=True,
        cotejada=True,
        fuera_contabilizada="2",
        fuera_ubicacion="3",
        candidaturas="CANDIDATURAS",
    ),
    "federal": Disposicion(
        entidad="ESTADO",
        integridad="SHA",
        con_apostrofo=frozenset({"CLAVE_CASILLA", "CLAVE_ACTA"}),
        comillas='|"\r\n',
        linea_tras_corte=False,
        cotejada=True,
        fuera_contabilizada="0",
        fuera_ubicacion="",
        candidaturas="candidatura",
        ambito="DISTRITO_FEDERAL",
        separador="|",
        cifras=tuple(
            {
                "ACTAS_FUERA_CATALOGO": "ACTAS_FUERA_DE_CATALOGO",
                "PORCENTAJE_ACTAS_INCONSISTENCIAS": "PORCENTAJE_ACTAS_CON_INCONSISTENCIAS",
            }.get(cifra, cifra)
            for cifra in CIFRAS
        ),
        urna=("CODIGOS_ENTREGADOS_PMDC", "CODIGOS_SOBRANTES", "CODIGOS_UTILIZADOS"),
    ),
}


def disposicion_de(formato: FormatoBase) -> Disposicion:
    """The layout that an election asks for. The loader of the election admits no other."""
    disposicion = DISPOSICIONES[formato.disposicion]
    return replace(disposicion, ambito=formato.ambito) if formato.ambito else disposicion


def columnas_votos(contendientes: Iterable[Contendiente]) -> tuple[Contendiente, ...]:
    """Vote columns in the order of the acta; no registradas and nulos always close them."""
    todos = tuple(contendientes)
    finales = {TipoContendiente.NO_REGISTRADAS: 1, TipoContendiente.NULOS: 2}
    return tuple(sorted(todos, key=lambda c: finales.get(c.tipo, 0)))


def columnas(disposicion: Disposicion, contendientes: Iterable[Contendiente]) -> tuple[str, ...]:
    """Every column of a row, in order."""
    return (
        "CLAVE_CASILLA",
        "CLAVE_ACTA",
        f"ID_{disposicion.entidad}",
        disposicion.entidad,
        f"ID_{disposicion.ambito}",
        disposicion.ambito,
        "SECCION",
        "ID_CASILLA",
        "TIPO_CASILLA",
        "EXT_CONTIGUA",
        "UBICACION_CASILLA",
        "TIPO_ACTA",
        "TOTAL_BOLETAS_SOBRANTES",
        "TOTAL_PERSONAS_VOTARON",
        "TOTAL_REP_PARTIDO_CI_VOTARON",
        "TOTAL_VOTOS_SACADOS",
        *(c.columna for c in columnas_votos(contendientes)),
        "TOTAL_VOTOS_ASENTADO",
        "TOTAL_VOTOS_CALCULADO",
        "LISTA_NOMINAL",
        "REPRESENTANTES_PP_CI",
        "OBSERVACIONES",
        "CONTABILIZADA",
        "MECANISMOS_TRASLADO",
        disposicion.integridad,
        "FECHA_HORA_ACOPIO",
        "FECHA_HORA_CAPTURA",
        "FECHA_HORA_VERIFICACION",
        "ORIGEN",
        "DIGITALIZACION",
        "TIPO_DOCUMENTO",
        *disposicion.urna,
        *(("COTEJADA",) if disposicion.cotejada else ()),
    )


def linea_csv(valores: Sequence[str], disposicion: Disposicion) -> str:
    """One line with LF, quoting only the values that need it."""
    return disposicion.separador.join([citar(v, disposicion.comillas) for v in valores]) + "\n"


def citar(valor: str, comillas: str) -> str:
    """A value as a cell: between quotes when it holds one of ``comillas``."""
    return '"' + valor.replace('"', '""') + '"' if any(c in valor for c in comillas) else valor
