"""The results as JSON, inside the cut: what the site, a newsroom or a mirror builds on. ``docs/datos-del-corte.md``.

Deterministic: the same records, election and moment give the same bytes. Votes are exact integers; percentages are
text, truncated to four decimals; times are ISO 8601 in UTC. A figure is an integer, ``"ILEGIBLE"`` or ``"SIN DATO"``.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from publicacion.base_datos import hora_corte
from publicacion.calendario import proxima
from publicacion.datos_actas import fichas_distrito, imagenes_publicadas
from publicacion.reportes import ReporteCerrado
from verificacion.dominio.agregacion import ActaEvaluada, Ambito, Resultado, punteros, truncar
from verificacion.dominio.claves import TipoCasilla
from verificacion.dominio.coalicion import repartir
from verificacion.dominio.eleccion import Contendiente, Proceso, TipoContendiente
from verificacion.dominio.inconsistencia import Observacion

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
) -> dict[str, bytes]:
    """Every JSON file of a cut, by its name inside the cut.

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
        "estadistica": estadistica(resultado, proceso, momento),
        "distritos": distritos(resultado, proceso, momento),
        "candidaturas": candidaturas(resultado, proceso),
        "partidos": partidos(resultado, proceso),
        "imagenes": imagenes_publicadas(resultado.entidad.actas),
        "reportes": [r.publico() for r in sorted(reportes, key=lambda r: r.folio)],
    }
    por_distrito = _actas_por_distrito(resultado)
    archivos["secciones"] = _indice_de_secciones(por_distrito)
    salida = {f"{CARPETA}/{nombre}.json": compacto(objeto) for nombre, objeto in archivos.items()}
    salida[SERIE] = _serie(resultado, momento, serie)
    for distrito, actas in por_distrito.items():
        salida[f"{CARPETA}/actas/{distrito:03}.json"] = compacto(fichas_distrito(distrito, actas, resultado, proceso))
    return salida


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
        "momento": _utc(momento.hecho_en),
        "hora_corte": hora_corte(momento.hecho_en, proceso.zona),
        "ultimo": momento.ultimo,
        "siguiente": _utc(siguiente) if siguiente is not None else None,
        "proceso": {
            "clave": proceso.clave,
            "nombre": proceso.nombre,
            "entidad": proceso.entidad,
            "entidad_nombre": proceso.entidad_nombre,
            "ejercicio": proceso.ejercicio.value,
            "zona": proceso.zona.key,
            "apertura": _utc(proceso.apertura),
            "cierre": _utc(proceso.cierre),
            "minutos_corte": proceso.minutos_corte,
            "autoridad": proceso.marca.autoridad,
            "siglas": proceso.marca.siglas,
            "huella": proceso.huella,
        },
        "encabezado": asdict(resultado.entidad.encabezado(ultimo_corte=momento.ultimo)),
        "votos": resultado.entidad.total,
    }


def estadistica(resultado: Resultado, proceso: Proceso, momento: Momento) -> Mapping[str, Any]:
    """Counts of actas by place, kind of casilla, observation and origin; of the entity and of each district."""
    return {
        "entidad": _estadistica(resultado.entidad, momento.ultimo),
        "distritos": {str(d): _estadistica(a, momento.ultimo) for d, a in resultado.distritos.items()},
        "fuera_de_catalogo": [
            {
                "sha256": e.registro.imagen.sha256,
                "origen": e.registro.imagen.origen.value,
                "digitalizacion": e.registro.imagen.digitalizacion.value,
                "acopio_en": _utc(e.registro.imagen.acopio_en),
            }
            for e in resultado.entidad.actas
            if e.registro.acta is None and e.registro.imagen is not None
        ],
    }


def _estadistica(ambito: Ambito, ultimo: bool) -> Mapping[str, Any]:
    catalogo = [e for e in ambito.actas if e.registro.acta is not None]
    urbana = {True: "urbanas", False: "no_urbanas", None: "sin_dato"}
    return {
        "encabezado": asdict(ambito.encabezado(ultimo_corte=ultimo)),
        "lista_nominal": sum(e.registro.acta.casilla.lista_nominal for e in catalogo if e.registro.acta is not None),
        "por_ubicacion": {
            nombre: _cuentas([e for e in catalogo if _casilla(e).urbana is valor]) for valor, nombre in urbana.items()
        },
        "por_tipo": {
            tipo.value: _cuentas(grupo)
            for tipo in TipoCasilla
            if (grupo := [e for e in catalogo if _casilla(e).clave.tipo is tipo])
        },
        "observaciones": {o.value: sum(o in e.observaciones for e in ambito.actas) for o in Observacion},
        "por_origen": _por_origen(ambito.actas),
    }


def _casilla(evaluada: ActaEvaluada):
    acta = evaluada.registro.acta
    assert acta is not None
    return acta.casilla


def _cuentas(actas: Sequence[ActaEvaluada]) -> Mapping[str, int]:
    ambito = Ambito(tuple(actas), {})
    return {
        "esperadas": len(actas),
        "capturadas": ambito.capturadas,
        "contabilizadas": ambito.contabilizadas,
        "votos": sum(e.total or 0 for e in actas if e.cuenta),
    }


def _por_origen(actas: Sequence[ActaEvaluada]) -> Mapping[str, int]:
    cuentas: dict[str, int] = {}
    for evaluada in actas:
        if (imagen := evaluada.registro.imagen) is not None:
            clave = f"{imagen.origen.value}/{imagen.digitalizacion.value}"
            cuentas[clave] = cuentas.get(clave, 0) + 1
    return dict(sorted(cuentas.items()))


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
                "nombre": _casilla(ambito.actas[0]).distrito_nombre,
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
    indice: dict[str, set[int]] = {}
    for distrito, lista in actas.items():
        for evaluada in lista:
            indice.setdefault(f"{_casilla(evaluada).clave.seccion:04}", set()).add(distrito)
    return {seccion: sorted(ds) for seccion, ds in sorted(indice.items())}


def _serie(resultado: Resultado, momento: Momento, previa: bytes | None) -> bytes:
    """The series of the night, one point per cut: the previous cut's plus this one's."""
    encabezado = resultado.entidad.encabezado(ultimo_corte=momento.ultimo)
    punto = {
        "numero": momento.numero,
        "momento": _utc(momento.hecho_en),
        "capturadas": encabezado.actas_capturadas,
        "contabilizadas": encabezado.actas_contabilizadas,
        "participacion": encabezado.porcentaje_participacion_ciudadana,
        "candidaturas": resultado.entidad.candidaturas,
        "partidos": resultado.entidad.partidos,
    }
    puntos = json.loads(previa) if previa is not None else []
    return compacto([*puntos, punto])


def compacto(objeto: Any) -> bytes:
    """Canonical JSON: UTF-8, no spaces, keys in the order of the schema, one line feed at the end."""
    return (json.dumps(objeto, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _utc(momento: datetime) -> str:
    return momento.astimezone(UTC).isoformat()
