"""Sums of the election on exact integers: the thirteen header figures and the results at every level.

Sources: LEEME of the OPL 2021 and 2024 (summary variables), Anexo 13 numerals 28 and 29. Aggregates use the computed
total of each counted acta, never the written one. Percentages are truncated, not rounded, to four decimals.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import add
from typing import NamedTuple, TypeGuard, TypeVar

from verificacion.dominio.claves import TipoCasilla
from verificacion.dominio.coalicion import candidaturas_en, por_candidatura, por_partido
from verificacion.dominio.conteo import Cifra
from verificacion.dominio.eleccion import Principio, Proceso, TipoContendiente
from verificacion.dominio.inconsistencia import (
    INCONSISTENCIAS,
    Contabilizada,
    Observacion,
    contabilizada,
    esta_capturada,
    observar,
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


class ActaEvaluada(NamedTuple):
    """A record with what the rules say of it.

    ``votos`` are its vote rows in the order of ``Proceso.contendientes_en``; None without figures.
    """

    registro: RegistroActa
    observaciones: frozenset[Observacion]
    contabilizada: Contabilizada | None
    total: int | None
    votos: tuple[Cifra, ...] | None = None

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
    acta, conteo = registro.acta, registro.conteo
    if acta is None or conteo is None:
        observaciones = observar(registro, proceso)
        return ActaEvaluada(registro, observaciones, contabilizada(registro, observaciones), None)
    votos = tuple([conteo[c] for c in proceso.votos_en(acta.casilla.distrito)])
    total = sum(_numeros(votos))
    if total <= acta.casilla.limite and _son_numeros(votos):  # nearly all of them, and a country has 170,000
        return ActaEvaluada(registro, _NADA, Contabilizada.SI, total, votos)
    observaciones = observar(registro, proceso)
    return ActaEvaluada(registro, observaciones, contabilizada(registro, observaciones), total, votos)


_NADA = frozenset[Observacion]()


def _son_numeros(votos: tuple[Cifra, ...]) -> TypeGuard[tuple[int, ...]]:
    return {*map(type, votos)} == {int}


def _numeros(votos: tuple[Cifra, ...]) -> tuple[int, ...]:
    """What each figure adds: ``conteo.numero`` without its call, 4,000,000 times."""
    return votos if _son_numeros(votos) else tuple([v if isinstance(v, int) else 0 for v in votos])


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

    A section has no report by party: the law splits combinations on the sum of the district, never under it.

    Publication template of INE 2021: "No se considera la cantidad de votos asentada en las Actas PREP de Casilla
    Especial de Representación Proporcional" in a district.
    """

    entidad: Ambito
    distritos: Mapping[int, Ambito]
    secciones: Mapping[tuple[int, int], Ambito]


def agregar(registros: Iterable[RegistroActa], proceso: Proceso) -> Resultado:
    """Add up all levels from the records, one per expected acta plus those out of the catalogue."""
    evaluadas = tuple([evaluar_registro(r, proceso) for r in registros])
    por_distrito: dict[int, _Grupo] = {}
    por_seccion: dict[tuple[int, int], _Grupo] = {}
    rp: dict[int, _Grupo] = {}
    for evaluada in evaluadas:
        acta = evaluada.registro.acta
        if acta is None:
            continue
        casilla = acta.casilla
        if acta.principio is Principio.RP:
            _grupo(rp, casilla.distrito, casilla.distrito, proceso).sumar(evaluada)
        else:
            _grupo(por_distrito, casilla.distrito, casilla.distrito, proceso).actas.append(evaluada)
            _grupo(por_seccion, (casilla.distrito, casilla.clave.seccion), casilla.distrito, proceso).sumar(evaluada)
    for (distrito, _), seccion in por_seccion.items():
        por_distrito[distrito].sumar_votos(seccion.votos)
    distritos = {d: _ambito(d, por_distrito[d], proceso) for d in sorted(por_distrito)}
    secciones = _Secciones({s: por_seccion[s] for s in sorted(por_seccion)}, proceso)
    ambitos_rp = [_ambito(d, rp[d], proceso) for d in sorted(rp)]
    return Resultado(_entidad(evaluadas, distritos, ambitos_rp, proceso), distritos, secciones)


class _Grupo:
    """Actas of one district, or of a part of it, and their votes, row by row in the order of the acta."""

    __slots__ = ("actas", "votos")

    def __init__(self, filas: int):
        self.actas: list[ActaEvaluada] = []
        self.votos = [0] * filas

    def sumar(self, evaluada: ActaEvaluada) -> None:
        """Take an acta in; a legend adds 0."""
        self.actas.append(evaluada)
        if evaluada.votos is not None and evaluada.cuenta:
            self.sumar_votos(_numeros(evaluada.votos))

    def sumar_votos(self, votos: Iterable[int]) -> None:
        """Add the votes of a part."""
        self.votos = list(map(add, self.votos, votos))


_Lugar = TypeVar("_Lugar")


def _grupo(grupos: dict[_Lugar, _Grupo], cual: _Lugar, distrito: int, proceso: Proceso) -> _Grupo:
    grupo = grupos.get(cual)
    if grupo is None:
        grupo = grupos[cual] = _Grupo(len(proceso.votos_en(distrito)))
    return grupo


class _Secciones(Mapping[tuple[int, int], Ambito]):
    """Sums of the sections, given shape when asked for: a country has 71,000."""

    def __init__(self, grupos: Mapping[tuple[int, int], _Grupo], proceso: Proceso):
        self._grupos = grupos
        self._candidaturas = {d: candidaturas_en(d, proceso) for d in {distrito for distrito, _ in grupos}}

    def __getitem__(self, lugar: tuple[int, int]) -> Ambito:
        grupo, distrito = self._grupos[lugar], lugar[0]
        candidaturas = self._candidaturas[distrito]
        votos = dict(zip(candidaturas, grupo.votos, strict=True))
        return Ambito(tuple(grupo.actas), votos, por_candidatura(votos, candidaturas))

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._grupos)

    def __len__(self) -> int:
        return len(self._grupos)


def _ambito(distrito: int, grupo: _Grupo, proceso: Proceso) -> Ambito:
    votos = dict(zip(proceso.votos_en(distrito), grupo.votos, strict=True))
    partidos = por_partido(votos, proceso.contendientes_en(distrito))
    return Ambito(tuple(grupo.actas), votos, por_candidatura(votos, candidaturas_en(distrito, proceso)), partidos)


def _entidad(
    evaluadas: tuple[ActaEvaluada, ...],
    distritos: Mapping[int, Ambito],
    ambitos_rp: Sequence[Ambito],
    proceso: Proceso,
) -> Ambito:
    """The entity is the sum of its districts, each split by itself, plus the RP actas.

    RP actas belong to the whole entity, so their combinations are split once, on the sum of all of them.
    """
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
