"""The hard photos of the benchmark: their truth is where the ink is, and straightening finds it or refuses."""

from collections.abc import Mapping

import cv2
import numpy as np
import pytest

from captura.enderezado import enderezar
from captura.errores import HojaCortada, HojaNoEncontrada
from captura.foto import Foto
from muestras.bancos.fotos_dificiles import CONDICIONES, Forma, ajenas, errores_mm, foto_dificil, hacer_formas
from muestras.formas.maqueta import MARCA_MM, MARCAS_MM

SEMILLA = 101  # never that of the benchmark


@pytest.fixture(scope="module")
def formas(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Forma]:
    return hacer_formas(tmp_path_factory.mktemp("formas"), SEMILLA)


@pytest.mark.parametrize("condicion", ["enroscada", "oblicua", "pantalla", "baja resolución", "escáner"])
def test_the_truth_is_where_the_corner_marks_are(formas: Mapping[str, Forma], condicion: str):
    foto = foto_dificil(formas, "general", condicion, (SEMILLA, 1))
    gris = cv2.imdecode(np.frombuffer(foto.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    for x, y in MARCAS_MM:
        dentro, fuera = foto.ubicar(
            np.array([(x + MARCA_MM / 2, y + MARCA_MM / 2), (x + MARCA_MM + 3, y + MARCA_MM + 3)])
        )
        oscuro, claro = (
            gris[round(p[1]) - 2 : round(p[1]) + 3, round(p[0]) - 2 : round(p[0]) + 3].mean() for p in (dentro, fuera)
        )
        assert oscuro < 0.7 * claro


def test_the_same_seed_gives_the_same_photo(formas: Mapping[str, Forma]):
    una, otra = (foto_dificil(formas, "general", "todo junto", (SEMILLA, 2)).jpeg for _ in range(2))
    assert una == otra
    assert una != foto_dificil(formas, "general", "todo junto", (SEMILLA, 3)).jpeg


@pytest.mark.parametrize("condicion", [c for c in CONDICIONES if c != "cortada"])
def test_a_hard_photo_is_straightened_or_refused_never_misplaced(formas: Mapping[str, Forma], condicion: str):
    foto = foto_dificil(formas, "general", condicion, (SEMILLA, 4))
    plantilla = formas["general"].plantilla
    try:
        hoja = enderezar(Foto.de_bytes(foto.jpeg), plantilla)
    except HojaNoEncontrada:
        assert condicion in {"pantalla", "todo junto", "reflejo", "manos y sombras"}
    else:
        errores = errores_mm(hoja.a_foto, plantilla, foto.ubicar)
        assert np.percentile(errores, 95) < 0.6
        assert errores.max() < 1.0


def test_a_photo_without_all_its_boxes_is_told_as_cut(formas: Mapping[str, Forma]):
    fotos = (foto_dificil(formas, "general", "cortada", (SEMILLA, 5, n)) for n in range(20))
    cortada = next(f for f in fotos if not f.cabe)
    with pytest.raises(HojaCortada):
        enderezar(Foto.de_bytes(cortada.jpeg), formas["general"].plantilla)


def test_a_sister_form_whose_rows_are_elsewhere_is_refused(formas: Mapping[str, Forma]):
    """Nine of eighty were taken, their rows up to 6 mm away: the bend that follows curled paper had followed them."""
    for n in (8, 15, 24):
        foto = foto_dificil(formas, "general", "mesa ocupada", (SEMILLA, 6, n))
        with pytest.raises(HojaNoEncontrada):
            enderezar(Foto.de_bytes(foto.jpeg), formas["independiente"].plantilla)


def test_what_is_no_acta_is_refused(formas: Mapping[str, Forma]):
    for clase, jpeg in ajenas(4, SEMILLA):
        with pytest.raises(HojaNoEncontrada):
            pytest.fail(f"{clase}: {enderezar(Foto.de_bytes(jpeg), formas['general'].plantilla).parecido}")
