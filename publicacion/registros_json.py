"""Records as canonical JSON: what a cut keeps, so that its pages can be made again from the cut alone."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from publicacion.json_rapido import Cifras, hora, texto
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Cifra, Conteo, Leyenda
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
    """One record per line, keys sorted, times in UTC.

    Each line is what ``json.dumps`` writes with ``sort_keys``, put together by hand in a fifth of the time.
    """
    conteos = _Conteos()
    return ("[\n" + ",\n".join([_linea(r, conteos) for r in registros]) + "\n]\n").encode()


def leer_registros(contenido: bytes, proceso: Proceso) -> tuple[RegistroActa, ...]:
    """The records of a cut. The cut's own hash vouches for the form, so nothing is validated again here."""
    return tuple(_de_json(objeto, proceso) for objeto in json.loads(contenido))


def _linea(registro: RegistroActa, conteos: "_Conteos") -> str:
    acta = f'"{registro.acta.clave}"' if registro.acta is not None else "null"
    causa = f'"{registro.causa.value}"' if registro.causa is not None else "null"
    conteo = conteos.escribir(registro.conteo) if registro.conteo is not None else "null"
    return (
        f'{{"acta":{acta},"capturada_en":{hora(registro.capturada_en)},"causa":{causa},"conteo":{conteo},'
        f'"cotejada":{registro.cotejada},"estado":"{registro.estado.value}","imagen":{_imagen(registro.imagen)},'
        f'"verificada_en":{hora(registro.verificada_en)}}}'
    )


def _imagen(imagen: ImagenPublicable | None) -> str:
    if imagen is None:
        return "null"
    sha256 = f'"{imagen.sha256}"' if imagen.sha256 is not None else "null"
    return (
        f'{{"acopio_en":{hora(imagen.acopio_en)},"digitalizacion":"{imagen.digitalizacion.value}",'
        f'"origen":"{imagen.origen.value}","sha256":{sha256},"tipo_documento":{texto(imagen.tipo_documento)}}}'
    )


class _Conteos:
    """Writes figures. The forms of an election are few: their sorted keys are written once."""

    def __init__(self):
        self._moldes: dict[tuple[str, ...], tuple[str, itemgetter[Any]]] = {}
        self._cifras = Cifras()

    def escribir(self, conteo: Conteo) -> str:
        """The object of the figures of one acta."""
        claves = tuple(conteo)
        molde = self._moldes.get(claves)
        if molde is None:
            orden = sorted(claves)
            pares = ",".join(texto(clave).replace("%", "%%") + ":%s" for clave in orden)
            # the first key twice: with one key alone itemgetter gives no tuple
            molde = self._moldes[claves] = ("{%.0s" + pares + "}", itemgetter(orden[0], *orden))
        formato, tomar = molde
        return formato % tuple(map(self._cifras.__getitem__, tomar(conteo)))


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


def _instante(texto: str | None) -> datetime | None:
    return datetime.fromisoformat(texto) if texto is not None else None
