"""Photos of actas as people take them, one condition at a time, each with the truth of where every millimetre went."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from muestras.camara import Camara, Papel3D, Puntos, camara_sobre
from muestras.degradacion import Pagina, enfocar, fotografiar, iluminar, luz_de_lampara, mesa, proyectar, tinte
from muestras.estorbos import cubrir_de_cosas, poner_debajo, poner_manos, poner_reflejo, poner_sombras

MOVIL_12_MP = (4032, 3024)
_PANEL_PX = (1920, 1080)
_PANEL_MM = (345.0, 194.0)  # a 15.6-inch laptop

Intervalo = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Toma:
    """A photo as it is sent, and its truth: ``ubicar`` takes mm of the sheet to pixels of the decoded photo."""

    jpeg: bytes
    ubicar: Callable[[Puntos], Puntos]
    foto_px: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Receta:
    """How the photos of one condition come about. Intervals are uniform; angles are degrees, lengths mm.

    ``cabe`` is how much of the photo the sheet takes; ``fuera`` how much of it is out of the photo; ``ganancia``
    of light; ``lado_px`` the longest side that is sent, 0 for all; ``que_hay`` names what is around.
    """

    onda_mm: Intervalo = (0.0, 0.6)
    pliegues: int = 0
    inclinacion: Intervalo = (0.0, 8.0)
    giro: Intervalo | None = None
    """None for one of the four ways to hold a phone, a few degrees off."""
    cabe: Intervalo = (0.86, 0.97)
    fuera: Intervalo = (0.0, 0.0)
    ganancia: Intervalo = (1.0, 1.0)
    ruido: Intervalo = (2.0, 6.0)
    calidad: Intervalo = (80.0, 95.0)
    lado_px: Intervalo = (0.0, 0.0)
    que_hay: frozenset[str] = frozenset()


RECETAS: Mapping[str, Receta] = {
    "plana": Receta(),
    "enroscada": Receta(onda_mm=(3.0, 8.0)),
    "doblada": Receta(onda_mm=(0.5, 2.0), pliegues=3),
    "oblicua": Receta(onda_mm=(0.0, 1.5), inclinacion=(20.0, 40.0), cabe=(0.75, 0.95)),
    "girada": Receta(onda_mm=(0.0, 1.5), giro=(0.0, 360.0)),
    "cortada": Receta(onda_mm=(0.0, 1.5), fuera=(0.02, 0.16), cabe=(0.95, 1.0)),
    "manos y sombras": Receta(onda_mm=(0.5, 2.5), que_hay=frozenset({"manos", "sombras"})),
    "mesa ocupada": Receta(onda_mm=(0.0, 2.0), cabe=(0.55, 0.85), que_hay=frozenset({"cosas"})),
    "otra hoja debajo": Receta(onda_mm=(0.0, 2.0), cabe=(0.65, 0.9), que_hay=frozenset({"debajo"})),
    "oscura": Receta(onda_mm=(0.0, 1.5), ganancia=(0.16, 0.35), ruido=(6.0, 12.0), calidad=(70.0, 88.0)),
    "reflejo": Receta(onda_mm=(0.0, 2.0), que_hay=frozenset({"reflejo"})),
    "baja resolución": Receta(onda_mm=(0.0, 1.5), lado_px=(1000.0, 1400.0)),
    "JPEG pesado": Receta(onda_mm=(0.0, 1.5), lado_px=(1500.0, 1800.0), calidad=(10.0, 25.0)),
    "pantalla": Receta(inclinacion=(0.0, 14.0), que_hay=frozenset({"pantalla"})),
    "todo junto": Receta(
        onda_mm=(1.0, 5.0), pliegues=2, inclinacion=(8.0, 25.0), giro=(0.0, 360.0), cabe=(0.6, 0.85),
        ganancia=(0.35, 0.9), ruido=(4.0, 9.0), calidad=(40.0, 75.0), lado_px=(1600.0, 2400.0),
        que_hay=frozenset({"manos", "sombras", "cosas", "reflejo"}),
    ),
}  # fmt: skip
"""``plana`` is the easy one; the others are the hard photos of the benchmark."""


def tomar(
    pagina: Pagina,
    abajo: Pagina,
    receta: Receta,
    rng: np.random.Generator,
    hoja_mm: tuple[float, float],
    foto_px: tuple[int, int] = MOVIL_12_MP,
) -> Toma:
    """Photograph a sheet under a condition.

    Args:
        pagina: (alto, ancho, 3) uint8 BGR, the whole sheet and nothing else.
        abajo: another sheet, for the conditions that show one beneath.
        receta: one of ``RECETAS``.
        rng: chance; the same state gives the same bytes.
        hoja_mm: size of both sheets.
        foto_px: size of the photo held landscape.
    """
    if "pantalla" in receta.que_hay:
        imagen, ubicar = _de_pantalla(pagina, receta, rng, hoja_mm, foto_px)
    else:
        imagen, ubicar = _de_papel(pagina, abajo, receta, rng, hoja_mm, foto_px)
    lado = rng.uniform(*receta.lado_px)
    f = min(1.0, lado / max(imagen.shape)) if lado else 1.0
    if f < 1.0:
        imagen = cv2.resize(imagen, None, fx=f, fy=f, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    bien, jpeg = cv2.imencode(".jpg", imagen, [cv2.IMWRITE_JPEG_QUALITY, round(rng.uniform(*receta.calidad))])
    assert bien  # an image in memory always encodes
    return Toma(jpeg.tobytes(), lambda mm: (ubicar(mm) + 0.5) * f - 0.5, (imagen.shape[1], imagen.shape[0]))


def _de_papel(
    pagina: Pagina,
    abajo: Pagina,
    receta: Receta,
    rng: np.random.Generator,
    hoja_mm: tuple[float, float],
    foto_px: tuple[int, int],
) -> tuple[Pagina, Callable[[Puntos], Puntos]]:
    camara, tamano = _apuntar(_papel(receta, hoja_mm, rng), receta, rng, foto_px)
    fondo = mesa(tamano, rng)
    if "cosas" in receta.que_hay:
        cubrir_de_cosas(fondo, rng)
    if "debajo" in receta.que_hay:
        fondo = poner_debajo(fondo, abajo, hoja_mm, camara, rng)
    imagen = proyectar(pagina, camara, tamano, fondo, rng)
    if "manos" in receta.que_hay:
        poner_manos(imagen, camara, rng)
    enfocar(imagen, rng)
    luz = luz_de_lampara(camara, tamano, rng)
    if "sombras" in receta.que_hay:
        poner_sombras(luz, rng)
    ganancia = np.float32(rng.uniform(*receta.ganancia))
    iluminar(imagen, luz * ganancia, tinte(rng), float(rng.uniform(*receta.ruido)), rng)
    if "reflejo" in receta.que_hay:
        poner_reflejo(imagen, rng)
    return imagen, camara.ubicar


def _papel(receta: Receta, hoja_mm: tuple[float, float], rng: np.random.Generator) -> Papel3D:
    """Waves that bend the sheet along one main direction, and the creases of one that came folded."""
    ondas: list[tuple[float, float, float, float]] = []
    rumbo = float(rng.uniform(0, np.pi))
    for k in range(2):
        largo = float(rng.uniform(180.0, 520.0)) / (k + 1)
        numero = 2 * np.pi / largo
        alto = min(float(rng.uniform(*receta.onda_mm)) / (k + 1), 0.02 * largo)
        desvio = rumbo + float(rng.normal(0, 0.3))
        fase = float(rng.uniform(0, 2 * np.pi))
        ondas.append((alto, numero * np.cos(desvio), numero * np.sin(desvio), fase))
    pliegues: list[tuple[float, float, float, float, float]] = []
    for k in range(receta.pliegues):
        x, y = ((0.5 if rng.random() < 0.6 else float(rng.uniform(0.2, 0.8))) * lado for lado in hoja_mm)
        recto = (np.pi / 2 if k % 2 == 0 else 0.0) + float(rng.normal(0, 0.06))
        alto = float(rng.uniform(2.0, 8.0)) * (1 if rng.random() < 0.6 else -1)
        pliegues.append((x, y, recto, alto, float(rng.uniform(40.0, 90.0))))
    return Papel3D(hoja_mm, tuple(ondas), pliegues=tuple(pliegues))


def _apuntar(
    papel: Papel3D, receta: Receta, rng: np.random.Generator, foto_px: tuple[int, int]
) -> tuple[Camara, tuple[int, int]]:
    inclinacion = float(rng.uniform(*receta.inclinacion))
    hacia = float(rng.uniform(0, 2 * np.pi))
    if receta.giro is None:
        giro = float(rng.choice([0.0, 90.0, 180.0, 270.0], p=[0.55, 0.15, 0.15, 0.15])) + float(rng.normal(0, 3))
    else:
        giro = float(rng.uniform(*receta.giro))
    de_pie = abs(np.sin(np.radians(giro))) > 0.7
    tamano = (foto_px[1], foto_px[0]) if de_pie else foto_px
    fuera = float(rng.uniform(*receta.fuera))
    lado = int(rng.integers(4))
    camara = camara_sobre(
        papel,
        tamano,
        altura_mm=float(rng.uniform(420.0, 680.0)),
        inclinacion_grados=(inclinacion * np.cos(hacia), inclinacion * np.sin(hacia)),
        giro_grados=giro,
        llenado=float(rng.uniform(*receta.cabe)),
    )
    if not fuera:
        return camara, tamano
    # the photo is cut: as if the phone had been held further to one side
    ancho, alto = papel.hoja_mm
    vista = camara.ubicar(np.array([[0, 0], [ancho, 0], [ancho, alto], [0, alto]], float))
    corrido = np.zeros(2)
    eje = lado % 2
    largo = float(np.ptp(vista[:, eje]))
    corrido[eje] = (
        -vista[:, eje].min() - fuera * largo if lado < 2 else tamano[eje] - vista[:, eje].max() + fuera * largo
    )
    mover = np.array([[1, 0, corrido[0]], [0, 1, corrido[1]], [0, 0, 1.0]])
    return Camara(mover @ camara.matriz, papel), tamano


def _de_pantalla(
    pagina: Pagina, receta: Receta, rng: np.random.Generator, hoja_mm: tuple[float, float], foto_px: tuple[int, int]
) -> tuple[Pagina, Callable[[Puntos], Puntos]]:
    """Somebody's photo shown on a laptop and photographed again: the panel's colour stripes beat with the sensor."""
    primera = fotografiar(pagina, rng, "movil", hoja_mm, (1440, 1080))
    alto, ancho = primera.imagen.shape[:2]
    f = min(_PANEL_PX[0] / ancho, _PANEL_PX[1] / alto) * float(rng.uniform(0.94, 1.0))
    vista = cv2.resize(primera.imagen, None, fx=f, fy=f, interpolation=cv2.INTER_AREA)
    panel = np.full((_PANEL_PX[1], _PANEL_PX[0], 3), 32, np.uint8)
    x0, y0 = (_PANEL_PX[0] - vista.shape[1]) // 2, (_PANEL_PX[1] - vista.shape[0]) // 2
    panel[y0 : y0 + vista.shape[0], x0 : x0 + vista.shape[1]] = vista
    camara, tamano = _apuntar(
        Papel3D(_PANEL_MM), Receta(inclinacion=receta.inclinacion, cabe=(0.95, 1.1)), rng, foto_px
    )
    px_mm = _PANEL_PX[0] / _PANEL_MM[0]
    a_panel = np.linalg.inv(camara.plana() @ np.diag([1 / px_mm, 1 / px_mm, 1.0]))
    luz = cv2.warpPerspective(
        panel, a_panel, tamano, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=(18, 18, 18)
    ).astype(np.uint8, copy=False)
    _rayar(luz, a_panel.astype(np.float64), float(rng.uniform(0.25, 0.55)))
    enfocar(luz, rng)
    plano = np.full((2, 2), float(rng.uniform(0.85, 1.05)), np.float32)
    iluminar(luz, plano, tinte(rng), float(rng.uniform(*receta.ruido)), rng)
    if rng.random() < 0.4:
        poner_reflejo(luz, rng)

    def ubicar(mm: Puntos) -> Puntos:
        en_panel = (primera.ubicar(mm) + 0.5) * f - 0.5 + np.array([x0, y0], float)
        return camara.ubicar(en_panel / px_mm)

    return luz, ubicar


def _rayar(imagen: Pagina, a_panel: NDArray[np.float64], fuerza: float) -> None:
    """Stripes of the red, green and blue cells, as the camera's pixels (about two a cell) sample them, in place."""
    alto, ancho = imagen.shape[:2]
    x = np.arange(ancho, dtype=np.float64)
    for y in range(alto):
        w = a_panel[2, 0] * x + a_panel[2, 1] * y + a_panel[2, 2]
        u = ((a_panel[0, 0] * x + a_panel[0, 1] * y + a_panel[0, 2]) / w).astype(np.float32)
        v = ((a_panel[1, 0] * x + a_panel[1, 1] * y + a_panel[1, 2]) / w).astype(np.float32)
        filas = 1.0 + 0.5 * fuerza * np.cos(2 * np.pi * v)
        for canal in range(3):
            onda = 1.0 + fuerza * np.cos(2 * np.pi * (u - (2.5 - canal) / 3))
            imagen[y, :, canal] = np.clip(imagen[y, :, canal] * (onda * filas), 0, 255).astype(np.uint8)
