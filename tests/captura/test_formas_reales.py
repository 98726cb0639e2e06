"""Photos of real actas, where the machine has them (they are not part of the repository)."""

import json
import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from captura.enderezado import FormaDistinta, HojaNoEncontrada, enderezar, reconocer
from captura.geometria import PX_POR_MM
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, Plantilla, cargar_plantilla
from captura.recepcion import decodificar, recibir
from captura.recortes import recortar
from muestras.bancos.formas import construir_forma

RAIZ = Path(__file__).parents[2]
DATOS = Path(os.environ.get("PREP_DATOS_REALES", RAIZ / "../shared/datos")) / "actas-reales"
CDMX = RAIZ / "tests/plantillas/cdmx-2024"

pytestmark = pytest.mark.skipif(not DATOS.is_dir(), reason="no real photos: set PREP_DATOS_REALES")


@pytest.fixture(scope="module")
def indonesia(tmp_path_factory: pytest.TempPathFactory) -> Plantilla:
    return construir_forma("indonesia-2019", DATOS / "indonesia-kawalc1", tmp_path_factory.mktemp("indonesia"))


def corrimiento_mm(hoja: HojaEnderezada, caja: Caja) -> float:
    """How far the printed line of a box's left side is from where the form says."""
    franja = recortar(hoja, Caja(caja.x - 2.0, caja.y + 1.0, 4.0, caja.alto - 2.0))
    return abs(float(franja.mean(axis=0).argmin() + 0.5) / PX_POR_MM - 2.0)


@pytest.mark.parametrize("numero", [1, 2, 3, 4, 5])
def test_every_indonesian_photo_is_straightened(indonesia: Plantilla, numero: int):
    foto = decodificar((DATOS / f"indonesia-kawalc1/contoh-pilpres-2019-{numero}.JPG").read_bytes())
    hoja = enderezar(foto, indonesia)
    assert hoja.parecido > 0.6
    assert hoja.error_mm < 0.4
    assert np.median([corrimiento_mm(hoja, c) for c in indonesia.cajas_digitos]) < 0.4


def test_the_cdmx_photo_is_straightened_whatever_its_turn():
    plantilla = cargar_plantilla(CDMX)
    foto = decodificar((DATOS / "cdmx-2024/15-1672-B01alcC.jpg").read_bytes())
    hojas = [enderezar(np.ascontiguousarray(np.rot90(foto, giro)), plantilla).gris for giro in range(4)]
    for otra in hojas[1:]:
        assert np.abs(cv2.blur(otra, (9, 9)).astype(int) - cv2.blur(hojas[0], (9, 9))).mean() < 2.0


def test_the_cdmx_form_has_the_18_quantities_of_its_truth():
    sabido = json.loads((DATOS / "cdmx-2024/ground_truth.json").read_text(encoding="utf-8"))
    assert [c.clave for c in cargar_plantilla(CDMX).campos] == list(sabido["sheets"][0]["fields"])


def test_each_photo_is_recognised_among_the_forms(indonesia: Plantilla):
    cdmx = cargar_plantilla(CDMX)
    for archivo, esperada in (
        ("cdmx-2024/15-1672-B01alcC.jpg", cdmx),
        ("indonesia-kawalc1/contoh-pilpres-2019-2.JPG", indonesia),
    ):
        assert reconocer(decodificar((DATOS / archivo).read_bytes()), [cdmx, indonesia])[0] == esperada


@pytest.mark.parametrize("archivo", ["EjemploActa1.png", "EjemploActa3.png", "EjemploActa11.png"])
def test_an_acta_of_another_country_is_refused(indonesia: Plantilla, archivo: str):
    foto = decodificar((DATOS / "honduras-2025" / archivo).read_bytes())
    for plantilla in (indonesia, cargar_plantilla(CDMX)):
        with pytest.raises(HojaNoEncontrada):
            enderezar(foto, plantilla)


def test_the_blank_2024_pdf_is_received_and_is_not_the_cdmx_form():
    [pagina] = recibir((DATOS / "ine-2024/acta_presidencia_en_blanco.pdf").read_bytes(), "blanco.pdf")
    assert pagina.mime == "image/png"
    with pytest.raises(FormaDistinta):
        enderezar(decodificar(pagina.contenido), cargar_plantilla(CDMX))
