"""Under what condition a sheet was captured, as far as reading it is concerned."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from captura.hoja import HojaEnderezada
from captura.plantilla import Caja

MAX_PLANA_MM: Final = 0.5
"""How far a scanner's page may be from a plain turn and scale of the form; a phone's tilt and curl pass it at once."""
_NODOS: Final = 6


@dataclass(frozen=True, slots=True)
class Condicion:
    """How a sheet was captured.

    ``plana``: a scanner's page, neither tilted nor curled. ``resolucion``: px of the photo per mm at the worst box.
    ``tinta``: grey levels between paper and ink. ``duda`` 0..1: how unsure the net is of the boxes, on average.
    """

    plana: bool
    resolucion: float
    tinta: float
    duda: float


def medir_condicion(hoja: HojaEnderezada, cajas: list[Caja], tinta: float, duda: float) -> Condicion:
    """Measure where the boxes are."""
    centros = np.array([c.centro for c in cajas])
    pasos = [hoja.a_foto(centros + np.array(d)) - hoja.a_foto(centros) for d in ((1.0, 0.0), (0.0, 1.0))]
    resolucion = float(min(np.linalg.norm(p, axis=1).min() for p in pasos))
    return Condicion(_es_plana(hoja), resolucion, tinta, duda)


def _es_plana(hoja: HojaEnderezada) -> bool:
    ancho, alto = hoja.hoja_mm
    x, y = np.meshgrid(np.linspace(0, ancho, _NODOS), np.linspace(0, alto, _NODOS))
    mm = np.column_stack([x.ravel(), y.ravel()])
    foto = hoja.a_foto(mm)
    base = np.column_stack([mm, np.ones(len(mm))])
    afin, *_ = np.linalg.lstsq(base, foto, rcond=None)
    escala = float(np.sqrt(abs(np.linalg.det(afin[:2]))))
    return bool(np.abs(base @ afin - foto).max() <= MAX_PLANA_MM * escala)
