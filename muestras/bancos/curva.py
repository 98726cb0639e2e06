"""The risk-coverage curve as a picture (SVG, no library)."""

from collections.abc import Mapping, Sequence

ANCHO, ALTO, MARGEN = 640, 360, 56
TINTAS = ("#0b6e4f", "#8a3ffc", "#b45309", "#1d4ed8")
MAX_ERROR = 0.01
MIN_COBERTURA = 0.5


def dibujar_curva(curvas: Mapping[str, Sequence[tuple[float, float]]], riesgo: float = 1e-3) -> str:
    """SVG of the error among accepted figures (up to 1 %) against the share that is accepted (from a half).

    Args:
        curvas: by condition, (coverage, error) points.
        riesgo: the stated risk, drawn as a line.
    """
    partes = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {ANCHO} {ALTO}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{ANCHO}" height="{ALTO}" fill="#fff"/>',
    ]
    for k in range(6):
        cobertura, error = MIN_COBERTURA + (1 - MIN_COBERTURA) * k / 5, MAX_ERROR * k / 5
        x, y = _lugar(cobertura, error)
        partes += [
            f'<text x="{x:.0f}" y="{ALTO - MARGEN + 20}" text-anchor="middle">{cobertura:.0%}</text>',
            f'<text x="{MARGEN - 8}" y="{y + 4:.0f}" text-anchor="end">{error:.1%}</text>',
            f'<path d="M{MARGEN} {y:.1f}H{ANCHO - MARGEN}" stroke="#ddd"/>',
        ]
    _, y = _lugar(1, riesgo)
    partes.append(f'<path d="M{MARGEN} {y:.1f}H{ANCHO - MARGEN}" stroke="#c00" stroke-dasharray="6 4"/>')
    partes.append(f'<text x="{MARGEN + 6}" y="{y - 5:.0f}" fill="#c00">riesgo declarado {riesgo:.1%}</text>')
    for (nombre, puntos), tinta in zip(curvas.items(), TINTAS, strict=False):
        dentro = [_lugar(c, e) for c, e in puntos if c >= MIN_COBERTURA and e <= MAX_ERROR]
        if dentro:
            camino = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in dentro)
            partes.append(f'<path d="{camino}" fill="none" stroke="{tinta}" stroke-width="2"/>')
            x, y = dentro[-1]
            partes.append(f'<text x="{x:.0f}" y="{y - 8:.0f}" text-anchor="end" fill="{tinta}">{nombre}</text>')
    partes.append(f'<text x="{ANCHO / 2}" y="{ALTO - 10}" text-anchor="middle">cifras aceptadas</text>')
    partes.append(f'<text x="{MARGEN}" y="{MARGEN - 24}">error entre las aceptadas</text></svg>')
    return "\n".join(partes) + "\n"


def _lugar(cobertura: float, error: float) -> tuple[float, float]:
    x = MARGEN + (cobertura - MIN_COBERTURA) / (1 - MIN_COBERTURA) * (ANCHO - 2 * MARGEN)
    return x, ALTO - MARGEN - error / MAX_ERROR * (ALTO - 2 * MARGEN)
