"""Sums of the election on exact integers: the thirteen header figures and the results at every level.

Sources: LEEME of the OPL 2021 and 2024 (summary variables), Anexo 13 numerals 28 and 29. Aggregates use the computed
total of each counted acta, never the written one. Percentages are truncated, not rounded, to four decimals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from verificacion.dominio.claves import TipoCasilla
from verificacion.dominio.coalicion import por_candidatura, por_partido
from verificacion.dominio.eleccion import Contendiente, Principio, Proceso, TipoContendiente
from verificacion.dominio.inconsistencia import (
    INCONSISTENCIAS,
    Contabilizada,
    Observacion,
    contabilizada,
    esta_capturada,
    observar,
    total_calculado,
)
from verificacion.dominio.registro import RegistroActa


def truncar(numerador: int, denominador: int) -> str | None:
    """``numerador / denominador x 100`` with four decimals, the rest cut off; None over zero.

    >>> truncar(2499, 2678)
    '93.3159'
    """
    if denominador == 0:
        return None
    entero, resto = divmod(numerador * 1_000_000 // denominador, 10_000)
    return f"{entero}.{resto:04}"


class FilaActa(NamedTuple):
    """What one row of the database adds to the header. ``total`` is the computed one, 0 where it has none."""

    en_catalogo: bool
    capturada: bool
    contabilizada: bool
    inconsistente: bool
    especial: bool
    lista_nominal: int
    total: int


@dataclass(frozen=True, slots=True)
class Encabezado:
    """The thirteen header figures of the official database, in its order. Percentages are already truncated."""

    actas_esperadas: int
    actas_registradas: int
    actas_fuera_catalogo: int
    actas_capturadas: int
    porcentaje_actas_capturadas: str
    actas_contabilizadas: int
    porcentaje_actas_contabilizadas: str
    porcentaje_actas_inconsistencias: str
    actas_no_contabilizadas: int
    lista_nominal_actas_contabilizadas: int
    total_votos_c_cs: int
    total_votos_s_cs: int
    porcentaje_participacion_ciudadana: str | None


def encabezar(filas: Iterable[FilaActa], *, ultimo_corte: bool) -> Encabezado:
    """Compute the header from rows.

    Votes of special casillas enter the turnout only in the last cut (Anexo 13, numeral 29), because those voters are
    on no lista nominal of the casilla.
    """
    todas = tuple(filas)
    catalogo = [f for f in todas if f.en_catalogo]
    contadas = [f for f in catalogo if f.contabilizada]
    capturadas = sum(f.capturada for f in catalogo)
    lista = sum(f.lista_nominal for f in contadas)
    con = sum(f.total for f in contadas)
    sin = sum(f.total for f in contadas if not f.especial)
    esperadas = len(catalogo)
    return Encabezado(
        actas_esperadas=esperadas,
        actas_registradas=capturadas + len(todas) - esperadas,
        actas_fuera_catalogo=len(todas) - esperadas,
        actas_capturadas=capturadas,
        porcentaje_actas_capturadas=truncar(capturadas, esperadas) or "0.0000",
        actas_contabilizadas=len(contadas),
        porcentaje_actas_contabilizadas=truncar(len(contadas), esperadas) or "0.0000",
        porcentaje_actas_inconsistencias=truncar(sum(f.inconsistente for f in catalogo), esperadas) or "0.0000",
        actas_no_contabilizadas=capturadas - len(contadas),
        lista_nominal_actas_contabilizadas=lista,
        total_votos_c_cs=con,
        total_votos_s_cs=sin,
        porcentaje_participacion_ciudadana=truncar(con if ultimo_corte else sin, lista),
    )


@dataclass(frozen=True, slots=True)
class ActaEvaluada:
    """A record with what the rules say of it.."""

    registro: RegistroActa
    observaciones: frozenset[Observacion]
    contabilizada: Contabilizada | None
    total: int | None

    @property
    def cuenta(self) -> bool:
        """Whether its votes enter the results."""
        return self.contabilizada is Contabilizada.SI

    def fila(self) -> FilaActa:
        """What it adds to the header."""
        acta = self.registro.acta
        return FilaActa(
            en_catalogo=acta is not None,
            capturada=esta_capturada(self.registro),
            contabilizada=self.cuenta,
            inconsistente=bool(self.observaciones & INCONSISTENCIAS),
            especial=acta is not None and acta.casilla.clave.tipo is TipoCasilla.ESPECIAL,
            lista_nominal=acta.casilla.lista_nominal if acta is not None else 0,
            total=self.total or 0,
        )


def evaluar_registro(registro: RegistroActa, proceso: Proceso) -> ActaEvaluada:
    """Apply the rules to one record."""
    observaciones = observar(registro, proceso)
    total: int | None = None
    if registro.acta is not None and registro.conteo is not None:
        votos = (c.clave for c in proceso.contendientes_en(registro.acta.casilla.distrito))
        total = total_calculado(registro.conteo, votos)
    return ActaEvaluada(registro, observaciones, contabilizada(registro, observaciones), total)


@dataclass(frozen=True)
class Ambito:
    """A set of actas added together: a casilla, a section, a district or the entity.

    ``votos`` is keyed by vote row and holds counted actas only; ``candidaturas`` and ``partidos`` are the two reports
    of the publication (by candidacy, and by party and independent), keyed by coalition or contender.
    """

    actas: tuple[ActaEvaluada, ...]
    votos: Mapping[str, int]
    candidaturas: Mapping[str, int] = field(default_factory=dict[str, int])
    partidos: Mapping[str, int] = field(default_factory=dict[str, int])

    @cached_property
    def capturadas(self) -> int:
        """Actas captured, counted or not."""
        return sum(esta_capturada(a.registro) for a in self.actas)

    @cached_property
    def contabilizadas(self) -> int:
        """Actas whose votes are in the results."""
        return sum(a.cuenta for a in self.actas)

    @cached_property
    def total(self) -> int:
        """Votes of the counted actas."""
        return sum(self.votos.values())

    def encabezado(self, *, ultimo_corte: bool) -> Encabezado:
        """The thirteen figures of this set."""
        if ultimo_corte not in self._encabezados:
            filas = (a.fila() for a in self.actas)
            self._encabezados[ultimo_corte] = encabezar(filas, ultimo_corte=ultimo_corte)
        return self._encabezados[ultimo_corte]

    @cached_property
    def _encabezados(self) -> dict[bool, Encabezado]:
        """Asked for by each file of a cut and each page of its site."""
        return {}


@dataclass(frozen=True)
class Resultado:
    """The whole election at one moment. RP actas of special casillas count at entity level only.

    Publication template of INE 2021: "No se considera la cantidad de votos asentada en las Actas PREP de Casilla
    Especial de Representación Proporcional" in a district.
    """

    entidad: Ambito
    distritos: Mapping[int, Ambito]
    secciones: Mapping[tuple[int, int], Ambito]


def sumar_votos(actas: Iterable[ActaEvaluada], contendientes: Sequence[Contendiente]) -> dict[str, int]:
    """Votes by row of the actas that count; a legend adds 0."""
    votos = {c.clave: 0 for c in contendientes}
    for acta in actas:
        if acta.cuenta and (conteo := acta.registro.conteo) is not None:
            for clave in votos:
                if isinstance(cifra := conteo.get(clave), int):
                    votos[clave] += cifra
    return votos


def agregar(registros: Iterable[RegistroActa], proceso: Proceso) -> Resultado:
    """Add up all levels from the records, one per expected acta plus those out of the catalogue."""
    evaluadas = tuple(evaluar_registro(r, proceso) for r in registros)
    por_distrito: dict[int, list[ActaEvaluada]] = {}
    por_seccion: dict[tuple[int, int], list[ActaEvaluada]] = {}
    rp: dict[int, list[ActaEvaluada]] = {}
    for evaluada in evaluadas:
        acta = evaluada.registro.acta
        if acta is None:
            continue
        distrito = acta.casilla.distrito
        if acta.principio is Principio.RP:
            rp.setdefault(distrito, []).append(evaluada)
        else:
            por_distrito.setdefault(distrito, []).append(evaluada)
            por_seccion.setdefault((distrito, acta.casilla.clave.seccion), []).append(evaluada)
    distritos = {d: _ambito(por_distrito[d], proceso, d) for d in sorted(por_distrito)}
    secciones = {s: _ambito(por_seccion[s], proceso, s[0]) for s in sorted(por_seccion)}
    return Resultado(_entidad(evaluadas, distritos, rp, proceso), distritos, secciones)


def _ambito(actas: Sequence[ActaEvaluada], proceso: Proceso, distrito: int) -> Ambito:
    contendientes = proceso.contendientes_en(distrito)
    votos = sumar_votos(actas, contendientes)
    return Ambito(tuple(actas), votos, por_candidatura(votos, proceso, distrito), por_partido(votos, contendientes))


def _entidad(
    evaluadas: tuple[ActaEvaluada, ...],
    distritos: Mapping[int, Ambito],
    rp: Mapping[int, Sequence[ActaEvaluada]],
    proceso: Proceso,
) -> Ambito:
    """The entity is the sum of its districts, each split by itself, plus the RP actas.

    RP actas belong to the whole entity, so their combinations are split once, on the sum of all of them.
    """
    ambitos_rp = [_ambito(actas, proceso, distrito) for distrito, actas in sorted(rp.items())]
    votos_rp = _sumar(a.votos for a in ambitos_rp)
    votos = _sumar([*(a.votos for a in distritos.values()), votos_rp])
    candidaturas = _sumar(a.candidaturas for a in (*distritos.values(), *ambitos_rp))
    partidos = _sumar([*(a.partidos for a in distritos.values()), por_partido(votos_rp, proceso.contendientes)])
    orden = [c.clave for c in proceso.contendientes]
    return Ambito(evaluadas, _ordenar(votos, orden), candidaturas, _ordenar(partidos, orden))


def _sumar(partes: Iterable[Mapping[str, int]]) -> dict[str, int]:
    suma: dict[str, int] = {}
    for parte in partes:
        for clave, votos in parte.items():
            suma[clave] = suma.get(clave, 0) + votos
    return suma


def _ordenar(votos: Mapping[str, int], orden: Sequence[str]) -> dict[str, int]:
    return {clave: votos[clave] for clave in orden if clave in votos}


def punteros(candidaturas: Mapping[str, int], proceso: Proceso) -> tuple[str, ...]:
    """The candidacies with most votes: one leads, several tie, none while nothing is counted.

    No registradas and nulos are not candidacies.
    """
    aparte = {
        c.clave for c in proceso.contendientes if c.tipo in (TipoContendiente.NO_REGISTRADAS, TipoContendiente.NULOS)
    }
    reales = {clave: votos for clave, votos in candidaturas.items() if clave not in aparte}
    mayor = max(reales.values(), default=0)
    return tuple(clave for clave, votos in reales.items() if votos == mayor) if mayor else ()
