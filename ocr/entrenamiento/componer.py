"""Ink composed into boxes as they come out of the straightened photo of an acta."""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.vistas import MARGEN, Tono, vistas

PX_MM = 8.0
LIMPIAS = 0.35
MIN_ALTO_PX = 14.0  # of a box in the photo; its digit is then some 10 px high, the least that people read surely


@dataclass(frozen=True)
class Estilo:
    """What the boxes of one acta and photo share."""

    caja_mm: tuple[float, float]
    hueco_mm: float
    linea: str  # solida, puntos, marcas, ninguna
    linea_mm: float
    linea_tono: float
    papel: float
    relleno: float  # tint of the box against the paper, grey levels
    contraste: float
    px_mm: float
    desenfoque: float
    ruido: float
    jpeg: int
    desvio: tuple[float, float]
    pendiente: tuple[float, float]
    agua: float
    cruces: float
    """Share of boxes that a signature or the edge of a stamp runs across."""


def estilo_limpio(rng: np.random.Generator) -> Estilo:
    """The look of a page from a good scanner: sharp, even, dark ink, boxes where the form says."""
    alto = rng.uniform(5.0, 8.0)
    papel = rng.uniform(205, 252)
    return Estilo(
        caja_mm=(alto * rng.uniform(0.7, 1.2), alto),
        hueco_mm=float(rng.choice([0.0, rng.uniform(0.2, 2.0)])),
        linea=str(rng.choice(["solida", "puntos", "marcas", "ninguna"])),
        linea_mm=rng.uniform(0.12, 0.4),
        linea_tono=rng.uniform(0.3, 1.0),
        papel=papel,
        relleno=0.0,
        contraste=rng.uniform(110, 190),
        px_mm=rng.uniform(5.5, 8.0),
        desenfoque=float(rng.choice([0.0, rng.uniform(0.15, 0.6)])),
        ruido=rng.uniform(0, 0.03),
        jpeg=int(rng.integers(75, 96)),
        desvio=(float(rng.normal(0, 0.12)), float(rng.normal(0, 0.12))),
        pendiente=(0.0, 0.0),
        agua=0.0,
        cruces=0.0,
    )


def estilo(rng: np.random.Generator) -> Estilo:
    """Draw the look of one acta: a third from a good scanner, the rest as badly photographed as they come."""
    if rng.random() < LIMPIAS:
        return estilo_limpio(rng)
    alto = rng.uniform(4.5, 9.0)
    ancho = alto * (rng.uniform(1.4, 2.4) if rng.random() < 0.15 else rng.uniform(0.55, 1.35))
    papel = rng.uniform(130, 252)
    px_mm = float(rng.choice([rng.uniform(1.9, 3.2), rng.uniform(3, 6), 8.0], p=[0.35, 0.4, 0.25]))
    px_mm = max(px_mm, MIN_ALTO_PX / alto)
    contraste = float(rng.choice([rng.uniform(32, 70), rng.uniform(60, 190)], p=[0.3, 0.7]))
    return Estilo(
        caja_mm=(ancho, alto),
        hueco_mm=float(rng.choice([0.0, rng.uniform(0.2, 2.0)], p=[0.5, 0.5])),
        linea=str(rng.choice(["solida", "puntos", "marcas", "ninguna"], p=[0.62, 0.16, 0.14, 0.08])),
        linea_mm=rng.uniform(0.12, 0.6),
        linea_tono=rng.uniform(0.15, 1.1),
        papel=papel,
        relleno=float(rng.choice([0.0, rng.uniform(-0.35 * contraste, 25)])),
        contraste=min(papel - 10, contraste),
        px_mm=px_mm,
        desenfoque=float(rng.choice([0.0, rng.uniform(0.15, min(1.3, 0.04 * alto * px_mm))], p=[0.35, 0.65])),
        ruido=rng.uniform(0, 0.07),
        jpeg=int(rng.integers(28, 96)),
        desvio=(float(rng.normal(0, 0.25)), float(rng.normal(0, 0.25))),
        pendiente=(float(rng.normal(0, 0.012)), float(rng.normal(0, 0.012))),
        agua=float(rng.choice([0.0, rng.uniform(0.08, 0.45) * min(contraste, 120)], p=[0.6, 0.4])),
        cruces=0.06,
    )


def celda(
    rng: np.random.Generator, e: Estilo, tinta: np.ndarray | None, vecinas: list[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Both views of one box.

    Args:
        rng: variation from box to box.
        e: what the acta's boxes share.
        tinta: mask of the ink of this box at 8 px/mm, or None for an empty one.
        vecinas: masks that stand in the boxes beside it (left, right, above, below), fewer or none.
    """
    w, h = e.caja_mm[0] * PX_MM, e.caja_mm[1] * PX_MM
    b = int(0.55 * h)  # context drawn around the box
    alto, ancho = round(h) + 2 * b, round(w) + 2 * b
    gris = np.full((alto, ancho), e.papel, np.float32)
    if e.relleno:
        gris[b : b + round(h), b : b + round(w)] += e.relleno
    if e.agua:
        _marca_de_agua(rng, gris, e.agua)
    _lineas(rng, gris, e, b, w, h)
    pinta = np.zeros_like(gris)
    paso = w + e.hueco_mm * PX_MM
    for k, vecina in enumerate(vecinas):
        dx, dy = ((-paso, 0), (paso, 0), (0, -h * 1.05), (0, h * 1.05))[k % 4]
        _pegar(pinta, vecina, b + w / 2 + dx + rng.normal(0, 0.08) * w, b + h / 2 + dy + rng.normal(0, 0.06) * h)
    if tinta is not None:
        _pegar(pinta, tinta, b + w * (0.5 + rng.normal(0, 0.09)), b + h * (0.5 + rng.normal(0, 0.07)))
    if rng.random() < 0.08:
        cv2.circle(
            pinta,
            (int(rng.integers(ancho)), int(rng.integers(alto))),
            int(rng.integers(1, 3)),
            float(rng.uniform(0.3, 1)),
            -1,
        )
    gris -= pinta * e.contraste * rng.uniform(0.75, 1.15)
    if rng.random() < e.cruces:
        _firma_o_sello(rng, gris, e.contraste)
    y, x = np.mgrid[0:alto, 0:ancho].astype(np.float32)
    luz = 1 + rng.normal(0, 0.06) * (x / ancho - 0.5) + rng.normal(0, 0.06) * (y / alto - 0.5)
    gris *= luz
    if rng.random() < 0.05:  # edge of a shadow
        gris *= np.where(x * rng.normal() + y * rng.normal() > rng.uniform(-0.5, 0.8) * alto, 1, rng.uniform(0.6, 0.9))
    gris = _fotografiar(rng, gris, e)
    margen = round(MARGEN * h)
    dx = e.desvio[0] * PX_MM + rng.normal(0, 0.1) * PX_MM
    dy = e.desvio[1] * PX_MM + rng.normal(0, 0.1) * PX_MM
    x0 = int(np.clip(round(b - margen + dx), 0, ancho - round(w) - 2 * margen))
    y0 = int(np.clip(round(b - margen + dy), 0, alto - round(h) - 2 * margen))
    recorte = gris[y0 : y0 + round(h) + 2 * margen, x0 : x0 + round(w) + 2 * margen]
    tono = Tono(e.papel * rng.uniform(0.95, 1.04), max(25.0, e.contraste * rng.uniform(0.7, 1.25)))
    return vistas(recorte, margen, tono)


def _pegar(lienzo: np.ndarray, tinta: np.ndarray, cx: float, cy: float) -> None:
    """Add ink centred at (cx, cy), cut at the canvas."""
    h, w = tinta.shape
    x0, y0 = round(cx - w / 2), round(cy - h / 2)
    a, c = max(0, y0), min(lienzo.shape[0], y0 + h)
    i, j = max(0, x0), min(lienzo.shape[1], x0 + w)
    if a < c and i < j:
        zona = lienzo[a:c, i:j]
        np.maximum(zona, tinta[a - y0 : c - y0, i - x0 : j - x0].astype(np.float32) / 255, out=zona)


def _lineas(rng: np.random.Generator, gris: np.ndarray, e: Estilo, b: int, w: float, h: float) -> None:
    """Borders of this box, of its neighbours, and lines of the table."""
    mascara = np.zeros(gris.shape, np.uint8)
    g = max(1, round(e.linea_mm * PX_MM))
    hueco = e.hueco_mm * PX_MM
    for k in (-1, 0, 1):
        x0, x1 = round(b + k * (w + hueco)), round(b + k * (w + hueco) + w)
        y0, y1 = b, round(b + h)
        if e.linea == "solida":
            cv2.rectangle(mascara, (x0, y0), (x1, y1), 255, g)
        elif e.linea == "puntos":
            for x in range(x0, x1, 3 + 2 * g):
                cv2.line(mascara, (x, y0), (x + g, y0), 255, g)
                cv2.line(mascara, (x, y1), (x + g, y1), 255, g)
            for y in range(y0, y1, 3 + 2 * g):
                cv2.line(mascara, (x0, y), (x0, y + g), 255, g)
        elif e.linea == "marcas":  # ticks between digits, line below
            cv2.line(mascara, (x0, y1), (x1, y1), 255, g)
            cv2.line(mascara, (x0, round(y1 - 0.35 * h)), (x0, y1), 255, g)
            cv2.line(mascara, (x1, round(y1 - 0.35 * h)), (x1, y1), 255, g)
    if rng.random() < 0.3:
        y = round(b + h * rng.choice([-0.1, -0.25, 1.1, 1.25]))
        cv2.line(mascara, (0, y), (gris.shape[1], y), 255, max(1, g))
    if rng.random() < 0.02:  # a printed line across
        y = int(rng.uniform(b, b + h))
        cv2.line(mascara, (0, y), (gris.shape[1], y + int(rng.normal(0, 4))), 255, 1)
    gris -= mascara.astype(np.float32) / 255 * min(e.linea_tono * e.contraste, e.papel - 5)


def _firma_o_sello(rng: np.random.Generator, gris: np.ndarray, contraste: float) -> None:
    """A stroke of a signature, or the arc of a stamp, over whatever the box holds."""
    alto, ancho = gris.shape
    capa = np.zeros(gris.shape, np.uint8)
    if rng.random() < 0.6:
        x = np.linspace(-0.1, 1.1, 40)
        y = (
            rng.uniform(0.2, 0.8)
            + rng.normal(0, 0.25) * (x - 0.5)
            + rng.uniform(0, 0.25) * np.sin(rng.uniform(2, 14) * x + rng.uniform(0, 6))
        )
        puntos = np.stack([x * ancho, y * alto], axis=1).round().astype(np.int32)
        cv2.polylines(capa, [puntos], False, 255, int(rng.integers(1, 4)), cv2.LINE_AA)
        fuerza = rng.uniform(0.5, 1.1)
    else:
        radio = int(rng.uniform(0.8, 3) * alto)
        giro = rng.uniform(0, 2 * np.pi)
        centro = (int(ancho / 2 + radio * np.cos(giro)), int(alto / 2 + radio * np.sin(giro)))
        cv2.circle(capa, centro, radio, 255, int(rng.integers(2, 7)), cv2.LINE_AA)
        fuerza = rng.uniform(0.15, 0.5)
    gris -= capa.astype(np.float32) / 255 * contraste * fuerza


def _marca_de_agua(rng: np.random.Generator, gris: np.ndarray, nivel: float) -> None:
    """Big pale letters or bands under everything."""
    capa = np.zeros(gris.shape, np.uint8)
    if rng.random() < 0.7:
        for _ in range(int(rng.integers(1, 3))):
            p = rng.uniform(-0.3, 1.3, 4) * np.array([gris.shape[1], gris.shape[0]] * 2)
            cv2.line(capa, (int(p[0]), int(p[1])), (int(p[2]), int(p[3])), 255, int(rng.integers(6, 60)))
    else:
        for k in range(0, sum(gris.shape), int(rng.integers(5, 14))):
            cv2.line(capa, (k, 0), (k - gris.shape[0], gris.shape[0]), 255, 1)
    gris -= capa.astype(np.float32) / 255 * nivel


def _fotografiar(rng: np.random.Generator, gris: np.ndarray, e: Estilo) -> np.ndarray:
    """Lose what the photo loses: resolution, sharpness, grain, JPEG; and straighten it back to 8 px/mm."""
    alto, ancho = gris.shape
    f = e.px_mm / PX_MM
    a = np.array([[f, e.pendiente[0] * f, rng.uniform(0, 1)], [e.pendiente[1] * f, f, rng.uniform(0, 1)]])
    previa = cv2.blur(gris, (round(1 / f),) * 2) if f < 0.7 else gris
    foto = cv2.warpAffine(
        previa,
        a,
        (max(8, round(ancho * f) + 1), max(8, round(alto * f) + 1)),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    if e.desenfoque:
        foto = cv2.GaussianBlur(foto, (0, 0), e.desenfoque)
    foto = foto + rng.normal(0, e.ruido * 60, foto.shape)
    _, jpeg = cv2.imencode(".jpg", np.clip(foto, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, e.jpeg])
    foto = cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE)
    return cv2.warpAffine(
        foto, a, (ancho, alto), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
