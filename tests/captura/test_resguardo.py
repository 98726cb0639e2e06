"""What the public copy of a photo shows: every figure, no name, and nothing that is not in its pixels."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from foto_dibujada import dibujar, escribir, fotografiar
from PIL import Image

from captura.enderezado import enderezar
from captura.geometria import Color, Gris, Matriz, transformar
from captura.plantilla import Caja, Plantilla
from captura.resguardo import MARGEN_MM, TINTA, Area, cubrir, cubrir_areas, publicable

NOMBRES = (Caja(8, 24, 60, 20), Caja(8, 100, 60, 20))
PEGADA = Caja(150.0, 41.5, 9.0, 9.5)
"""Beside the digit boxes of row B: its margin would reach them."""


@pytest.fixture(scope="module")
def plantilla(tmp_path_factory: pytest.TempPathFactory) -> Plantilla:
    forma = escribir(tmp_path_factory.mktemp("formas") / "prueba", dibujar())
    return replace(forma, reservado=(*NOMBRES, PEGADA))


def en_color(foto: Gris) -> Color:
    return cv2.cvtColor(foto, cv2.COLOR_GRAY2BGR).astype(np.uint8)


def puntos_de(caja: Caja, margen: float) -> np.ndarray:
    """A grid of points over a box grown by ``margen`` mm."""
    xs = np.linspace(caja.x - margen, caja.x + caja.ancho + margen, 25)
    ys = np.linspace(caja.y - margen, caja.y + caja.alto + margen, 25)
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)


def cubiertos(copia: Color, verdad: Matriz, mm: np.ndarray) -> np.ndarray:
    xy = np.round(transformar(verdad, mm)).astype(int)
    return np.all(copia[xy[:, 1], xy[:, 0]] == TINTA, axis=1)


@pytest.mark.parametrize("giro", [0, 90, 187])
def test_names_are_covered_on_the_photo_and_figures_are_whole(plantilla: Plantilla, giro: float) -> None:
    foto, verdad = fotografiar(dibujar(), giro, oblicuidad=0.2)
    original = en_color(foto)
    copia = cubrir(enderezar(original, plantilla), plantilla)
    for caja in NOMBRES:
        assert cubiertos(copia, verdad, puntos_de(caja, MARGEN_MM / 2)).all()
    for caja in plantilla.cajas_digitos:
        assert not cubiertos(copia, verdad, puntos_de(caja, 0.0)).any()
    fuera = np.all(copia == original, axis=2) | np.all(copia == TINTA, axis=2)
    assert fuera.all()
    assert not np.array_equal(copia, original)


def test_names_are_covered_on_curled_paper(plantilla: Plantilla) -> None:
    """A homography alone would leave a strip of them in sight."""
    foto, verdad = fotografiar(dibujar())
    alto, ancho = foto.shape
    y, x = np.mgrid[0:alto, 0:ancho].astype(np.float32)
    onda = 10.0 * np.sin(x / 190.0).astype(np.float32)
    curva = cv2.remap(foto, x, y + onda, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    copia = cubrir(enderezar(en_color(curva), plantilla), plantilla)
    mm = puntos_de(NOMBRES[1], 0.5)
    p = transformar(verdad, mm)
    for _ in range(5):  # where the wave took each point: y' + onda(x) = y
        p = np.stack([p[:, 0], transformar(verdad, mm)[:, 1] - 10.0 * np.sin(p[:, 0] / 190.0)], axis=1)
    xy = np.round(p).astype(int)
    assert np.all(copia[xy[:, 1], xy[:, 0]] == TINTA, axis=1).all()


def test_a_grey_photo_is_covered_too(plantilla: Plantilla) -> None:
    foto, verdad = fotografiar(dibujar())
    copia = cubrir(enderezar(foto, plantilla), plantilla)
    assert copia.ndim == 3
    assert cubiertos(copia, verdad, puntos_de(NOMBRES[0], 0.5)).all()


def test_a_person_covers_rectangles_in_fractions_of_the_photo() -> None:
    foto = np.full((100, 200, 3), 240, np.uint8)
    copia = cubrir_areas(foto, [Area(0.5, 0.0, 0.5, 0.25), Area(0.0, 0.9, 0.05, 0.5)])
    negro = np.all(copia == TINTA, axis=2)
    assert negro[:25, 100:].all() and negro[90:, :10].all()
    assert negro.sum() == 25 * 100 + 10 * 10
    assert foto.min() == 240


def test_the_published_file_carries_no_metadata(tmp_path: Path) -> None:
    contenido = publicable(np.full((300, 400, 3), 200, np.uint8))
    imagen = Image.open(BytesIO(contenido))
    assert imagen.format == "JPEG"
    assert not imagen.getexif()
    assert set(imagen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
