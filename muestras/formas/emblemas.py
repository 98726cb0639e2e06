"""Our own emblems: a coloured tile with the acronym. No party's logo is copied."""

from collections.abc import Mapping

from captura.plantilla import Caja
from muestras.formas.papel import NEGRITA, Papel
from verificacion.dominio.eleccion import Contendiente, TipoContendiente


def tinta_sobre(color: str) -> str:
    """Black or white, whichever reads better on ``#rrggbb`` (ITU-R BT.601 luma)."""
    rojo, verde, azul = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#1c1c1c" if 0.299 * rojo + 0.587 * verde + 0.114 * azul > 150 else "#ffffff"


def losa(papel: Papel, caja: Caja, texto: str, color: str) -> None:
    """Draw one tile."""
    papel.rectangulo(caja, color, None, radio_mm=0.8)
    puntos = caja.alto * 1.45
    papel.texto(
        caja.x + caja.ancho / 2,
        caja.y + caja.alto / 2 + puntos * 0.125,
        texto,
        puntos,
        tinta_sobre(color),
        NEGRITA,
        "centro",
        caja.ancho - 0.6,
    )


def emblema(papel: Papel, caja: Caja, contendiente: Contendiente, colores: Mapping[str, str]) -> None:
    """Draw the emblem cell of one vote row: a tile per party of a combination, or words.

    Args:
        papel: where to draw.
        caja: the cell.
        contendiente: the row.
        colores: colour of each party by its key.
    """
    if contendiente.tipo in (TipoContendiente.NO_REGISTRADAS, TipoContendiente.NULOS):
        lineas = {
            TipoContendiente.NO_REGISTRADAS: ("CANDIDATURAS", "NO REGISTRADAS"),
            TipoContendiente.NULOS: ("VOTOS NULOS",),
        }[contendiente.tipo]
        centro = caja.y + caja.alto / 2 + 0.6 - (len(lineas) - 1) * 0.95
        for i, linea in enumerate(lineas):
            papel.texto(caja.x + caja.ancho / 2, centro + 1.9 * i, linea, 4.6, "#222222", NEGRITA, "centro", caja.ancho)
        return
    partidos = contendiente.partidos or (contendiente.clave,)
    ancho = 8.6 if len(partidos) == 1 else min(7.0, (caja.ancho - 0.6 * (len(partidos) - 1)) / len(partidos))
    total = ancho * len(partidos) + 0.6 * (len(partidos) - 1)
    alto = min(4.9, caja.alto - 1.5)
    for i, partido in enumerate(partidos):
        x = caja.x + (caja.ancho - total) / 2 + i * (ancho + 0.6)
        y = caja.y + (caja.alto - alto) / 2
        texto = "IND" if contendiente.tipo is TipoContendiente.INDEPENDIENTE else partido
        losa(papel, Caja(x, y, ancho, alto), texto, colores.get(partido, contendiente.color))
