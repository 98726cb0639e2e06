"""The photo is judged where the figures are, and the sentence says what to do and where."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from foto_dibujada import dibujar, escribir, filas, fotografiar

from captura.calidad import Calidad, MedidaCampo, medir
from captura.enderezado import enderezar
from captura.errores import FormaDistinta, HojaCortada
from captura.geometria import Color
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, Plantilla
from captura.veredicto import BUENA, Falla, donde, problemas, veredicto, veredicto_de_falla
from muestras import danos

RNG = np.random.default_rng(5)
RENGLONES_3_A_5 = Caja(155.0, dict(filas())["C"] - 0.5, 40.0, 36.0)


@pytest.fixture(scope="module")
def plantilla(tmp_path_factory: pytest.TempPathFactory) -> Plantilla:
    return escribir(tmp_path_factory.mktemp("formas") / "prueba", dibujar())


@pytest.fixture(scope="module")
def foto() -> Color:
    """12 px/mm: what a phone gives when the sheet fills the frame."""
    gris, _ = fotografiar(dibujar(), tamano=(2600, 1950), llenado=0.92)
    return cv2.cvtColor(gris, cv2.COLOR_GRAY2BGR).astype(np.uint8)


@pytest.fixture(scope="module")
def buena(foto: Color, plantilla: Plantilla) -> HojaEnderezada:
    return enderezar(foto, plantilla)


def danar(foto: Color, buena: HojaEnderezada, cual: str, fuerza: float, zona: Caja = RENGLONES_3_A_5) -> HojaEnderezada:
    """The spoiled photo on the geometry of the good one: what is judged here is the measure, not the straightening."""
    danada = danos.DANOS[cual](foto, buena, zona, fuerza, np.random.default_rng(5))
    k = danada.shape[0] / foto.shape[0]
    reducida = np.diag([k, k, 1.0]) @ buena.homografia
    otra = replace(buena, foto=danada, homografia=reducida)
    return replace(otra, gris=cv2.cvtColor(otra.color, cv2.COLOR_BGR2GRAY).astype(np.uint8))


def test_a_good_photo_is_told_so(buena: HojaEnderezada, plantilla: Plantilla) -> None:
    calidad = medir(buena, plantilla)
    assert problemas(calidad) == []
    assert veredicto(calidad, plantilla) == BUENA
    assert calidad.fuera == 0.0


@pytest.mark.parametrize(
    ("cual", "fuerza", "frase"),
    [
        ("borrosa", 1.0, "La foto está borrosa: apoye el teléfono, espere a que enfoque y repita."),
        ("movida", 1.0, "La foto está borrosa: apoye el teléfono, espere a que enfoque y repita."),
        ("oscura", 1.0, "La foto está oscura: lleve el acta a la luz y repita."),
        ("lejana", 1.0, "La hoja se ve muy pequeña: acérquese hasta llenar el cuadro y repita."),
    ],
)
def test_a_fault_of_the_whole_photo_says_what_to_do(
    foto: Color, buena: HojaEnderezada, plantilla: Plantilla, cual: str, fuerza: float, frase: str
) -> None:
    assert veredicto(medir(danar(foto, buena, cual, fuerza), plantilla), plantilla) == frase


@pytest.mark.parametrize(
    ("cual", "fuerza", "falla", "frase"),
    [
        ("reflejo", 0.8, Falla.REFLEJO, "Hay reflejo sobre los renglones 3 a 5: incline el teléfono y repita."),
        ("sombra", 0.8, Falla.SOMBRA, "Hay una sombra sobre los renglones 3 a 5: cambie de lugar y repita."),
        ("dedo", 1.0, Falla.TAPADA, "Algo cubre los renglones 3 a 5: quite los dedos y repita."),
    ],
)
def test_a_fault_of_some_rows_says_where(
    foto: Color, buena: HojaEnderezada, plantilla: Plantilla, cual: str, fuerza: float, falla: Falla, frase: str
) -> None:
    calidad = medir(danar(foto, buena, cual, fuerza), plantilla)
    hallada = problemas(calidad)[0]
    assert (hallada.falla, set(hallada.campos)) == (falla, {"C", "D", "E"})
    assert veredicto(calidad, plantilla) == frase


def test_a_light_shadow_and_a_dim_lamp_ask_for_nothing(
    foto: Color, buena: HojaEnderezada, plantilla: Plantilla
) -> None:
    for cual, fuerza in (("sombra", 0.0), ("oscura", 0.1), ("borrosa", 0.1)):
        assert veredicto(medir(danar(foto, buena, cual, fuerza), plantilla), plantilla) == BUENA, cual


def test_white_paper_that_burns_but_keeps_its_print_is_good(foto: Color, plantilla: Plantilla) -> None:
    """Scans are white to the last level; ink is what matters."""
    blanca = np.clip(foto.astype(np.int16) + 70, 0, 255).astype(np.uint8)
    assert veredicto(medir(enderezar(blanca, plantilla), plantilla), plantilla) == BUENA


def test_tinted_paper_is_not_taken_for_skin(foto: Color, plantilla: Plantilla) -> None:
    rosa = (foto * np.array([0.85, 0.85, 1.0])).astype(np.uint8)
    assert veredicto(medir(enderezar(rosa, plantilla), plantilla), plantilla) == BUENA


def test_a_sheet_whose_edge_is_outside_says_which(buena: HojaEnderezada, plantilla: Plantilla) -> None:
    corrida = np.array([[1.0, 0, 0], [0, 1.0, -420.0], [0, 0, 1.0]]) @ buena.homografia
    calidad = medir(replace(buena, homografia=corrida), plantilla)
    assert calidad.borde == "arriba" and calidad.fuera > 0.12
    assert "La hoja está cortada arriba" in veredicto(
        replace(calidad, campos=medir(buena, plantilla).campos), plantilla
    )


def campo(clave: str, **medidas: float) -> MedidaCampo:
    normales = dict(nitidez=0.4, contraste=120.0, papel=220.0, brillo=0.0, tono=0.0, resolucion=8.0)
    return MedidaCampo(clave, **(normales | medidas))


def test_the_first_fault_told_is_the_one_that_explains_the_rest(plantilla: Plantilla) -> None:
    """From too far everything is blurred too: what helps is to come nearer."""
    lejos = Calidad(tuple(campo(c, resolucion=1.5, nitidez=0.05) for c in "ABCDEFGH"), 0.0, "arriba", 0.1, 0.9)
    assert [p.falla for p in problemas(lejos)] == [Falla.LEJANA, Falla.BORROSA]
    assert "muy pequeña" in veredicto(lejos, plantilla)


@pytest.mark.parametrize(
    ("claves", "texto"),
    [
        ("D", "el renglón 4"),
        ("DEF", "los renglones 4 a 6"),
        ("DE", "los renglones 4 y 5"),
        ("BDEF", "los renglones 2 y 4 a 6"),
        ("ABDFG", "los renglones 1, 2, 4, 6 y 7"),
        ("H", "el total"),
        ("FGH", "los renglones 6 y 7 y el total"),
    ],
)
def test_places_are_said_as_a_person_would(plantilla: Plantilla, claves: str, texto: str) -> None:
    assert donde(tuple(claves), plantilla) == texto


def test_an_image_without_geometry_says_its_remedy_and_where_when_it_is_known(plantilla: Plantilla) -> None:
    assert veredicto_de_falla(FormaDistinta(0.1), plantilla) == FormaDistinta.remedio
    assert "los renglones 1 y 2" in veredicto_de_falla(HojaCortada(0.5, ("A", "B")), plantilla)
    assert veredicto_de_falla(HojaCortada(0.5, ("A",)), None) == HojaCortada.remedio


def test_the_measures_are_plain_numbers_by_name(buena: HojaEnderezada, plantilla: Plantilla) -> None:
    medidas = medir(buena, plantilla).como_dict()
    assert {"nitidez", "contraste", "papel", "sombra", "tono", "resolucion", "tinta", "fuera"} <= medidas.keys()
    assert all(isinstance(v, float) for v in medidas.values())
