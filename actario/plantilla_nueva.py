"""A form folder from an authority's blank form: geometry by ``captura.propuesta``, print by the PDF or Tesseract."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from captura.escritura_forma import escribir_nueva
from captura.forma_json import PlantillaInvalida
from captura.geometria import Color, Gris
from captura.plantilla import Caja, cargar_plantilla
from captura.propuesta.derecha import enderezar_sola
from captura.propuesta.lamina import Lamina, Palabra, abrir, con_imagen
from captura.propuesta.proponer import Propuesta, filas_de, proponer, trazar
from captura.propuesta.renglones import Renglon, con_rotulo
from ocr.tesseract import Tesseract
from verificacion.dominio.eleccion import Proceso

PX_POR_MM_REFERENCIA = 6.0  # 150 dpi: the aligner looks at 3, people at all of it
PX_POR_MM_TEXTO = 8.0  # print of 2 mm is 16 px high: Tesseract reads it
PX_POR_MM_ROTULO = 12.0
LEGIBLE = 4  # letters of a word that tells which way is up
CASI_TODO = 0.6  # share of the legible words of the best quarter turn at which a sheet is taken as it came


@dataclass(frozen=True)
class FormaNueva:
    """What was written: the folder, the proposal, and the faults of its plantilla.json (None when it has none)."""

    carpeta: Path
    propuesta: Propuesta
    hoja_mm: tuple[float, float]
    fallas: PlantillaInvalida | None


def proponer_forma(
    archivo: Path, tesseract: Tesseract, pagina: int = 1, hoja_mm: tuple[float, float] | None = None
) -> tuple[Lamina, Propuesta]:
    """Open a form and propose its plantilla.

    Raises:
        ImagenInvalida: the file cannot be used. InstalacionIncompleta: Tesseract is missing.
    """
    lamina = abrir(archivo, pagina, hoja_mm)
    palabras: Sequence[Palabra] = lamina.palabras
    if lamina.es_foto:
        lamina, palabras = _derecha(lamina, tesseract)
    elif not palabras:
        palabras = _leer_palabras(lamina, tesseract)
    trazado = trazar(lamina)
    filas = [_con_rotulo_leido(f, lamina, tesseract) for f in filas_de(trazado, palabras)]
    return lamina, proponer(lamina, trazado, filas, palabras)


def crear(
    archivo: Path,
    carpeta: Path,
    tesseract: Tesseract,
    pagina: int = 1,
    hoja_mm: tuple[float, float] | None = None,
    proceso: Proceso | None = None,
) -> FormaNueva:
    """Write the folder of a new form.

    Args:
        archivo: the blank form: PDF, scan or photo.
        carpeta: where to; it must not hold a form already.
        tesseract: reads the labels where the PDF does not say them.
        pagina: page of a PDF, from 1.
        hoja_mm: size of the sheet, when the file does not know it.
        proceso: links the rows of votes to its contenders, in order, when they are as many.

    Raises:
        FormaExistente: the folder has a form. ImagenInvalida: the file cannot be used.
    """
    lamina, propuesta = proponer_forma(archivo, tesseract, pagina, hoja_mm)
    if proceso:
        propuesta = propuesta.con_claves([c.clave for c in proceso.contendientes])
    datos = propuesta.como_json(carpeta.name, archivo.stem.replace("_", " "), lamina.hoja_mm, escrita=lamina.es_foto)
    origen = {
        "archivo": archivo.name,
        "sha256": hashlib.sha256(archivo.read_bytes()).hexdigest(),
        "pagina": pagina,
        "avisos": list(propuesta.avisos),
    }
    escribir_nueva(carpeta, datos, _referencia(lamina), origen)
    try:
        cargar_plantilla(carpeta)
        fallas = None
    except PlantillaInvalida as e:
        fallas = e
    return FormaNueva(carpeta, propuesta, lamina.hoja_mm, fallas)


def _referencia(lamina: Lamina) -> bytes:
    lado = tuple(round(mm * PX_POR_MM_REFERENCIA) for mm in lamina.hoja_mm)
    reduce = lado[0] < lamina.imagen.shape[1]
    imagen = cv2.resize(lamina.imagen, lado, interpolation=cv2.INTER_AREA if reduce else cv2.INTER_CUBIC)
    return cv2.imencode(".png", imagen, [cv2.IMWRITE_PNG_COMPRESSION, 9])[1].tobytes()


def _gris(lamina: Lamina) -> Gris:
    lado = tuple(round(mm * PX_POR_MM_TEXTO) for mm in lamina.hoja_mm)
    gris = cv2.cvtColor(lamina.imagen, cv2.COLOR_BGR2GRAY)
    reduce = lado[0] < gris.shape[1]
    metodo = cv2.INTER_AREA if reduce else cv2.INTER_CUBIC
    return cv2.resize(gris, lado, interpolation=metodo).astype(np.uint8, copy=False)


def _leer_palabras(lamina: Lamina, tesseract: Tesseract) -> list[Palabra]:
    k = PX_POR_MM_TEXTO
    return [
        Palabra(p.texto, Caja(p.x / k, p.y / k, p.ancho / k, p.alto / k)) for p in tesseract.palabras(_gris(lamina))
    ]


def _derecha(lamina: Lamina, tesseract: Tesseract) -> tuple[Lamina, list[Palabra]]:
    """The picture with its lines straight and its print the right way up, and that print."""
    recta = con_imagen(lamina, enderezar_sola(lamina.imagen))
    mejor: tuple[int, Lamina, list[Palabra]] | None = None
    for giro in (0, 1, 3, 2):
        girada = con_imagen(recta, _girar(recta.imagen, giro)) if giro else recta
        palabras = _leer_palabras(girada, tesseract)
        legibles = sum(len(p.texto) >= LEGIBLE and p.texto.isalpha() for p in palabras)
        if mejor is None or legibles > mejor[0]:
            peor = mejor[0] if mejor else 0
            mejor = (legibles, girada, palabras)
            if giro and peor < CASI_TODO * legibles:
                break
    assert mejor is not None
    return mejor[1], mejor[2]


def _girar(imagen: Color, cuartos: int) -> Color:
    return np.ascontiguousarray(np.rot90(imagen, cuartos))


def _con_rotulo_leido(fila: Renglon, lamina: Lamina, tesseract: Tesseract) -> Renglon:
    """A row without label is read by itself: an emblem with letters, white print on a colour."""
    if fila.rotulo or not fila.en_tabla:
        return fila
    zona, (kx, ky) = fila.zona_rotulo, lamina.px_por_mm
    trozo = lamina.imagen[
        max(0, round(zona.y * ky)) : round((zona.y + zona.alto) * ky),
        max(0, round(zona.x * kx)) : round((zona.x + zona.ancho) * kx),
    ]
    if min(trozo.shape[:2]) < 8:
        return fila
    lado = (round(zona.ancho * PX_POR_MM_ROTULO), round(zona.alto * PX_POR_MM_ROTULO))
    gris = cv2.resize(cv2.cvtColor(trozo, cv2.COLOR_BGR2GRAY), lado, interpolation=cv2.INTER_CUBIC)
    palabras = tesseract.palabras(gris.astype(np.uint8, copy=False), psm=6)
    return con_rotulo(fila, " ".join(p.texto for p in palabras if sum(map(str.isalpha, p.texto)) > 2))
