"""Several elections on one night: which form a sheet is, told by what its sisters print differently."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno
from foto_dibujada import PX, dibujar, error_de_cajas_mm, escribir, fotografiar

from captura.enderezado import FormaDistinta, enderezar, reconocer
from captura.geometria import Gris
from captura.identificacion import leer_qr, leer_qr_de_hoja
from captura.plantilla import Caja, Plantilla

TITULOS = ("GUBERNATURA", "DIPUTACIONES", "AYUNTAMIENTOS")
ETIQUETA = Caja(72, 116, 18, 18)


@pytest.fixture(scope="module")
def hermanas(tmp_path_factory: pytest.TempPathFactory) -> list[Plantilla]:
    carpeta = tmp_path_factory.mktemp("hermanas")
    return [escribir(carpeta / titulo, dibujar(titulo), titulo) for titulo in TITULOS]


@pytest.mark.parametrize("titulo", TITULOS)
@pytest.mark.parametrize("giro", [0, 90, 183])
def test_forms_that_differ_in_their_title_are_told_apart(hermanas: list[Plantilla], titulo: str, giro: float):
    foto, verdad = fotografiar(dibujar(titulo), giro)
    elegida, hoja = reconocer(foto, hermanas)
    assert elegida.clave == titulo
    assert error_de_cajas_mm(hoja.a_foto, elegida, verdad) < 0.5


def test_the_order_in_which_forms_are_given_does_not_matter(hermanas: list[Plantilla]):
    foto, _ = fotografiar(dibujar("DIPUTACIONES"), 5)
    assert {reconocer(foto, orden)[0].clave for orden in (hermanas, hermanas[::-1])} == {"DIPUTACIONES"}


def test_with_its_title_covered_the_form_is_left_to_people(hermanas: list[Plantilla]):
    hoja = dibujar("DIPUTACIONES")
    hoja[5 * PX : 17 * PX, 15 * PX : 185 * PX] = 255
    with pytest.raises(FormaDistinta):
        reconocer(fotografiar(hoja)[0], hermanas)


def _con_etiqueta(texto: str) -> Gris:
    hoja = dibujar()
    modulos = np.array([list(fila) for fila in segno.make(texto, micro=False).matrix], np.uint8)
    lado = round(15 * PX)
    codigo = cv2.resize(np.where(modulos > 0, 0, 255).astype(np.uint8), (lado, lado), interpolation=cv2.INTER_NEAREST)
    x, y = round((ETIQUETA.x + 1.5) * PX), round((ETIQUETA.y + 1.5) * PX)
    hoja[y - 8 : y + lado + 8, x - 8 : x + lado + 8] = 255
    hoja[y : y + lado, x : x + lado] = codigo
    return hoja


def test_the_code_on_the_sheet_is_read_and_not_that_of_another_one_on_the_table(tmp_path: Path):
    plantilla = replace(escribir(tmp_path / "f", dibujar()), qr=ETIQUETA)
    foto, _ = fotografiar(_con_etiqueta("acta/1"), 4, llenado=0.7)
    ajena = _con_etiqueta("acta/2")[114 * PX : 136 * PX, 70 * PX : 92 * PX]
    foto[10 : 10 + ajena.shape[0], 10 : 10 + ajena.shape[1]] = ajena
    assert leer_qr(foto) is None  # two different ones: neither is believed
    assert leer_qr_de_hoja(enderezar(foto, plantilla), plantilla) == "acta/1"


def test_a_form_without_a_place_for_the_code_has_none(tmp_path: Path):
    plantilla = escribir(tmp_path / "f", dibujar())
    assert leer_qr_de_hoja(enderezar(fotografiar(_con_etiqueta("acta/1"))[0], plantilla), plantilla) is None
