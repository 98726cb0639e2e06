"""A drill in pictures (SVG): actas by state over time, and what waits in each queue."""

from collections.abc import Mapping, Sequence

from muestras.planeacion.dibujo import hora
from muestras.simulacro.fallas import FallaSufrida
from muestras.simulacro.medicion import Instante

ANCHO, ALTO, MARGEN = 760, 320, 56
ESTADOS: Mapping[str, tuple[str, str]] = {
    "verificada": ("#0b6e4f", "verificadas"),
    "sin_acta": ("#7a7f87", "sin acta"),
    "discrepante": ("#d1495b", "en discrepancia"),
    "capturada": ("#edae49", "con una captura"),
    "digitalizada": ("#8ab6d6", "digitalizadas"),
}
"""States drawn from the bottom: what is settled first. What is still expected is the white above."""
COLAS: Mapping[str, tuple[str, str]] = {
    "lectura": ("#8a3ffc", "lectura"),
    "identificacion": ("#00798c", "identificación"),
    "captura": ("#edae49", "captura"),
    "discrepancia": ("#d1495b", "discrepancia"),
    "supervision": ("#30343f", "supervisión"),
}
HORAS_DE_ETIQUETA = 6


def por_estado(instantes: Sequence[Instante], esperadas: int, origen_h: int, fallas: Sequence[FallaSufrida]) -> str:
    """Stacked areas of the actas in each state; faults as marks above."""
    lienzo = _Lienzo(instantes, esperadas, origen_h)
    base: Sequence[float] = [0.0] * len(instantes)
    for estado, (tinta, rotulo) in ESTADOS.items():
        techo = [abajo + i.por_estado.get(estado, 0) for abajo, i in zip(base, instantes, strict=True)]
        lienzo.area(base, techo, tinta, rotulo)
        base = techo
    lienzo.marcas(fallas)
    return lienzo.svg("Actas por estado")


def por_cola(instantes: Sequence[Instante], origen_h: int, fallas: Sequence[FallaSufrida]) -> str:
    """A line for each queue; faults as marks above."""
    mayor = max((max(i.por_cola.values(), default=0) for i in instantes), default=0)
    lienzo = _Lienzo(instantes, max(mayor, 1), origen_h)
    for cola, (tinta, rotulo) in COLAS.items():
        lienzo.linea([i.por_cola.get(cola, 0) for i in instantes], tinta, rotulo)
    lienzo.marcas(fallas)
    return lienzo.svg("En espera, por fila")


class _Lienzo:
    """Axes, and what is drawn on them."""

    def __init__(self, instantes: Sequence[Instante], maximo: int, origen_h: int):
        self._minutos = [i.minuto for i in instantes]
        self._fin = max(self._minutos[-1], 1.0)
        self._maximo = maximo
        self._origen_h = origen_h
        self._partes: list[str] = []
        self._leyenda: list[tuple[str, str]] = []

    def _x(self, minuto: float) -> float:
        return MARGEN + minuto / self._fin * (ANCHO - 2 * MARGEN)

    def _y(self, valor: float) -> float:
        return ALTO - MARGEN - valor / self._maximo * (ALTO - 2 * MARGEN)

    def _camino(self, valores: Sequence[float]) -> list[str]:
        return [f"{self._x(m):.1f} {self._y(v):.1f}" for m, v in zip(self._minutos, valores, strict=True)]

    def area(self, base: Sequence[float], techo: Sequence[float], tinta: str, rotulo: str) -> None:
        """A band between two series."""
        puntos = [*self._camino(techo), *reversed(self._camino(base))]
        self._partes.append(f'<path d="M{"L".join(puntos)}Z" fill="{tinta}"/>')
        self._leyenda.append((tinta, rotulo))

    def linea(self, valores: Sequence[float], tinta: str, rotulo: str) -> None:
        """One series."""
        camino = "L".join(self._camino(valores))
        self._partes.append(f'<path d="M{camino}" fill="none" stroke="{tinta}" stroke-width="2"/>')
        self._leyenda.append((tinta, rotulo))

    def marcas(self, fallas: Sequence[FallaSufrida]) -> None:
        """A triangle at each fault, with its name for whoever points at it."""
        for falla in fallas:
            x = self._x(falla.minuto)
            self._partes.append(
                f'<path d="M{x - 5:.1f} {MARGEN - 12}h10l-5 9z" fill="#b00020"><title>{falla.nombre}</title></path>'
            )

    def svg(self, titulo: str) -> str:
        """The whole picture."""
        ejes: list[str] = []
        for k in range(5):
            y = self._y(self._maximo * k / 4)
            ejes.append(
                f'<path d="M{MARGEN} {y:.1f}H{ANCHO - MARGEN}" stroke="#ddd"/>'
                f'<text x="{MARGEN - 8}" y="{y + 4:.0f}" text-anchor="end">{round(self._maximo * k / 4):,}</text>'
            )
        for k in range(HORAS_DE_ETIQUETA + 1):
            minuto = self._fin * k / HORAS_DE_ETIQUETA
            ejes.append(
                f'<text x="{self._x(minuto):.0f}" y="{ALTO - MARGEN + 18}" text-anchor="middle">'
                f"{hora(minuto, self._origen_h)}</text>"
            )
        leyenda = [
            f'<rect x="{MARGEN + 132 * k}" y="{ALTO - 22}" width="11" height="11" fill="{tinta}"/>'
            f'<text x="{MARGEN + 132 * k + 16}" y="{ALTO - 12}">{rotulo}</text>'
            for k, (tinta, rotulo) in enumerate(self._leyenda)
        ]
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {ANCHO} {ALTO}" font-family="sans-serif" '
                f'font-size="12" role="img" aria-label="{titulo}">',
                f'<rect width="{ANCHO}" height="{ALTO}" fill="#fff"/>',
                *ejes,
                *self._partes,
                *leyenda,
                f'<text x="{MARGEN}" y="20" font-size="14">{titulo}</text></svg>',
            ]
        )
