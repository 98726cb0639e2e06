import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from captura.plantilla import cargar_plantilla
from muestras.durango.contendientes import contendientes
from muestras.formas.carpeta import escribir_plantilla
from muestras.formas.dibujo import dibujar_pdf
from muestras.formas.maqueta import HOJA_MM, MARCA_MM, MARCAS_MM, Maqueta, maquetar
from verificacion.dominio.eleccion import TipoCampo


def hacer_maqueta(cuantos: int = 19) -> Maqueta:
    filas = [*contendientes()[: cuantos - 2], *contendientes()[-2:]]
    return maquetar("prueba", "Forma de prueba", "DIPUTACIONES LOCALES", "DURANGO", "3", filas)


@pytest.mark.parametrize("cuantos", [4, 18, 19])
def test_a_drawn_form_is_a_valid_plantilla_whatever_its_contenders(tmp_path: Path, cuantos: int) -> None:
    maqueta = hacer_maqueta(cuantos)
    escribir_plantilla(maqueta, tmp_path)
    plantilla = cargar_plantilla(tmp_path)
    assert plantilla.hoja_mm == HOJA_MM
    assert len(plantilla.de_tipo(TipoCampo.VOTOS)) == cuantos
    assert [len(c.digitos) for c in plantilla.de_tipo(TipoCampo.TOTAL)] == [3]
    assert plantilla.sumas[0].sumandos == maqueta.votos
    assert {t for t in TipoCampo} == {c.tipo for c in plantilla.campos}


def test_the_same_layout_gives_the_same_bytes(tmp_path: Path) -> None:
    escribir_plantilla(hacer_maqueta(), tmp_path / "a")
    escribir_plantilla(hacer_maqueta(), tmp_path / "b")
    for nombre in ("forma.pdf", "referencia.png", "plantilla.json"):
        assert (tmp_path / "a" / nombre).read_bytes() == (tmp_path / "b" / nombre).read_bytes()
    assert dibujar_pdf(hacer_maqueta(18)) != dibujar_pdf(hacer_maqueta(19))


def test_the_reference_image_has_its_print_where_the_layout_says(tmp_path: Path) -> None:
    maqueta = hacer_maqueta()
    escribir_plantilla(maqueta, tmp_path)
    imagen = cv2.imread(str(tmp_path / "referencia.png"), cv2.IMREAD_GRAYSCALE)
    assert imagen is not None
    assert (tmp_path / "referencia.png").stat().st_size < 250_000
    px = imagen.shape[1] / HOJA_MM[0]
    for x, y in MARCAS_MM:
        marca = imagen[
            round((y + 0.5) * px) : round((y + MARCA_MM - 0.5) * px), round((x + 0.5) * px) : round((x + 7) * px)
        ]
        assert marca.mean() < 60
    for cantidad in maqueta.cantidades:
        for caja in cantidad.digitos:
            dentro = imagen[
                round((caja.y + 0.8) * px) : round((caja.y + caja.alto - 0.8) * px),
                round((caja.x + 0.8) * px) : round((caja.x + caja.ancho - 0.8) * px),
            ]
            assert dentro.mean() > 200, cantidad.clave
            borde = imagen[round(caja.y * px) : round((caja.y + caja.alto) * px), round((caja.x - 0.4) * px) :][:, :4]
            assert float(np.min(borde)) < 190, cantidad.clave


def test_the_field_list_is_one_line_per_field_in_the_json(tmp_path: Path) -> None:
    escribir_plantilla(hacer_maqueta(), tmp_path)
    texto = (tmp_path / "plantilla.json").read_text(encoding="utf-8")
    campos = json.loads(texto)["campos"]
    assert sum('"clave"' in linea and '"digitos"' in linea for linea in texto.splitlines()) == len(campos)
