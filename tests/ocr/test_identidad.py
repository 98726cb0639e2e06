"""What the print and the boxes of a sheet say of its acta, against its QR."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, Plantilla
from ocr.etiqueta import leer_impreso
from ocr.identidad import Cotejo, Identidad, Nombrada
from ocr.motor import Lector
from ocr.tesseract import Renglon
from verificacion.dominio.claves import ClaveActa

Dibujar = Callable[..., HojaEnderezada]
ACTA = Nombrada(ClaveActa.de_texto("100471B01003"), distrito=9)


@pytest.mark.parametrize(
    ("lineas", "dicho"),
    [
        (["PREP", "100471B0100", "TIPO 3"], {"casilla": "100471B0100", "seccion": "0471", "tipo_acta": "3"}),
        (["e ¿3 100471B0100", "TIPO 3EMR |"], {"casilla": "100471B0100", "seccion": "0471", "tipo_acta": "3EMR"}),
        (["10047180100"], {"casilla": "100471B0100", "seccion": "0471"}),
        (["1O0471C02003"], {"casilla": "100471C0200", "seccion": "0471", "tipo_acta": "3"}),
        (["Sección: 471  Distrito Electoral Local 09"], {"seccion": "0471", "distrito": "09"}),
        (["Folio A0012345"], {"folio": "A0012345"}),
        (["Tel. 6181234567", "AUTORIDAD ELECTORAL", "3"], {}),
        (["100471B01003999"], {}),
    ],
)
def test_print_is_understood(lineas: list[str], dicho: dict[str, str]) -> None:
    impreso = leer_impreso(Renglon(texto, 0.0, 0.9) for texto in lineas)
    assert {dato: texto for dato, (texto, _) in impreso.items()} == dicho


def test_the_surest_line_of_each_kind_counts() -> None:
    impreso = leer_impreso([Renglon("SECCION 0472", 0.0, 0.4), Renglon("SECCION 0471", 9.0, 0.9)])
    assert impreso["seccion"] == ("0471", 0.9)


@pytest.mark.parametrize(
    ("escrita", "impreso", "cotejo"),
    [
        ("0471", {}, Cotejo.CONFIRMA),
        ("0472", {}, Cotejo.CONTRADICE),
        (None, {}, Cotejo.CALLA),
        (None, {"casilla": ("100471B0100", 0.3)}, Cotejo.CONFIRMA),
        (None, {"casilla": ("100471C0100", 0.9)}, Cotejo.CONTRADICE),
        (None, {"casilla": ("100471C0100", 0.5)}, Cotejo.CALLA),
        ("0471", {"casilla": ("100472B0100", 0.9), "seccion": ("0472", 0.9)}, Cotejo.CONTRADICE),
        (None, {"distrito": ("09", 0.9)}, Cotejo.CALLA),
        ("0471", {"distrito": ("12", 0.9)}, Cotejo.CONTRADICE),
        ("0471", {"tipo_acta": ("2", 0.9)}, Cotejo.CONTRADICE),
    ],
)
def test_a_plain_difference_outweighs_any_agreement(
    escrita: str | None, impreso: dict[str, tuple[str, float]], cotejo: Cotejo
) -> None:
    assert Identidad(None if escrita is None else (escrita, 0.99), impreso).cotejar(ACTA) is cotejo


def _con_etiqueta(hoja: HojaEnderezada, casilla: str) -> HojaEnderezada:
    gris = hoja.gris.copy()
    for texto, y in ((casilla, 30), ("TIPO 3", 70)):
        cv2.putText(gris, texto, (40, y), cv2.FONT_HERSHEY_SIMPLEX, 0.95, 30, 2, cv2.LINE_AA)
    return replace(hoja, gris=gris, foto=gris)


@pytest.fixture
def con_qr(plantilla: Plantilla) -> Plantilla:
    """The form with a place for the label at the top left, above the boxes."""
    return replace(plantilla, qr=Caja(3.0, 0.5, 45.0, 5.0))


def test_the_label_gives_the_whole_key(lector: Lector, con_qr: Plantilla, dibujar_hoja: Dibujar) -> None:
    hoja = _con_etiqueta(dibujar_hoja({}), "100471B0100")
    identidad = lector.identificar(hoja, con_qr)
    assert identidad.propuesta == "100471B01003"
    assert 0 <= identidad.impreso["casilla"][1] <= 1
    assert lector.identificar(hoja, con_qr, ACTA).cotejar(ACTA) is Cotejo.CONFIRMA


def test_a_label_of_another_casilla_is_noticed_by_the_written_section(
    lector: Lector, con_qr: Plantilla, dibujar_hoja: Dibujar
) -> None:
    """Labels are stuck by hand: one on the acta of the neighbouring casilla carries its votes to the wrong key."""
    cotejos = []
    for semilla in range(6):
        hoja = _con_etiqueta(dibujar_hoja({"SECCION": "0358"}, semilla=semilla), "100471B0100")
        identidad = lector.identificar(hoja, con_qr, ACTA)
        cotejos.append(identidad.cotejar(ACTA))
        assert (identidad.propuesta is None) == (identidad.seccion_escrita is not None)
    assert cotejos.count(Cotejo.CONTRADICE) >= 4


def test_a_sheet_without_label_or_legible_section_says_nothing(
    lector: Lector, con_qr: Plantilla, dibujar_hoja: Dibujar
) -> None:
    identidad = lector.identificar(dibujar_hoja({}), con_qr, ACTA)
    assert identidad == Identidad()
    assert identidad.cotejar(ACTA) is Cotejo.CALLA


def test_print_that_is_no_identification_says_nothing(lector: Lector, con_qr: Plantilla, dibujar_hoja: Dibujar) -> None:
    ruido = np.random.default_rng(3).integers(0, 255, dibujar_hoja({}).gris.shape).astype(np.uint8)
    hoja = replace(dibujar_hoja({}), gris=ruido, foto=ruido)
    assert lector.identificar(hoja, con_qr).propuesta is None
