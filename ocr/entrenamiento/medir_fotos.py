"""Judge the reader on generated photos: ``python -m ocr.entrenamiento.medir_fotos PROCESO VERDAD [--n 60]``.

PROCESO is an election folder, VERDAD the ``verdad.json`` of ``muestras.fotos`` (hands of the split *prueba*, which
the net never saw). Prints the rates and every wrong figure.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path

import cv2

from captura.enderezado import reconocer
from captura.errores import HojaNoEncontrada
from captura.plantilla import Plantilla, cargar_plantilla
from captura.recepcion import decodificar
from ocr.evaluacion import Evaluacion
from ocr.motor import Lector
from verificacion.dominio.conteo import Conteo, Leyenda
from verificacion.dominio.lectura import LecturaActa


def _conteo(datos: dict[str, int | str]) -> Conteo:
    return {clave: v if isinstance(v, int) else Leyenda(v) for clave, v in datos.items()}


def leer_todas(
    lector: Lector, formas: list[Plantilla], verdad: Path, n: int
) -> Iterator[tuple[str, Conteo, LecturaActa]]:
    """Straighten and read the first ``n`` photos."""
    for foto in json.loads(verdad.read_text(encoding="utf-8"))["fotos"][:n]:
        imagen = decodificar((verdad.parent / foto["archivo"]).read_bytes())
        try:
            plantilla, hoja = reconocer(imagen, formas)
        except HojaNoEncontrada as e:
            print(foto["archivo"], foto["condicion"], e.codigo)
            continue
        inicio = time.perf_counter()
        lectura = lector.leer(hoja, plantilla)
        print(foto["archivo"], foto["condicion"], f"{(time.perf_counter() - inicio) * 1000:.0f} ms", flush=True)
        yield foto["archivo"], _conteo(foto["conteo"]), lectura


def main() -> None:
    """Measure and print."""
    orden = argparse.ArgumentParser()
    orden.add_argument("proceso", type=Path)
    orden.add_argument("verdad", type=Path)
    orden.add_argument("--n", type=int, default=60)
    orden.add_argument("--modelos", type=Path)
    orden.add_argument("--letras", default="donde_cambia")
    a = orden.parse_args()
    cv2.setNumThreads(1)
    formas = [cargar_plantilla(c.parent) for c in sorted(a.proceso.glob("plantillas/*/plantilla.json"))]
    resultado = Evaluacion.de(leer_todas(Lector(a.modelos, letras=a.letras), formas, a.verdad, a.n))
    for fallo in resultado.fallos:
        print(fallo)
    print(json.dumps(resultado.como_dict(), indent=1))


if __name__ == "__main__":
    main()
