"""The actas of a cut as JSON: one file per district, from section to casilla to figures, and the index of images."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from verificacion.dominio.agregacion import ActaEvaluada, Resultado
from verificacion.dominio.eleccion import ActaEsperada, FormatoBase, Proceso, TipoCampo
from verificacion.dominio.inconsistencia import esta_capturada, imprimir
from verificacion.dominio.registro import ImagenPublicable

CANTIDADES = (TipoCampo.SOBRANTES, TipoCampo.PERSONAS, TipoCampo.REPRESENTANTES, TipoCampo.SACADOS)
"""Captured quantities that are shown. The written total stays in the downloadable database only (Anexo 13, 30)."""


def fichas_distrito(
    distrito: int, actas: Sequence[ActaEvaluada], resultado: Resultado, proceso: Proceso
) -> Mapping[str, Any]:
    """The file of a district: its sections, each with its sums and its actas.

    ``votos`` names the vote rows of the district's actas, in the order of the acta; every ``votos`` list below is
    aligned with it. Sums of a section leave RP actas out, as the district does.
    """
    claves = tuple(c.clave for c in proceso.contendientes_en(distrito))
    primera = actas[0].registro.acta
    forma = proceso.forma_de(primera) if primera is not None else None
    campos = tuple(forma.de_tipo(t)[0] for t in CANTIDADES) if forma is not None else ()
    secciones: dict[int, list[Mapping[str, Any]]] = {}
    for evaluada in actas:
        if (acta := evaluada.registro.acta) is not None:
            secciones.setdefault(acta.casilla.clave.seccion, []).append(
                _ficha(evaluada, acta, claves, campos, proceso.formato)
            )
    return {
        "distrito": distrito,
        "nombre": primera.casilla.distrito_nombre if primera is not None else "",
        "votos": claves,
        "cantidades": [t.value for t in CANTIDADES],
        "secciones": [
            {"seccion": seccion, **_sumas((distrito, seccion), resultado, claves), "actas": fichas}
            for seccion, fichas in sorted(secciones.items())
        ],
    }


def _sumas(clave: tuple[int, int], resultado: Resultado, claves: Sequence[str]) -> Mapping[str, Any]:
    ambito = resultado.secciones.get(clave)
    if ambito is None:  # a section that only holds an RP acta
        return {"esperadas": 0, "capturadas": 0, "contabilizadas": 0, "votos": [0] * len(claves), "candidaturas": {}}
    return {
        "esperadas": len(ambito.actas),
        "capturadas": ambito.capturadas,
        "contabilizadas": ambito.contabilizadas,
        "votos": [ambito.votos[c] for c in claves],
        "candidaturas": ambito.candidaturas,
    }


def _ficha(
    evaluada: ActaEvaluada, acta: ActaEsperada, claves: Sequence[str], campos: Sequence[str], formato: FormatoBase
) -> Mapping[str, Any]:
    registro, casilla = evaluada.registro, acta.casilla
    conteo = registro.conteo
    capturada = esta_capturada(registro)
    ficha: dict[str, Any] = {
        "clave": str(acta.clave),
        "tipo": casilla.clave.tipo.value,
        "numero": casilla.clave.numero,
        "ext_contigua": casilla.clave.ext_contigua,
        "principio": acta.principio.value,
        "municipio": casilla.municipio_nombre,
        "lista_nominal": casilla.lista_nominal,
        "representantes": casilla.representantes,
        "boletas": casilla.boletas,
        "urbana": casilla.urbana,
        "domicilio": casilla.domicilio,
        "apellidos": [casilla.apellido_desde, casilla.apellido_hasta] if casilla.apellido_desde else None,
        "capturada": capturada,
    }
    if not capturada:
        return ficha
    ficha |= {
        "contabilizada": evaluada.cuenta,
        "observaciones": sorted(o.value for o in evaluada.observaciones),
        "observacion": imprimir(evaluada.observaciones, formato),
        "votos": [conteo[c] for c in claves] if conteo is not None else None,
        "total": evaluada.total,
        "cantidades": [conteo[c] for c in campos] if conteo is not None else None,
        "cotejada": registro.cotejada,
        "capturada_en": _utc(registro.capturada_en),
        "verificada_en": _utc(registro.verificada_en),
        "imagen": _imagen(registro.imagen) if registro.imagen is not None else None,
    }
    return ficha


def imagenes_publicadas(actas: Iterable[ActaEvaluada]) -> Sequence[Mapping[str, Any]]:
    """Every image of the database, in its order: which acta it is of (None out of the catalogue) and its hash.

    ``sha256`` is of the file that is published; None while its covered copy waits for a person.
    """
    return [
        {"acta": str(e.registro.acta.clave) if e.registro.acta is not None else None, **_imagen(e.registro.imagen)}
        for e in actas
        if e.registro.imagen is not None and (e.registro.acta is None or esta_capturada(e.registro))
    ]


def _imagen(imagen: ImagenPublicable) -> dict[str, Any]:
    return {
        "sha256": imagen.sha256,
        "origen": imagen.origen.value,
        "digitalizacion": imagen.digitalizacion.value,
        "documento": imagen.tipo_documento,
        "acopio_en": _utc(imagen.acopio_en),
    }


def _utc(momento: datetime | None) -> str | None:
    return momento.astimezone(UTC).isoformat() if momento is not None else None
