"""Labelled boxes for training and judging: ``muestras.escritura``, MNIST, and what is not a digit."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from muestras.escritura import Escritor, Reparto
from ocr.entrenamiento.componer import celda, estilo, estilo_limpio
from ocr.red import BLANCO, OTRO, RAYA
from ocr.vistas import Tono, vistas

POR_ACTA = 60
DE_MNIST = 0.4  # actas whose digits come from MNIST's writers; the others are of muestras.escritura

Solo = Literal["escritura", "mnist", "aislados"] | None
"""Which boxes to make: only of our hands, only MNIST, MNIST alone in clean boxes; None = the training mixture."""


def mnist(carpeta: Path, reparto: Reparto) -> tuple[np.ndarray, np.ndarray]:
    """(n, 28, 28) ink and labels; the last 5,000 of the training file validate, the test file is for the test."""
    cual = "t10k" if reparto == "prueba" else "train"
    x = np.frombuffer((carpeta / f"{cual}-images-idx3-ubyte").read_bytes(), np.uint8, offset=16).reshape(-1, 28, 28)
    y = np.frombuffer((carpeta / f"{cual}-labels-idx1-ubyte").read_bytes(), np.uint8, offset=8)
    if reparto == "entrenamiento":
        return x[:-5000], y[:-5000]
    return (x[-5000:], y[-5000:]) if reparto == "validacion" else (x, y)


def _de_mnist(rng: np.random.Generator, imagen: np.ndarray, alto: float, varia: bool) -> np.ndarray:
    ys, xs = np.nonzero(imagen > 40)
    tinta = imagen[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    a = max(6, round(alto * rng.uniform(0.62, 0.95)))
    w = max(3, round(tinta.shape[1] * a / tinta.shape[0] * rng.uniform(0.9, 1.1)))
    grande = cv2.resize(tinta, (w, a), interpolation=cv2.INTER_CUBIC)
    grande = cv2.GaussianBlur(grande, (0, 0), 1.0 * a / 40)
    filo = rng.uniform(40, 110)
    tinta = np.clip((grande.astype(np.float32) - filo) * 4 + 128, 0, 255)
    return _torcer(rng, tinta) if varia else tinta.astype(np.uint8)


def _torcer(rng: np.random.Generator, tinta: np.ndarray) -> np.ndarray:
    """Slant, turn and bend a digit a little, as another hand would write it."""
    a, w = tinta.shape
    m = 2 + a // 8
    y, x = np.mgrid[0 : a + 2 * m, 0 : w + 2 * m].astype(np.float32)
    u, v = x - m - w / 2, y - m - a / 2
    giro, corte = rng.normal(0, 0.09), rng.normal(0, 0.12)
    onda = [rng.normal(0, 0.025) * a * np.sin(rng.uniform(2, 5) / a * c + rng.uniform(0, 6)) for c in (v, u)]
    mapa_x = u * (1 + rng.normal(0, 0.07)) + (corte - giro) * v + onda[0] + w / 2
    mapa_y = v * (1 + rng.normal(0, 0.05)) + giro * u + onda[1] + a / 2
    return cv2.remap(tinta, mapa_x.astype(np.float32), mapa_y.astype(np.float32), cv2.INTER_LINEAR).astype(np.uint8)


def _textura(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A box of something that is no acta at all: hair, leaves, cloth, print."""
    base = rng.normal(0, 1, (int(rng.integers(4, 40)), int(rng.integers(4, 40)))).astype(np.float32)
    n = cv2.resize(base, (64, 64), interpolation=cv2.INTER_CUBIC)
    n = (n - n.min()) / (np.ptp(n) + 1e-6)
    gris = (rng.uniform(0, 90) + n * rng.uniform(60, 165)).astype(np.uint8)
    return vistas(gris, 8, Tono(rng.uniform(120, 240), rng.uniform(30, 120)))


def acta(rng: np.random.Generator, reparto: Reparto, ajenos: tuple[np.ndarray, np.ndarray], solo: Solo = None):
    """``POR_ACTA`` boxes of one hand and one photo: views and labels."""
    e = estilo_limpio(rng) if solo == "aislados" else estilo(rng)
    mano = Escritor.nuevo(rng, reparto)
    alto = max(8, round(e.caja_mm[1] * 8 * rng.uniform(0.72, 1.05)))
    usa_mnist = solo in ("mnist", "aislados") or (solo is None and rng.random() < DE_MNIST)

    def digito(d: int) -> np.ndarray:
        if usa_mnist:
            de_clase = np.flatnonzero(ajenos[1] == d)
            return _de_mnist(rng, ajenos[0][int(rng.choice(de_clase))], alto, reparto == "entrenamiento")
        return mano.digito(d, alto)

    def algo() -> tuple[int, np.ndarray | None]:
        u = 1.0 if usa_mnist and solo is not None else rng.random()
        if u < 0.12:
            return BLANCO, None
        if u < 0.17:
            return RAYA, mano.raya(alto)
        if u < 0.235:
            return OTRO, mano.tachon(alto)
        if u < 0.25:
            a, b = digito(int(rng.integers(10))), digito(int(rng.integers(10)))
            junto = np.zeros((max(a.shape[0], b.shape[0]), a.shape[1] + b.shape[1]), np.uint8)
            junto[: a.shape[0], : a.shape[1]] = a
            junto[: b.shape[0], a.shape[1] :] = b
            return OTRO, cv2.resize(
                junto, (max(4, round(junto.shape[1] * 0.7)), junto.shape[0]), interpolation=cv2.INTER_AREA
            )
        d = int(rng.integers(10))
        return d, digito(d)

    xs, ys = [], []
    cosas = [algo() for _ in range(POR_ACTA)]
    for k, (clase, tinta) in enumerate(cosas):
        vecinas = [v for _, v in (cosas[k - 1], cosas[(k + 1) % POR_ACTA]) if v is not None]
        if rng.random() < 0.25:
            vecinas += [v for _, v in (cosas[k - 3], cosas[(k + 3) % POR_ACTA]) if v is not None]
        if len(vecinas) < 2 or rng.random() < 0.4:
            vecinas = vecinas[: int(rng.integers(0, 2))]
        if solo == "aislados":
            vecinas = []
        if solo is None and rng.random() < 0.012:
            xs.append(_textura(rng))
            ys.append(OTRO)
            continue
        xs.append(celda(rng, e, tinta, vecinas))
        ys.append(clase)
    return np.stack([a for a, _ in xs]), np.stack([b for _, b in xs]), np.array(ys, np.uint8)


def _lote(tarea: tuple[int, int, Reparto, str, Solo]):
    semilla, actas, reparto, carpeta, solo = tarea
    cv2.setNumThreads(1)
    ajenos = mnist(Path(carpeta), reparto)
    partes = [acta(np.random.default_rng((semilla, k)), reparto, ajenos, solo) for k in range(actas)]
    return tuple(np.concatenate([p[i] for p in partes]) for i in range(3))


def conjunto(semilla: int, n: int, reparto: Reparto, carpeta: Path, solo: Solo = None, procesos: int = 2):
    """About ``n`` boxes of a split: (n, 32, 32) ink, (n, 40, 40) cells, (n,) labels, all uint8."""
    actas = -(-n // POR_ACTA)
    por_tarea = 40
    tareas = [
        (semilla * 1_000_003 + i, min(por_tarea, actas - i), reparto, str(carpeta), solo)
        for i in range(0, actas, por_tarea)
    ]
    with ProcessPoolExecutor(procesos) as trabajo:
        partes = list(trabajo.map(_lote, tareas))
    return tuple(np.concatenate([p[i] for p in partes]) for i in range(3))
