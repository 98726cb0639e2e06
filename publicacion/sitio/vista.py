"""What the result pages show, computed from the result of a cut. Texts live in the templates; figures come exact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from publicacion.sitio.textos import siglas
from verificacion.dominio.agregacion import Ambito, Resultado, punteros, truncar
from verificacion.dominio.coalicion import repartos
from verificacion.dominio.eleccion import Proceso, TipoContendiente

_APARTE = (TipoContendiente.NO_REGISTRADAS, TipoContendiente.NULOS)


class Informe(StrEnum):
    """The two reports of the publication (INE template of 2021)."""

    CANDIDATURAS = "candidaturas"
    PARTIDOS = "partidos"

    def de(self, ambito: Ambito) -> Mapping[str, int]:
        """Votes of a set of actas in this report."""
        return ambito.candidaturas if self is Informe.CANDIDATURAS else ambito.partidos


@dataclass(frozen=True, slots=True)
class Renglon:
    """One line of a result. ``porcentaje`` is of all votes; ``barra`` of the longest bar, both 0..100 as text."""

    clave: str
    nombre: str
    siglas: str
    votos: int
    porcentaje: str
    barra: str
    partidos: tuple[str, ...] = ()
    candidata: str = ""
    propios: int = 0
    encabeza: int = 0
    es_opcion: bool = True


@dataclass(frozen=True, slots=True)
class Plaza:
    """A district at a glance: who leads, by how much, and how much is counted.

    ``punteros`` has several when tied and none before the first vote. ``puntos`` is the lead over all the votes,
    percent. ``trama`` 0..4 is how much is counted: none, under a quarter, a half, three quarters, and more.
    """

    distrito: int
    nombre: str
    punteros: tuple[str, ...]
    leyenda: str
    siglas: str
    ventaja: int
    puntos: str
    esperadas: int
    capturadas: int
    contabilizadas: int
    porcentaje: str
    trama: int
    total: int
    renglones: tuple[Renglon, ...]

    @property
    def clase(self) -> str:
        """Class of its colour: that of the only leader."""
        return f"k-{self.punteros[0]}" if len(self.punteros) == 1 else "nadie"

    @property
    def por_clave(self) -> dict[str, Renglon]:
        """Its lines by key."""
        return {r.clave: r for r in self.renglones}

    @property
    def dicho(self) -> str:
        """The same, in what follows the word for a district, for whoever does not see the map."""
        if not self.punteros:
            quien = "sin votos contabilizados"
        elif len(self.punteros) > 1:
            quien = "empate en primer lugar"
        else:
            quien = f"lleva ventaja {self.leyenda}, por {self.ventaja:,} votos ({self.puntos} puntos)"
        return (
            f"{self.distrito}, {self.nombre}: {quien}; "
            f"{self.contabilizadas:,} de {self.esperadas:,} actas contabilizadas"
        )


@dataclass(frozen=True, slots=True)
class Reparto:
    """The arithmetic of one combination in a district: ``votos`` = members x ``parte`` + ``sobrantes``."""

    nombre: str
    votos: int
    parte: int
    sobrantes: int
    partes: Mapping[str, int]


def nombres(proceso: Proceso) -> dict[str, str]:
    """Display name of every key: contenders and coalitions."""
    return {c.clave: c.nombre for c in (*proceso.contendientes, *proceso.coaliciones)}


def es_opcion(clave: str, proceso: Proceso) -> bool:
    """Whether a key is a candidacy: not the no registradas nor the nulos."""
    contendiente = proceso.contendiente_por_clave.get(clave)
    return contendiente is None or contendiente.tipo not in _APARTE


def renglones(ambito: Ambito, proceso: Proceso, informe: Informe, distrito: int | None = None) -> list[Renglon]:
    """A report, most voted first; no registradas and nulos close it. ``distrito`` gives the names of its candidates."""
    votos = informe.de(ambito)
    total, mayor = sum(votos.values()), max(votos.values(), default=0)
    textos = nombres(proceso)
    miembros = {c.clave: c.partidos for c in proceso.coaliciones} if informe is Informe.CANDIDATURAS else {}
    postulan = (
        {c.contendiente: c.propietaria for c in proceso.candidaturas if c.distrito == distrito}
        if informe is Informe.CANDIDATURAS
        else {}
    )
    lista = [
        Renglon(
            clave=clave,
            nombre=textos[clave],
            siglas=siglas(clave, textos[clave]),
            votos=cuantos,
            porcentaje=truncar(cuantos, total) or "0.0000",
            barra=truncar(cuantos, mayor) or "0",
            partidos=miembros.get(clave, ()),
            candidata=postulan.get((miembros.get(clave) or (clave,))[0], ""),
            propios=ambito.votos.get(clave, 0),
            es_opcion=es_opcion(clave, proceso),
        )
        for clave, cuantos in votos.items()
    ]
    return sorted(lista, key=lambda r: (not r.es_opcion, -r.votos if r.es_opcion else 0))


def encabezan(plazas: Sequence[Plaza]) -> dict[str, int]:
    """Districts that each key leads alone."""
    cuenta: dict[str, int] = {}
    for plaza in plazas:
        if len(plaza.punteros) == 1:
            cuenta[plaza.punteros[0]] = cuenta.get(plaza.punteros[0], 0) + 1
    return cuenta


def plazas(resultado: Resultado, proceso: Proceso, informe: Informe) -> list[Plaza]:
    """Every district in one report, in order."""
    return [plaza(distrito, resultado.distritos[distrito], proceso, informe) for distrito in resultado.distritos]


def plaza(distrito: int, ambito: Ambito, proceso: Proceso, informe: Informe) -> Plaza:
    """One district in one report."""
    lista = renglones(ambito, proceso, informe, distrito)
    opciones = [r for r in lista if r.es_opcion]
    primeros = punteros(informe.de(ambito), proceso)
    ventaja = opciones[0].votos - opciones[1].votos if len(opciones) > 1 else 0
    esperadas = len(ambito.actas)
    primera = ambito.actas[0].registro.acta
    return Plaza(
        distrito=distrito,
        nombre=primera.casilla.distrito_nombre if primera is not None else "",
        punteros=primeros,
        leyenda=opciones[0].nombre if len(primeros) == 1 else "Empate" if primeros else "Sin votos",
        siglas=opciones[0].siglas if len(primeros) == 1 else "=" if primeros else "",
        ventaja=ventaja,
        puntos=truncar(ventaja, ambito.total) or "0.0000",
        esperadas=esperadas,
        capturadas=ambito.capturadas,
        contabilizadas=ambito.contabilizadas,
        porcentaje=truncar(ambito.contabilizadas, esperadas) or "0.0000",
        trama=_trama(ambito.contabilizadas, esperadas),
        total=ambito.total,
        renglones=tuple(lista),
    )


def _trama(contabilizadas: int, esperadas: int) -> int:
    return min(4, 1 + 4 * contabilizadas // esperadas) if contabilizadas else 0


def repartos_de(ambito: Ambito, proceso: Proceso, distrito: int) -> list[Reparto]:
    """The arithmetic of the combinations of a district that received votes."""
    contendientes = proceso.contendientes_en(distrito)
    lista: list[Reparto] = []
    for clave, partes in repartos(ambito.votos, contendientes).items():
        votos = ambito.votos.get(clave, 0)
        if votos:
            parte, sobrantes = divmod(votos, len(partes))
            lista.append(Reparto(proceso.contendiente_por_clave[clave].nombre, votos, parte, sobrantes, partes))
    return lista
