"""The planned night as a picture (SVG): what arrives, what is verified, and the people of each hour."""

import numpy as np

from muestras.planeacion.llegadas import Minutos
from muestras.planeacion.plan import NochePrevista, Plan

ANCHO, ALTO, MARGEN = 760, 420, 60
PASO_MIN = 10


def hora(minuto: float, origen_h: int) -> str:
    """Clock time of a minute counted from ``origen_h`` o'clock."""
    return f"{int(origen_h + minuto // 60) % 24:02}:{int(minuto % 60):02}"


def dibujar(noche: NochePrevista, plan: Plan | None, origen_h: int) -> str:
    """SVG of the cumulative arrivals and verified actas over the people who type in each hour.

    Args:
        noche: the night simulated.
        plan: the people of each hour, drawn as steps; None where they were constant.
        origen_h: hour of the day of minute 0.
    """
    firmes = noche.verificadas[np.isfinite(noche.verificadas)]
    fin = float(max(noche.llegan.max(), firmes.max(initial=0.0))) + PASO_MIN
    inicio = 60 * (float(noche.llegan.min()) // 60)
    total = len(noche.llegan)
    partes = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {ANCHO} {ALTO}" '
        'font-family="sans-serif" font-size="13" role="img" aria-label="Actas que llegan y verificadas por hora">',
        f'<rect width="{ANCHO}" height="{ALTO}" fill="#fff"/>',
    ]

    def x(minuto: float) -> float:
        return MARGEN + (minuto - inicio) / (fin - inicio) * (ANCHO - 2 * MARGEN)

    def y(parte: float) -> float:
        return ALTO - MARGEN - parte * (ALTO - 2 * MARGEN)

    for h in range(int(inicio), int(fin), 120):
        partes.append(f'<text x="{x(h):.0f}" y="{ALTO - MARGEN + 20}" text-anchor="middle">{hora(h, origen_h)}</text>')
    if plan is not None:
        mas = max(plan.capturistas)
        for k, personas in enumerate(plan.capturistas):
            desde = plan.desde + 60 * k
            ancho, alto = x(min(desde + 60, fin)) - x(desde), y(0) - y(0.5 * personas / mas)
            if ancho > 0:
                partes.append(
                    f'<rect x="{x(desde):.1f}" y="{y(0) - alto:.1f}" width="{ancho:.1f}" height="{alto:.1f}" '
                    'fill="#dfe7f5" stroke="#fff"/>'
                    f'<text x="{x(desde) + ancho / 2:.1f}" y="{y(0) - 5:.1f}" text-anchor="middle" fill="#345" '
                    f'font-size="11">{personas}</text>'
                )
    for k in range(5):
        partes.append(
            f'<path d="M{MARGEN} {y(k / 4):.1f}H{ANCHO - MARGEN}" stroke="#ddd" fill="none"/>'
            f'<text x="{MARGEN - 8}" y="{y(k / 4) + 4:.0f}" text-anchor="end">{round(total * k / 4):,}</text>'
        )
    rejilla = np.arange(inicio, fin, PASO_MIN)
    for tiempos, tinta, trazo, rotulo, lado, ancla in (
        (noche.llegan, "#8a3ffc", "6 4", "llegan", -10, "end"),
        (firmes, "#0b6e4f", "none", "verificadas", 10, "start"),
    ):
        cuenta = _acumulada(np.sort(tiempos), rejilla) / total
        camino = "M" + "L".join(f"{x(float(m)):.1f} {y(float(p)):.1f}" for m, p in zip(rejilla, cuenta, strict=True))
        medio = int(np.searchsorted(cuenta, 0.6))
        partes.append(
            f'<path d="{camino}" fill="none" stroke="{tinta}" stroke-width="2.5" stroke-dasharray="{trazo}"/>'
            f'<text x="{x(float(rejilla[min(medio, len(rejilla) - 1)])) + lado:.0f}" y="{y(0.6):.0f}" '
            f'fill="{tinta}" text-anchor="{ancla}">{rotulo}</text>'
        )
    rotulo = "actas acumuladas; barras: capturistas en cada hora" if plan is not None else "actas acumuladas"
    return "\n".join([*partes, f'<text x="{MARGEN}" y="{MARGEN - 24}">{rotulo}</text></svg>']) + "\n"


def _acumulada(tiempos: Minutos, rejilla: Minutos) -> Minutos:
    return np.searchsorted(tiempos, rejilla, side="right").astype(np.float64)
