"""A label stuck on the acta of another casilla: its figures must not go to the wrong key unseen."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno
import zxingcpp

from actario.composicion import Instalacion, reloj
from actario.configuracion import de_carpeta
from actario.demo.preparacion import instalar
from actario.tareas import leer
from muestras.simulacro.verdad import Verdad
from ocr.motor import Lector
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos.imagenes import ImagenNueva, PasoImagen, estado_imagen, recibir_imagen
from verificacion.casos.sistema import SISTEMA
from verificacion.dominio.registro import Digitalizacion, Origen

pytestmark = pytest.mark.recorrido
AHORA = datetime(2026, 6, 7, 21, tzinfo=UTC)


def _etiquetada(verdad: Verdad) -> tuple[bytes, str]:
    """A photo whose QR can be read, and its text."""
    for foto in verdad.fotos:
        contenido = foto.archivo.read_bytes()
        codigos = zxingcpp.read_barcodes(cv2.imdecode(np.frombuffer(contenido, np.uint8), cv2.IMREAD_GRAYSCALE))
        if foto.clave is not None and codigos:
            return contenido, codigos[0].text
    raise AssertionError("no photo of the sample shows its QR")


def _pegar_qr(contenido: bytes, texto: str) -> bytes:
    """Another code over the one of the photo."""
    foto = np.asarray(cv2.imdecode(np.frombuffer(contenido, np.uint8), cv2.IMREAD_COLOR))
    p = zxingcpp.read_barcodes(foto)[0].position
    lado, borde = 400, 30
    modulos = np.array([list(f) for f in segno.make(texto, error="m", micro=False).matrix], np.uint8)
    qr = np.full((lado + 2 * borde, lado + 2 * borde), 255, np.uint8)
    qr[borde:-borde, borde:-borde] = cv2.resize(
        np.where(modulos > 0, 20, 255).astype(np.uint8), (lado, lado), interpolation=cv2.INTER_NEAREST
    )
    origen = np.array([(0, 0), (lado, 0), (lado, lado), (0, lado)], np.float32) + borde
    destino = np.array([(c.x, c.y) for c in (p.top_left, p.top_right, p.bottom_right, p.bottom_left)], np.float32)
    m = cv2.getPerspectiveTransform(origen, destino)
    medida = foto.shape[1::-1]
    encima = cv2.warpPerspective(np.full_like(qr, 255), m, medida) > 127
    foto[encima] = cv2.warpPerspective(qr, m, medida, flags=cv2.INTER_AREA)[encima][:, None]
    return cv2.imencode(".jpg", foto, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()


def _leer(instalacion: Instalacion, lector: Lector, contenido: bytes) -> str:
    sha256 = instalacion.almacen.guardar(contenido)
    assert sha256 == hashlib.sha256(contenido).hexdigest()
    nueva = ImagenNueva(sha256, sha256, "a.jpg", "image/jpeg", len(contenido), Origen.CATD, Digitalizacion.MOVIL, None)
    with transaccion(instalacion.engine) as session:
        recibir_imagen(session, instalacion.cola, nueva, SISTEMA, AHORA)
    leer(instalacion, lector, sha256, lambda: AHORA)
    return sha256


def test_a_label_that_the_sheet_contradicts_waits_for_a_person(muestra: tuple[Path, Verdad], tmp_path: Path) -> None:
    proceso, verdad = muestra
    instalacion = instalar(de_carpeta(tmp_path / "noche", proceso, 0, lectores=1), reloj())
    lector = Lector()
    contenido, texto = _etiquetada(verdad)
    suya = next(a for a in instalacion.proceso.actas if str(a.clave) in texto)
    otra = next(a for a in instalacion.proceso.actas if a.casilla.clave.seccion != suya.casilla.clave.seccion)
    propia = _leer(instalacion, lector, contenido)
    ajena = _leer(instalacion, lector, _pegar_qr(contenido, texto.replace(str(suya.clave), str(otra.clave))))
    with consulta(instalacion.engine) as session:
        buena, dudosa = estado_imagen(session, propia), estado_imagen(session, ajena)
    assert (buena.estado, buena.clave) == (PasoImagen.IDENTIFICADA, str(suya.clave))
    assert buena.calidad["cotejo"] == "confirma" and "propuesta" not in buena.calidad
    assert (dudosa.estado, dudosa.clave) == (PasoImagen.POR_IDENTIFICAR, None)
    assert dudosa.calidad["cotejo"] == "contradice"
    primera, segunda = dudosa.calidad["propuesta"].split()
    assert primera == str(otra.clave)
    assert f"{suya.casilla.clave.seccion:04}" in segunda
