"""A writer: one hand that fills a whole acta, alike from figure to figure and never twice the same."""

from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from captura.geometria import Gris, Puntos
from muestras.escritura.formas_digito import FORMAS, RAYAS, Esqueleto
from muestras.escritura.fuentes import Fuente, Reparto, abrir, de_reparto
from muestras.escritura.pluma import Pluma, entintar, ondas, suavizar

SIN_ACENTOS: Final = str.maketrans("áéíóúüÁÉÍÓÚÜ", "aeiouuAEIOUU")

# Held-out writers: each split draws its hands from seeds of its own residue class and bends their
# skeletons in directions of its own sector (turns), so that no stroke style is seen in two splits.
_RESIDUOS: Final[dict[Reparto, tuple[int, ...]]] = {
    "entrenamiento": (0, 1, 2, 3, 4, 5, 6, 7),
    "validacion": (8,),
    "prueba": (9,),
}
_SECTORES: Final[dict[Reparto, tuple[float, float]]] = {
    "entrenamiento": (0.0, 0.76),
    "validacion": (0.76, 0.88),
    "prueba": (0.88, 1.0),
}
# (BGR of the darkest stroke, relative frequency): blue and black ballpoint, pencil, carbon copy
_TINTAS: Final[tuple[tuple[tuple[int, int, int], float], ...]] = (
    ((120, 50, 30), 0.45),
    ((45, 40, 40), 0.35),
    ((110, 108, 105), 0.08),
    ((150, 110, 95), 0.12),
)


@dataclass(frozen=True)
class Escritor:
    """One hand. Make it with :meth:`nuevo`; every drawing call uses and advances its own random generator.

    ``esqueletos`` holds this hand's two ways of each digit (it uses the second now and then), already bent to
    its style. ``aspecto`` is width over height of its digits, ``inclinacion`` the shear of its letters,
    ``tamano`` how much of the given height its digits fill, ``soltura`` how far one repetition strays from another.
    """

    rng: np.random.Generator
    esqueletos: tuple[tuple[tuple[Puntos, ...], tuple[Puntos, ...]], ...]
    raya_habitual: Esqueleto
    pluma: Pluma
    aspecto: float
    inclinacion: float
    tamano: float
    soltura: float
    fuente: Fuente
    digitos_de_fuente: bool
    mayusculas: str
    acentos: bool
    tinta: tuple[int, int, int]

    @classmethod
    def nuevo(cls, rng: np.random.Generator, reparto: Reparto) -> Self:
        """Draw a hand of a split; the splits share neither fonts nor stroke styles."""
        semilla = int(rng.integers(0, 2**40)) * 10 + int(rng.choice(_RESIDUOS[reparto]))
        mano = np.random.default_rng(semilla)
        giro = 2 * np.pi * float(mano.uniform(*_SECTORES[reparto]))
        fuentes = de_reparto(reparto)
        pesos = np.array([p for _, p in _TINTAS])
        tinta = _TINTAS[int(mano.choice(len(_TINTAS), p=pesos / pesos.sum()))][0]
        return cls(
            rng=mano,
            esqueletos=tuple((_doblar(mano, giro, d), _doblar(mano, giro, d)) for d in range(10)),
            raya_habitual=RAYAS[int(mano.choice(len(RAYAS), p=(0.5, 0.15, 0.15, 0.1, 0.1)))],
            pluma=Pluma(
                float(mano.uniform(0.045, 0.12)), float(mano.uniform(0.0, 0.35)), float(mano.uniform(0, 0.008))
            ),
            aspecto=float(np.clip(mano.normal(0.6, 0.12), 0.36, 1.0)),
            inclinacion=float(np.clip(mano.normal(0.12, 0.16), -0.3, 0.55)),
            tamano=float(mano.uniform(0.68, 0.98)),
            soltura=float(mano.uniform(0.008, 0.034)),
            fuente=fuentes[int(mano.integers(len(fuentes)))],
            digitos_de_fuente=bool(mano.random() < 0.2),
            mayusculas=str(mano.choice(["inicial", "minusculas", "mayusculas"], p=[0.55, 0.3, 0.15])),
            acentos=bool(mano.random() < 0.45),
            tinta=(tinta[0], tinta[1], tinta[2]),
        )

    def digito(self, d: int, alto_px: int) -> Gris:
        """One digit as ink.

        Args:
            d: 0..9.
            alto_px: height of the mask; the digit fills ``tamano`` of it, give or take.

        Returns:
            (alto_px, ancho) uint8, 0 = no ink, 255 = full ink; the width follows the digit.
        """
        if self.digitos_de_fuente:
            return self._digito_de_fuente(d, alto_px)
        habitual, otra = self.esqueletos[d]
        return self._dibujar(habitual if self.rng.random() < 0.9 else otra, alto_px, 0.55 if d == 1 else 1.0)

    def raya(self, alto_px: int) -> Gris:
        """The mark this hand leaves in a box without a figure: a dash, wave, slash or cross. Shape as ``digito``."""
        return self._dibujar(tuple(np.array(t, np.float64) for t in self.raya_habitual), alto_px, 1.3)

    def tachon(self, alto_px: int) -> Gris:
        """A figure that nobody should read: a scribble, a struck digit or one written over another."""
        clase = self.rng.random()
        if clase < 0.35:
            n = int(self.rng.integers(6, 14))
            x = np.where(np.arange(n) % 2 == 0, 0.05, 0.95) + self.rng.normal(0, 0.08, n)
            garabato = np.stack([x, np.linspace(0.08, 0.92, n) + self.rng.normal(0, 0.05, n)], axis=1)
            return self._dibujar((garabato,), alto_px, 1.3)
        uno, otro = self.rng.choice(10, 2, replace=False).tolist()
        if clase < 0.7:
            n = int(self.rng.integers(2, 5))
            encima = tuple(
                np.array([(0.0, y), (0.5, y + 0.05), (1.0, y - 0.1)]) + self.rng.normal(0, 0.06, (3, 2))
                for y in np.linspace(0.25, 0.75, n)
            )
        else:
            encima = self.esqueletos[otro][0]
        return self._dibujar((*self.esqueletos[uno][0], *encima), alto_px, 1.1)

    def palabras(self, texto: str, alto_px: int) -> Gris:
        """A line of words as ink.

        Args:
            texto: Spanish words in small letters, with accents; this hand decides on capitals and accents.
            alto_px: height of the mask, from the top of the capitals to the foot of the descenders.

        Returns:
            (alto_px, ancho) uint8, 0 = no ink, 255 = full ink.
        """
        texto = texto if self.acentos else texto.translate(SIN_ACENTOS)
        if self.mayusculas == "inicial":
            texto = texto[:1].upper() + texto[1:]
        elif self.mayusculas == "mayusculas":
            texto = texto.upper()
        escala = 2
        fuente = abrir(self.fuente.archivo, max(8, round(alto_px * escala * 0.72)))
        alto = alto_px * escala
        ancho = round(fuente.getlength(texto) * 1.12) + 2 * alto
        lienzo = Image.new("L", (ancho, alto))
        lapiz = ImageDraw.Draw(lienzo)
        base = alto * 0.72
        deriva = ondas(self.rng, len(texto), alto * 0.012)
        x = alto * 0.3
        for i, letra in enumerate(texto):
            lapiz.text((x, base + deriva[i] + self.rng.normal(0, alto * 0.006)), letra, 255, fuente, anchor="ls")
            x += fuente.getlength(texto[i : i + 2]) - fuente.getlength(texto[i + 1 : i + 2])
            x += self.rng.normal(0, alto * 0.008) + (self.rng.uniform(-0.05, 0.25) * alto if letra == " " else 0)
        return _ajustar_ancho(self._ondular(np.asarray(lienzo), alto_px), margen=max(2, alto_px // 12))

    def _ondular(self, tinta: Gris, alto_px: int) -> Gris:
        """Shear, bend and shrink a line of letters to ``alto_px`` rows."""
        alto, ancho = tinta.shape
        f = alto / alto_px
        columnas = round(ancho / f)
        y, x = np.mgrid[0:alto_px, 0:columnas].astype(np.float32)
        empuje = (self.inclinacion * 0.5 * (alto_px * 0.7 - y)).astype(np.float32)
        subida = ondas(self.rng, columnas, alto_px * 0.02).astype(np.float32)[None, :]
        mapa_x, mapa_y = (x - empuje) * f, np.broadcast_to((y - subida) * f, x.shape).astype(np.float32)
        suave = cv2.blur(tinta, (2, 2)) if f > 1.5 else tinta
        return cv2.remap(suave, mapa_x, mapa_y, cv2.INTER_LINEAR, borderValue=0).astype(np.uint8, copy=False)

    def _digito_de_fuente(self, d: int, alto_px: int) -> Gris:
        fuente = abrir(self.fuente.archivo, max(8, round(alto_px * 2.2)))
        x0, y0, x1, y1 = (round(v) for v in fuente.getbbox(str(d)))
        lienzo = Image.new("L", (x1 - x0 + 4, y1 - y0 + 4))
        ImageDraw.Draw(lienzo).text((2 - x0, 2 - y0), str(d), 255, fuente)
        letra = np.asarray(lienzo)
        alto = max(4, alto_px * self.tamano * (1 + self.rng.normal(0, 0.04)))
        f = alto / letra.shape[0]
        ancho = letra.shape[1] * f * (1 + self.rng.normal(0, 0.06))
        giro = self.rng.normal(0, 0.04)
        corte = self.inclinacion * 0.6 + giro
        columnas = round(ancho + abs(corte) * alto) + 4
        dy = (alto_px - alto) * self.rng.uniform(0.3, 0.7)
        dx = 2 + max(0.0, corte) * alto
        m = np.array([[ancho / letra.shape[1], -corte * f, dx], [giro * f, f, dy]], np.float64)
        tinta = cv2.warpAffine(letra, m, (columnas, alto_px), flags=cv2.INTER_AREA)
        return _ajustar_ancho(tinta.astype(np.uint8, copy=False), margen=1)

    def _dibujar(self, esqueleto: tuple[Puntos, ...], alto_px: int, ensanche: float) -> Gris:
        """Trace a skeleton of the unit box with this hand's slant, size and variation."""
        rng, g = self.rng, self.pluma.grueso
        alto = alto_px * max(0.3, self.tamano * (1 + rng.normal(0, 0.05)) - g)
        ancho = alto * self.aspecto * ensanche * (1 + rng.normal(0, 0.07))
        giro = rng.normal(0, 0.045)
        corte = self.inclinacion + rng.normal(0, 0.03)
        matriz = np.array([[ancho, -corte * alto], [giro * ancho, alto]])
        salto = 0.4 * self.soltura * alto
        trazos = [
            suavizar(_variar(rng, trazo - (0.5, 0.5), self.soltura)) @ matriz.T + rng.normal(0, salto, 2)
            for trazo in esqueleto
        ]
        todos = np.concatenate(trazos)
        margen = g * alto_px / 2 + 1
        holgura = max(0.0, alto_px - np.ptp(todos[:, 1]) - 2 * margen)
        origen = np.array([todos[:, 0].min() - margen, todos[:, 1].min() - margen - holgura * rng.uniform(0.3, 0.7)])
        columnas = max(2, round(float(np.ptp(todos[:, 0]) + 2 * margen)))
        return entintar([t - origen for t in trazos], alto_px, columnas, self.pluma, rng)


def _doblar(rng: np.random.Generator, giro: float, d: int) -> tuple[Puntos, ...]:
    """Choose a shape of a digit and bend it to a style: a smooth warp whose direction is ``giro``, radians."""
    pesos = np.array([p for p, _ in FORMAS[d]])
    esqueleto = FORMAS[d][int(rng.choice(len(pesos), p=pesos / pesos.sum()))][1]
    amplitud = rng.uniform(0.03, 0.12)
    fase = rng.uniform(0, 2 * np.pi, 2)
    hacia = amplitud * np.array([np.cos(giro), np.sin(giro)])
    propio = rng.uniform(0, 0.035)
    return tuple(
        p + hacia * np.sin(3.2 * p[:, ::-1] + fase) + _sin_romper_esquinas(rng, p, propio)
        for p in (np.array(t, np.float64) for t in esqueleto)
    )


def _variar(rng: np.random.Generator, trazo: Puntos, cuanto: float) -> Puntos:
    return trazo + _sin_romper_esquinas(rng, trazo, cuanto)


def _sin_romper_esquinas(rng: np.random.Generator, trazo: Puntos, cuanto: float) -> npt.NDArray[np.float64]:
    """Noise per point, equal on the repeated points that mark a corner."""
    ruido = rng.normal(0, cuanto, trazo.shape)
    repetido = np.flatnonzero((trazo[1:] == trazo[:-1]).all(axis=1))
    ruido[repetido + 1] = ruido[repetido]
    return ruido


def _ajustar_ancho(tinta: Gris, margen: int) -> Gris:
    """Cut the empty columns at both ends, leaving ``margen``."""
    columnas = np.flatnonzero(tinta.max(axis=0) > 16)
    if not len(columnas):
        return tinta[:, : 2 * margen + 1]
    return np.ascontiguousarray(tinta[:, max(0, int(columnas[0]) - margen) : int(columnas[-1]) + 1 + margen])
