"""The digit net: its file, checked, and what it says of the boxes of a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, cast

import numpy as np
import numpy.typing as npt

from captura.geometria import PX_POR_MM, Gris
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja
from captura.recortes import recortar
from ocr.guia import Guias
from ocr.modelo import abrir_modelo
from ocr.red import CLASES, OTRO
from ocr.vistas import MARGEN, Tono, percentil, vistas
from verificacion.dominio.errores import InstalacionIncompleta

Probabilidades = npt.NDArray[np.float64]
"""(n, CLASES) float64; rows add up to 1."""

MODELOS: Final = Path(__file__).parent / "modelos"
TARJETA: Final = "digitos.json"
REMEDIO: Final = (
    "reinstale Actario (los modelos vienen en ocr/modelos) o vuelva a entrenar: "
    "python -m ocr.entrenamiento.entrenar --mnist CARPETA"
)
MIN_DENTRO: Final = 0.75  # share of a box that must lie on the sheet for anything to be read in it
MIN_TINTA: Final = 25.0  # grey levels; fainter "ink" is the grain of a blank sheet


@dataclass(frozen=True, slots=True)
class RedDigitos:
    """A loaded net. ``nombre`` says which model it is: file name and the start of its hash, ``sha256``."""

    sesion: Any
    temperatura: float
    nombre: str
    sha256: str

    @classmethod
    def cargar(cls, carpeta: Path = MODELOS) -> Self:
        """Load the net that the card of a folder describes, one thread.

        Raises:
            InstalacionIncompleta: card or model missing or damaged, or the model is not the one of the card.
        """
        sesion, tarjeta, nombre = abrir_modelo(carpeta, TARJETA, REMEDIO)
        try:
            return cls(sesion, float(tarjeta["temperatura"]), nombre, str(tarjeta["sha256"]))
        except (KeyError, TypeError, ValueError) as e:
            raise InstalacionIncompleta(f"la tarjeta {carpeta / TARJETA} está dañada", REMEDIO) from e

    def clasificar(self, pares: Sequence[tuple[Gris, Gris]]) -> Probabilidades:
        """Calibrated class probabilities of boxes given as their two views (see ``ocr.vistas``)."""
        tinta = np.stack([a for a, _ in pares])[:, None].astype(np.float32) / 204
        celda = np.stack([b for _, b in pares])[:, None].astype(np.float32) / 204
        logits = cast("npt.NDArray[np.float32]", self.sesion.run(None, {"tinta": tinta, "celda": celda})[0])
        z = logits.mean(axis=1).astype(np.float64) / self.temperatura
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)


@dataclass(frozen=True, slots=True)
class CajasLeidas:
    """What the net says of every box, row by row, and the grey levels between paper and ink (median of the rows)."""

    renglones: list[Probabilidades]
    tinta: float

    @property
    def duda(self) -> float:
        """How unsure the net is, 0..1, on average over the boxes."""
        maximos = np.concatenate([r.max(axis=1) for r in self.renglones])
        return float((1 - maximos).mean()) if len(maximos) else 0.0


def leer_cajas(
    red: RedDigitos, hoja: HojaEnderezada, renglones: Sequence[Sequence[Caja]], impreso: Guias | None = None
) -> CajasLeidas:
    """Read every box of a sheet, row by row, in one batch. A box that is not on the sheet holds something illegible.

    ``impreso`` is what the form prints inside its boxes (``ocr.guia``), to be erased first.
    """
    visibles = [[caja for caja in renglon if en_la_hoja(hoja, caja)] for renglon in renglones]
    recortes = [[recortar(hoja, caja, MARGEN * caja.alto) for caja in renglon] for renglon in visibles]
    if impreso is not None and impreso.mascaras:
        recortes = impreso.borrar(hoja.gris, visibles, recortes)
    tonos = medir_tonos(recortes)
    pares = [
        vistas(recorte, round(MARGEN * caja.alto * PX_POR_MM), tono)
        for renglon, crudos, tono in zip(visibles, recortes, tonos, strict=True)
        for caja, recorte in zip(renglon, crudos, strict=True)
    ]
    todas = np.zeros((sum(map(len, renglones)), CLASES))
    todas[:, OTRO] = 1.0
    if pares:
        todas[[en_la_hoja(hoja, caja) for renglon in renglones for caja in renglon]] = red.clasificar(pares)
    cortes = np.cumsum([len(r) for r in renglones])[:-1]
    return CajasLeidas(list(np.split(todas, cortes)), float(np.median([t.tinta for t in tonos])) if pares else 0.0)


def en_la_hoja(hoja: HojaEnderezada, caja: Caja) -> bool:
    """Whether a box lies on its sheet, all but a margin."""
    ancho = min(caja.x + caja.ancho, hoja.hoja_mm[0]) - max(caja.x, 0.0)
    alto = min(caja.y + caja.alto, hoja.hoja_mm[1]) - max(caja.y, 0.0)
    return max(0.0, ancho) * max(0.0, alto) >= MIN_DENTRO * caja.ancho * caja.alto


def medir_tonos(renglones: Sequence[Sequence[Gris]]) -> list[Tono]:
    """Paper and ink of each row: the row's own ink, but never far from that of the whole sheet."""
    medidas = [[_papel_y_tinta(r) for r in renglon] for renglon in renglones]
    de_hoja = [tinta for renglon in medidas for _, tinta in renglon]
    if not de_hoja:
        return [Tono(255.0, MIN_TINTA) for _ in renglones]
    hoja = max(MIN_TINTA, float(np.percentile(de_hoja, 80)))
    papel_hoja = float(np.median([papel for renglon in medidas for papel, _ in renglon]))
    tonos = list[Tono]()
    for renglon in medidas:
        papel = float(np.median([p for p, _ in renglon])) if renglon else papel_hoja
        propia = max((t for _, t in renglon), default=hoja)
        tonos.append(Tono(papel, max(MIN_TINTA, float(np.clip(propia, 0.6 * hoja, 1.4 * hoja)))))
    return tonos


def _papel_y_tinta(recorte: Gris) -> tuple[float, float]:
    """Paper level of a box and how much darker its darkest strokes are, away from its borders."""
    alto, ancho = recorte.shape
    dentro = recorte[int(0.27 * alto) : int(0.73 * alto) + 1, int(0.25 * ancho) : int(0.75 * ancho) + 1]
    papel = percentil(recorte, 80)
    return papel, max(0.0, papel - percentil(dentro, 3))
