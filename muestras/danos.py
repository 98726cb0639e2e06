"""What spoils a photo, done to a good one in a known place and amount: to tune and to test the measures of quality.

``muestras.degradacion`` draws the photos of an ordinary night; these are the ones that should be taken again.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from captura.hoja import HojaEnderezada
from captura.plantilla import Caja

Pagina = NDArray[np.uint8]
Luz = NDArray[np.floating[Any]]
Dano = Callable[[Pagina, HojaEnderezada, Caja, float, np.random.Generator], Pagina]
"""(photo BGR, where its sheet lies, area of the sheet in mm, strength 0..1, chance) → spoiled photo."""

_PIEL = np.array([125, 160, 205], np.float32)  # BGR of a hand under a warm bulb


def borrosa(foto: Pagina, hoja: HojaEnderezada, zona: Caja, fuerza: float, rng: np.random.Generator) -> Pagina:
    """Out of focus everywhere: up to 1.1 mm of the sheet."""
    sigma = max(0.3, 1.1 * fuerza * px_por_mm(hoja, zona))
    return cv2.GaussianBlur(foto, (0, 0), sigma).astype(np.uint8, copy=False)


def movida(foto: Pagina, hoja: HojaEnderezada, zona: Caja, fuerza: float, rng: np.random.Generator) -> Pagina:
    """Shaken along a line of up to 4 mm of the sheet."""
    largo = max(3, round(4.0 * fuerza * px_por_mm(hoja, zona)) | 1)
    nucleo = np.zeros((largo, largo), np.float32)
    angulo = rng.uniform(0, np.pi)
    d = np.array([np.cos(angulo), np.sin(angulo)]) * (largo - 1) / 2
    c = (largo - 1) / 2
    cv2.line(nucleo, (round(c - d[0]), round(c - d[1])), (round(c + d[0]), round(c + d[1])), 1.0)
    return cv2.filter2D(foto, -1, nucleo / nucleo.sum()).astype(np.uint8, copy=False)


def con_reflejo(foto: Pagina, hoja: HojaEnderezada, zona: Caja, fuerza: float, rng: np.random.Generator) -> Pagina:
    """The light of a lamp on the paper over ``zona``: ink and print fade into it."""
    velo = _mancha(foto, hoja, zona, borde_mm=4.0) * (40 + 330 * fuerza)
    return _recortar(foto.astype(np.float32) + velo[..., None])


def con_sombra(foto: Pagina, hoja: HojaEnderezada, zona: Caja, fuerza: float, rng: np.random.Generator) -> Pagina:
    """The shadow of a hand or a telephone over ``zona``, with the noise that a dark part has."""
    luz = 1 - _mancha(foto, hoja, zona, borde_mm=5.0) * (0.35 + 0.6 * fuerza)
    return _con_ruido(foto.astype(np.float32) * luz[..., None], 5.0, rng)


def oscura(foto: Pagina, hoja: HojaEnderezada, zona: Caja, fuerza: float, rng: np.random.Generator) -> Pagina:
    """A room with one bulb: everything dark and noisy."""
    return _con_ruido(foto.astype(np.float32) * (0.5 - 0.47 * fuerza), 3.0 + 9.0 * fuerza, rng)


def con_dedo(foto: Pagina, hoja: HojaEnderezada, zona: Caja, fuerza: float, rng: np.random.Generator) -> Pagina:
    """A finger from the right edge of ``zona`` over it."""
    corta = Caja(zona.x + zona.ancho * (1 - fuerza), zona.y, zona.ancho * fuerza + 4.0, zona.alto)
    cubre = _mancha(foto, hoja, corta, borde_mm=0.8)[..., None]
    piel = _PIEL * float(rng.uniform(0.55, 1.0)) + rng.normal(0, 4, foto.shape).astype(np.float32)
    return _recortar(foto * (1 - cubre) + piel * cubre)


def lejana(foto: Pagina, hoja: HojaEnderezada, zona: Caja, fuerza: float, rng: np.random.Generator) -> Pagina:
    """Taken from too far: down to 1.2 px per mm of the sheet."""
    escala = min(1.0, (4.5 - 3.3 * fuerza) / px_por_mm(hoja, zona))
    return cv2.resize(foto, None, fx=escala, fy=escala, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


DANOS: Mapping[str, Dano] = {
    "borrosa": borrosa,
    "movida": movida,
    "reflejo": con_reflejo,
    "sombra": con_sombra,
    "oscura": oscura,
    "dedo": con_dedo,
    "lejana": lejana,
}
"""Every damage by its name."""


def px_por_mm(hoja: HojaEnderezada, zona: Caja) -> float:
    """Scale of the photo at an area of its sheet."""
    centro = np.array([zona.centro])
    lado = hoja.a_foto(centro + np.array([1.0, 0.0])) - hoja.a_foto(centro)
    return float(np.linalg.norm(lado))


def _mancha(foto: Pagina, hoja: HojaEnderezada, zona: Caja, borde_mm: float) -> NDArray[np.float32]:
    """(alto, ancho) 0..1: an ellipse around ``zona`` on the photo, soft over ``borde_mm``."""
    t = np.linspace(0, 2 * np.pi, 60)
    borde = np.stack([np.cos(t) * zona.ancho / 2, np.sin(t) * zona.alto / 2], axis=1) * 1.15 + np.array(zona.centro)
    lienzo = np.zeros(foto.shape[:2], np.uint8)
    cv2.fillPoly(lienzo, [np.round(hoja.a_foto(borde)).astype(np.int32)], 255)
    suave = cv2.GaussianBlur(lienzo, (0, 0), max(0.5, borde_mm * px_por_mm(hoja, zona) / 2))
    return cast("NDArray[np.float32]", suave.astype(np.float32) / 255.0)


def _con_ruido(foto: Luz, sigma: float, rng: np.random.Generator) -> Pagina:
    grano = rng.normal(0, sigma, (*foto.shape[:2], 1)).astype(np.float32)
    return _recortar(foto + grano)


def _recortar(foto: Luz) -> Pagina:
    return np.clip(foto, 0, 255).astype(np.uint8)
