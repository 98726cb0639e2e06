"""What is no acta, from its bytes on: a typed error, or a reading without numbers; never an invented figure."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from actario.lectura import ImagenLeida, leer_imagen
from captura.errores import HojaNoEncontrada, ImagenInvalida
from captura.geometria import Gris
from captura.hoja import HojaEnderezada
from captura.plantilla import Plantilla, cargar_plantilla
from muestras.durango import escribir_proceso
from ocr.motor import Lector
from verificacion.dominio.conteo import Leyenda

Dibujar = Callable[..., HojaEnderezada]
ALTO, ANCHO = 1000, 1400


@pytest.fixture(scope="module")
def formas(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plantilla, ...]:
    """The two forms of the sample election."""
    proceso = tmp_path_factory.mktemp("malas") / "proceso"
    escribir_proceso(proceso, 16, 7, datetime(2026, 6, 7, 8, tzinfo=UTC))
    return tuple(cargar_plantilla(c.parent) for c in sorted(proceso.glob("plantillas/*/plantilla.json")))


def _leer(lector: Lector, imagen: Gris, formas: Sequence[Plantilla]) -> ImagenLeida:
    contenido = cv2.imencode(".jpg", imagen, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()
    return leer_imagen(contenido, lector, lambda _: formas, lambda _: None)


def _blanca(forma: Plantilla) -> Gris:
    return np.asarray(cv2.imread(str(forma.referencia), cv2.IMREAD_GRAYSCALE), np.uint8)


def _gato() -> Gris:
    """Fur at several scales, two eyes and whiskers."""
    rng = np.random.default_rng(1)
    pelo = np.zeros((ALTO, ANCHO), np.float32)
    for k in (3, 9, 30, 120):
        fino = rng.normal(0, k, (ALTO // k + 1, ANCHO // k + 1)).astype(np.float32)
        pelo += cv2.resize(fino, (ANCHO, ALTO), interpolation=cv2.INTER_CUBIC)
    gato = np.clip(120 + 5 * pelo, 0, 255).astype(np.uint8)
    for x in (0.4, 0.6):
        ojo = (round(x * ANCHO), round(0.42 * ALTO))
        cv2.ellipse(gato, ojo, (60, 40), 0, 0, 360, 210, -1)
        cv2.ellipse(gato, ojo, (15, 37), 0, 0, 360, 10, -1)
    for lado in (-1, 1):
        for k in range(4):
            desde, hasta = (ANCHO // 2 + lado * 40, 600), (ANCHO // 2 + lado * 420, 520 + 50 * k)
            cv2.line(gato, desde, hasta, 230, 3)
    return gato


def _pagina(alto: int = 1400, ancho: int = 1000) -> Gris:
    """Print and boxes of some other form."""
    pagina = np.full((alto, ancho), 245, np.uint8)
    for y in range(60, alto, 36):
        cv2.putText(pagina, f"Articulo {y} fraccion II, parrafo 3 de la ley", (40, y), 0, 0.8, 30, 2)
    for y in range(100, alto - 60, 90):
        cv2.rectangle(pagina, (ancho - 200, y), (ancho - 150, y + 60), 20, 3)
    return pagina


AJENAS: dict[str, Callable[[], Gris]] = {
    "un gato": _gato,
    "una página de otra forma": _pagina,
    "todo negro": lambda: np.random.default_rng(1).integers(0, 9, (ALTO, ANCHO)).astype(np.uint8),
    "papel en blanco": lambda: np.full((ALTO, ANCHO), 250, np.uint8),
}


@pytest.mark.parametrize("imagen", AJENAS.values(), ids=AJENAS)
def test_a_photo_of_no_acta_is_a_typed_error(
    lector: Lector, formas: tuple[Plantilla, ...], imagen: Callable[[], Gris]
) -> None:
    leida = _leer(lector, imagen(), formas[:1])
    assert isinstance(leida.error, HojaNoEncontrada)
    assert leida.error.codigo
    assert (leida.lectura, leida.hoja, leida.propuesta) == (None, None, None)
    assert leida.calidad["veredicto"]


@pytest.mark.parametrize("cual", ["cortada", "su hermana"])
def test_a_form_that_is_not_whole_or_not_this_one_is_a_typed_error(
    lector: Lector, formas: tuple[Plantilla, ...], cual: str
) -> None:
    blanca = _blanca(formas[0])
    imagenes = {
        "cortada": np.ascontiguousarray(blanca[:, : round(0.6 * blanca.shape[1])]),
        "su hermana": _blanca(formas[1]),
    }
    leida = _leer(lector, imagenes[cual], formas[:1])
    assert isinstance(leida.error, HojaNoEncontrada)
    assert leida.lectura is None


def test_a_blank_form_has_no_data_and_names_no_acta(lector: Lector, formas: tuple[Plantilla, ...]) -> None:
    leida = _leer(lector, _blanca(formas[0]), formas)
    assert leida.lectura is not None and leida.error is None
    assert set(leida.lectura.conteo().values()) == {Leyenda.SIN_DATO}
    assert (leida.qr, leida.propuesta) == (None, None)


@pytest.mark.parametrize("contenido", [b"", b"GIF89a", b"\xff\xd8\xff\xe0 no es un JPEG"])
def test_bytes_that_are_no_image_are_a_typed_error(
    lector: Lector, formas: tuple[Plantilla, ...], contenido: bytes
) -> None:
    with pytest.raises(ImagenInvalida):
        leer_imagen(contenido, lector, lambda _: formas, lambda _: None)


def test_print_under_the_boxes_of_a_form_laid_by_mistake_is_no_number(
    lector: Lector, plantilla: Plantilla, dibujar_hoja: Dibujar
) -> None:
    modelo = dibujar_hoja({})
    texto = _pagina(*modelo.gris.shape)
    hoja = HojaEnderezada(texto, modelo.homografia, modelo.desplazamiento, 0.0, 1.0, "de prueba", modelo.hoja_mm, texto)
    campos = lector.leer(hoja, plantilla, letras="todas").campos.values()
    assert not [c for c in campos if c.aceptado and isinstance(c.cifra, int)]
