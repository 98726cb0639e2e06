"""Photos to judge straightening with: actas under every condition with their truth, and what is no acta."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from captura.plantilla import Plantilla, cargar_plantilla
from muestras.camara import Puntos
from muestras.degradacion import MOVIL_PX, Pagina, codificar, fotografiar
from muestras.durango import escribir_proceso
from muestras.durango.contendientes import contendientes
from muestras.durango.proceso import formas
from muestras.escenarios import ActaVerdad, escenario
from muestras.escenas import MOVIL_12_MP, RECETAS, Toma, tomar
from muestras.escritura import Escritor
from muestras.estorbos import documento_ajeno
from muestras.formas.carpeta import escribir_plantilla
from muestras.formas.dibujo import dibujar_pdf
from muestras.formas.maqueta import HOJA_MM, Maqueta, maquetar
from muestras.hoja import DatosImpresos, forma_en_blanco, llenar
from verificacion.dominio.claves import ClaveActa
from verificacion.proceso import cargar_proceso

ESCANER = "escáner"
FACIL = ("plana", ESCANER)
CONDICIONES = (ESCANER, *RECETAS)
TITULOS = {
    "general": "DIPUTACIONES LOCALES",
    "independiente": "DIPUTACIONES LOCALES",
    "ayuntamientos": "AYUNTAMIENTOS",
    "gubernatura": "GUBERNATURA",
}
"""Forms of one night: three elections on the same sheet, and one with a row more."""


@dataclass(frozen=True)
class Forma:
    """A form of the night, and the actas that may be written on it."""

    maqueta: Maqueta
    plantilla: Plantilla
    verdades: tuple[ActaVerdad, ...]


@dataclass(frozen=True)
class FotoDificil:
    """A photo and its truth. ``cabe``: every digit box is inside the photo, so that it may be found."""

    condicion: str
    forma: str
    jpeg: bytes
    ubicar: Callable[[Puntos], Puntos]
    cabe: bool


@lru_cache(maxsize=2)
def _blanco(maqueta: Maqueta) -> Pagina:
    return forma_en_blanco(dibujar_pdf(maqueta))


def hacer_formas(carpeta: Path, semilla: int) -> Mapping[str, Forma]:
    """Draw the forms of the night and make up what their actas say."""
    escribir_proceso(carpeta / "proceso", 60, semilla, datetime(2027, 6, 7, 1, tzinfo=UTC))
    verdades = [v for v in escenario(cargar_proceso(carpeta / "proceso"), semilla) if v.sin_acta is None]
    filas = formas(contendientes())
    hechas: dict[str, Forma] = {}
    for clave, titulo in TITULOS.items():
        maqueta = maquetar(
            clave, titulo, titulo, "DURANGO", "3", filas["general" if clave != "independiente" else clave]
        )
        escribir_plantilla(maqueta, carpeta / clave)
        campos = {c.clave for c in (*maqueta.cantidades, maqueta.suma.cantidad)}
        suyas = tuple(v for v in verdades if set(v.anotaciones or {}) <= campos)
        hechas[clave] = Forma(maqueta, cargar_plantilla(carpeta / clave), suyas)
    return hechas


def _hoja(forma: Forma, rng: np.random.Generator) -> Pagina:
    verdad = forma.verdades[int(rng.integers(len(forma.verdades)))]
    clave = ClaveActa.de_texto(verdad.clave)
    datos = DatosImpresos(clave, verdad.distrito, "Durango", "Calle Hidalgo 100, Centro", f"banco/{verdad.clave}")
    return llenar(_blanco(forma.maqueta), forma.maqueta, verdad, datos, Escritor.nuevo(rng, "prueba"), rng)


def foto_dificil(disponibles: Mapping[str, Forma], clave: str, condicion: str, semilla: tuple[int, ...]) -> FotoDificil:
    """One acta photographed under a condition; the same seed gives the same bytes."""
    rng = np.random.default_rng(semilla)
    forma = disponibles[clave]
    hoja = _hoja(forma, rng)
    if condicion == ESCANER:
        foto = fotografiar(hoja, rng, "escaner", HOJA_MM)
        toma = Toma(codificar(foto, rng), foto.ubicar, (foto.imagen.shape[1], foto.imagen.shape[0]))
    else:
        abajo = _hoja(forma, rng) if condicion == "otra hoja debajo" else hoja
        toma = tomar(hoja, abajo, RECETAS[condicion], rng, HOJA_MM, MOVIL_12_MP)
    return FotoDificil(condicion, clave, toma.jpeg, toma.ubicar, _cabe(toma, forma.plantilla))


def _cabe(toma: Toma, plantilla: Plantilla) -> bool:
    bordes = np.array(
        [(c.x + i * c.ancho, c.y + j * c.alto) for c in plantilla.cajas_digitos for i in (0, 1) for j in (0, 1)]
    )
    p = toma.ubicar(bordes)
    return bool((p > -0.5).all() and (p < np.array(toma.foto_px) - 0.5).all())


def errores_mm(
    hallar: Callable[[Puntos], Puntos], plantilla: Plantilla, ubicar: Callable[[Puntos], Puntos]
) -> NDArray[np.float64]:
    """How far each digit box was found from where it is, mm of the sheet. Both arguments take mm to pixels."""
    centros, paso = np.array([c.centro for c in plantilla.cajas_digitos]), 2.0
    verdad = ubicar(centros)
    ejes = [(ubicar(centros + np.array(d)) - verdad) / paso for d in ((paso, 0.0), (0.0, paso))]
    falta = hallar(centros) - verdad
    mm = np.linalg.solve(np.stack(ejes, axis=2), falta[:, :, None])[:, :, 0]
    return np.linalg.norm(mm, axis=1)


def ajenas(cuantas: int, semilla: int) -> Iterator[tuple[str, bytes]]:
    """Photos of what is no acta, each with what it is: letters and tables, blank pages, textures, squared paper."""
    for n in range(cuantas):
        rng = np.random.default_rng([semilla, 77, n])
        clase = ("carta o tabla", "hoja en blanco", "textura", "papel cuadriculado")[n % 4]
        pagina = _PAGINAS[clase](rng)
        toma = tomar(pagina, pagina, RECETAS["plana" if n % 8 < 4 else "mesa ocupada"], rng, HOJA_MM, MOVIL_PX)
        yield clase, toma.jpeg


def _lisa(rng: np.random.Generator) -> Pagina:
    return np.full((1080, 1700, 3), rng.integers(225, 255, 3), np.uint8)


def _textura(rng: np.random.Generator) -> Pagina:
    """Noise of every size, as of fur, leaves or stone: spectrum 1/f."""
    alto, ancho = 1080, 1700
    frecuencia = np.hypot(np.fft.fftfreq(alto)[:, None], np.fft.fftfreq(ancho)[None, :]) + 1 / ancho
    onda = np.fft.ifft2(np.fft.fft2(rng.normal(0, 1, (alto, ancho))) / frecuencia ** float(rng.uniform(0.6, 1.4))).real
    gris = np.clip(128 + 55 * onda / onda.std(), 0, 255).astype(np.uint8)
    return cv2.merge([gris, gris, gris]).astype(np.uint8, copy=False)


def _cuadriculada(rng: np.random.Generator) -> Pagina:
    pagina = _lisa(rng)
    paso = int(rng.integers(25, 60))
    pagina[::paso] = pagina[:, ::paso] = (150, 120, 110)
    return pagina


_PAGINAS: Mapping[str, Callable[[np.random.Generator], Pagina]] = {
    "carta o tabla": lambda rng: documento_ajeno(1700, 1080, rng),
    "hoja en blanco": _lisa,
    "textura": _textura,
    "papel cuadriculado": _cuadriculada,
}
