"""When actas arrive: the shape of a real night, a curve in a file, or the times of a published database.

Times are minutes after an origin that whoever plans chooses (18:00 for the shapes, when casillas close).
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from verificacion.dominio.errores import DatoInvalido

Minutos = npt.NDArray[np.float64]

PARTES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
FORMAS: Mapping[str, Sequence[float]] = {
    "empinada": (30, 67, 95, 124, 182, 463, 960),
    "plana": (120, 202, 296, 412, 547, 1079, 1159),
}
"""Minutes after 18:00 by which each of ``PARTES`` of the actas had arrived.

``empinada``: one election, Puebla 2019. ``plana``: three elections at once, Sonora 2021. Computed from their published
databases (FECHA_HORA_ACOPIO); the first and the last point are rounded.
"""

HORA = "%d/%m/%Y %H:%M:%S"


class LlegadasInvalidas(DatoInvalido):
    """A file of arrivals cannot be used."""

    codigo = "llegadas_invalidas"

    def __init__(self, archivo: Path, falta: str):
        super().__init__(f"{archivo}: {falta}")
        self.archivo = str(archivo)
        self.falta = falta


def de_forma(forma: str, actas: int) -> Minutos:
    """``actas`` arrivals spread as in a night of that shape, in order."""
    return np.interp((np.arange(actas) + 0.5) / actas, PARTES, FORMAS[forma])


def de_curva(archivo: Path, noche: str, actas: int) -> Minutos:
    """``actas`` arrivals spread as in one night of a file of cumulative curves.

    Args:
        archivo: CSV with columns ``file``, ``event``, ``minutes_after_18h`` and ``share`` (0..1, not decreasing).
        noche: value of ``file``; the event is ACOPIO.
        actas: how many.

    Raises:
        LlegadasInvalidas: no such columns or no such night.
    """
    try:
        with archivo.open(encoding="utf-8-sig", newline="") as texto:
            puntos = [
                (float(fila["share"]), float(fila["minutes_after_18h"]))
                for fila in csv.DictReader(texto)
                if (fila["file"], fila["event"]) == (noche, "ACOPIO")
            ]
    except (OSError, KeyError, ValueError) as e:
        raise LlegadasInvalidas(archivo, str(e)) from e
    if not puntos or puntos[-1][0] <= 0:
        raise LlegadasInvalidas(archivo, f"no tiene la noche {noche}")
    partes, minutos = np.array(puntos).T
    # Before the first acta and after the last the curve is flat: those steps are no time at which anything arrived.
    primero, ultimo = np.searchsorted(partes, 0.0, side="right") - 1, np.searchsorted(partes, partes[-1])
    tramo = slice(int(primero), int(ultimo) + 1)
    return np.interp((np.arange(actas) + 0.5) / actas * partes[-1], partes[tramo], minutos[tramo])


def de_base(contenido: str, archivo: Path) -> tuple[datetime, dict[str, Minutos]]:
    """The times of a published database of the 2021 or 2024 layout.

    Args:
        contenido: its text.
        archivo: its name, for messages.

    Returns:
        The hour of the first arrival, and minutes after it of ``acopio``, ``captura`` and ``verificacion`` of every
        acta that has the three and an image, in the order of the file.

    Raises:
        LlegadasInvalidas: no header row, or no acta with its times.
    """
    lineas = contenido.lstrip("\ufeff").splitlines(keepends=True)
    inicio = next((k for k, linea in enumerate(lineas) if linea.startswith("CLAVE_CASILLA")), None)
    if inicio is None:
        raise LlegadasInvalidas(archivo, "no tiene el renglón de columnas que empieza con CLAVE_CASILLA")
    tiempos: list[tuple[datetime, ...]] = []
    for fila in csv.DictReader(io.StringIO("".join(lineas[inicio:]))):
        textos = [fila.get(f"FECHA_HORA_{hecho}") or "" for hecho in ("ACOPIO", "CAPTURA", "VERIFICACION")]
        try:
            tiempos.append(tuple(datetime.strptime(texto, HORA) for texto in textos))
        except ValueError:
            continue  # not captured, or without acta
    if not tiempos:
        raise LlegadasInvalidas(archivo, "ningún acta trae sus horas de acopio, captura y verificación")
    origen = min(t[0] for t in tiempos).replace(minute=0, second=0)
    minutos = np.array([[(t - origen).total_seconds() / 60 for t in acta] for acta in tiempos])
    return origen, {hecho: minutos[:, k] for k, hecho in enumerate(("acopio", "captura", "verificacion"))}
