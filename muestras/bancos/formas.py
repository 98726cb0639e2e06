"""Form folders of the real actas, put together at run time: their reference images are not ours to commit.

``tests/plantillas`` holds where the boxes are; the picture of the form comes from the real data. A form whose blank is
published gets that; one that is known only filled in gets the print that its sheets have in common.

Honduras counts what no Mexican acta counts: ballots received are marked ``sobrantes``, those used ``sacados``, members
of the table and custodians ``representantes``. Its words line names each digit ("dos cero seis"), and a row that a
table does not have is printed struck out. Indonesia writes a cross before the digits, and its words are in its own
language, which this reader does not know: that form declares none. It was photographed printed on a smaller sheet
than the real one, so its millimetres are nominal.
"""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path

import cv2
import numpy as np

from captura.enderezado import enderezar
from captura.geometria import PX_POR_MM, Color, Gris, homografia_entre, puntos
from captura.plantilla import Caja, CampoPlantilla, Plantilla, cargar_plantilla
from captura.recepcion import decodificar
from captura.referencia import buscar_marcas
from verificacion.dominio.eleccion import TipoCampo
from verificacion.dominio.errores import InstalacionIncompleta

PLANTILLAS = Path(__file__).parents[2] / "tests" / "plantillas"
REFERENCIA = "referencia.png"
REMEDIO = "copie los datos reales o señale su carpeta en PREP_DATOS_REALES"

BLANCO_INDONESIA = "PPWP-2019-plano.png"
BASE_HONDURAS = "EjemploActa11.png"
"""The sheet that shows its four corners and the edges of the paper: the others are laid upon it."""
MARCAS_HONDURAS_MM = tuple(product((18.5, 341.7), (10.0, 204.4)))
"""Centres of the corner squares, (y, x), reckoned from the edges of that scan, legal paper."""
LADO_MARCA_PX = (15.0, 60.0)
LINEA_MM = 0.9  # from the side of a box to where its printed line has surely ended


def construir_forma(clave: str, datos: Path, carpeta: Path) -> Plantilla:
    """Put a form folder together.

    Args:
        clave: name of the folder in ``tests/plantillas``.
        datos: folder with the form's images, as published.
        carpeta: where to write; made when it is missing.

    Raises:
        InstalacionIncompleta: an image that the reference is made from is missing or is not that image.
        PlantillaInvalida, ImagenInvalida, HojaNoEncontrada: the data is damaged.
    """
    carpeta.mkdir(parents=True, exist_ok=True)
    (carpeta / "plantilla.json").write_bytes((PLANTILLAS / clave / "plantilla.json").read_bytes())
    referencia = _REFERENCIAS.get(clave, _ya_dibujada)(clave, datos)
    (carpeta / REFERENCIA).write_bytes(referencia)
    return cargar_plantilla(carpeta)


def leer_imagen(ruta: Path) -> Color:
    """An image of the real data, BGR.

    Raises:
        InstalacionIncompleta: it is missing.
        ImagenInvalida: it is damaged.
    """
    try:
        return decodificar(ruta.read_bytes())
    except OSError as e:
        raise InstalacionIncompleta(f"falta {ruta}", REMEDIO) from e


def _ya_dibujada(clave: str, datos: Path) -> bytes:
    return (PLANTILLAS / clave / REFERENCIA).read_bytes()


def _en_blanco(clave: str, datos: Path) -> bytes:
    return _png(cv2.cvtColor(leer_imagen(datos / BLANCO_INDONESIA), cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False))


def _impresion_comun(clave: str, datos: Path) -> bytes:
    """The median of all the filled-in sheets, straightened onto one of them, with the boxes emptied."""
    with tempfile.TemporaryDirectory() as temporal:
        primera = Path(temporal)
        (primera / "plantilla.json").write_bytes((PLANTILLAS / clave / "plantilla.json").read_bytes())
        base = _por_sus_marcas(cv2.cvtColor(leer_imagen(datos / BASE_HONDURAS), cv2.COLOR_BGR2GRAY).astype(np.uint8))
        (primera / REFERENCIA).write_bytes(_png(base))
        plantilla = cargar_plantilla(primera)
        # one scan's own grain hides its pale boxes: it can tell where the table is, not yet each row of it
        sin_renglones = replace(plantilla, campos=(_tabla(plantilla),))
        hojas = [enderezar(leer_imagen(ruta), sin_renglones).gris for ruta in sorted(datos.glob("*.png"))]
    comun = np.median(np.stack(hojas), axis=0).astype(np.uint8)
    for campo in plantilla.campos:
        for caja in (*campo.digitos, *((campo.letra,) if campo.letra else ())):
            _vaciar(comun, caja)
    return _png(comun)


def _tabla(plantilla: Plantilla) -> CampoPlantilla:
    """All the boxes as one."""
    cajas = plantilla.cajas_digitos
    x0, y0 = min(c.x for c in cajas), min(c.y for c in cajas)
    x1, y1 = max(c.x + c.ancho for c in cajas), max(c.y + c.alto for c in cajas)
    return CampoPlantilla("tabla", TipoCampo.VOTOS, (Caja(x0, y0, x1 - x0, y1 - y0),))


def _por_sus_marcas(foto: Gris) -> Gris:
    """A flat scan laid onto legal paper by its four corner squares."""
    marcas = sorted(buscar_marcas(foto, *LADO_MARCA_PX)[:4], key=lambda m: m.y)
    if len(marcas) < 4:
        raise InstalacionIncompleta(f"{BASE_HONDURAS} no muestra sus cuatro marcas", REMEDIO)
    en_orden = sorted(marcas[:2], key=lambda m: m.x) + sorted(marcas[2:], key=lambda m: m.x)
    hacia = puntos([(x * PX_POR_MM, y * PX_POR_MM) for y, x in MARCAS_HONDURAS_MM])
    homografia = homografia_entre(puntos([(m.x, m.y) for m in en_orden]), hacia)
    if homografia is None:
        raise InstalacionIncompleta(f"las marcas de {BASE_HONDURAS} no forman un cuadro", REMEDIO)
    ancho_mm, alto_mm = 215.9, 355.6
    medida = (round(ancho_mm * PX_POR_MM), round(alto_mm * PX_POR_MM))
    return cv2.warpPerspective(foto, homografia, medida, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE).astype(
        np.uint8, copy=False
    )


def _vaciar(imagen: Gris, caja: Caja) -> None:
    """Paint the inside of a box with its own paper: what is left of six hands is not print."""
    x0, y0 = round((caja.x + LINEA_MM) * PX_POR_MM), round((caja.y + LINEA_MM) * PX_POR_MM)
    x1 = round((caja.x + caja.ancho - LINEA_MM) * PX_POR_MM)
    y1 = round((caja.y + caja.alto - LINEA_MM) * PX_POR_MM)
    dentro = imagen[y0:y1, x0:x1]
    dentro[:] = np.median(dentro)


def _png(imagen: Gris) -> bytes:
    return cv2.imencode(".png", imagen)[1].tobytes()


_REFERENCIAS: Mapping[str, Callable[[str, Path], bytes]] = {
    "honduras-2025": _impresion_comun,
    "indonesia-2019": _en_blanco,
}
