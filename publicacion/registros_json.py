"""Records as canonical JSON: what a cut keeps, so that its pages can be made again from the cut alone."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.registro import (
    CausaSinActa,
    Digitalizacion,
    EstadoActa,
    ImagenPublicable,
    Origen,
    RegistroActa,
)


def escribir_registros(registros: Iterable[RegistroActa]) -> bytes:
    """One record per line, keys sorted, times in UTC."""
    codificador = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    lineas = map(codificador.encode, map(_a_json, registros))
    return ("[\n" + ",\n".join(lineas) + "\n]\n").encode()


def leer_registros(contenido: bytes, proceso: Proceso) -> tuple[RegistroActa, ...]:
    """The records of a cut. The cut's own hash vouches for the form, so nothing is validated again here."""
    return tuple(_de_json(objeto, proceso) for objeto in json.loads(contenido))


def _a_json(registro: RegistroActa) -> Mapping[str, Any]:
    imagen = registro.imagen
    return {
        "acta": str(registro.acta.clave) if registro.acta is not None else None,
        "estado": registro.estado.value,
        "conteo": dict(registro.conteo) if registro.conteo is not None else None,
        "causa": registro.causa.value if registro.causa is not None else None,
        "capturada_en": _hora(registro.capturada_en),
        "verificada_en": _hora(registro.verificada_en),
        "cotejada": registro.cotejada,
        "imagen": None
        if imagen is None
        else {
            "sha256": imagen.sha256,
            "origen": imagen.origen.value,
            "digitalizacion": imagen.digitalizacion.value,
            "acopio_en": _hora(imagen.acopio_en),
            "tipo_documento": imagen.tipo_documento,
        },
    }


def _de_json(objeto: Mapping[str, Any], proceso: Proceso) -> RegistroActa:
    imagen = objeto["imagen"]
    conteo = objeto["conteo"]
    return RegistroActa(
        acta=proceso.por_clave[ClaveActa.de_texto(objeto["acta"])] if objeto["acta"] is not None else None,
        estado=EstadoActa(objeto["estado"]),
        conteo={clave: _cifra(valor) for clave, valor in conteo.items()} if conteo is not None else None,
        causa=CausaSinActa(objeto["causa"]) if objeto["causa"] is not None else None,
        imagen=None
        if imagen is None
        else ImagenPublicable(
            imagen["sha256"],
            Origen(imagen["origen"]),
            Digitalizacion(imagen["digitalizacion"]),
            datetime.fromisoformat(imagen["acopio_en"]),
            imagen["tipo_documento"],
        ),
        capturada_en=_instante(objeto["capturada_en"]),
        verificada_en=_instante(objeto["verificada_en"]),
        cotejada=objeto["cotejada"],
    )


def _cifra(valor: int | str) -> Cifra:
    return valor if isinstance(valor, int) else Leyenda(valor)


def _hora(momento: datetime | None) -> str | None:
    return momento.astimezone(UTC).isoformat() if momento is not None else None


def _instante(texto: str | None) -> datetime | None:
    return datetime.fromisoformat(texto) if texto is not None else None
