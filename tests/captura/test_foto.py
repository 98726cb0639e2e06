"""A photo decoded only as far as it is looked at."""

from dataclasses import replace
from io import BytesIO

import cv2
import numpy as np
import pytest
from foto_dibujada import dibujar, escribir, fotografiar
from PIL import Image

from captura.enderezado import enderezar
from captura.errores import ImagenDemasiadoPequena, ImagenInvalida
from captura.foto import LADO_AJUSTE_PX, Foto
from captura.recepcion import decodificar, decodificar_gris


def _en(formato: str, imagen: np.ndarray, **opciones: object) -> bytes:
    salida = BytesIO()
    Image.fromarray(imagen).save(salida, formato, **opciones)
    return salida.getvalue()


def _colores() -> np.ndarray:
    y, x = np.mgrid[0:600, 0:800]
    return np.stack([x % 256, y % 256, (x + y) % 256], axis=2).astype(np.uint8)


@pytest.mark.parametrize("formato", ["JPEG", "PNG", "WEBP"])
def test_grey_is_the_luminance_of_the_colours(formato: str):
    contenido = _en(formato, _colores())
    esperado = cv2.cvtColor(decodificar(contenido), cv2.COLOR_BGR2GRAY)
    assert np.abs(decodificar_gris(contenido).astype(int) - esperado).mean() < 2.0


@pytest.mark.parametrize("orientacion", [3, 6, 8])
def test_grey_is_turned_as_the_colours_are(orientacion: int):
    exif = Image.Exif()
    exif[0x0112] = orientacion
    contenido = _en("JPEG", _colores(), exif=exif)
    esperado = cv2.cvtColor(decodificar(contenido), cv2.COLOR_BGR2GRAY)
    gris = decodificar_gris(contenido)
    assert gris.shape == esperado.shape
    assert np.abs(gris.astype(int) - esperado).mean() < 2.0


def test_a_truncated_photo_is_refused_in_grey_too():
    contenido = _en("JPEG", _colores())
    with pytest.raises(ImagenInvalida):
        Foto.de_bytes(contenido[: len(contenido) // 2])


def test_a_tiny_photo_is_refused_in_grey_too():
    with pytest.raises(ImagenDemasiadoPequena):
        Foto.de_bytes(_en("JPEG", _colores()[:100, :100]))


@pytest.mark.parametrize("lado", [900, 1800, 3300, 4032, 8160])
def test_the_search_looks_at_about_the_same_number_of_pixels(lado: int):
    foto = Foto.de(np.zeros((lado * 3 // 4, lado), np.uint8))
    assert max(foto.mediana.shape) <= 1.5 * LADO_AJUSTE_PX
    assert max(foto.mediana.shape) >= min(lado, 0.66 * LADO_AJUSTE_PX)


@pytest.mark.parametrize("orientacion", [1, 3, 6, 8])
def test_colours_decoded_smaller_make_the_same_sheet(tmp_path, orientacion: int):
    """Decoding all colours of a 24-megapixel photo took more memory than the rest of its reading together."""
    gris, _ = fotografiar(dibujar(), tamano=(2600, 1950), llenado=0.92)
    tinte = np.linspace(0.5, 1, gris.shape[1])
    exif = Image.Exif()
    exif[0x0112] = orientacion
    contenido = _en("JPEG", np.stack([gris, gris * tinte, gris * 0.6], axis=2).astype(np.uint8), quality=92, exif=exif)
    foto = Foto.de_bytes(contenido)
    hoja = enderezar(foto, escribir(tmp_path / "f", dibujar()))
    entera = replace(hoja, foto=foto.en_color())
    pedidas = list[int]()
    chica = replace(hoja, foto=Foto(foto.gris, lambda r: pedidas.append(r) or decodificar(contenido, r)))
    assert np.abs(chica.color.astype(int) - entera.color).mean() < 3.0
    assert pedidas == [2]


def test_the_colours_of_the_sheet_come_from_the_bytes(tmp_path):
    gris, _ = fotografiar(dibujar())
    contenido = _en("JPEG", np.stack([gris, gris // 2, gris // 2], axis=2), quality=92)
    hoja = enderezar(Foto.de_bytes(contenido), escribir(tmp_path / "f", dibujar()))
    assert hoja.color[..., 2].mean() > 1.5 * hoja.color[..., 0].mean()
