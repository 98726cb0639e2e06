"""The reader on drawn sheets, and on what is no acta."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from captura.hoja import HojaEnderezada
from captura.plantilla import Plantilla
from ocr.dibujo import dibujar
from ocr.digitos import MODELOS, RedDigitos
from ocr.evaluacion import Evaluacion
from ocr.motor import Lector
from ocr.tesseract import Tesseract
from verificacion.dominio.conteo import Leyenda
from verificacion.dominio.errores import InstalacionIncompleta

Dibujar = Callable[..., HojaEnderezada]
CIFRAS = {"PAN": "022", "PRI": "113", "PRD": "050", "MC": "  4", "NULOS": "007", "TOTAL": "196"}
VERDAD = {"PAN": 22, "PRI": 113, "PRD": 50, "MC": 4, "NULOS": 7, "TOTAL": 196}


def _como_hoja(modelo: HojaEnderezada, gris: np.ndarray) -> HojaEnderezada:
    return HojaEnderezada(gris, modelo.homografia, modelo.desplazamiento, 0.0, 1.0, "de prueba", modelo.hoja_mm, gris)


def test_hands_never_seen_are_read(lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar) -> None:
    pares = [(str(s), VERDAD, lector.leer(dibujar_hoja(CIFRAS, semilla=s), plantilla)) for s in range(12)]
    resultado = Evaluacion.de(pares)
    assert resultado.exactos / resultado.campos >= 0.95, resultado.fallos
    assert resultado.aceptados_malos == 0
    assert resultado.aceptados / resultado.campos >= 0.6


def test_only_quantities_are_read_and_the_reader_says_who_it_is(
    lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar
) -> None:
    lectura = lector.leer(dibujar_hoja(CIFRAS), plantilla)
    assert set(lectura.campos) == set(VERDAD)
    sha256 = json.loads((MODELOS / "digitos.json").read_text())["sha256"]
    assert lectura.lector.startswith(f"digitos-{sha256[:8]}+renglon-")
    assert {"digitos", "letra", "leer"} <= lectura.ms.keys()


def test_a_blank_form_has_no_data(lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar) -> None:
    for semilla in range(4):
        lectura = lector.leer(dibujar_hoja({}, semilla=semilla), plantilla)
        assert set(lectura.conteo().values()) == {Leyenda.SIN_DATO}


def test_a_black_photo_is_illegible(lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar) -> None:
    hoja = dibujar_hoja({})
    negra = _como_hoja(hoja, np.random.default_rng(1).integers(0, 12, hoja.gris.shape).astype(np.uint8))
    lectura = lector.leer(negra, plantilla)
    assert set(lectura.conteo().values()) == {Leyenda.ILEGIBLE}
    assert not any(c.aceptado for c in lectura.campos.values())


def test_a_photo_of_something_else_gives_no_number(lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar) -> None:
    """Fur: texture at several scales, as straightening by mistake would deliver it."""
    hoja = dibujar_hoja({})
    for semilla in range(4):
        rng = np.random.default_rng(semilla)
        alto, ancho = hoja.gris.shape
        pelo = sum(
            cv2.resize(rng.normal(0, s, (alto // s + 1, ancho // s + 1)).astype(np.float32), (ancho, alto))
            for s in (3, 8, 20)
        )
        gris = np.clip(128 + 7 * np.asarray(pelo), 0, 255).astype(np.uint8)
        lectura = lector.leer(_como_hoja(hoja, gris), plantilla)
        assert not any(isinstance(c.cifra, int) and c.aceptado for c in lectura.campos.values())
        assert all(isinstance(c.cifra, Leyenda) for c in lectura.campos.values())


def test_a_scribbled_figure_is_never_accepted(lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar) -> None:
    for semilla in range(8):
        hoja = dibujar_hoja(CIFRAS | {"PRI": "1#3"}, semilla=semilla)
        assert not lector.leer(hoja, plantilla).campos["PRI"].aceptado


def test_dashes_are_no_data_and_do_not_become_zeros(
    lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar
) -> None:
    for semilla in range(8):
        leido = lector.leer(dibujar_hoja(CIFRAS | {"PRD": "---"}, semilla=semilla), plantilla).campos["PRD"]
        assert isinstance(leido.cifra, Leyenda) or not leido.aceptado


def test_words_are_understood_where_asked_for(lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar) -> None:
    hoja = dibujar_hoja(CIFRAS, letras=VERDAD, semilla=4)
    letras = {clave: campo.letra for clave, campo in lector.leer(hoja, plantilla, letras="todas").campos.items()}
    assert letras["PAN"] in ("veintidós", None)
    assert sum(letra is not None for letra in letras.values()) >= 3
    assert all(c.letra is None for c in lector.leer(hoja, plantilla, letras="ninguna").campos.values())


def test_words_alone_give_the_figure_accepted_only_if_the_sum_holds(
    lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar
) -> None:
    """Quantity in letters only: the letters count (Anexo 13); without a sum that confirms them, a person does."""
    hoja = dibujar_hoja(CIFRAS | {"PRI": ""}, letras=VERDAD, semilla=4)
    leido = lector.leer(hoja, plantilla, letras="todas").campos["PRI"]
    assert leido.cifra == 113
    assert leido.fuentes["casilleros"][0] is Leyenda.SIN_DATO
    assert leido.fuentes["letra"][0] == 113
    sin_cuadrar = dibujar_hoja(CIFRAS | {"PRI": "", "TOTAL": "181"}, letras=VERDAD | {"TOTAL": 181}, semilla=4)
    leido = lector.leer(sin_cuadrar, plantilla, letras="todas").campos["PRI"]
    assert leido.cifra == 113
    assert not leido.aceptado


def test_the_section_is_proposed_when_it_is_legible(
    lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar
) -> None:
    propuestas = [
        lector.identificar(dibujar_hoja({"SECCION": "0471"}, semilla=s), plantilla).propuesta for s in range(6)
    ]
    assert set(propuestas) <= {"0471", None}
    assert "0471" in propuestas
    assert lector.identificar(dibujar_hoja({}), plantilla).propuesta is None


def test_a_box_reads_the_same_in_any_batch(lector: Lector) -> None:
    rng = np.random.default_rng(0)
    pares = [
        (rng.integers(0, 204, (32, 32), dtype=np.uint8), rng.integers(0, 204, (40, 40), dtype=np.uint8))
        for _ in range(7)
    ]
    juntas = lector.red.clasificar(pares)
    np.testing.assert_allclose(lector.red.clasificar(pares[3:4])[0], juntas[3], atol=1e-6)
    np.testing.assert_allclose(juntas.sum(axis=1), 1)


def test_the_drawing_shows_the_reading_and_leaves_the_sheet_alone(
    lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar
) -> None:
    hoja = dibujar_hoja(CIFRAS)
    antes = hoja.gris.copy()
    dibujo = dibujar(hoja, plantilla, lector.leer(hoja, plantilla))
    assert dibujo.shape == (*hoja.gris.shape, 3)
    assert (dibujo != hoja.color).any()
    np.testing.assert_array_equal(hoja.gris, antes)


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InstalacionIncompleta) as error:
        Lector(tmp_path)
    assert "digitos.json" in error.value.que
    assert error.value.remedio


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    shutil.copytree(MODELOS, tmp_path / "modelos")
    modelo = tmp_path / "modelos" / "digitos.onnx"
    modelo.write_bytes(modelo.read_bytes()[:-1] + b"\x00\x01")
    with pytest.raises(InstalacionIncompleta, match="SHA-256"):
        RedDigitos.cargar(tmp_path / "modelos")


def test_a_damaged_card_is_refused(tmp_path: Path) -> None:
    (tmp_path / "digitos.json").write_text('{"archivo": 3}')
    with pytest.raises(InstalacionIncompleta, match="dañada"):
        RedDigitos.cargar(tmp_path)


def test_a_machine_without_tesseract_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(InstalacionIncompleta, match="tesseract"):
        Tesseract.buscar({"PATH": str(tmp_path)})
    with pytest.raises(InstalacionIncompleta, match="ACTARIO_TESSERACT"):
        Tesseract.buscar({"PATH": "/usr/bin", "ACTARIO_TESSERACT": str(tmp_path / "no")})


def test_a_dash_beside_words_that_cannot_be_read_is_not_accepted_as_no_data(
    lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar
) -> None:
    """A hand of the generated photos dashes the boxes of a zero and writes "cero"; Tesseract lost the word."""
    for semilla in range(4):
        hoja = dibujar_hoja(CIFRAS | {"PRD": "---"}, semilla=semilla)
        ilegible = hoja.gris.copy()
        zona = ilegible[280:340, 200:420]
        azar = np.random.default_rng(semilla)
        for _ in range(6):
            x, y = azar.integers(10, 200), azar.integers(5, 50)
            cv2.ellipse(zona, (int(x), int(y)), (14, 9), 30, 0, 250, 90, 3)
        assert not lector.leer(_como_hoja(hoja, ilegible), plantilla).campos["PRD"].aceptado
