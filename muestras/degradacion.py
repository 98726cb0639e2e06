"""From a clean sheet to the photo of a phone or the page of a scanner, with the truth of where everything went."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from muestras.camara import Camara, Papel3D, Puntos, camara_sobre

Condicion = Literal["movil", "escaner"]
Pagina = NDArray[np.uint8]

MOVIL_PX = (3264, 2448)
"""8 MP: between the 2 to 3 MP that messengers leave and the 12 MP of a present phone."""
DPI_ESCANER = 200.0
_PASO_MALLA = 24
_BANDA = 256


@dataclass(frozen=True, slots=True)
class Foto:
    """A photo and its truth.

    ``imagen`` is (alto, ancho, 3) uint8 BGR; ``ubicar`` takes mm of the sheet, (n, 2), to its pixels.
    """

    imagen: Pagina
    ubicar: Callable[[Puntos], Puntos]
    condicion: Condicion


def fotografiar(
    pagina: Pagina,
    rng: np.random.Generator,
    condicion: Condicion,
    hoja_mm: tuple[float, float] = (340.0, 216.0),
    foto_px: tuple[int, int] = MOVIL_PX,
) -> Foto:
    """Photograph or scan a sheet.

    Args:
        pagina: (alto, ancho, 3) uint8 BGR, the whole sheet and nothing else.
        rng: chance; the same state gives the same photo.
        condicion: ``movil`` for a phone by hand, ``escaner`` for a flatbed at 200 dpi.
        hoja_mm: size of the sheet.
        foto_px: size of a phone's photo held landscape; a quarter of photos are taken upright.
    """
    if condicion == "escaner":
        return _escanear(pagina, rng, hoja_mm)
    papel = _papel_movil(hoja_mm, rng)
    giro = float(rng.choice([0.0, 90.0, 180.0, 270.0], p=[0.66, 0.14, 0.08, 0.12]))
    tamano = foto_px if giro in (0.0, 180.0) else (foto_px[1], foto_px[0])
    inclinacion = (float(np.clip(rng.normal(0, 7), -20, 20)), float(np.clip(rng.normal(0, 7), -20, 20)))
    camara = camara_sobre(
        papel,
        tamano,
        altura_mm=float(rng.uniform(380.0, 650.0)),
        inclinacion_grados=inclinacion,
        giro_grados=giro + float(np.clip(rng.normal(0.0, 3.0), -9.0, 9.0)),
        llenado=float(rng.uniform(0.86, 0.97)),
    )
    imagen = proyectar(pagina, camara, tamano, mesa(tamano, rng), rng)
    enfocar(imagen, rng)
    iluminar(imagen, luz_de_lampara(camara, tamano, rng), tinte(rng), float(rng.uniform(2.0, 6.0)), rng)
    return Foto(imagen, camara.ubicar, condicion)


def codificar(foto: Foto, rng: np.random.Generator) -> bytes:
    """JPEG bytes at the quality of phones, messengers or scanners."""
    calidad = int(rng.integers(80, 93)) if foto.condicion == "escaner" else int(rng.integers(68, 90))
    bien, jpeg = cv2.imencode(".jpg", foto.imagen, [cv2.IMWRITE_JPEG_QUALITY, calidad])
    assert bien  # an image in memory always encodes
    return jpeg.tobytes()


def _papel_movil(hoja_mm: tuple[float, float], rng: np.random.Generator) -> Papel3D:
    """Curl of a sheet that came folded in an envelope: one long wave or two, now and then a lifted corner."""
    ondas: list[tuple[float, float, float, float]] = []
    for _ in range(int(rng.integers(1, 4))):
        largo = float(rng.uniform(110.0, 480.0))
        rumbo = float(rng.normal(0.0, 0.5)) + (0.0 if rng.random() < 0.6 else np.pi / 2)
        k = 2 * np.pi / largo
        amplitud = min(float(abs(rng.normal(0.0, 1.8))), 0.012 * largo)
        ondas.append((amplitud, k * np.cos(rumbo), k * np.sin(rumbo), float(rng.uniform(0, 2 * np.pi))))
    x, y = (float(lado) * int(rng.integers(2)) for lado in hoja_mm)
    alto = float(rng.uniform(3.0, 14.0)) if rng.random() < 0.25 else 0.0
    return Papel3D(hoja_mm, tuple(ondas), (x, y, alto, float(rng.uniform(50.0, 110.0))))


def proyectar(
    pagina: Pagina, camara: Camara, tamano: tuple[int, int], fondo: Pagina, rng: np.random.Generator
) -> Pagina:
    """Draw the curled sheet over the table, with the shadow of its edge, by one remap."""
    ancho, alto = tamano
    ancho_mm, alto_mm = camara.papel.hoja_mm
    columnas, filas = ancho // _PASO_MALLA + 2, alto // _PASO_MALLA + 2
    x, y = np.meshgrid(np.arange(columnas) * float(_PASO_MALLA), np.arange(filas) * float(_PASO_MALLA))
    mm = camara.deshacer(np.column_stack([x.ravel(), y.ravel()]).astype(np.float64)).reshape(filas, columnas, 2)
    escala = np.array([pagina.shape[1] / ancho_mm, pagina.shape[0] / alto_mm])
    malla = (mm * escala - 0.5).astype(np.float32)
    # An affine map on the coarse grid places grid point (i, j) exactly at pixel (i, j) * _PASO_MALLA.
    paso = np.array([[1 / _PASO_MALLA, 0, 0], [0, 1 / _PASO_MALLA, 0]])
    mapa = cv2.warpAffine(malla, paso, tamano, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    _sombra_de_borde(fondo, camara, rng)
    return cast(
        "Pagina",
        cv2.remap(
            pagina,
            np.ascontiguousarray(mapa[..., 0]),
            np.ascontiguousarray(mapa[..., 1]),
            cv2.INTER_LINEAR,
            dst=fondo,
            borderMode=cv2.BORDER_TRANSPARENT,
        ),
    )


def _sombra_de_borde(fondo: Pagina, camara: Camara, rng: np.random.Generator) -> None:
    f = 8
    ancho_mm, alto_mm = camara.papel.hoja_mm
    bordes = camara.ubicar(np.array([[0, 0], [ancho_mm, 0], [ancho_mm, alto_mm], [0, alto_mm]], float))
    lienzo = np.zeros((fondo.shape[0] // f + 1, fondo.shape[1] // f + 1), np.uint8)
    cv2.fillPoly(lienzo, [((bordes + rng.normal(0, 10, 2)) / f).round().astype(np.int32)], 255)
    suave = cv2.GaussianBlur(lienzo, (0, 0), 4.0)
    mascara = cv2.resize(suave, (fondo.shape[1], fondo.shape[0]), interpolation=cv2.INTER_LINEAR)
    cv2.multiply(fondo, cv2.merge([255 - mascara // 2] * 3), dst=fondo, scale=1 / 255)


def mesa(tamano: tuple[int, int], rng: np.random.Generator) -> Pagina:
    """A table: wood, cloth, laminate or a dark floor. Drawn small and enlarged."""
    ancho, alto = tamano[0] // 4, tamano[1] // 4
    color = np.array(
        ((60, 95, 140), (150, 165, 175), (60, 60, 65), (190, 195, 198), (95, 120, 85), (50, 70, 120))[
            int(rng.integers(6))
        ]
    )
    clase = rng.random()
    if clase < 0.45:
        vetas = rng.normal(0, 1, (max(2, alto // 3), 12)).astype(np.float32)
        textura = cv2.resize(vetas, (ancho, alto), interpolation=cv2.INTER_CUBIC) * 14
    elif clase < 0.75:
        textura = rng.normal(0, 9, (alto, ancho)).astype(np.float32)
    else:
        textura = cv2.resize(rng.normal(0, 1, (6, 8)).astype(np.float32), (ancho, alto)) * 10
    base = np.clip(textura[..., None] + color, 0, 255).astype(np.uint8)
    return cv2.resize(base, tamano, interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)


def enfocar(imagen: Pagina, rng: np.random.Generator) -> None:
    """Lens blur always, hand shake sometimes."""
    cv2.GaussianBlur(imagen, (0, 0), float(rng.uniform(0.45, 1.15)), dst=imagen)
    if rng.random() < 0.15:
        largo = int(rng.integers(3, 7))
        nucleo = np.zeros((largo, largo), np.float32)
        cv2.line(nucleo, (0, int(rng.integers(largo))), (largo - 1, int(rng.integers(largo))), 1.0)
        cv2.filter2D(imagen, -1, nucleo / nucleo.sum(), dst=imagen)


def luz_de_lampara(camara: Camara, tamano: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """Light gain at 1/16 scale: lamp fall-off, slope of the paper, and the shadow of a hand, phone or person."""
    ancho, alto = tamano[0] // 16 + 1, tamano[1] // 16 + 1
    x, y = np.meshgrid(np.linspace(0, 1, ancho), np.linspace(0, 1, alto))
    foco_x, foco_y = rng.uniform(-0.3, 1.3, 2)
    luz = 1.08 - rng.uniform(0.1, 0.42) * np.hypot(x - foco_x, y - foco_y)
    mm = camara.deshacer(np.column_stack([x.ravel() * tamano[0], y.ravel() * tamano[1]]), vueltas=2)
    d = 2.0
    paso = np.array([d, 0.4 * d])
    pendiente = camara.papel.altura(mm + paso) - camara.papel.altura(mm - paso)
    luz *= 1.0 + 0.9 * np.clip(pendiente / (2 * d), -0.25, 0.25).reshape(alto, ancho)
    if rng.random() < 0.4:
        sombra = np.zeros((alto, ancho), np.float32)
        centro = rng.uniform(-0.1, 1.1, 2) * (ancho, alto)
        radios = rng.uniform(0.15, 0.55, 2) * (ancho, alto)
        angulo = float(rng.uniform(0, 180))
        cv2.ellipse(
            sombra,
            ((float(centro[0]), float(centro[1])), (float(radios[0]) * 2, float(radios[1]) * 2), angulo),
            1.0,
            -1,
        )
        luz *= 1.0 - rng.uniform(0.12, 0.45) * cv2.GaussianBlur(sombra, (0, 0), float(rng.uniform(2.0, 12.0)))
    if rng.random() < 0.15:
        brillo = np.exp(
            -((x - rng.uniform(0, 1)) ** 2 + (y - rng.uniform(0, 1)) ** 2) / (2 * rng.uniform(0.03, 0.09) ** 2)
        )
        luz += rng.uniform(0.1, 0.4) * brillo
    return (luz * rng.uniform(0.78, 1.0)).astype(np.float32)


def tinte(rng: np.random.Generator) -> NDArray[np.float32]:
    """White balance: warm bulbs to cold tubes."""
    calor = rng.normal(0.0, 0.06)
    return np.array([1.0 - calor, 1.0, 1.0 + calor], np.float32)


def iluminar(
    imagen: Pagina,
    luz: NDArray[np.float32],
    tinte: NDArray[np.float32],
    ruido: float,
    rng: np.random.Generator,
) -> None:
    """Apply light, tint and sensor noise in place, a band at a time so that memory stays small."""
    alto, ancho = imagen.shape[:2]
    grano = rng.standard_normal((_BANDA, 512, 3)).astype(np.float32) * ruido
    completa = cv2.resize(luz, (ancho, alto), interpolation=cv2.INTER_LINEAR)
    for y in range(0, alto, _BANDA):
        banda = imagen[y : y + _BANDA].astype(np.float32)
        banda *= completa[y : y + _BANDA, :, None] * tinte
        corte = np.roll(grano, tuple(rng.integers(0, 256, 2)), axis=(0, 1))
        for x in range(0, ancho, 512):
            trozo = banda[:, x : x + 512]
            trozo += corte[: trozo.shape[0], : trozo.shape[1]]
        imagen[y : y + _BANDA] = np.clip(banda, 0, 255).astype(np.uint8)


def _escanear(pagina: Pagina, rng: np.random.Generator, hoja_mm: tuple[float, float]) -> Foto:
    """A flatbed: nearly straight, even light, sometimes grey; now and then upside down."""
    px_por_mm = DPI_ESCANER / 25.4
    margen = 5.0
    tamano = (round((hoja_mm[0] + 2 * margen) * px_por_mm), round((hoja_mm[1] + 2 * margen) * px_por_mm))
    giro = np.radians(float(np.clip(rng.normal(0.0, 0.6), -2.0, 2.0)) + (180.0 if rng.random() < 0.05 else 0.0))
    c, s = np.cos(giro) * px_por_mm, np.sin(giro) * px_por_mm
    centro = np.array(hoja_mm) / 2
    lugar = np.array(tamano) / 2 + rng.normal(0.0, 1.5, 2) * px_por_mm
    tx, ty = lugar - np.array([[c, -s], [s, c]]) @ centro
    camara = Camara(np.array([[c, -s, 0, tx], [s, c, 0, ty], [0, 0, 0, 1.0]]), Papel3D(hoja_mm))
    tapa = np.full((tamano[1], tamano[0], 3), int(rng.choice([250, 235, 25], p=[0.5, 0.3, 0.2])), np.uint8)
    imagen = proyectar(pagina, camara, tamano, tapa, rng)
    cv2.GaussianBlur(imagen, (0, 0), float(rng.uniform(0.4, 0.7)), dst=imagen)
    if rng.random() < 0.4:
        imagen = cv2.cvtColor(cv2.cvtColor(imagen, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
    luz = np.full((2, 2), float(rng.uniform(0.95, 1.03)), np.float32)
    iluminar(imagen, luz, np.ones(3, np.float32), float(rng.uniform(1.0, 3.0)), rng)
    return Foto(imagen, camara.ubicar, "escaner")
