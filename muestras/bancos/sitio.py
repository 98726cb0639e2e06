"""How long the site of a cut takes: whole, and when only a part of the actas changed. ``make bench-sitio``.

CPU seconds, which other processes on the machine disturb little. The election is the sample's with as many casillas
as asked; all of Mexico is about 170,000.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from muestras.bancos.noche_sintetica import noche
from muestras.durango import escribir_proceso
from publicacion.corte import hacer_corte
from publicacion.sitio import generar
from verificacion.proceso import cargar_proceso

APERTURA = datetime.fromisoformat("2021-06-06T20:00:00-05:00")
FRACCIONES = (0.0, 0.40, 0.43)
"""The zero state, which writes every page; a big step; and the 3 % of the actas that a quarter of an hour brings."""


def main(argumentos: Sequence[str] | None = None) -> int:
    """Print one line per cut."""
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--casillas", type=int, default=9_000)
    opciones.add_argument("--semilla", type=int, default=7)
    a = opciones.parse_args(argumentos)
    with tempfile.TemporaryDirectory() as temporal:
        carpeta = Path(temporal)
        escribir_proceso(carpeta / "proceso", a.casillas, a.semilla, APERTURA)
        proceso = cargar_proceso(carpeta / "proceso")
        imagenes: dict[str, bytes] = {}
        toda = noche(proceso, a.semilla, imagenes)
        for i, fraccion in enumerate(FRACCIONES):
            momento = APERTURA + timedelta(minutes=15 * i)
            corte = hacer_corte(toda.al(fraccion), proceso, momento, carpeta, imagenes.__getitem__)
            inicio = time.process_time()
            escritos = generar(corte, proceso, carpeta / "sitio", imagenes.__getitem__)
            segundos = time.process_time() - inicio
            quienes = f"{len(proceso.actas):,} actas, {fraccion:.0%} capturadas"
            print(f"{quienes}: {escritos:,} archivos en {segundos:.1f} s de CPU", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
