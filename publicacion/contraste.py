"""A published cut against what the log says must have been in it: every figure, every image, every file."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publicacion.corte import REGISTROS
from publicacion.datos import SERIE, Momento
from publicacion.errores import FuenteInalcanzable
from publicacion.fuente import MANIFIESTO, Fuente
from publicacion.reconstruccion import archivos, con_cierre, reconstruir
from publicacion.registros_json import leer_registros
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.errores import ErrorActario
from verificacion.dominio.registro import RegistroActa
from verificacion.dominio.repaso import Repaso

MAX_CAMPOS = 40
"""Differences listed one by one in each cut; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Contraste:
    """What does not match, in words, and how many figures and files were made again from the log."""

    diferencias: Sequence[str]
    actas: int
    archivos: int


def contrastar(fuente: Fuente, repaso: Repaso, proceso: Proceso, anterior: Fuente | None) -> Contraste:
    """Make a cut again from the acts up to its head of the log and compare it with what was published.

    Args:
        fuente: the published cut.
        repaso: the log replayed up to the entry that the cut names.
        proceso: the election.
        anterior: the published cut before it, whose series it goes on with; None for the first.
    """
    manifiesto: dict[str, Any] = json.loads(fuente.leer(MANIFIESTO))
    if manifiesto["huella_proceso"] != proceso.huella:
        return Contraste([f"se hizo con otra carpeta de elección ({manifiesto['huella_proceso'][:16]}…)"], 0, 0)
    vigente = con_cierre(repaso, proceso)
    publicados = _publicados(fuente, vigente)
    if publicados is None:
        return Contraste([f"{REGISTROS} falta o no se puede leer"], 0, 0)
    try:
        rehechos = _en_su_orden(reconstruir(repaso, vigente), publicados)
    except KeyError as e:
        return Contraste([f"la bitácora no trae lo que hace falta para rehacerlo: falta {e}"], 0, 0)
    diferencias = list(_registros(publicados, rehechos))
    momento = Momento(manifiesto["numero"], datetime.fromisoformat(manifiesto["momento"]), manifiesto["ultimo"])
    hechos = archivos(rehechos, vigente, momento, None if anterior is None else _leer(anterior, SERIE))
    distintos = [nombre for nombre, contenido in hechos.items() if _leer(fuente, nombre) != contenido]
    if len(diferencias) > MAX_CAMPOS:
        diferencias[MAX_CAMPOS:] = [f"… y {len(diferencias) - MAX_CAMPOS:,} diferencias más"]
    diferencias += [f"{nombre} no es lo que sale de los actos" for nombre in distintos]
    return Contraste(diferencias, len(rehechos), len(hechos))


def _publicados(fuente: Fuente, proceso: Proceso) -> tuple[RegistroActa, ...] | None:
    try:
        return leer_registros(fuente.leer(REGISTROS), proceso)
    except (FuenteInalcanzable, ErrorActario, ValueError, KeyError, TypeError):
        return None


def _leer(fuente: Fuente, nombre: str) -> bytes | None:
    try:
        return fuente.leer(nombre)
    except FuenteInalcanzable:
        return None


def _en_su_orden(rehechos: tuple[RegistroActa, ...], publicados: Sequence[RegistroActa]) -> tuple[RegistroActa, ...]:
    """Images out of the catalogue come in order of arrival, which two connections may settle otherwise than the log."""
    lugar = {r.imagen: i for i, r in enumerate(publicados) if r.acta is None}
    fuera = sorted((r for r in rehechos if r.acta is None), key=lambda r: lugar.get(r.imagen, len(publicados)))
    return (*(r for r in rehechos if r.acta is not None), *fuera)


def _registros(publicados: Sequence[RegistroActa], rehechos: Sequence[RegistroActa]) -> Iterator[str]:
    if len(publicados) != len(rehechos):
        yield f"publicó {len(publicados):,} registros y según los actos son {len(rehechos):,}"
    for publicado, rehecho in zip(publicados, rehechos, strict=False):
        if publicado == rehecho:
            continue
        quien = f"el acta {rehecho.acta.clave}" if rehecho.acta is not None else "una imagen fuera de catálogo"
        unos, otros = _planos(publicado), _planos(rehecho)
        for campo in dict.fromkeys((*unos, *otros)):
            uno, otro = unos.get(campo), otros.get(campo)
            if uno != otro:
                yield f"{quien}: {campo} publicado {_dicho(uno)}, según los actos {_dicho(otro)}"


def _planos(registro: RegistroActa) -> dict[str, object]:
    """Each published thing of a record by its name."""
    imagen = registro.imagen
    return {
        **(registro.conteo or {}),
        "acta": None if registro.acta is None else str(registro.acta.clave),
        "estado": registro.estado.value,
        "causa": registro.causa,
        "cotejada": registro.cotejada,
        "imagen": None if imagen is None else imagen.sha256,
        "origen de la imagen": None if imagen is None else f"{imagen.origen}, {imagen.digitalizacion}",
        "hora de acopio": None if imagen is None else imagen.acopio_en,
        "hora de captura": registro.capturada_en,
        "hora de verificación": registro.verificada_en,
    }


def _dicho(valor: object) -> str:
    return "nada" if valor is None else str(valor)
