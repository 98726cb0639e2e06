"""The results as JSON, inside the cut: what the site, a newsroom or a mirror builds on. ``docs/datos-del-corte.md``.

Deterministic: the same records, election and moment give the same bytes. Votes are exact integers; percentages are
text, truncated to four decimals; times are ISO 8601 in UTC. A figure is an integer, ``"ILEGIBLE"`` or ``"SIN DATO"``.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from publicacion.base_datos import hora_corte
from publicacion.calendario import proxima
from publicacion.datos_actas import Fichas
from publicacion.datos_estadistica import casilla_de, estadistica
from publicacion.horas import iso_utc
from publicacion.json_rapido import compacto
from publicacion.reportes import ReporteCerrado
from verificacion.dominio.agregacion import ActaEvaluada, Ambito, Resultado, punteros, truncar
from verificacion.dominio.coalicion import repartir
from verificacion.dominio.eleccion import Contendiente, Proceso, TipoContendiente

CARPETA = "datos"
SERIE = f"{CARPETA}/serie.json"
_APARTE = (TipoContendiente.NO_REGISTRADAS, TipoContendiente.NULOS)


@dataclass(frozen=True, slots=True)
class Momento:
    """Which cut the figures are of."""

    numero: int
    hecho_en: datetime
    ultimo: bool


def escribir_datos(
    resultado: Resultado,
    proceso: Proceso,
    momento: Momento,
    serie: bytes | None,
    reportes: Iterable[ReporteCerrado] = (),
) -> Iterator[tuple[str, bytes]]:
    """Every JSON file of a cut, with its name inside the cut, one at a time: those of a country take 200 MB.

    Args:
        resultado: sums of the records of the cut.
        proceso: the election.
        momento: number and time of the cut.
        serie: ``datos/serie.json`` of the previous cut, to which this one is added; None in the first.
        reportes: public reports closed so far.
    """
    archivos: dict[str, Any] = {
        "diccionario": diccionario(proceso),
        "avance": avance(resultado, proceso, momento),
        "estadistica": estadistica(resultado, ultimo=momento.ultimo),
        "distritos": distritos(resultado, proceso, momento),
        "candidaturas": candidaturas(resultado, proceso),
        "partidos": partidos(resultado, proceso),
        "reportes": [r.publico() for r in sorted(reportes, key=lambda r: r.folio)],
    }
    por_distrito = _actas_por_distrito(resultado)
    archivos["secciones"] = _indice_de_secciones(por_distrito)
    for nombre, objeto in archivos.items():
        yield f"{CARPETA}/{nombre}.json", _renglon(objeto)
    yield SERIE, _serie(resultado, momento, serie)
    fichas = Fichas(resultado, proceso)
    yield f"{CARPETA}/imagenes.json", fichas.imagenes(resultado.entidad.actas)
    for distrito, actas in por_distrito.items():
        yield f"{CARPETA}/actas/{distrito:03}.json", fichas.distrito(distrito, actas)


def _renglon(objeto: Any) -> bytes:
    """UTF-8 and one line feed at the end."""
    return f"{compacto(objeto)}\n".encode()


def diccionario(proceso: Proceso) -> Mapping[str, Any]:
    """Names, colours and kinds behind every key of the other files."""
    return {
        "contendientes": [
            {
                "clave": c.clave,
                "nombre": c.nombre,
                "tipo": c.tipo.value,
                "columna": c.columna,
                "partidos": c.partidos,
                "color": c.color,
                "distritos": sorted(c.distritos) if c.distritos is not None else None,
            }
            for c in proceso.contendientes
        ],
        "coaliciones": [
            {
                "clave": c.clave,
                "nombre": c.nombre,
                "partidos": c.partidos,
                "color": c.color,
                "distritos": sorted(c.distritos) if c.distritos is not None else None,
            }
            for c in proceso.coaliciones
        ],
        "observaciones": dict(proceso.formato.observaciones),
        "candidaturas": [
            {
                "distrito": c.distrito,
                "contendiente": c.contendiente,
                "propietaria": c.propietaria,
                "suplente": c.suplente,
            }
            for c in proceso.candidaturas
        ],
    }


def avance(resultado: Resultado, proceso: Proceso, momento: Momento) -> Mapping[str, Any]:
    """The progress strip: which cut this is, of what election, and the thirteen figures."""
    siguiente = None if momento.ultimo else proxima(proceso, momento.hecho_en)
    return {
        "version": 1,
        "numero": momento.numero,
        "momento": iso_utc(momento.hecho_en),
        "hora_corte": hora_corte(momento.hecho_en, proceso.zona),
        "ultimo": momento.ultimo,
        "siguiente": iso_utc(siguiente) if siguiente is not None else None,
        "proceso": {
            "clave": proceso.clave,
            "nombre": proceso.nombre,
            "entidad": proceso.entidad,
            "entidad_nombre": proceso.entidad_nombre,
            "ejercicio": proceso.ejercicio.value,
            "zona": proceso.zona.key,
            "apertura": iso_utc(proceso.apertura),
            "cierre": iso_utc(proceso.cierre),
            "minutos_corte": proceso.minutos_corte,
            "autoridad": proceso.marca.autoridad,
            "siglas": proceso.marca.siglas,
            "huella": proceso.huella,
        },
        "encabezado": asdict(resultado.entidad.encabezado(ultimo_corte=momento.ultimo)),
        "votos": resultado.entidad.total,
    }


def distritos(resultado: Resultado, proceso: Proceso, momento: Momento) -> Sequence[Mapping[str, Any]]:
    """Each district: who leads and by how much, both reports, its figures and its sections."""
    secciones: dict[int, list[int]] = {}
    for distrito, seccion in resultado.secciones:
        secciones.setdefault(distrito, []).append(seccion)
    lista: list[Mapping[str, Any]] = []
    for distrito, ambito in resultado.distritos.items():
        primero, segundo, ventaja = _ventaja(ambito, proceso)
        lista.append(
            {
                "distrito": distrito,
                "nombre": casilla_de(ambito.actas[0]).distrito_nombre,
                "encabezado": asdict(ambito.encabezado(ultimo_corte=momento.ultimo)),
                "votos": ambito.votos,
                "total": ambito.total,
                "candidaturas": _renglones(ambito.candidaturas, proceso),
                "partidos": _renglones(ambito.partidos, proceso),
                "punteros": primero,
                "segundo": segundo,
                "ventaja": ventaja,
                "porcentaje_ventaja": truncar(ventaja, ambito.total) or "0.0000",
                "secciones": secciones.get(distrito, []),
            }
        )
    return lista


def _ventaja(ambito: Ambito, proceso: Proceso) -> tuple[tuple[str, ...], str | None, int]:
    """Who leads (several when tied, none before the first vote), who follows, and the votes between them."""
    primeros = punteros(ambito.candidaturas, proceso)
    orden = sorted((c for c in ambito.candidaturas if _es_opcion(c, proceso)), key=lambda c: -ambito.candidaturas[c])
    if not primeros or len(orden) < 2:
        return primeros, None, 0
    return primeros, orden[1], ambito.candidaturas[orden[0]] - ambito.candidaturas[orden[1]]


def candidaturas(resultado: Resultado, proceso: Proceso) -> Mapping[str, Any]:
    """Report by candidacy of the entity, with the districts that each leads alone."""
    gana: dict[str, list[int]] = {}
    for distrito, ambito in resultado.distritos.items():
        primeros = punteros(ambito.candidaturas, proceso)
        if len(primeros) == 1:
            gana.setdefault(primeros[0], []).append(distrito)
    return {
        "total": resultado.entidad.total,
        "renglones": [
            {**renglon, "distritos": gana.get(renglon["clave"], [])}
            for renglon in _renglones(resultado.entidad.candidaturas, proceso)
        ],
    }


def partidos(resultado: Resultado, proceso: Proceso) -> Mapping[str, Any]:
    """Report by party and independent, with the arithmetic of every split (LGIPE 311.1.c).

    ``repartos``: one entry per district and combination with votes; ``distrito`` None is the split of the RP actas of
    special casillas, made once on the sum of the entity.
    """
    repartos = [
        reparto
        for distrito, ambito in resultado.distritos.items()
        for reparto in _repartos(distrito, ambito.votos, proceso.contendientes_en(distrito))
    ]
    rp = _votos_rp(resultado)
    repartos += _repartos(None, rp, proceso.contendientes)
    recibido: dict[str, int] = {}
    for reparto in repartos:
        for partido, votos in reparto["partes"].items():
            recibido[partido] = recibido.get(partido, 0) + votos
    return {
        "total": resultado.entidad.total,
        "renglones": [
            {
                **renglon,
                "propios": resultado.entidad.votos.get(renglon["clave"], 0),
                "de_coalicion": recibido.get(renglon["clave"], 0),
            }
            for renglon in _renglones(resultado.entidad.partidos, proceso)
        ],
        "repartos": repartos,
    }


def _votos_rp(resultado: Resultado) -> dict[str, int]:
    """Votes of the RP actas: what the entity holds beyond its districts."""
    resto = dict(resultado.entidad.votos)
    for ambito in resultado.distritos.values():
        for clave, votos in ambito.votos.items():
            resto[clave] -= votos
    return resto


def _repartos(
    distrito: int | None, votos: Mapping[str, int], contendientes: Sequence[Contendiente]
) -> list[dict[str, Any]]:
    lista: list[dict[str, Any]] = []
    for c in contendientes:
        suma = votos.get(c.clave, 0)
        if c.tipo is TipoContendiente.COMBINACION and suma:
            parte, sobrantes = divmod(suma, len(c.partidos))
            lista.append(
                {
                    "distrito": distrito,
                    "combinacion": c.clave,
                    "votos": suma,
                    "parte": parte,
                    "sobrantes": sobrantes,
                    "partes": repartir(suma, c.partidos, votos),
                }
            )
    return lista


def _renglones(votos: Mapping[str, int], proceso: Proceso) -> list[dict[str, Any]]:
    """One line per key, most voted first; no registradas and nulos close it."""
    total = sum(votos.values())
    orden = sorted(votos, key=lambda c: (not _es_opcion(c, proceso), -votos[c] if _es_opcion(c, proceso) else 0))
    return [{"clave": c, "votos": votos[c], "porcentaje": truncar(votos[c], total) or "0.0000"} for c in orden]


def _es_opcion(clave: str, proceso: Proceso) -> bool:
    contendiente = proceso.contendiente_por_clave.get(clave)
    return contendiente is None or contendiente.tipo not in _APARTE


def _actas_por_distrito(resultado: Resultado) -> dict[int, list[ActaEvaluada]]:
    """Actas of each district in catalogue order, MR and RP."""
    actas: dict[int, list[ActaEvaluada]] = {}
    for evaluada in resultado.entidad.actas:
        if evaluada.registro.acta is not None:
            actas.setdefault(evaluada.registro.acta.casilla.distrito, []).append(evaluada)
    return dict(sorted(actas.items()))


def _indice_de_secciones(actas: Mapping[int, Sequence[ActaEvaluada]]) -> Mapping[str, list[int]]:
    """Section → districts whose file holds its actas: where a lookup must go on."""
    lugares = {(casilla_de(e).clave.seccion, distrito) for distrito, lista in actas.items() for e in lista}
    indice: dict[str, list[int]] = {}
    for seccion, distrito in sorted(lugares):
        indice.setdefault(f"{seccion:04}", []).append(distrito)
    return indice


def _serie(resultado: Resultado, momento: Momento, previa: bytes | None) -> bytes:
    """The series of the night, one point per cut: the previous cut's plus this one's."""
    encabezado = resultado.entidad.encabezado(ultimo_corte=momento.ultimo)
    punto = {
        "numero": momento.numero,
        "momento": iso_utc(momento.hecho_en),
        "capturadas": encabezado.actas_capturadas,
        "contabilizadas": encabezado.actas_contabilizadas,
        "participacion": encabezado.porcentaje_participacion_ciudadana,
        "candidaturas": resultado.entidad.candidaturas,
        "partidos": resultado.entidad.partidos,
    }
    puntos = json.loads(previa) if previa is not None else []
    return _renglon([*puntos, punto])
