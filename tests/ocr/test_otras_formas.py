"""Forms of other countries and authorities: other boxes, other print, fewer sources, worse photos."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from formas import Forma, hoja_de, llenar

from captura.plantilla import Caja, CampoPlantilla, Plantilla
from ocr.motor import Lector, Letras
from verificacion.dominio.conteo import Leyenda

FORMAS = {
    "una casilla": Forma(cajas=1, caja_mm=(7.0, 7.0), con_suma=False),
    "dos casillas": Forma(cajas=2),
    "cuatro casillas": Forma(cajas=4),
    "de puntos": Forma(linea="puntos"),
    "solo marcas": Forma(linea="marcas"),
    "sin líneas": Forma(linea="ninguna"),
    "con líneas gruesas y oscuras": Forma(grueso=6, tono=40.0),
    "de color": Forma(relleno=45.0, tono=100.0),
    "blanca sobre color": Forma(relleno=-35.0, papel=190.0, tono=80.0),
    "con una cifra impresa de guía": Forma(linea="guia"),
    "anchas y juntas": Forma(caja_mm=(13.0, 7.0), hueco_mm=0.0),
    "angostas y juntas": Forma(caja_mm=(4.0, 7.0), hueco_mm=0.0),
    "chicas": Forma(caja_mm=(4.0, 4.5), hueco_mm=0.0),
    "grandes": Forma(caja_mm=(11.0, 13.0)),
    "sin letra": Forma(con_letra=False),
    "sin sumas": Forma(con_suma=False),
    "sin letra ni sumas": Forma(con_letra=False, con_suma=False),
    "con letra dígito por dígito": Forma(por_digitos=True),
    "de 500 píxeles": Forma(px_mm=2.8, jpeg=70),
    "en foto gris y oscura": Forma(papel=120.0, tono=60.0, tinta=0.5),
    "en copia pálida": Forma(tinta=0.25),
    "mal puesta": Forma(desvio_mm=(0.8, -0.7)),
}


@pytest.mark.parametrize("forma", FORMAS.values(), ids=FORMAS)
def test_a_form_of_another_shape_is_read(lector: Lector, forma: Forma) -> None:
    bien = campos = 0
    for semilla in (1, 2):
        cifras = llenar(forma, semilla)
        lectura = lector.leer(hoja_de(forma, cifras, semilla), forma.plantilla())
        bien += sum(campo.cifra == cifras[clave] for clave, campo in lectura.campos.items())
        campos += len(cifras)
        assert not [c for c, campo in lectura.campos.items() if campo.aceptado and campo.cifra != cifras[c]]
    assert bien >= campos - 1


VACIAS = ("una casilla", "de puntos", "solo marcas", "con líneas gruesas y oscuras", "de color", "angostas y juntas")


@pytest.mark.parametrize("nombre", VACIAS)
def test_an_empty_form_of_another_shape_holds_no_number(lector: Lector, nombre: str) -> None:
    """What is printed around a box is not a figure; what is printed in it may be taken for one (docs/lectura.md)."""
    forma = FORMAS[nombre]
    plantilla = forma.plantilla()
    vacia = hoja_de(replace(forma, tinta=0.0), llenar(forma, 1), 1)
    lectura = lector.leer(vacia, plantilla)
    assert not [clave for clave, campo in lectura.campos.items() if not isinstance(campo.cifra, Leyenda)]


GUIA = FORMAS["con una cifra impresa de guía"]


@pytest.fixture
def con_referencia(tmp_path: Path) -> Plantilla:
    """The form that prints a pale figure in its boxes, with the image that shows it."""
    archivo = tmp_path / "referencia.png"
    cv2.imwrite(str(archivo), hoja_de(replace(GUIA, tinta=0.0), llenar(GUIA, 1), 9).gris)
    return replace(GUIA.plantilla(), referencia=archivo)


@pytest.mark.parametrize("foto", [GUIA, replace(GUIA, px_mm=2.8, jpeg=70), replace(GUIA, papel=170.0, tinta=0.4)])
def test_a_figure_printed_in_the_boxes_is_not_written(lector: Lector, con_referencia: Plantilla, foto: Forma) -> None:
    """The pale "0" to write over was a zero, accepted, where nobody had written."""
    vacia = lector.leer(hoja_de(replace(foto, tinta=0.0), llenar(foto, 1), 1), con_referencia)
    assert {campo.cifra for campo in vacia.campos.values()} == {Leyenda.SIN_DATO}
    for semilla in (1, 2):
        cifras = llenar(foto, semilla)
        lectura = lector.leer(hoja_de(foto, cifras, semilla), con_referencia)
        assert sum(campo.cifra == cifras[clave] for clave, campo in lectura.campos.items()) >= len(cifras) - 1
        assert not [c for c, campo in lectura.campos.items() if campo.aceptado and campo.cifra != cifras[c]]


def test_a_filled_sheet_as_reference_hides_no_figure(lector: Lector, tmp_path: Path) -> None:
    """Figures written on the reference are not print: the same ones on a photo would vanish."""
    forma = Forma()
    cifras = llenar(forma, 1)
    hoja, archivo = hoja_de(forma, cifras, 1), tmp_path / "referencia.png"
    cv2.imwrite(str(archivo), hoja.gris)
    lectura = lector.leer(hoja, replace(forma.plantilla(), referencia=archivo))
    assert np.mean([lectura.campos[c].cifra == cifras[c] for c in cifras]) == 1


def _correr(caja: Caja, dx: float, dy: float) -> Caja:
    return replace(caja, x=caja.x + dx, y=caja.y + dy)


def _correr_campo(campo: CampoPlantilla, dx: float, dy: float) -> CampoPlantilla:
    letra = None if campo.letra is None else _correr(campo.letra, dx, dy)
    return replace(campo, digitos=tuple(_correr(c, dx, dy) for c in campo.digitos), letra=letra)


@pytest.mark.parametrize("letras", ["donde_cambia", "ninguna"])
@pytest.mark.parametrize(("dx", "dy"), [(500.0, 0.0), (0.0, 900.0), (-400.0, 0.0), (48.0, 0.0)])
def test_boxes_outside_the_image_are_illegible(lector: Lector, dx: float, dy: float, letras: Letras) -> None:
    """The crop of such a box has no pixels: the reading broke on it."""
    forma = Forma()
    plantilla: Plantilla = forma.plantilla()
    corrida = replace(plantilla, campos=tuple(_correr_campo(c, dx, dy) for c in plantilla.campos))
    lectura = lector.leer(hoja_de(forma, llenar(forma, 1), 1), corrida, letras=letras)
    assert {c.cifra for c in lectura.campos.values()} == {Leyenda.ILEGIBLE}
    assert not any(c.aceptado for c in lectura.campos.values())


def test_one_box_outside_the_image_does_not_spoil_the_others(lector: Lector) -> None:
    forma = Forma()
    plantilla, cifras = forma.plantilla(), llenar(forma, 1)
    fuera = replace(plantilla, campos=(_correr_campo(plantilla.campos[0], 0.0, 500.0), *plantilla.campos[1:]))
    lectura = lector.leer(hoja_de(forma, cifras, 1), fuera)
    assert lectura.campos["P0"].cifra is Leyenda.ILEGIBLE
    assert np.mean([lectura.campos[c].cifra == cifras[c] for c in cifras if c != "P0"]) == 1
