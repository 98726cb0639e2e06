"""What lies around, under and over a sheet when it is photographed: other papers, things of the table, hands, glare."""

import cv2
import numpy as np
from numpy.typing import NDArray

from muestras.camara import Camara, Papel3D, camara_sobre
from muestras.degradacion import Pagina, proyectar

_PIELES = ((120, 155, 205), (90, 125, 180), (60, 90, 140), (150, 180, 222))
"""BGR of hands."""


def cubrir_de_cosas(mesa: Pagina, rng: np.random.Generator) -> None:
    """Papers with print, a checked cloth, cups, coins and pens, in place."""
    alto, ancho = mesa.shape[:2]
    if rng.random() < 0.4:
        paso = int(rng.integers(ancho // 40, ancho // 12))
        franjas = ((np.arange(ancho) // paso) % 2 * 60).astype(np.uint8)
        mesa[:] = cv2.subtract(mesa, cv2.merge([np.broadcast_to(franjas, (alto, ancho)).copy()] * 3))
    for _ in range(int(rng.integers(3, 8))):
        _papel_impreso(mesa, rng)
    for _ in range(int(rng.integers(2, 7))):
        centro = (int(rng.integers(ancho)), int(rng.integers(alto)))
        radio = int(ancho * rng.uniform(0.01, 0.07))
        color = tuple(int(c) for c in rng.integers(20, 230, 3))
        cv2.circle(mesa, (centro[0] + radio // 5, centro[1] + radio // 5), radio, (25, 25, 25), -1, cv2.LINE_AA)
        cv2.circle(mesa, centro, radio, color, -1, cv2.LINE_AA)
        cv2.circle(mesa, centro, round(radio * 0.8), tuple(c // 2 for c in color), max(2, radio // 12), cv2.LINE_AA)


def _papel_impreso(mesa: Pagina, rng: np.random.Generator) -> None:
    """Some other paper: lines of text or a table, at any turn."""
    lado = max(mesa.shape)
    ancho, alto = (int(lado * v) for v in rng.uniform(0.18, 0.5, 2))
    papel = documento_ajeno(ancho, alto, rng)
    m = cv2.getRotationMatrix2D((ancho / 2, alto / 2), float(rng.uniform(0, 360)), 1.0)
    m[:, 2] += rng.uniform(0, 1, 2) * (mesa.shape[1], mesa.shape[0]) - (ancho / 2, alto / 2)
    tamano = (mesa.shape[1], mesa.shape[0])
    cv2.warpAffine(papel, m, tamano, dst=mesa, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT)


def documento_ajeno(ancho: int, alto: int, rng: np.random.Generator) -> Pagina:
    """A page that is no acta, (alto, ancho, 3): a letter, a table with figures, or lists with a title."""
    papel = np.full((alto, ancho, 3), rng.integers(215, 255, 3), np.uint8)
    renglon = max(12, round(alto / rng.uniform(22, 45)))
    tamano = renglon / 42
    clase = int(rng.integers(3))
    for k, y in enumerate(range(2 * renglon, alto - renglon, renglon)):
        letras = "".join(" " if rng.random() < 0.16 else chr(97 + int(rng.integers(26))) for _ in range(70))
        if clase == 1:
            letras = "".join(f"{int(rng.integers(10000)):>9}" for _ in range(8))
        grande = tamano * (1.6 if k == 0 else 1.0)
        texto = letras[: int(ancho * 0.86 / (20 * grande))]
        if clase == 2 and k == 0:
            texto = texto.upper()
        cv2.putText(papel, texto, (ancho // 14, y), cv2.FONT_HERSHEY_SIMPLEX, grande, (45, 40, 40), 1, cv2.LINE_AA)
        if clase > 0:
            cv2.line(
                papel, (ancho // 14, y + renglon // 4), (ancho - ancho // 14, y + renglon // 4), (110, 110, 110), 1
            )
    if clase > 0:
        for x in np.linspace(ancho // 14, ancho - ancho // 14, int(rng.integers(3, 9))).astype(int):
            cv2.line(papel, (int(x), renglon), (int(x), alto - renglon), (110, 110, 110), 1)
    return papel


def poner_debajo(
    mesa: Pagina, abajo: Pagina, hoja_mm: tuple[float, float], arriba: Camara, rng: np.random.Generator
) -> Pagina:
    """Another sheet under the first one, turned and shifted so that parts of it show."""
    px_por_mm = float(np.sqrt(abs(np.linalg.det(arriba.plana()[:2, :2]))) / abs(arriba.plana()[2, 2]))
    tamano = (mesa.shape[1], mesa.shape[0])
    suelto = camara_sobre(
        Papel3D(hoja_mm),
        tamano,
        altura_mm=560.0,
        inclinacion_grados=(0.0, 0.0),
        giro_grados=float(rng.choice([0.0, 180.0, 90.0], p=[0.7, 0.15, 0.15]) + rng.normal(0, 7)),
        llenado=1.0,
        corrimiento=(float(rng.normal(0, 0.12)), float(rng.normal(0, 0.12))),
    )
    suya = float(np.sqrt(abs(np.linalg.det(suelto.plana()[:2, :2]))) / abs(suelto.plana()[2, 2]))
    f = px_por_mm / suya
    centro = np.array(tamano) / 2
    ajuste = np.array([[f, 0, centro[0] * (1 - f)], [0, f, centro[1] * (1 - f)], [0, 0, 1.0]])
    return proyectar(abajo, Camara(ajuste @ suelto.matriz, suelto.papel), tamano, mesa, rng)


def poner_manos(foto: Pagina, camara: Camara, rng: np.random.Generator) -> None:
    """One to three fingers that hold the sheet by its edges, with their shadow, in place."""
    ancho_mm, alto_mm = camara.papel.hoja_mm
    for _ in range(int(rng.integers(1, 4))):
        t, lado = float(rng.uniform(0.1, 0.9)), int(rng.integers(4))
        borde = np.array([(t * ancho_mm, 0), (ancho_mm, t * alto_mm), (t * ancho_mm, alto_mm), (0, t * alto_mm)][lado])
        adentro = np.array([(0, 1), (-1, 0), (0, -1), (1, 0)][lado], float)
        sesgo = np.array([adentro[1], adentro[0]]) * rng.uniform(-0.5, 0.5)
        punta = borde + (adentro + sesgo) * rng.uniform(8.0, 26.0)
        raiz = borde - (adentro + sesgo) * 120.0
        a, b = camara.ubicar(np.stack([punta, raiz]))
        grosor = float(np.linalg.norm(a - b)) / float(np.linalg.norm(punta - raiz)) * float(rng.uniform(15.0, 21.0))
        _dedo(foto, a, b, grosor, np.array(_PIELES[int(rng.integers(len(_PIELES)))], float))


def _dedo(
    foto: Pagina, punta: NDArray[np.float64], raiz: NDArray[np.float64], grosor: float, piel: NDArray[np.float64]
) -> None:
    f = 4  # drawn small: a finger is out of focus
    tamano = (foto.shape[1] // f, foto.shape[0] // f)
    p, r = ((v / f).round().astype(int) for v in (punta, raiz))
    lienzo = np.zeros((tamano[1], tamano[0]), np.uint8)
    cv2.line(lienzo, tuple(map(int, p)), tuple(map(int, r)), 255, max(2, round(grosor / f)), cv2.LINE_AA)
    hondo = cv2.distanceTransform((lienzo > 127).astype(np.uint8), cv2.DIST_L2, 3) / max(1.0, grosor / f / 2)
    volumen = np.clip(0.62 + 0.38 * np.sqrt(np.clip(hondo, 0, 1)), 0, 1)
    color = (volumen[..., None] * piel).astype(np.uint8)
    una = (p * 0.93 + r * 0.07).round().astype(int)
    eje = float(np.degrees(np.arctan2(*(r - p)[::-1])))
    ejes = (max(1, round(grosor / f * 0.3)), max(1, round(grosor / f * 0.24)))
    cv2.ellipse(color, tuple(map(int, una)), ejes, eje, 0, 360, tuple(float(c) for c in np.minimum(piel + 35, 255)), -1)
    sombra = cv2.GaussianBlur(np.roll(lienzo, (round(grosor / f / 4),) * 2, (0, 1)), (0, 0), max(1.0, grosor / f / 6))
    completo = (foto.shape[1], foto.shape[0])
    oscuro = 255 - cv2.resize(sombra, completo, interpolation=cv2.INTER_LINEAR) // 2
    cv2.multiply(foto, cv2.merge([oscuro] * 3), dst=foto, scale=1 / 255)
    alfa = cv2.resize(cv2.GaussianBlur(lienzo, (0, 0), 1.0), completo, interpolation=cv2.INTER_LINEAR)
    encima = cv2.resize(color, completo, interpolation=cv2.INTER_LINEAR)
    zona = alfa > 0
    mezcla = alfa[zona, None].astype(np.float32) / 255
    foto[zona] = (foto[zona] * (1 - mezcla) + encima[zona] * mezcla).astype(np.uint8)


def poner_sombras(luz: NDArray[np.float32], rng: np.random.Generator) -> None:
    """Hard shadows of an arm, a phone or a window's bars over a light map, in place."""
    alto, ancho = luz.shape
    for _ in range(int(rng.integers(1, 4))):
        mapa = np.zeros((alto, ancho), np.float32)
        centro = rng.uniform(0, 1, 2) * (ancho, alto)
        lados = rng.uniform(0.1, 0.7, 2) * (ancho, alto)
        caja = cv2.boxPoints(
            ((float(centro[0]), float(centro[1])), (float(lados[0]), float(lados[1])), float(rng.uniform(0, 180)))
        )
        cv2.fillPoly(mapa, [caja.round().astype(np.int32)], 1.0)
        luz *= 1.0 - rng.uniform(0.25, 0.6) * cv2.GaussianBlur(mapa, (0, 0), float(rng.uniform(0.8, 5.0)))


def poner_reflejo(foto: Pagina, rng: np.random.Generator) -> None:
    """A lamp or a window mirrored by the paper or its plastic sleeve: burnt in the middle, in place."""
    alto, ancho = foto.shape[0] // 16 + 1, foto.shape[1] // 16 + 1
    brillo = np.zeros((alto, ancho), np.float32)
    for _ in range(int(rng.integers(1, 3))):
        centro = tuple(float(v) for v in rng.uniform(0.2, 0.8, 2) * (ancho, alto))
        lados = tuple(float(v) * ancho for v in rng.uniform(0.05, 0.16, 2))
        if rng.random() < 0.5:
            caja = cv2.boxPoints((centro, lados, float(rng.uniform(0, 90))))
            cv2.fillPoly(brillo, [caja.round().astype(np.int32)], 1.0)
        else:
            cv2.ellipse(brillo, (centro, lados, float(rng.uniform(0, 180))), 1.0, -1)
    brillo = cv2.GaussianBlur(brillo, (0, 0), float(rng.uniform(1.5, 7.0))) * float(rng.uniform(150, 330))
    grande = cv2.resize(brillo, (foto.shape[1], foto.shape[0]), interpolation=cv2.INTER_LINEAR).clip(0, 255)
    cv2.add(foto, cv2.merge([grande.astype(np.uint8)] * 3), dst=foto)
