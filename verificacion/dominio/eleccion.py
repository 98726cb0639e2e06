"""One election as frozen values. Where they come from is ``verificacion.proceso``; nothing here is about one election.

The rows of the acta are modelled as INE's own publisher does: every row is an *association* with a type, and
where each one contends is explicit, so that "does not contend here" is never confused with "without data".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from verificacion.dominio.claves import ClaveActa, ClaveCasilla
from verificacion.dominio.control import SIN_CONTROL, Control


class TipoContendiente(StrEnum):
    """Kind of a vote row of the acta."""

    PARTIDO = "partido"
    COMBINACION = "combinacion"
    CANDIDATURA_COMUN = "candidatura_comun"
    INDEPENDIENTE = "independiente"
    NO_REGISTRADAS = "no_registradas"
    NULOS = "nulos"


class TipoCampo(StrEnum):
    """Kind of a quantity of the form ("tipo" in plantilla.json)."""

    VOTOS = "votos"
    TOTAL = "total"
    SOBRANTES = "sobrantes"
    PERSONAS = "personas"
    REPRESENTANTES = "representantes"
    SACADOS = "sacados"
    IDENTIFICACION = "identificacion"


class Politica(StrEnum):
    """Who makes the two blind captures (setting of the election)."""

    DOBLE_CIEGA = "doble_ciega"
    LECTOR_Y_PERSONA = "lector_y_persona"


class Resguardo(StrEnum):
    """What is done with the personal data of the images that are published (setting of the election)."""

    NINGUNO = "ninguno"
    """The original is published, byte for byte."""
    CUBRIR = "cubrir"
    """A copy is published, with names, signatures and identifications covered and without metadata."""


class ParteSitio(StrEnum):
    """Parts of the results site that an election may leave out (setting ``sitio.omitir``)."""

    PARTIDOS = "partidos"
    """Report by party and independent: an election without parties has none."""
    COMPARAR = "comparar"
    AVANCE = "avance"
    ESTADISTICA = "estadistica"
    REPORTE = "reporte"
    """The form to say that an acta is wrong."""


class Principio(StrEnum):
    """Principle of representation: a special casilla yields one acta of each in a deputies election."""

    MR = "MR"
    RP = "RP"


class Ejercicio(StrEnum):
    """Production, or a drill whose every page and file is visibly marked."""

    JORNADA = "jornada"
    SIMULACRO = "simulacro"


@dataclass(frozen=True, slots=True)
class Contendiente:
    """One vote row: a party, a combination of coalition members, a common candidacy, an independent.

    ``clave`` is the field key of the form; ``columna`` its name in the official CSV; ``partidos`` the member parties
    of a combination or common candidacy (the party itself for a party, empty for the rest). ``distritos`` None means
    everywhere; otherwise only those contend.
    """

    clave: str
    nombre: str
    tipo: TipoContendiente
    columna: str
    partidos: tuple[str, ...] = ()
    color: str = "#666666"
    distritos: frozenset[int] | None = None

    def contiende_en(self, distrito: int) -> bool:
        """Whether this row exists on the actas of a district."""
        return self.distritos is None or distrito in self.distritos


@dataclass(frozen=True, slots=True)
class Coalicion:
    """Parties that stand one candidate together in ``distritos`` (None = in all)."""

    clave: str
    nombre: str
    partidos: tuple[str, ...]
    color: str
    distritos: frozenset[int] | None = None

    def contiende_en(self, distrito: int) -> bool:
        """Whether the coalition stands in a district."""
        return self.distritos is None or distrito in self.distritos


@dataclass(frozen=True, slots=True)
class Casilla:
    """One approved casilla of the catalogue.

    ``representantes`` is the number of accredited representatives (REPRESENTANTES_PP_CI): with ``lista_nominal`` it
    bounds the votes. A special casilla has ``lista_nominal`` 0 and is bounded by ``boletas`` instead.
    ``apellido_desde``/``apellido_hasta`` bound the first surnames that vote here; None where the section has one
    casilla. ``urbana`` None means unknown.
    """

    clave: ClaveCasilla
    distrito: int
    distrito_nombre: str
    municipio: int
    municipio_nombre: str
    lista_nominal: int
    representantes: int
    boletas: int | None = None
    apellido_desde: str | None = None
    apellido_hasta: str | None = None
    urbana: bool | None = None
    domicilio: str = ""

    @property
    def limite(self) -> int:
        """Most votes that an acta of this casilla may hold before EXCEDE LISTA NOMINAL."""
        base = self.boletas if self.lista_nominal == 0 and self.boletas is not None else self.lista_nominal
        return base + self.representantes


@dataclass(frozen=True, slots=True)
class ActaEsperada:
    """One acta that must arrive: the casilla, the code printed on the form and the principle it counts for."""

    clave: ClaveActa
    casilla: Casilla
    principio: Principio = Principio.MR


@dataclass(frozen=True, slots=True)
class Candidatura:
    """Names of a candidacy in one district, under the party, coalition member or independent that stands it."""

    distrito: int
    contendiente: str
    propietaria: str
    suplente: str


@dataclass(frozen=True, slots=True)
class CampoForma:
    """One quantity of a form."""

    clave: str
    tipo: TipoCampo


@dataclass(frozen=True, slots=True)
class Suma:
    """A row of the form that should equal the sum of others. Between 5 and 60 % of real actas break theirs.

    ``cuadra`` is the share of actas of this form in which it holds, 0..1, where it is known from earlier elections.
    """

    total: str
    sumandos: tuple[str, ...]
    cuadra: float | None = None


@dataclass(frozen=True, slots=True)
class FormaActa:
    """What the record must know of a form: its quantities, its sums and where it is used.

    Boxes and images belong to ``captura.plantilla``; both read the same folder. ``distritos`` None = all.
    """

    clave: str
    carpeta: str
    campos: tuple[CampoForma, ...]
    sumas: tuple[Suma, ...] = ()
    distritos: frozenset[int] | None = None

    @property
    def claves(self) -> tuple[str, ...]:
        """Field keys to type, in the order of the form (identification boxes are not typed)."""
        return tuple(c.clave for c in self.campos if c.tipo is not TipoCampo.IDENTIFICACION)

    def de_tipo(self, tipo: TipoCampo) -> tuple[str, ...]:
        """Field keys of one kind."""
        return tuple(c.clave for c in self.campos if c.tipo is tipo)


@dataclass(frozen=True, slots=True)
class FormatoBase:
    """How this election's official CSV is written (``dominio.md`` §8 of the founding documents; LEEME files).

    ``disposicion`` is ``2021``, ``2024`` or ``federal``; ``ambito`` names the columns of where a candidacy is voted
    for, whose number and name are those of the casilla's ``distrito`` (``MUNICIPIO`` for ayuntamientos; empty is the
    layout's own). ``entidad_siglas`` is empty where the files carry none (federal). ``observaciones`` maps each
    observation code to its printed text; ``observacion_unica`` prints only the prevailing one when several apply.
    """

    disposicion: str
    entidad_siglas: str
    eleccion_siglas: str
    anio: int
    titulo: str
    observaciones: Mapping[str, str]
    observacion_unica: bool = False
    apostrofo: bool = True
    ausente: str = ""
    ilegible: str = "Ilegible"
    sin_dato: str = "Sin dato"
    sin_acta: str = "Sin acta"
    bom: bool = True
    ambito: str = ""


@dataclass(frozen=True, slots=True)
class Marca:
    """What the authority's own pages show: name, short name and colours. The logo is an optional file."""

    autoridad: str
    siglas: str
    color: str = "#5a2a6e"
    logo: str | None = None


@dataclass(frozen=True)
class Proceso:
    """One election, whole. Immutable; ``huella`` is the SHA-256 of its folder's canonical contents."""

    clave: str
    nombre: str
    entidad: int
    entidad_nombre: str
    ejercicio: Ejercicio
    zona: ZoneInfo
    apertura: datetime
    cierre: datetime
    minutos_corte: int
    politica: Politica
    contendientes: tuple[Contendiente, ...]
    coaliciones: tuple[Coalicion, ...]
    actas: tuple[ActaEsperada, ...]
    candidaturas: tuple[Candidatura, ...]
    formas: tuple[FormaActa, ...]
    formato: FormatoBase
    marca: Marca
    patron_qr: str
    huella: str
    carpeta: str
    resguardo: Resguardo = Resguardo.NINGUNO
    control: Control = SIN_CONTROL
    geografia: str | None = None
    sitio_omite: frozenset[ParteSitio] = frozenset()

    @cached_property
    def por_clave(self) -> Mapping[ClaveActa, ActaEsperada]:
        """The catalogue by acta key."""
        return {acta.clave: acta for acta in self.actas}

    @cached_property
    def contendiente_por_clave(self) -> Mapping[str, Contendiente]:
        """The vote rows by field key."""
        return {c.clave: c for c in self.contendientes}

    @cached_property
    def patron_qr_compilado(self) -> re.Pattern[str]:
        """How the label's code names an acta: group ``clave`` is CLAVE_ACTA."""
        return re.compile(self.patron_qr)

    def forma_de(self, acta: ActaEsperada) -> FormaActa:
        """The form on which an acta is written. The loader guarantees that there is one."""
        distrito = acta.casilla.distrito
        return next(f for f in self.formas if f.distritos is None or distrito in f.distritos)

    def contendientes_en(self, distrito: int) -> tuple[Contendiente, ...]:
        """Vote rows of a district's actas, in the order of the acta."""
        hechos = self._contendientes_por_distrito.get(distrito)
        if hechos is None:
            hechos = tuple(c for c in self.contendientes if c.contiende_en(distrito))
            self._contendientes_por_distrito[distrito] = hechos
        return hechos

    @cached_property
    def _contendientes_por_distrito(self) -> dict[int, tuple[Contendiente, ...]]:
        """Asked for once per acta, and a country has 170,000."""
        return {}

    def votos_en(self, distrito: int) -> tuple[str, ...]:
        """Field keys of those rows."""
        hechos = self._votos_por_distrito.get(distrito)
        if hechos is None:
            hechos = tuple(c.clave for c in self.contendientes_en(distrito))
            self._votos_por_distrito[distrito] = hechos
        return hechos

    @cached_property
    def _votos_por_distrito(self) -> dict[int, tuple[str, ...]]:
        return {}

    def coalicion_de(self, partido: str, distrito: int) -> Coalicion | None:
        """The coalition a party stands with in a district, or None."""
        lugar = (partido, distrito)
        if lugar not in self._coalicion_por_lugar:
            self._coalicion_por_lugar[lugar] = next(
                (c for c in self.coaliciones if partido in c.partidos and c.contiende_en(distrito)), None
            )
        return self._coalicion_por_lugar[lugar]

    @cached_property
    def _coalicion_por_lugar(self) -> dict[tuple[str, int], Coalicion | None]:
        """By party and district: asked for once per section."""
        return {}
