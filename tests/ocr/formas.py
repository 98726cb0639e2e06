"""Forms of other shapes than ours, drawn and filled for the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import PX_POR_MM, Gris
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, CampoPlantilla, Plantilla
from muestras.escritura import Escritor
from verificacion.dominio.eleccion import Suma, TipoCampo
from verificacion.dominio.letra import a_letra

VOTOS = tuple(f"P{i}" for i in range(7))
ANCHO_MM = 165.0
Lienzo = npt.NDArray[np.float32]
"""(alto, ancho) float32 grey levels."""


@dataclass(frozen=True)
class Forma:
    """What a form and its photo look like: millimetres, grey levels, pixels of the photo per millimetre."""

    cajas: int = 3
    caja_mm: tuple[float, float] = (6.0, 7.0)
    hueco_mm: float = 1.0
    linea: str = "solida"
    grueso: int = 2
    tono: float = 110.0
    papel: float = 225.0
    relleno: float = 0.0
    """How much darker than the paper the boxes are; lighter when negative."""
    tinta: float = 0.7
    px_mm: float = 8.0
    jpeg: int = 85
    con_letra: bool = True
    por_digitos: bool = False
    con_suma: bool = True
    desvio_mm: tuple[float, float] = (0.0, 0.0)

    def plantilla(self) -> Plantilla:
        """The form, rows of digit boxes at the right of their words."""
        claves = (*VOTOS, "TOTAL") if self.con_suma else VOTOS
        campos = tuple(self._campo(clave, i) for i, clave in enumerate(claves))
        return Plantilla(
            clave="ajena",
            nombre="Ajena",
            hoja_mm=(ANCHO_MM, 14.0 + (self.caja_mm[1] + 3) * len(claves)),
            campos=campos,
            sumas=(Suma("TOTAL", VOTOS),) if self.con_suma else (),
            qr=None,
            reservado=(),
            mascara=(),
            referencia=Path("referencia.png"),
            carpeta=Path(),
            huella="",
        )

    def _campo(self, clave: str, i: int) -> CampoPlantilla:
        w, h = self.caja_mm
        y = 8.0 + (h + 3) * i
        digitos = tuple(Caja(116.0 + (w + self.hueco_mm) * k, y, w, h) for k in range(self.cajas))
        tipo = TipoCampo.TOTAL if clave == "TOTAL" else TipoCampo.VOTOS
        return CampoPlantilla(clave, tipo, digitos, Caja(12.0, y - 1, 98.0, h + 2) if self.con_letra else None)


def llenar(forma: Forma, semilla: int) -> dict[str, int]:
    """Figures that fit the form's boxes, small ones and zeros mostly; the total is the sum."""
    rng = np.random.default_rng(semilla)
    tope = min(999, 10**forma.cajas - 1) // (len(VOTOS) if forma.con_suma else 1)
    cifras = {c: int(rng.integers(tope + 1) if rng.random() < 0.6 else rng.integers(2)) for c in VOTOS}
    return cifras | {"TOTAL": sum(cifras.values())} if forma.con_suma else cifras


def hoja_de(forma: Forma, cifras: Mapping[str, int], semilla: int) -> HojaEnderezada:
    """The straight sheet of a filled form, by a hand never trained on."""
    rng = np.random.default_rng(semilla)
    mano, plantilla = Escritor.nuevo(rng, "prueba"), forma.plantilla()
    gris = np.full(tuple(round(lado * PX_POR_MM) for lado in reversed(plantilla.hoja_mm)), forma.papel, np.float32)
    for campo in plantilla.campos:
        texto = str(cifras[campo.clave]).rjust(forma.cajas, "0 "[semilla % 2])
        if campo.letra is not None:
            _letra(gris, forma, campo.letra, mano, cifras[campo.clave])
        for caja, signo in zip(campo.digitos, texto, strict=True):
            _caja(gris, forma, caja)
            if signo != " ":
                alto = round(0.85 * caja.alto * PX_POR_MM)
                tinta = mano.digito(int(signo), alto)
                x, y = (c * PX_POR_MM + rng.normal(0, 2) for c in caja.centro)
                _pintar(gris, tinta, round(x - tinta.shape[1] / 2), round(y - alto / 2), forma.tinta)
    return _fotografiar(gris, forma, rng, plantilla)


def _letra(gris: Lienzo, forma: Forma, linea: Caja, mano: Escritor, cifra: int) -> None:
    texto = a_letra(cifra)
    if forma.por_digitos:
        texto = " ".join(a_letra(int(d)) for d in str(cifra).zfill(forma.cajas))
    tinta = mano.palabras(texto, round((linea.alto - 2) * PX_POR_MM))
    ancho = min(tinta.shape[1], round(linea.ancho * PX_POR_MM) - 10)
    tinta = cv2.resize(tinta, (ancho, tinta.shape[0])).astype(np.uint8, copy=False)
    x, y = round(linea.x * PX_POR_MM), round(linea.y * PX_POR_MM)
    base = y + round((linea.alto - 1) * PX_POR_MM)
    cv2.line(gris, (x, base), (x + round(linea.ancho * PX_POR_MM), base), forma.tono, 2)
    _pintar(gris, tinta, x + 5, y + 4, forma.tinta)


def _caja(gris: Lienzo, forma: Forma, caja: Caja) -> None:
    x, y, w, h = (round(v * PX_POR_MM) for v in (caja.x, caja.y, caja.ancho, caja.alto))
    gris[y : y + h, x : x + w] -= forma.relleno
    match forma.linea:
        case "solida":
            cv2.rectangle(gris, (x, y), (x + w, y + h), forma.tono, forma.grueso)
        case "puntos":
            for a in range(0, w, 7):
                for borde in (y, y + h):
                    cv2.line(gris, (x + a, borde), (x + a + 3, borde), forma.tono, forma.grueso)
            for a in range(0, h, 7):
                for borde in (x, x + w):
                    cv2.line(gris, (borde, y + a), (borde, y + a + 3), forma.tono, forma.grueso)
        case "marcas":  # ticks between the digits, a line under them
            cv2.line(gris, (x, y + h), (x + w, y + h), forma.tono, forma.grueso)
            for borde in (x, x + w):
                cv2.line(gris, (borde, y + h - h // 3), (borde, y + h), forma.tono, forma.grueso)
        case "guia":  # a pale figure printed in every box, to write over
            cv2.rectangle(gris, (x, y), (x + w, y + h), forma.tono, forma.grueso)
            cv2.ellipse(gris, (x + w // 2, y + h // 2), (w // 4, round(0.36 * h)), 0, 0, 360, forma.papel - 30, 2)
        case otra:
            assert otra == "ninguna"


def _pintar(gris: Lienzo, tinta: Gris, x: int, y: int, fuerza: float) -> None:
    zona = gris[y : y + tinta.shape[0], x : x + tinta.shape[1]]
    zona *= 1 - fuerza * (tinta[: zona.shape[0], : zona.shape[1]] / 255.0)


def _fotografiar(gris: Lienzo, forma: Forma, rng: np.random.Generator, plantilla: Plantilla) -> HojaEnderezada:
    """Lose resolution, sharpness and grain; come back to PX_POR_MM."""
    veces = forma.px_mm / PX_POR_MM
    foto = cv2.resize(cv2.GaussianBlur(gris, (0, 0), 0.8), None, fx=veces, fy=veces, interpolation=cv2.INTER_AREA)
    con_grano = np.clip(foto + rng.normal(0, 3, foto.shape), 0, 255).astype(np.uint8)
    _, jpeg = cv2.imencode(".jpg", con_grano, [cv2.IMWRITE_JPEG_QUALITY, forma.jpeg])
    foto = np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE), np.uint8)
    dx, dy = (d * PX_POR_MM for d in forma.desvio_mm)
    plana = cv2.resize(foto, gris.shape[::-1], interpolation=cv2.INTER_LINEAR)
    plana = cv2.warpAffine(
        plana, np.array([[1.0, 0, dx], [0, 1.0, dy]]), gris.shape[::-1], borderMode=cv2.BORDER_REPLICATE
    ).astype(np.uint8, copy=False)
    escala = np.diag([forma.px_mm, forma.px_mm, 1.0])
    return HojaEnderezada(plana, escala, np.zeros((2, 2, 2)), 0.0, 1.0, "de prueba", plantilla.hoja_mm, foto)
