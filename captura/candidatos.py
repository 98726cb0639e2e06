"""Several independent ways to guess where a form lies on a photo, in order of evidence. None is believed here."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import cv2
import numpy as np

from captura.geometria import Gris, Matriz, Puntos, esquinas, homografia_entre, homografia_robusta, puntos, transformar
from captura.referencia import Rasgos, Referencia, buscar_marcas, contraste

MIN_COINCIDENCIAS = 12  # MAGSAC finds 8-10 agreeing matches on unrelated documents
PROPORCION = 0.85  # of the nearest descriptor's distance to the second's (Lowe, 2004, a little looser: cells repeat)
TOLERANCIA_MM = 2.5  # curled paper departs this much from a plane
MAX_MARCAS_FOTO = 9
MAX_CANDIDATOS = 3
ESCALA_GRUESA = 0.8  # px/mm at which candidates without features are compared
HOLGURA_GRUESA_MM = 8.0


@dataclass(frozen=True)
class Candidato:
    """A guess: sheet mm → photo px, how it was made, and how many features agree with it where there are any."""

    homografia: Matriz
    metodo: str
    apoyo: int = 0


def por_rasgos(a: Rasgos, b: Rasgos, px_por_mm: float) -> Iterator[Candidato]:
    """By features that appear once on the form (``a``, mm) and once on the photo (``b``, px)."""
    if len(a.xy) < MIN_COINCIDENCIAS or len(b.xy) < MIN_COINCIDENCIAS:
        return
    parecido = a.descriptores @ b.descriptores.T
    mejor = parecido.argmax(axis=1)
    filas = np.arange(len(mejor))
    mutuo = parecido.argmax(axis=0)[mejor] == filas
    segundo = parecido.copy()
    segundo[filas, mejor] = -1
    d1 = np.sqrt(np.maximum(2 - 2 * parecido[filas, mejor], 0))
    d2 = np.sqrt(np.maximum(2 - 2 * segundo.max(axis=1), 1e-9))
    buenos = np.flatnonzero(mutuo & (d1 < PROPORCION * d2))
    if len(buenos) < MIN_COINCIDENCIAS:
        return
    hoja, foto = a.xy[buenos], b.xy[mejor[buenos]]
    homografia, dentro = homografia_robusta(hoja, foto, TOLERANCIA_MM * px_por_mm)
    if homografia is not None and dentro >= MIN_COINCIDENCIAS:
        yield Candidato(homografia, "rasgos", dentro)


def por_marcas(foto: Gris, referencia: Referencia) -> Iterator[Candidato]:
    """By the black squares at the corners of the form, in every order that a photo allows."""
    if len(referencia.marcas) < 3:
        return
    lado = max(foto.shape)
    halladas = buscar_marcas(foto, lado * 0.006, lado * 0.06)[:MAX_MARCAS_FOTO]
    hoja = puntos([(m.x, m.y) for m in referencia.marcas])
    lado_mm = float(np.median([m.lado for m in referencia.marcas]))
    cuantas = 4 if len(hoja) >= 4 and len(halladas) >= 4 else 3
    matrices: list[Matriz] = []
    for grupo in permutations(halladas, cuantas):
        destino = puntos([(m.x, m.y) for m in grupo])
        matriz = _de_marcas(hoja[:cuantas], destino)
        if matriz is None or not es_sensata(matriz, referencia.plantilla.hoja_mm, foto.shape):
            continue
        escala = float(np.sqrt(abs(np.linalg.det(matriz[:2, :2]))))
        if all(0.55 < m.lado / (lado_mm * escala) < 1.8 for m in grupo):
            matrices.append(matriz)
    yield from _mejores(foto, referencia, matrices, "marcas")


def _de_marcas(hoja: Puntos, foto: Puntos) -> Matriz | None:
    if len(hoja) == 3:
        afin = cv2.getAffineTransform(hoja.astype(np.float32), foto.astype(np.float32))
        return np.vstack([afin, [0, 0, 1]])
    return homografia_entre(hoja, foto)


def por_contorno(foto: Gris, referencia: Referencia) -> Iterator[Candidato]:
    """By the outline of the paper, or of the picture when the sheet fills it; any of the four turns."""
    alto, ancho = foto.shape
    cuadros = [esquinas(ancho, alto)]
    papel = _contorno(foto)
    if papel is not None:
        cuadros.append(papel)
    hoja = esquinas(*referencia.plantilla.hoja_mm).astype(np.float32)
    matrices = [
        np.asarray(cv2.getPerspectiveTransform(hoja, np.roll(cuadro, giro, axis=0).astype(np.float32)), np.float64)
        for cuadro in cuadros
        for giro in range(4)
    ]
    sensatas = [m for m in matrices if es_sensata(m, referencia.plantilla.hoja_mm, foto.shape)]
    yield from _mejores(foto, referencia, sensatas, "contorno")


def _contorno(foto: Gris) -> Puntos | None:
    """The four corners, clockwise, of the largest bright four-sided thing, or None."""
    f = 500 / max(foto.shape)
    chica = cv2.GaussianBlur(cv2.resize(foto, None, fx=f, fy=f, interpolation=cv2.INTER_AREA), (0, 0), 2)
    _, claro = cv2.threshold(chica, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    claro = cv2.morphologyEx(claro, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    contornos, _ = cv2.findContours(claro, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contornos:
        return None
    mayor = cv2.convexHull(max(contornos, key=cv2.contourArea))
    for tolerancia in (0.02, 0.03, 0.05, 0.08):
        lados = cv2.approxPolyDP(mayor, tolerancia * cv2.arcLength(mayor, True), True)
        if len(lados) == 4 and cv2.contourArea(lados) > 0.15 * chica.size:
            p = puntos(lados) / f
            giro = np.argsort(np.arctan2(*(p - p.mean(axis=0)).T[::-1]))
            return p[giro]
    return None


def es_sensata(matriz: Matriz, hoja_mm: tuple[float, float], forma: tuple[int, ...]) -> bool:
    """Whether a homography shows the sheet from the front: convex, not mirrored, not tiny, not absurdly oblique."""
    if not np.isfinite(matriz).all():
        return False
    marco = esquinas(*hoja_mm)
    w = marco @ matriz[2, :2] + matriz[2, 2]
    if (w <= 0).any() or w.max() / w.min() > 2.5:
        return False
    p = transformar(matriz, marco)
    lados = np.roll(p, -1, axis=0) - p
    siguientes = np.roll(lados, -1, axis=0)
    giros = lados[:, 0] * siguientes[:, 1] - lados[:, 1] * siguientes[:, 0]
    if (giros <= 0).any():
        return False
    largos = np.linalg.norm(lados, axis=1)
    px_mm = largos / np.array([hoja_mm[0], hoja_mm[1], hoja_mm[0], hoja_mm[1]])
    area = cv2.contourArea(p.astype(np.float32))
    return bool(px_mm.max() / px_mm.min() < 3.0 and 0.04 < area / (forma[0] * forma[1]) < 4.0)


def _mejores(foto: Gris, referencia: Referencia, matrices: list[Matriz], metodo: str) -> Iterator[Candidato]:
    """The few matrices under which the photo, seen from afar, looks most like the form."""
    f = ESCALA_GRUESA / referencia.escala
    lejos = cv2.resize(referencia.estructura, None, fx=f, fy=f, interpolation=cv2.INTER_AREA)
    lejos = cv2.GaussianBlur(lejos, (0, 0), 1.2)
    margen = round(HOLGURA_GRUESA_MM * ESCALA_GRUESA)
    patron = lejos[margen:-margen, margen:-margen].astype(np.float32)
    a_mm = np.linalg.inv(np.diag([ESCALA_GRUESA, ESCALA_GRUESA, 1.0]))
    reducida = max(1.0, max(foto.shape) / 700)
    chica = cv2.resize(foto, None, fx=1 / reducida, fy=1 / reducida, interpolation=cv2.INTER_AREA)
    notas: list[tuple[float, Matriz]] = []
    for matriz in matrices:
        hacia = np.diag([1 / reducida, 1 / reducida, 1.0]) @ matriz @ a_mm
        plana = cv2.warpPerspective(
            chica,
            hacia,
            (lejos.shape[1], lejos.shape[0]),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        vista = cv2.GaussianBlur(contraste(plana.astype(np.uint8, copy=False), ESCALA_GRUESA), (0, 0), 1.2)
        notas.append((float(cv2.matchTemplate(vista, patron, cv2.TM_CCOEFF_NORMED).max()), matriz))
    notas.sort(key=lambda n: -n[0])
    for _, matriz in notas[:MAX_CANDIDATOS]:
        yield Candidato(matriz, metodo)
