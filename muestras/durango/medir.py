"""Measure the official count of 2021 once, into ``distritos.json``. Not needed to use the sample election.

``python -m muestras.durango.medir COMPUTOS.csv`` reads the casilla file of morant-consultores/aelectoral2 (MIT licence;
Durango, local deputies 2021). Only figures aggregated by district are kept: no casilla's result is copied.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DESTINO = Path(__file__).with_name("distritos.json")
COLUMNAS = {
    "PAN": "pan", "PRI": "pri", "PRD": "prd", "PT": "pt", "PVEM": "pvem", "MC": "mc", "PD": "pd", "MORENA": "morena",
    "PES": "pes", "RSP": "rsp", "FXM": "fxm", "PAN_PRI_PRD": "pan_pri_prd", "PAN_PRI": "pan_pri", "PAN_PRD": "pan_prd",
    "PRI_PRD": "pri_prd", "PT_MORENA": "morena_pt", "CAND_IND_1": "independiente_1", "NO_REGISTRADAS": "noreg",
    "NULOS": "nulos",
}  # fmt: skip
NULOS_DISTRITO_15 = 0.03
"""The source lacks the null votes of district 15: the entity's share stands in."""


def medir(archivo: Path) -> dict[str, object]:
    """Aggregate the casilla file by district.

    Returns:
        The contents of ``distritos.json``: per district, its head, casillas of each kind, deciles of the lista nominal
        of a section and of turnout (0..1), the share of each vote row (adds to 1) and how tightly casillas keep to it
        (concentration of a Dirichlet).
    """
    with archivo.open(encoding="utf-8-sig", newline="") as f:
        filas = list(csv.DictReader(f))
    distritos: list[dict[str, object]] = []
    for distrito in sorted({fila["distritol_21"] for fila in filas}):
        distritos.append(_distrito(int(distrito), [fila for fila in filas if fila["distritol_21"] == distrito]))
    return {
        "fuente": "morant-consultores/aelectoral2 (MIT): cómputos por casilla, diputaciones locales, Durango 2021",
        "nota": "Cifras agregadas por distrito para calibrar una elección inventada; no son resultados.",
        "distritos": distritos,
    }


def _distrito(numero: int, filas: list[dict[str, str]]) -> dict[str, object]:
    votos = np.array([[float(f[c] or 0) for c in COLUMNAS.values()] for f in filas])
    nominal = np.array([float(f["nominal"]) for f in filas])
    con_lista = nominal > 0
    cuotas = votos.sum(axis=0) / votos.sum()
    if cuotas[-1] == 0.0:
        cuotas = np.append(cuotas[:-1] * (1 - NULOS_DISTRITO_15), NULOS_DISTRITO_15)
    por_seccion: dict[str, float] = {}
    for fila in filas:
        if fila["tipo_casilla"] in "BC":
            por_seccion[fila["seccion"]] = por_seccion.get(fila["seccion"], 0.0) + float(fila["nominal"])
    participacion = votos[con_lista].sum(axis=1) / nominal[con_lista]
    return {
        "distrito": numero,
        "cabecera": filas[0]["nombre_distritol_21"].replace("SPAPASQUIARO", "SANTIAGO PAPASQUIARO"),
        "casillas": {tipo: sum(f["tipo_casilla"] == tipo for f in filas) for tipo in "BCES"},
        "nominal_seccion": [round(v) for v in np.quantile(list(por_seccion.values()), np.linspace(0, 1, 11))],
        "participacion": [round(float(v), 4) for v in np.quantile(participacion, np.linspace(0, 1, 11))],
        "cuotas": {c: round(float(v), 5) for c, v in zip(COLUMNAS, cuotas, strict=True)},
        "concentracion": round(_concentracion(votos[con_lista]), 1),
    }


def _concentracion(votos: NDArray[np.float64]) -> float:
    """Dirichlet concentration by moments, over the rows that hold most of the votes."""
    totales = votos.sum(axis=1)
    media = votos.sum(axis=0) / totales.sum()
    propias = votos / totales[:, None]
    grandes = media > 0.05
    teorica = media * (1 - media)
    exceso = propias.var(axis=0) - teorica * np.mean(1 / totales)
    return float(np.clip(teorica[grandes].sum() / max(exceso[grandes].sum(), 1e-9) - 1, 4.0, 200.0))


if __name__ == "__main__":
    DESTINO.write_text(json.dumps(medir(Path(sys.argv[1])), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
