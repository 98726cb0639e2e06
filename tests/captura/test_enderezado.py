"""A form is found where it is, or refused with the right error; never put where it is not."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from foto_dibujada import HOJA_MM, PX, dibujar, error_de_cajas_mm, escribir, fotografiar

from captura.enderezado import (
    AnclasInsuficientes,
    FormaDistinta,
    HojaCortada,
    HojaNoEncontrada,
    enderezar,
    reconocer,
)
from captura.errores import HojaDudosa
from captura.plantilla import Caja, Plantilla
from captura.recortes import recortar
from captura.traza import TrazaEnCarpeta

EN_SU_LUGAR_MM = 0.5


@pytest.fixture(scope="module")
def plantilla(tmp_path_factory: pytest.TempPathFactory) -> Plantilla:
    return escribir(tmp_path_factory.mktemp("formas") / "prueba", dibujar())


@pytest.mark.parametrize("giro", [0, 12, 90, 180, 270, 200])
def test_boxes_are_found_at_any_turn(plantilla: Plantilla, giro: float):
    foto, verdad = fotografiar(dibujar(), giro)
    hoja = enderezar(foto, plantilla)
    assert error_de_cajas_mm(hoja.a_foto, plantilla, verdad) < EN_SU_LUGAR_MM
    assert hoja.gris.shape == (HOJA_MM[1] * 8, HOJA_MM[0] * 8)


def test_boxes_are_found_on_a_tilted_photo(plantilla: Plantilla):
    foto, verdad = fotografiar(dibujar(), 8, oblicuidad=0.35)
    assert error_de_cajas_mm(enderezar(foto, plantilla).a_foto, plantilla, verdad) < EN_SU_LUGAR_MM


def test_boxes_are_found_on_curled_paper(plantilla: Plantilla):
    """A wave of 1.5 mm, three times the tolerance, that no homography explains."""
    foto, verdad = fotografiar(dibujar())
    alto, ancho = foto.shape
    y, x = np.mgrid[0:alto, 0:ancho].astype(np.float32)
    onda = 10.0 * np.sin(x / 190.0).astype(np.float32)  # px; about 6.4 px/mm
    curva = cv2.remap(foto, x, y + onda, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    hoja = enderezar(curva, plantilla)

    def sin_onda(mm: np.ndarray) -> np.ndarray:
        p = hoja.a_foto(mm)
        return p + np.stack([np.zeros(len(p)), 10.0 * np.sin(p[:, 0] / 190.0)], axis=1)

    assert error_de_cajas_mm(sin_onda, plantilla, verdad) < EN_SU_LUGAR_MM


def test_a_form_without_words_is_found_by_its_corner_squares(tmp_path: Path):
    forma = dibujar(textos=False)
    foto, verdad = fotografiar(forma, 178, oblicuidad=0.05)
    plantilla = escribir(tmp_path / "f", forma)
    assert error_de_cajas_mm(enderezar(foto, plantilla).a_foto, plantilla, verdad) < EN_SU_LUGAR_MM


def test_a_filled_and_stained_sheet_is_found(plantilla: Plantilla):
    hoja = dibujar()
    rng = np.random.default_rng(3)
    for _ in range(20):
        p = rng.integers(0, [hoja.shape[1], hoja.shape[0]], (8, 2)).astype(np.int32)
        cv2.polylines(hoja, [p], False, 60, 3)
    foto, verdad = fotografiar(hoja, 5)
    assert error_de_cajas_mm(enderezar(foto, plantilla).a_foto, plantilla, verdad) < EN_SU_LUGAR_MM


def test_digits_that_leave_pale_boxes_do_not_hide_a_sheet_in_its_place(tmp_path: Path):
    """A hand that crosses the lines of every box: two flat scans in two hundred were refused, both in their place."""
    forma = dibujar()
    forma[forma == 90], forma[forma == 60] = 150, 110
    plantilla = escribir(tmp_path / "f", forma)
    for caja in plantilla.cajas_digitos:
        (x, y), a, b = caja.centro, caja.ancho / 2 + 0.5, caja.alto / 2 + 0.5
        for s in (1, -1):
            extremos = (np.array([(x - a, y - s * b), (x + a, y + s * b)]) * PX).round().astype(np.int32)
            cv2.polylines(forma, [extremos], False, 20, PX)
    foto, verdad = fotografiar(forma, 1)
    assert error_de_cajas_mm(enderezar(foto, plantilla).a_foto, plantilla, verdad) < EN_SU_LUGAR_MM


def test_the_sheet_shows_in_colour_what_was_photographed(plantilla: Plantilla):
    foto, _ = fotografiar(dibujar())
    color = cv2.merge([foto // 2, foto // 2, foto])
    hoja = enderezar(color, plantilla)
    assert hoja.color.shape == (*hoja.gris.shape, 3)
    assert hoja.color[..., 2].mean() > 1.5 * hoja.color[..., 0].mean()


def test_a_crop_is_the_box_and_its_margin(plantilla: Plantilla):
    foto, _ = fotografiar(dibujar())
    hoja = enderezar(foto, plantilla)
    caja = plantilla.campo("A").digitos[0]
    assert recortar(hoja, caja).shape == (72, 64)
    assert recortar(hoja, caja, 1.0).shape == (88, 80)
    assert recortar(hoja, Caja(195, 135, 5, 5), 3.0).shape == (64, 64)  # stops at the edge of the sheet
    con_linea = recortar(hoja, caja, 0.6)
    assert con_linea[:10].mean() < con_linea[30:40].mean() - 20  # the printed line is at the edge, not inside


def test_another_form_of_the_same_house_is_refused(plantilla: Plantilla):
    """Same title, marks and number of boxes; other words, and rows of 11 mm instead of 12."""
    with pytest.raises(HojaNoEncontrada):
        enderezar(fotografiar(dibujar(semilla=9, renglon=11))[0], plantilla)


def test_a_sister_form_whose_rows_are_a_little_closer_is_refused(plantilla: Plantilla):
    """All its words agree: only the boxes are elsewhere. The sample election's two forms differ so (one row more)."""
    with pytest.raises((FormaDistinta, HojaCortada)):
        enderezar(fotografiar(dibujar(renglon=10))[0], plantilla)


def test_a_photo_that_leaves_boxes_out_is_told_as_cut(plantilla: Plantilla):
    foto, _ = fotografiar(dibujar(), corrimiento=(0.16, 0.0), llenado=0.95)
    with pytest.raises(HojaCortada) as e:
        enderezar(foto, plantilla)
    assert "A" in e.value.campos


def test_half_a_sheet_is_refused(plantilla: Plantilla):
    mitad = dibujar()
    mitad[:, mitad.shape[1] // 2 :] = 255
    with pytest.raises((HojaCortada, FormaDistinta)):
        enderezar(fotografiar(mitad)[0], plantilla)


def test_boxes_that_the_print_beside_them_does_not_vouch_for_are_not_believed(plantilla: Plantilla):
    """A torn sheet put together 1.5 mm off: likeness is 0.95 and every field agrees, but rows are elsewhere."""
    hoja = dibujar()
    renglones = np.s_[40 * PX : 90 * PX, 102 * PX : 196 * PX]
    pedazo = hoja[renglones].copy()
    hoja[renglones] = 255
    hoja[40 * PX : 90 * PX, 102 * PX + 9 : 196 * PX + 9] = pedazo
    with pytest.raises(HojaDudosa) as e:
        enderezar(fotografiar(hoja, 3)[0], plantilla)
    assert e.value.campos


def _ruido() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (1200, 1600), np.uint8)


def _otro_documento() -> np.ndarray:
    carta = np.full((1200, 1600), 250, np.uint8)
    rng = np.random.default_rng(4)
    for k in range(26):
        letras = "".join(chr(c) for c in rng.integers(97, 123, 60))
        cv2.putText(carta, letras, (60, 60 + 42 * k), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 20, 2)
    return carta


def _cuadricula() -> np.ndarray:
    hoja = np.full((1200, 1600), 250, np.uint8)
    hoja[::40] = hoja[:, ::40] = 90
    return hoja


@pytest.mark.parametrize(
    "imagen",
    [
        pytest.param(np.full((1200, 1600), 245, np.uint8), id="blank"),
        pytest.param(np.zeros((1200, 1600), np.uint8), id="black"),
        pytest.param(_ruido(), id="noise"),
        pytest.param(_otro_documento(), id="letter"),
        pytest.param(_cuadricula(), id="squared paper"),
        pytest.param(np.full((300, 300, 3), 128, np.uint8), id="small and grey"),
    ],
)
def test_what_is_no_acta_is_refused(plantilla: Plantilla, imagen: np.ndarray):
    with pytest.raises((AnclasInsuficientes, FormaDistinta)):
        enderezar(imagen, plantilla)


def test_a_mirrored_photo_is_refused(plantilla: Plantilla):
    with pytest.raises(HojaNoEncontrada):
        enderezar(np.ascontiguousarray(fotografiar(dibujar())[0][:, ::-1]), plantilla)


def test_a_photo_out_of_focus_is_refused(plantilla: Plantilla):
    foto = cv2.GaussianBlur(fotografiar(dibujar())[0], (0, 0), 25)
    with pytest.raises(HojaNoEncontrada):
        enderezar(foto, plantilla)


def test_the_form_is_told_among_several(tmp_path: Path):
    una = escribir(tmp_path / "una", dibujar("GUBERNATURA", 1), "una")
    otra = escribir(tmp_path / "otra", dibujar("DIPUTACIONES", 2), "otra")
    elegida, hoja = reconocer(fotografiar(dibujar("DIPUTACIONES", 2), 90)[0], [una, otra])
    assert elegida.clave == "otra"
    assert hoja.parecido > 0.6


def test_two_equal_forms_are_not_told_apart(tmp_path: Path):
    una, otra = escribir(tmp_path / "una", dibujar(), "una"), escribir(tmp_path / "otra", dibujar(), "otra")
    with pytest.raises(FormaDistinta):
        reconocer(fotografiar(dibujar())[0], [una, otra])


def test_no_forms_at_all_recognise_nothing():
    with pytest.raises(AnclasInsuficientes):
        reconocer(_ruido(), [])


def test_the_trace_leaves_a_picture_of_the_sheet(plantilla: Plantilla, tmp_path: Path):
    enderezar(fotografiar(dibujar())[0], plantilla, TrazaEnCarpeta(tmp_path / "traza"))
    assert (tmp_path / "traza" / "10-hoja.png").is_file()
