"""The script of a night: what reaches the installation, when and by which way.

Phones send one photo; some have no signal at the casilla and send it in pieces later, cut halfway; a scanner's batch is
one PDF of several actas; some photos are sent twice, and some are of no acta at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np

from muestras.estorbos import documento_ajeno
from muestras.planeacion.llegadas import Minutos
from muestras.simulacro.verdad import Foto, Verdad
from verificacion.dominio.registro import Digitalizacion, Origen

PARTE_SIN_SENAL = 0.10
"""Of the photos taken at the casilla: half the CAE could not send theirs from there in 2018 (INE, 2-7-2018), but nearly
all carried them to a place with signal within the hour."""
DEMORA_SIN_SENAL_MIN = (15.0, 90.0)
LOTE = 6
"""Actas that a CATD puts in its scanner at once."""
PARTE_REPETIDA = 0.02
"""Of the photos, sent again because the person did not see the answer."""
PARTE_AJENA = 0.004
"""Of the photos, of something else: a desk, another document."""


class Via(StrEnum):
    """How a delivery is sent."""

    DIRECTA = "directa"
    POR_TROZOS = "por_trozos"
    LOTE = "lote"


@dataclass(frozen=True, slots=True)
class Entrega:
    """What one person sends at one moment: one photo, or the actas of a scanner's batch.

    ``minuto`` counts from the beginning of the night.
    """

    minuto: float
    via: Via
    fotos: tuple[Foto, ...]


def de_golpe(verdad: Verdad) -> tuple[Entrega, ...]:
    """Everything waits at the door from the start, one photo at a time."""
    return tuple(Entrega(0.0, Via.DIRECTA, (foto,)) for foto in verdad.fotos)


def escribir(verdad: Verdad, llegan: Minutos, semilla: int) -> tuple[Entrega, ...]:
    """Give every photo its moment and its way.

    Args:
        verdad: what arrives; ``verdad.ajenas`` among it.
        llegan: (n,) minutes in order, one per photo; the first is minute 0 of the night.
        semilla: same seed, same script.

    Returns:
        Deliveries in order of time; a photo sent twice is in two.
    """
    rng = np.random.default_rng([semilla, 11])
    minutos = llegan - llegan[0]
    entregas: list[Entrega] = []
    lote: list[Foto] = []
    for foto, minuto in zip(verdad.fotos, minutos, strict=True):
        if foto.digitalizacion == Digitalizacion.ESCANER:
            lote.append(foto)
            if len(lote) == LOTE:
                entregas.append(Entrega(float(minuto), Via.LOTE, tuple(lote)))
                lote = []
            continue
        sin_senal = foto.origen == Origen.CASILLA and rng.random() < PARTE_SIN_SENAL
        demora = rng.uniform(*DEMORA_SIN_SENAL_MIN) if sin_senal else 0.0
        via = Via.POR_TROZOS if sin_senal else Via.DIRECTA
        entregas.append(Entrega(float(minuto + demora), via, (foto,)))
        if rng.random() < PARTE_REPETIDA:
            entregas.append(Entrega(float(minuto + demora + 2), Via.DIRECTA, (foto,)))
    if lote:
        entregas.append(Entrega(float(minutos[-1]), Via.LOTE, tuple(lote)))
    return tuple(sorted(entregas, key=lambda e: e.minuto))


def con_ajenas(verdad: Verdad, carpeta: Path, semilla: int) -> Verdad:
    """Mix photos of other documents into the night, written under ``carpeta``: people must set them apart."""
    rng = np.random.default_rng([semilla, 12])
    fotos = list(verdad.fotos)
    carpeta.mkdir(parents=True, exist_ok=True)
    for n in range(max(1, round(PARTE_AJENA * len(fotos)))):
        archivo = carpeta / f"ajena_{n + 1:03}.jpg"
        imagen = documento_ajeno(1600, 1200, np.random.default_rng([semilla, 13, n]))
        contenido = cv2.imencode(".jpg", imagen)[1].tobytes()
        archivo.write_bytes(contenido)
        ajena = Foto.de_archivo(archivo, contenido, Origen.CASILLA, Digitalizacion.MOVIL)
        fotos.insert(int(rng.integers(len(fotos) + 1)), ajena)
    return Verdad(tuple(fotos), verdad.sin_acta)


def cuantas_fotos(guion: Sequence[Entrega]) -> int:
    """How many photos a script sends, each once."""
    return len({foto.sha256 for entrega in guion for foto in entrega.fotos})
