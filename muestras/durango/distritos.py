"""What was measured of each district in 2021 (``distritos.json``; ``medir`` says how and from where)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ARCHIVO = Path(__file__).with_name("distritos.json")


@dataclass(frozen=True, slots=True)
class Distrito:
    """Aggregated figures of one district.

    ``casillas`` counts each kind; ``nominal_seccion`` and ``participacion`` (0..1) are the eleven deciles;
    ``cuotas`` is the share of each vote row, adding to 1; ``concentracion`` is how tightly casillas keep to it
    (Dirichlet).
    """

    distrito: int
    cabecera: str
    casillas: Mapping[str, int]
    nominal_seccion: tuple[float, ...]
    participacion: tuple[float, ...]
    cuotas: Mapping[str, float]
    concentracion: float


def leer_distritos() -> tuple[Distrito, ...]:
    """The fifteen districts."""
    datos = json.loads(ARCHIVO.read_text(encoding="utf-8"))
    return tuple(
        Distrito(**(d | {k: tuple(d[k]) for k in ("nominal_seccion", "participacion")})) for d in datos["distritos"]
    )


def de_deciles(deciles: tuple[float, ...], rng: np.random.Generator) -> float:
    """Draw from a distribution known by its eleven deciles."""
    return float(np.interp(rng.random(), np.linspace(0.0, 1.0, len(deciles)), deciles))
