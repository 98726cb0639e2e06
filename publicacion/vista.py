"""What the pages show, computed from the result of a cut. Texts live in the templates; figures come exact from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verificacion.dominio.agregacion import ActaEvaluada, Ambito, Resultado, punteros, truncar
from verificacion.dominio.claves import ClaveCasilla, TipoCasilla
from verificacion.dominio.coalicion import repartos
from verificacion.dominio.eleccion import Proceso, TipoContendiente
from verificacion.dominio.inconsistencia import Observacion

_APARTE = (TipoContendiente.NO_REGISTRADAS, TipoContendiente.NULOS)
_TIPOS = {
    TipoCasilla.BASICA: "Básica",
    TipoCasilla.CONTIGUA: "Contigua",
    TipoCasilla.EXTRAORDINARIA: "Extraordinaria",
    TipoCasilla.ESPECIAL: "Especial",
    TipoCasilla.VOTO_ANTICIPADO: "Voto anticipado",
    TipoCasilla.PRISION_PREVENTIVA: "Prisión preventiva",
    TipoCasilla.PRISION_PREVENTIVA_FEDERAL: "Prisión preventiva",
    TipoCasilla.MESA: "Mesa",
}


@dataclass(frozen=True, slots=True)
class Renglon:
    """One line of a result. ``porcentaje`` is of all votes; ``barra`` of the longest bar, both 0..100 as text."""

    clave: str
    nombre: str
    votos: int
    porcentaje: str
    barra: str
    partidos: tuple[str, ...] = ()
    candidata: str = ""
    propios: int = 0
    encabeza: int = 0
    es_opcion: bool = True


@dataclass(frozen=True, slots=True)
class Mosaico:
    """A district on the tile map: who leads, by how much, and how much is counted."""

    distrito: int
    nombre: str
    punteros: tuple[str, ...]
    leyenda: str
    ventaja: int
    capturadas: int
    esperadas: int
    porcentaje: str


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
    return {c.clave: c.nombre for c in proceso.contendientes} | {c.clave: c.nombre for c in proceso.coaliciones}


def colores(proceso: Proceso) -> dict[str, tuple[str, str]]:
    """Colour of every key, and the ink that reads on it (WCAG relative luminance)."""
    todos = {c.clave: c.color for c in proceso.contendientes} | {c.clave: c.color for c in proceso.coaliciones}
    return {clave: (color, _tinta(color)) for clave, color in todos.items()}


def _tinta(color: str) -> str:
    canales = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canales)
    luminancia = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return "#111111" if luminancia > 0.179 else "#ffffff"  # where black and white contrast equally


def por_candidatura(ambito: Ambito, proceso: Proceso, resultado: Resultado, distrito: int | None) -> list[Renglon]:
    """Report by candidacy, most voted first; no registradas and nulos close it."""
    partidos = {c.clave: c.partidos for c in proceso.coaliciones}
    candidatas = {(c.distrito, c.contendiente): c.propietaria for c in proceso.candidaturas}
    encabezados = [p[0] for d in resultado.distritos.values() if len(p := punteros(d.candidaturas, proceso)) == 1]
    renglones: list[Renglon] = []
    for clave, votos in ambito.candidaturas.items():
        miembros = partidos.get(clave, ())
        titular = candidatas.get((distrito, (miembros or (clave,))[0]), "") if distrito is not None else ""
        renglones.append(
            _renglon(ambito.candidaturas, clave, votos, proceso, miembros, titular, encabezados.count(clave))
        )
    return _ordenar(renglones)


def por_partido(ambito: Ambito, proceso: Proceso) -> list[Renglon]:
    """Report by party and independent: own votes, and those that come from combinations."""
    return _ordenar(
        [
            _renglon(ambito.partidos, clave, votos, proceso, propios=ambito.votos.get(clave, 0))
            for clave, votos in ambito.partidos.items()
        ]
    )


def _renglon(
    todos: Mapping[str, int],
    clave: str,
    votos: int,
    proceso: Proceso,
    partidos: tuple[str, ...] = (),
    candidata: str = "",
    encabeza: int = 0,
    propios: int = 0,
) -> Renglon:
    contendiente = proceso.contendiente_por_clave.get(clave)
    return Renglon(
        clave=clave,
        nombre=nombres(proceso)[clave],
        votos=votos,
        porcentaje=truncar(votos, sum(todos.values())) or "0.0000",
        barra=truncar(votos, max(todos.values(), default=0)) or "0",
        partidos=partidos,
        candidata=candidata,
        propios=propios,
        encabeza=encabeza,
        es_opcion=contendiente is None or contendiente.tipo not in _APARTE,
    )


def _ordenar(renglones: list[Renglon]) -> list[Renglon]:
    return sorted(renglones, key=lambda r: (not r.es_opcion, -r.votos if r.es_opcion else 0))


def mosaicos(resultado: Resultado, proceso: Proceso) -> list[Mosaico]:
    """The tile map, in order of district."""
    textos = nombres(proceso)
    lista: list[Mosaico] = []
    for distrito, ambito in resultado.distritos.items():
        primeros = punteros(ambito.candidaturas, proceso)
        opciones = [v for c, v in ambito.candidaturas.items() if _es_opcion(c, proceso)]
        mayores = sorted(opciones, reverse=True)
        lista.append(
            Mosaico(
                distrito=distrito,
                nombre=ambito.actas[0].registro.acta.casilla.distrito_nombre if ambito.actas[0].registro.acta else "",
                punteros=primeros,
                leyenda=textos[primeros[0]] if len(primeros) == 1 else "Empate" if primeros else "Sin votos",
                ventaja=mayores[0] - mayores[1] if len(mayores) > 1 else 0,
                capturadas=ambito.capturadas,
                esperadas=len(ambito.actas),
                porcentaje=truncar(ambito.capturadas, len(ambito.actas)) or "0.0000",
            )
        )
    return lista


def _es_opcion(clave: str, proceso: Proceso) -> bool:
    contendiente = proceso.contendiente_por_clave.get(clave)
    return contendiente is None or contendiente.tipo not in _APARTE


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


def nombre_casilla(clave: ClaveCasilla, principio: str = "MR") -> str:
    """``Contigua 2``, ``Extraordinaria 1 contigua 1``, ``Especial 1 (representación proporcional)``."""
    texto = _TIPOS[clave.tipo] + (f" {clave.numero}" if clave.tipo is not TipoCasilla.BASICA else "")
    if clave.ext_contigua:
        texto += f" contigua {clave.ext_contigua}"
    return texto + (" (representación proporcional)" if principio == "RP" else "")


def contar_observaciones(actas: Sequence[ActaEvaluada], proceso: Proceso) -> list[tuple[str, int]]:
    """How many actas carry each observation, as this election spells it."""
    return [(proceso.formato.observaciones[o.value], sum(o in a.observaciones for a in actas)) for o in Observacion]


def avance_por_ubicacion(actas: Sequence[ActaEvaluada]) -> list[tuple[str, int, int, int]]:
    """Expected, captured and counted actas by urban, non-urban and unknown."""
    lista: list[tuple[str, int, int, int]] = []
    for texto, valor in (("Urbanas", True), ("No urbanas", False), ("Sin dato de ubicación", None)):
        grupo = [a for a in actas if a.registro.acta is not None and a.registro.acta.casilla.urbana is valor]
        if grupo:
            ambito = Ambito(tuple(grupo), {})
            lista.append((texto, len(grupo), ambito.capturadas, ambito.contabilizadas))
    return lista
