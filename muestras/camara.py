"""A sheet of paper in front of a camera: where each millimetre of a curled sheet falls on the photo."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Puntos = NDArray[np.float64]
"""(n, 2): millimetres of the sheet from its top-left corner, or pixels of the photo."""


@dataclass(frozen=True, slots=True)
class Papel3D:
    """The shape of the sheet: height over the table in mm, as waves, one lifted corner and creases.

    ``ondas`` are (amplitude mm, wave number x per mm, wave number y per mm, phase); ``esquina`` is (x mm, y mm, height
    mm, reach mm), height 0 for none; ``pliegues`` are ridges (x mm, y mm of a point on it, heading radians, height mm,
    reach mm to each side), negative heights for valleys.
    """

    hoja_mm: tuple[float, float]
    ondas: tuple[tuple[float, float, float, float], ...] = ()
    esquina: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 1.0)
    pliegues: tuple[tuple[float, float, float, float, float], ...] = ()

    def altura(self, mm: Puntos) -> NDArray[np.float64]:
        """Height of each point, mm."""
        z = np.zeros(len(mm))
        for amplitud, kx, ky, fase in self.ondas:
            z += amplitud * np.sin(kx * mm[:, 0] + ky * mm[:, 1] + fase)
        x, y, alto, alcance = self.esquina
        if alto:
            cerca = np.clip(1.0 - np.hypot(mm[:, 0] - x, mm[:, 1] - y) / alcance, 0.0, 1.0)
            z += alto * cerca**2
        for x, y, rumbo, alto, alcance in self.pliegues:
            lejos = np.abs((mm[:, 0] - x) * np.sin(rumbo) - (mm[:, 1] - y) * np.cos(rumbo))
            z += alto * np.clip(1.0 - lejos / alcance, 0.0, 1.0)
        return z


@dataclass(frozen=True, slots=True)
class Camara:
    """A pinhole camera. ``matriz`` is 3x4: homogeneous millimetres (x, y, height) to homogeneous pixels."""

    matriz: NDArray[np.float64]
    papel: Papel3D

    def ubicar(self, mm: Puntos) -> Puntos:
        """Where points of the sheet fall on the photo, px."""
        mundo = np.column_stack([mm, self.papel.altura(mm), np.ones(len(mm))])
        return _dividir(mundo @ self.matriz.T)

    def plana(self) -> NDArray[np.float64]:
        """Homography of a sheet lying flat: mm to px."""
        return self.matriz[:, [0, 1, 3]]

    def deshacer(self, px: Puntos, vueltas: int = 6) -> Puntos:
        """Which point of the sheet each pixel shows, by fixed point from the flat sheet (under 0.05 mm after six)."""
        inversa: NDArray[np.float64] = np.linalg.inv(self.plana()).astype(np.float64)
        destino = _aplicar(inversa, px)
        mm = destino
        for _ in range(vueltas):
            mm = mm + destino - _aplicar(inversa, self.ubicar(mm))
        return mm


def _aplicar(homografia: NDArray[np.float64], puntos: Puntos) -> Puntos:
    return _dividir(np.column_stack([puntos, np.ones(len(puntos))]) @ homografia.T)


def _dividir(homogeneos: NDArray[np.float64]) -> Puntos:
    return homogeneos[:, :2] / homogeneos[:, 2:]


def camara_sobre(
    papel: Papel3D,
    foto_px: tuple[int, int],
    altura_mm: float,
    inclinacion_grados: tuple[float, float],
    giro_grados: float,
    llenado: float,
    corrimiento: tuple[float, float] = (0.0, 0.0),
) -> Camara:
    """Aim a camera at the sheet.

    Args:
        papel: the sheet, its centre under the camera.
        foto_px: (width, height) of the photo.
        altura_mm: distance from the camera to the centre: the nearer, the stronger the perspective.
        inclinacion_grados: tilt about the photo's horizontal and vertical axes.
        giro_grados: turn in the plane of the photo; 90 is a photo stored on its side.
        llenado: how much of the photo the sheet takes, in its tighter direction (under 1 leaves a border).
        corrimiento: shift of the sheet, as a fraction of the photo.
    """
    ancho, alto = papel.hoja_mm
    ax, ay, az = np.radians([*inclinacion_grados, giro_grados])
    giro_x = np.array([[1, 0, 0], [0, np.cos(ax), -np.sin(ax)], [0, np.sin(ax), np.cos(ax)]])
    giro_y = np.array([[np.cos(ay), 0, np.sin(ay)], [0, 1, 0], [-np.sin(ay), 0, np.cos(ay)]])
    giro_z = np.array([[np.cos(az), -np.sin(az), 0], [np.sin(az), np.cos(az), 0], [0, 0, 1]])
    # Height grows towards the camera, which looks along +z: hence the sign of the third axis.
    rotacion = giro_x @ giro_y @ giro_z @ np.diag([1.0, 1.0, -1.0])
    centro = np.array([ancho / 2, alto / 2, 0.0])
    traslado = np.array([0.0, 0.0, altura_mm]) - rotacion @ centro
    sin_escala = np.column_stack([rotacion, traslado])
    bordes = np.array([[0, 0], [ancho, 0], [ancho, alto], [0, alto]], float)
    vista = Camara(sin_escala, papel).ubicar(bordes)
    minimo, maximo = vista.min(axis=0), vista.max(axis=0)
    tamano = np.array(foto_px, float)
    foco = llenado * float(np.min(tamano / (maximo - minimo)))
    centro_px = tamano / 2 - foco * (minimo + maximo) / 2 + np.array(corrimiento) * tamano
    interna = np.array([[foco, 0, centro_px[0]], [0, foco, centro_px[1]], [0, 0, 1]])
    return Camara(interna @ sin_escala, papel)
