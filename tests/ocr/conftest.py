"""Sheets drawn for the reader: boxes, a hand, even paper; what the camera does is tested with ``muestras``."""

from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest

from captura.geometria import PX_POR_MM, Gris
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, CampoPlantilla, Plantilla
from muestras.escritura import Escritor
from ocr.motor import Lector
from verificacion.dominio.eleccion import Suma, TipoCampo
from verificacion.dominio.letra import a_letra

HOJA_MM = (160.0, 120.0)
VOTOS = ("PAN", "PRI", "PRD", "MC", "NULOS")
Dibujar = Callable[..., HojaEnderezada]


@pytest.fixture(scope="session")
def lector() -> Lector:
    return Lector()


@pytest.fixture(scope="session")
def plantilla() -> Plantilla:
    campos = [_campo(clave, TipoCampo.VOTOS, i) for i, clave in enumerate(VOTOS)]
    campos.append(_campo("TOTAL", TipoCampo.TOTAL, len(VOTOS)))
    seccion = tuple(Caja(20.0 + 7 * i, 90.0, 6.0, 7.0) for i in range(4))
    campos.append(CampoPlantilla("SECCION", TipoCampo.IDENTIFICACION, seccion))
    return Plantilla(
        clave="de-prueba",
        nombre="De prueba",
        hoja_mm=HOJA_MM,
        campos=tuple(campos),
        sumas=(Suma("TOTAL", VOTOS),),
        qr=None,
        reservado=(),
        mascara=(),
        referencia=Path("referencia.png"),
        carpeta=Path(),
        huella="",
    )


def _campo(clave: str, tipo: TipoCampo, i: int) -> CampoPlantilla:
    y = 12.0 + 12 * i
    digitos = tuple(Caja(120.0 + 7 * k, y, 6.0, 7.0) for k in range(3))
    return CampoPlantilla(clave, tipo, digitos, Caja(20.0, y - 1, 95.0, 9.0))


@pytest.fixture
def dibujar_hoja(plantilla: Plantilla) -> Dibujar:
    """A sheet with ``cifras`` (text per box: digit, space, ``-`` dash, ``#`` scribble) and ``letras`` (figures)."""

    def dibujar(cifras: Mapping[str, str], letras: Mapping[str, int] | None = None, semilla: int = 1) -> HojaEnderezada:
        gris = np.full((round(HOJA_MM[1] * PX_POR_MM), round(HOJA_MM[0] * PX_POR_MM)), 225, np.uint8)
        rng = np.random.default_rng(semilla)
        mano = Escritor.nuevo(rng, "prueba")
        for campo in plantilla.campos:
            for k, caja in enumerate(campo.digitos):
                x, y = round(caja.x * PX_POR_MM), round(caja.y * PX_POR_MM)
                w, h = round(caja.ancho * PX_POR_MM), round(caja.alto * PX_POR_MM)
                cv2.rectangle(gris, (x, y), (x + w, y + h), 150, 2)
                signo = cifras.get(campo.clave, "")[k : k + 1]
                if signo.strip():
                    alto = round(0.85 * h)
                    tinta = (
                        mano.raya(alto)
                        if signo == "-"
                        else mano.tachon(alto)
                        if signo == "#"
                        else mano.digito(int(signo), alto)
                    )
                    _pintar(gris, tinta, x + (w - tinta.shape[1]) // 2, y + (h - alto) // 2)
            if letras and campo.clave in letras and campo.letra is not None:
                tinta = mano.palabras(a_letra(letras[campo.clave]), 60)
                _pintar(gris, tinta, round(campo.letra.x * PX_POR_MM), round(campo.letra.y * PX_POR_MM) + 4)
        grano = rng.normal(0, 2, gris.shape)
        return como_hoja(np.clip(cv2.GaussianBlur(gris, (0, 0), 0.8) + grano, 0, 255).astype(np.uint8))

    return dibujar


def _pintar(gris: Gris, tinta: Gris, x: int, y: int) -> None:
    zona = gris[y : y + tinta.shape[0], x : x + tinta.shape[1]]
    zona[:] = (zona * (1 - 0.7 * (tinta[: zona.shape[0], : zona.shape[1]] / 255))).astype(np.uint8)


def como_hoja(gris: Gris) -> HojaEnderezada:
    """An image taken for a straight sheet."""
    return HojaEnderezada(gris, np.eye(3), np.zeros((2, 2, 2)), 0.0, 1.0, "de prueba", HOJA_MM, gris)
