"""A real filled-in sample, photographed by phone: measured, never tuned on."""

import json
import os
from pathlib import Path

import pytest

from captura.enderezado import enderezar
from captura.plantilla import cargar_plantilla
from captura.recepcion import decodificar
from ocr.evaluacion import Evaluacion
from ocr.motor import Lector

RAIZ = Path(__file__).parents[2]
DATOS = Path(os.environ.get("PREP_DATOS_REALES", RAIZ.parent / "shared" / "datos")) / "actas-reales" / "cdmx-2024"
FORMA = RAIZ / "tests" / "plantillas" / "cdmx-2024"


@pytest.mark.skipif(not DATOS.is_dir(), reason="sin datos reales (PREP_DATOS_REALES)")
def test_the_cdmx_sample_is_read(lector: Lector) -> None:
    verdad = json.loads((DATOS / "ground_truth.json").read_text())["sheets"][0]
    hoja = enderezar(decodificar((DATOS / verdad["file"]).read_bytes()), cargar_plantilla(FORMA))
    resultado = Evaluacion.de([("cdmx", verdad["fields"], lector.leer(hoja, cargar_plantilla(FORMA)))])
    assert resultado.campos == 18
    assert resultado.exactos >= 17, resultado.fallos
    assert resultado.aceptados_malos == 0
