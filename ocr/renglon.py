"""The line net: what it sees of a line of handwriting, from left to right."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, cast

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import Gris
from ocr.lexico import Lexico, Reales, Ruido
from ocr.modelo import abrir_modelo
from verificacion.dominio.errores import InstalacionIncompleta

MODELOS: Final = Path(__file__).parent / "modelos"
TARJETA: Final = "renglon.json"
REMEDIO: Final = "reinstale Actario (los modelos vienen en ocr/modelos)"
ALTO_PX: Final = 48  # height of a line for the net
MIN_ANCHO_PX: Final = 32
MAX_ANCHO_PX: Final = 1600  # a line some 33 times as wide as high; wider ones are squeezed


@dataclass(frozen=True, slots=True)
class RedRenglon:
    """A loaded net with its characters (``letras``, the first "" = none) and the grammar of amounts."""

    sesion: Any
    letras: tuple[str, ...]
    lexico: Lexico
    nombre: str

    @classmethod
    def cargar(cls, carpeta: Path = MODELOS) -> Self:
        """Load the net of a folder.

        Raises:
            InstalacionIncompleta: card or model missing or damaged, or the model is not the one of the card.
        """
        sesion, tarjeta, nombre = abrir_modelo(carpeta, TARJETA, REMEDIO)
        try:
            letras, ruido = tuple(tarjeta["letras"]), Ruido.de(tarjeta["ruido"])
        except (KeyError, TypeError, ValueError) as e:
            raise InstalacionIncompleta(f"la tarjeta {carpeta / TARJETA} está dañada", REMEDIO) from e
        return cls(sesion, letras, Lexico(letras, ruido), nombre)

    def mirar(self, tira: Gris) -> Reales:
        """Probability of each character along a line of dark ink on light paper: (frames, letters)."""
        alto, ancho = tira.shape
        columnas = int(np.clip(round(ancho * ALTO_PX / alto), MIN_ANCHO_PX, MAX_ANCHO_PX))
        modo = cv2.INTER_AREA if alto > ALTO_PX else cv2.INTER_LINEAR
        gris = cv2.resize(tira, (columnas, ALTO_PX), interpolation=modo).astype(np.float32) / 127.5 - 1
        entrada = np.repeat(gris[None, None], 3, axis=1)
        logits = cast("npt.NDArray[np.float32]", self.sesion.run(None, {"x": entrada})[0])[0].astype(np.float64)
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)
