"""Measures straightening on generated photos with truth.

``python tests/captura/medir_enderezado.py [photos] [width px]``
"""

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np

from captura.enderezado import HojaNoEncontrada, enderezar
from captura.plantilla import Plantilla, cargar_plantilla
from captura.recepcion import decodificar
from muestras import fotos
from muestras.degradacion import MOVIL_PX, codificar, fotografiar
from muestras.durango import escribir_proceso
from muestras.escenarios import escenario
from muestras.escritura import Escritor
from muestras.formas.dibujo import dibujar_pdf
from muestras.hoja import forma_en_blanco, llenar
from verificacion.proceso import cargar_proceso

EQUIVOCADA_MM = 1.5  # a box further than this from its place would be cut wrong


def errores_mm(hoja, plantilla: Plantilla, ubicar) -> np.ndarray:
    """Distance between where each digit box was found and where it is, mm of the sheet."""
    centros = np.array([c.centro for c in plantilla.cajas_digitos])
    verdad, paso = ubicar(centros), 2.0
    jx = (ubicar(centros + np.array([paso, 0])) - verdad) / paso
    jy = (ubicar(centros + np.array([0, paso])) - verdad) / paso
    falta = hoja.a_foto(centros) - verdad
    mm = np.linalg.solve(np.stack([jx, jy], axis=2), falta[:, :, None])[:, :, 0]
    return np.linalg.norm(mm, axis=1)


def main(cuantas: int, ancho_px: int) -> None:
    cv2.setNumThreads(1)
    rng = np.random.default_rng(7)
    with tempfile.TemporaryDirectory() as carpeta:
        raiz = Path(carpeta)
        escribir_proceso(raiz / "proceso", 60, 3, datetime(2026, 6, 8, 1, tzinfo=UTC))
        proceso = cargar_proceso(raiz / "proceso")
        encargos = fotos._encargos(proceso, escenario(proceso, 3), raiz, 3)
        errores, halladas, equivocadas, refusadas, ms, estimados = [], 0, 0, [], [], []
        for n in range(cuantas):
            e = encargos[n % len(encargos)]
            forma = next(f for f in proceso.formas if f.clave == e.maqueta.clave)
            plantilla = cargar_plantilla(Path(proceso.carpeta) / forma.carpeta)
            pagina = llenar(
                forma_en_blanco(dibujar_pdf(e.maqueta)), e.maqueta, e.verdad, e.datos,
                Escritor.nuevo(rng, "prueba"), rng,
            )  # fmt: skip
            tamano = (ancho_px, round(ancho_px * MOVIL_PX[1] / MOVIL_PX[0]))
            foto = fotografiar(pagina, rng, "escaner" if n % 5 == 4 else "movil", plantilla.hoja_mm, tamano)
            imagen = decodificar(codificar(foto, rng))
            inicio = time.process_time()
            try:
                hoja = enderezar(imagen, plantilla)
            except HojaNoEncontrada as error:
                refusadas.append((n, error.codigo, str(error)))
                print(n, error.codigo, error, flush=True)
                if len(sys.argv) > 3:
                    cv2.imwrite(f"{sys.argv[3]}/refusada{n}.png", cv2.resize(imagen, None, fx=0.3, fy=0.3))
                continue
            ms.append(1000 * (time.process_time() - inicio))
            halladas += 1
            suyos = errores_mm(hoja, plantilla, foto.ubicar)
            errores.append(suyos)
            estimados.append(hoja.error_mm)
            if suyos.max() > EQUIVOCADA_MM:
                equivocadas += 1
                print(n, "EQUIVOCADA", suyos.max(), hoja.parecido, hoja.error_mm, hoja.metodo, flush=True)
        todos = np.concatenate(errores)
        print(f"halladas {halladas}/{cuantas}, refusadas {len(refusadas)}, equivocadas {equivocadas}")
        print(
            f"error de caja mm: mediana {np.median(todos):.3f}, "
            f"p95 {np.percentile(todos, 95):.3f}, peor {todos.max():.3f}"
        )
        print(f"error_mm que estima: mediana {np.median(estimados):.3f}; ms de CPU por foto: {np.median(ms):.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100, int(sys.argv[2]) if len(sys.argv) > 2 else MOVIL_PX[0])
