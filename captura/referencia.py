"""The reference of a form, made ready to be looked for: features, printed structure and marks."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from captura.errores import HojaNoEncontrada
from captura.geometria import Gris, Puntos, puntos
from captura.plantilla import Caja, Plantilla

LADO_TRABAJO_PX = 900  # longest side of the sheet while it is aligned: about 3 px/mm, a printed line is one pixel
ESCALA_TRABAJO = (1.2, 4.0)  # px/mm limits of that scale
LADO_RASGOS_PX = 800  # longest side of the images on which features are sought
MAX_RASGOS = 2000
LADO_POCOS_PX = 448  # the same, at first: a fifth of the time, and enough for nine photos of ten
POCOS_RASGOS = 450
SIGMA_CONTRASTE_MM = 2.5  # wider than a stroke or a letter, narrower than a shadow
RUIDO = 7.0  # grey levels; under this contrast a patch of paper is empty
MARCAS_IGUALES = 0.85  # registration marks are all of one size; a letter or an emblem is not
ADENTRO_MM = 0.9  # from the line of a box to where handwriting is expected
SUAVE_MM = 0.35  # blur that forgives a line half a pixel away; half a box away it forgives nothing

Estructura = npt.NDArray[np.float32]
"""(alto, ancho) float32: local contrast, zero on plain paper, negative on ink, about -3..3."""


@dataclass(frozen=True)
class Rasgos:
    """Features of an image: where (in its own unit: mm or px) and RootSIFT descriptors (n, 128)."""

    xy: Puntos
    descriptores: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Marca:
    """A solid dark square: centre and side."""

    x: float
    y: float
    lado: float


@dataclass(frozen=True)
class Libre:
    """Where only print is expected: ``donde`` is 1 there, 0 where handwriting, stamps and ``mascara`` are."""

    donde: Estructura
    _presencia: dict[float, Estructura] = field(default_factory=dict[float, Estructura], repr=False, compare=False)

    def media(self, imagen: Estructura, sigma: float) -> Estructura:
        """Blur of what is zero outside ``donde``, in which only what is inside counts."""
        if sigma not in self._presencia:
            self._presencia[sigma] = np.maximum(_desenfocar(self.donde, sigma), 1e-3)
        return (_desenfocar(imagen, sigma) / self._presencia[sigma]).astype(np.float32, copy=False)


@dataclass(frozen=True)
class Referencia:
    """A form ready to be looked for. ``estructura`` and ``libre`` are at ``escala`` px/mm."""

    plantilla: Plantilla
    escala: float
    estructura: Estructura
    libre: Libre
    pocos: Rasgos
    """The strongest features of the form seen small."""
    rasgos: Rasgos
    marcas: tuple[Marca, ...]

    @cached_property
    def suave(self) -> Estructura:
        """The structure blurred by SUAVE_MM."""
        return suavizar(self.estructura, self.escala)

    @cached_property
    def pendientes(self) -> tuple[Estructura, Estructura]:
        """Slopes of ``suave`` along x and along y, per pixel."""
        gx, gy = (cv2.Sobel(self.suave, cv2.CV_32F, en_x, 1 - en_x, scale=1 / 8) for en_x in (1, 0))
        return gx.astype(np.float32, copy=False), gy.astype(np.float32, copy=False)

    def reducida(self, reduccion: int) -> Estructura:
        """The structure at ``escala / reduccion``."""
        if reduccion == 1:
            return self.estructura
        if reduccion not in self._reducidas:
            alto, ancho = (lado // reduccion for lado in self.estructura.shape)
            chica = cv2.resize(self.estructura, (ancho, alto), interpolation=cv2.INTER_AREA)
            self._reducidas[reduccion] = chica.astype(np.float32, copy=False)
        return self._reducidas[reduccion]

    @cached_property
    def _reducidas(self) -> dict[int, Estructura]:
        return {}


def suavizar(estructura: Estructura, escala: float) -> Estructura:
    """Blur by SUAVE_MM a structure at ``escala`` px/mm."""
    return cv2.GaussianBlur(estructura, (0, 0), SUAVE_MM * escala).astype(np.float32, copy=False)


def contraste(gris: Gris, px_por_mm: float, libre: Libre | None = None) -> Estructura:
    """Local contrast: takes shadows, exposure and paper colour away and leaves what is printed or written.

    With ``libre`` it is that of the print alone: what is written beside a pale line neither dims it nor leaves a
    trace; 0 where none is expected.
    """
    sigma = SIGMA_CONTRASTE_MM * px_por_mm
    resto = gris.astype(np.float32)
    if libre is None:
        resto -= _desenfocar(resto, sigma)
        varianza = _desenfocar(resto * resto, 2 * sigma)
    else:
        resto *= libre.donde
        resto -= libre.media(resto, sigma)
        resto *= libre.donde
        varianza = libre.media(resto * resto, 2 * sigma)
    desviacion = np.sqrt(np.maximum(varianza, 0)) + RUIDO  # box sums leave -1e-9
    return np.clip(resto / desviacion, -3, 3).astype(np.float32, copy=False)


def _desenfocar(imagen: Estructura, sigma: float) -> Estructura:
    """Near-Gaussian blur by two box filters, whose cost does not grow with sigma."""
    lado = max(3, 2 * round(sigma * 1.22) + 1)
    una = cv2.blur(imagen, (lado, lado), borderType=cv2.BORDER_REPLICATE)
    return cv2.blur(una, (lado, lado), borderType=cv2.BORDER_REPLICATE).astype(np.float32, copy=False)


def buscar_rasgos(gris: Gris, mascara: Gris | None = None, cuantos: int = MAX_RASGOS) -> Rasgos:
    """SIFT features with RootSIFT descriptors (Arandjelovic and Zisserman, 2012), in pixels of ``gris``."""
    capas = 2 if cuantos <= POCOS_RASGOS else 3  # of each octave: with two it costs a quarter less
    sift = cv2.SIFT.create(nfeatures=cuantos, nOctaveLayers=capas, contrastThreshold=0.03)
    claves, descriptores = sift.detectAndCompute(gris, mascara)  # pyright: ignore[reportArgumentType,reportCallIssue]
    if not claves:
        return Rasgos(np.zeros((0, 2)), np.zeros((0, 128), np.float32))
    d = np.sqrt(descriptores / np.maximum(descriptores.sum(axis=1, keepdims=True), 1e-6))
    return Rasgos(puntos([k.pt for k in claves]), d.astype(np.float32))


def buscar_marcas(gris: Gris, lado_minimo_px: float, lado_maximo_px: float) -> list[Marca]:
    """Solid dark squares (or what a perspective makes of them), largest first, in pixels."""
    bloque = 2 * round(lado_maximo_px * 1.5) + 1
    fondo = cv2.blur(cv2.max(gris, cv2.medianBlur(gris, 5)), (bloque, bloque))
    oscuro = (gris.astype(np.float32) < 0.6 * fondo).astype(np.uint8)
    n, _, datos, centros = cv2.connectedComponentsWithStats(oscuro)
    marcas: list[Marca] = []
    for i in range(1, n):
        _, _, ancho, alto, area = (int(v) for v in datos[i])
        lado = float(np.sqrt(area))
        cuadrado = max(ancho, alto) < 1.9 * min(ancho, alto) and area > 0.62 * ancho * alto
        if cuadrado and lado_minimo_px <= lado <= lado_maximo_px:
            marcas.append(Marca(float(centros[i][0]), float(centros[i][1]), lado))
    return sorted(marcas, key=lambda m: -m.lado)


@lru_cache(maxsize=16)
def preparar(plantilla: Plantilla) -> Referencia:
    """Read and prepare a form's reference. A pure function of the form (its ``huella``), so its results are kept.

    Raises:
        HojaNoEncontrada: the reference cannot be read any more.
    """
    imagen = cv2.imread(str(plantilla.referencia), cv2.IMREAD_GRAYSCALE)
    if imagen is None:
        raise HojaNoEncontrada(0.0, f"no se puede leer {plantilla.referencia}")
    ancho_mm, alto_mm = plantilla.hoja_mm
    largo = max(ancho_mm, alto_mm)
    escala = min(max(LADO_TRABAJO_PX / largo, ESCALA_TRABAJO[0]), ESCALA_TRABAJO[1])
    gris = _a_escala(imagen.astype(np.uint8, copy=False), plantilla, escala)
    libre = Libre(_pintar(plantilla, gris.shape, escala, con_cajas=True))
    estructura = contraste(gris, escala, libre)
    oscuras = buscar_marcas(gris, 3.0 * escala, 16.0 * escala)
    marcas = tuple(
        Marca((m.x + 0.5) / escala, (m.y + 0.5) / escala, m.lado / escala)
        for m in oscuras[:4]
        if m.lado > MARCAS_IGUALES * oscuras[0].lado
    )
    pocos, rasgos = (
        _rasgos(imagen.astype(np.uint8, copy=False), plantilla, lado / largo, cuantos)
        for lado, cuantos in ((LADO_POCOS_PX, POCOS_RASGOS), (LADO_RASGOS_PX, MAX_RASGOS))
    )
    return Referencia(plantilla, escala, estructura, libre, pocos, rasgos, marcas)


def _rasgos(imagen: Gris, plantilla: Plantilla, escala: float, cuantos: int) -> Rasgos:
    """Features of the print, in mm."""
    gris = _a_escala(imagen, plantilla, escala)
    impreso = _pintar(plantilla, gris.shape, escala, con_cajas=False).astype(np.uint8) * 255
    halladas = buscar_rasgos(gris, impreso, cuantos)
    return Rasgos((halladas.xy + 0.5) / escala, halladas.descriptores)


def _a_escala(imagen: Gris, plantilla: Plantilla, escala: float) -> Gris:
    ancho, alto = round(plantilla.hoja_mm[0] * escala), round(plantilla.hoja_mm[1] * escala)
    metodo = cv2.INTER_AREA if ancho < imagen.shape[1] else cv2.INTER_CUBIC
    return cv2.resize(imagen, (ancho, alto), interpolation=metodo).astype(np.uint8, copy=False)


def _pintar(plantilla: Plantilla, forma: tuple[int, ...], escala: float, *, con_cajas: bool) -> npt.NDArray[np.float32]:
    """1 where print is expected, 0 in ``mascara`` and, when asked, in the QR and inside the boxes to fill."""
    libre = np.ones(forma[:2], np.float32)

    def borrar(caja: Caja, adentro_mm: float) -> None:
        x0, y0 = (caja.x + adentro_mm) * escala, (caja.y + adentro_mm) * escala
        x1, y1 = (caja.x + caja.ancho - adentro_mm) * escala, (caja.y + caja.alto - adentro_mm) * escala
        if x1 > x0 and y1 > y0:
            libre[round(y0) : round(y1), round(x0) : round(x1)] = 0

    for caja in plantilla.mascara:
        borrar(caja, 0.0)
    if con_cajas:
        for campo in plantilla.campos:
            for caja in (*campo.digitos, *((campo.letra,) if campo.letra else ())):
                borrar(caja, ADENTRO_MM)
        if plantilla.qr:
            borrar(plantilla.qr, 0.0)
    return libre
