"""Inconsistencies of an acta: a closed catalogue, each criterion a small function that cites its source.

Sources: LEEME of the OPL 2021 (Campeche) and 2024 (Puebla), fields OBSERVACIONES and CONTABILIZADA; Anexo 13, treatment
of inconsistencies. The rule reproduces 7316/7316 and 7367/7367 actas of Puebla 2024 (``test_inconsistencia``).

Vote fields are each party, candidatura comun, combination, independent, no registradas and nulos. The written total,
sobrantes, personas, representantes and votos sacados never create an observation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import assert_never

from verificacion.dominio.conteo import Conteo, Leyenda, numero
from verificacion.dominio.eleccion import FormatoBase, Proceso
from verificacion.dominio.registro import CausaSinActa, EstadoActa, RegistroActa


class Observacion(StrEnum):
    """Codes of OBSERVACIONES, in the order in which they prevail. Their printed text belongs to the election."""

    EXCEDE_LISTA_NOMINAL = "excede_lista_nominal"
    TODOS_ILEGIBLES_O_SIN_DATO = "todos_ilegibles_o_sin_dato"
    ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO = "algun_campo_ilegible_o_sin_dato"
    SIN_ACTA_PAQUETE_NO_ENTREGADO = "sin_acta_paquete_no_entregado"
    SIN_ACTA_CASILLA_NO_INSTALADA = "sin_acta_casilla_no_instalada"
    SIN_ACTA_PAQUETE_SIN_BOLSA = "sin_acta_paquete_sin_bolsa"
    FUERA_DE_CATALOGO = "fuera_de_catalogo"


class Contabilizada(IntEnum):
    """CONTABILIZADA of the official database (LEEME 2024, field 37)."""

    NO = 0
    SI = 1
    FUERA_DE_CATALOGO = 2


PREVALENCIA = tuple(Observacion)
"""EXCEDE LISTA NOMINAL "siempre prevalecerá sobre otras" (LEEME, OBSERVACIONES)."""

INCONSISTENCIAS = frozenset(
    {
        Observacion.EXCEDE_LISTA_NOMINAL,
        Observacion.TODOS_ILEGIBLES_O_SIN_DATO,
        Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO,
    }
)
"""What enters PORCENTAJE_ACTAS_INCONSISTENCIAS: neither SIN ACTA nor FUERA DE CATALOGO (LEEME, field 8)."""

_NO_CONTABILIZAN = frozenset(Observacion) - {
    Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO,
    Observacion.FUERA_DE_CATALOGO,
}


@dataclass(frozen=True, slots=True)
class Hallazgo:
    """One observation and the fields that a person should look at."""

    observacion: Observacion
    campos: tuple[str, ...]


def total_calculado(conteo: Conteo, votos: Iterable[str]) -> int:
    """TOTAL_VOTOS_CALCULADO: the sum of the vote fields; legends count as 0 (LEEME 2024, field 33)."""
    return sum([cifra for campo in votos if isinstance(cifra := conteo[campo], int)])


def campos_sin_cifra(conteo: Conteo, votos: Iterable[str]) -> tuple[str, ...]:
    """Vote fields that hold a legend instead of a number."""
    return tuple(campo for campo in votos if isinstance(conteo[campo], Leyenda))


def excede_lista_nominal(conteo: Conteo, votos: Sequence[str], limite: int | None) -> tuple[str, ...]:
    """EXCEDE LISTA NOMINAL: more votes than lista nominal + accredited representatives (LEEME, OBSERVACIONES).

    ``limite`` is ``Casilla.limite``; for a special casilla it is approved ballots + representatives;
    None means that no bound applies (early vote).
    Returns the fields that hold votes, or none when the acta is within the limit.
    """
    if limite is None or total_calculado(conteo, votos) <= limite:
        return ()
    return tuple(campo for campo in votos if numero(conteo[campo]) > 0)


def todos_ilegibles_o_sin_dato(conteo: Conteo, votos: Sequence[str]) -> tuple[str, ...]:
    """TODOS ILEGIBLES O SIN DATO: no vote field holds a legible figure (LEEME, OBSERVACIONES)."""
    vacios = campos_sin_cifra(conteo, votos)
    return vacios if len(vacios) == len(votos) else ()


def algun_campo_ilegible_o_sin_dato(conteo: Conteo, votos: Sequence[str]) -> tuple[str, ...]:
    """ALGUN CAMPO ILEGIBLE O SIN DATO: some vote field, not all, holds no legible figure (LEEME, OBSERVACIONES)."""
    vacios = campos_sin_cifra(conteo, votos)
    return vacios if len(vacios) < len(votos) else ()


def evaluar(conteo: Conteo, votos: Sequence[str], limite: int | None) -> tuple[Hallazgo, ...]:
    """Every observation of a captured acta, in prevailing order.

    Args:
        conteo: figures of the acta; holds at least ``votos``.
        votos: vote fields that contend in its district. One that does not contend is not "sin dato".
        limite: most votes the acta may hold (``Casilla.limite``), or None where no bound applies.
    """
    candidatos = (
        Hallazgo(Observacion.EXCEDE_LISTA_NOMINAL, excede_lista_nominal(conteo, votos, limite)),
        Hallazgo(Observacion.TODOS_ILEGIBLES_O_SIN_DATO, todos_ilegibles_o_sin_dato(conteo, votos)),
        Hallazgo(Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO, algun_campo_ilegible_o_sin_dato(conteo, votos)),
    )
    return tuple(hallazgo for hallazgo in candidatos if hallazgo.campos)


def por_causa(causa: CausaSinActa) -> Observacion:
    """The observation that a cause of SIN ACTA prints."""
    match causa:
        case CausaSinActa.PAQUETE_NO_ENTREGADO:
            return Observacion.SIN_ACTA_PAQUETE_NO_ENTREGADO
        case CausaSinActa.CASILLA_NO_INSTALADA:
            return Observacion.SIN_ACTA_CASILLA_NO_INSTALADA
        case CausaSinActa.PAQUETE_SIN_BOLSA:
            return Observacion.SIN_ACTA_PAQUETE_SIN_BOLSA
    assert_never(causa)


def observar(registro: RegistroActa, proceso: Proceso) -> frozenset[Observacion]:
    """Observations of a record; empty while it is not captured and verified."""
    acta = registro.acta
    if acta is None:
        return frozenset({Observacion.FUERA_DE_CATALOGO})
    if registro.estado is EstadoActa.SIN_ACTA and registro.causa is not None:
        return frozenset({por_causa(registro.causa)})
    if registro.conteo is None:
        return frozenset()
    votos = proceso.votos_en(acta.casilla.distrito)
    return frozenset(h.observacion for h in evaluar(registro.conteo, votos, acta.casilla.limite))


def esta_capturada(registro: RegistroActa) -> bool:
    """Whether it enters ACTAS_CAPTURADAS: in the catalogue, and verified or declared SIN ACTA (LEEME, field 4)."""
    return registro.acta is not None and (registro.conteo is not None or registro.causa is not None)


def contabilizada(registro: RegistroActa, observaciones: frozenset[Observacion]) -> Contabilizada | None:
    """CONTABILIZADA of a record; None while it is not captured (LEEME 2024, field 37).

    EXCEDE, TODOS and SIN ACTA do not count; ALGUN does, because some figure is legible.
    """
    if registro.acta is None:
        return Contabilizada.FUERA_DE_CATALOGO
    if not esta_capturada(registro):
        return None
    return Contabilizada.NO if observaciones & _NO_CONTABILIZAN else Contabilizada.SI


def imprimir(observaciones: Iterable[Observacion], formato: FormatoBase) -> str:
    """OBSERVACIONES as this election prints it: the prevailing one only, or all joined by ", " (Durango 2025)."""
    presentes = set(observaciones)
    ordenadas = [formato.observaciones[o.value] for o in PREVALENCIA if o in presentes]
    return ", ".join(ordenadas[:1] if formato.observacion_unica else ordenadas)
