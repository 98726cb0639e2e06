"""A form tried before the night: drawn with its boxes, and looked for on photos, corner by corner."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from captura.enderezado import enderezar
from captura.errores import HojaNoEncontrada
from captura.geometria import Color, Gris, esquinas
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, Plantilla
from captura.recepcion import decodificar, recibir
from captura.referencia import Estructura, contraste
from verificacion.dominio.errores import ErrorActario, NoExiste

PX_POR_MM = 4.0
PARTE = 0.35  # of each side of the sheet that is looked at around a corner
PERDONA_MM = 0.25  # blur under which a line half a pixel away still agrees

VERDE = (60, 140, 30)
AZUL = (190, 90, 20)
ROJO = (40, 40, 200)
MORADO = (170, 40, 150)
GRIS = (120, 120, 120)


@dataclass(frozen=True)
class FotoProbada:
    """What came of one photo.

    ``esquinas``: for each corner, how like the form its print is (0..1; 0 where it is outside the photo). ``falla``
    says why the sheet was not found, or the file could not be used.
    """

    nombre: str
    parecido: float = 0.0
    error_mm: float | None = None
    metodo: str = ""
    esquinas: Mapping[str, float] = field(default_factory=dict[str, float])
    falla: ErrorActario | None = None

    @property
    def hallada(self) -> bool:
        """Whether the sheet was found."""
        return self.falla is None


def probar(plantilla: Plantilla, fotos: Sequence[Path], dibujos: Path | None = None) -> Iterator[FotoProbada]:
    """Look for a form on photos, one at a time; with ``dibujos``, leave there each straight sheet with its boxes."""
    referencia = cv2.imread(str(plantilla.referencia), cv2.IMREAD_GRAYSCALE)
    if referencia is None:
        raise HojaNoEncontrada(0.0, f"no se puede leer {plantilla.referencia}")
    for archivo in fotos:
        try:
            if not archivo.is_file():
                raise NoExiste("archivo", archivo)
            imagenes = recibir(archivo.read_bytes(), archivo.name)
        except ErrorActario as e:
            yield FotoProbada(str(archivo), falla=e)
            continue
        for imagen in imagenes:
            nombre = str(archivo) if len(imagenes) == 1 else f"{archivo}#{imagen.pagina}"
            try:
                foto = decodificar(imagen.contenido)
                hoja = enderezar(foto, plantilla)
            except HojaNoEncontrada as e:
                yield FotoProbada(nombre, parecido=e.parecido, falla=e)
                continue
            except ErrorActario as e:
                yield FotoProbada(nombre, falla=e)
                continue
            if dibujos:
                destino = dibujos / f"{archivo.stem}-{imagen.sha256[:8]}.png"
                cv2.imwrite(str(destino), dibujar_cajas(hoja.color, plantilla))
            gris = referencia.astype(np.uint8, copy=False)
            confianza = confianza_de_esquinas(hoja, plantilla, gris, (foto.shape[1], foto.shape[0]))
            yield FotoProbada(nombre, hoja.parecido, hoja.error_mm, hoja.metodo, confianza)


def confianza_de_esquinas(
    hoja: HojaEnderezada, plantilla: Plantilla, referencia: Gris, foto_px: tuple[int, int]
) -> dict[str, float]:
    """How like the form the print around each corner is: the correlation of their local contrast, 0..1.

    Args:
        hoja: the straight sheet.
        plantilla: its form.
        referencia: the form's picture, grey, of any size.
        foto_px: width and height of the photo; a corner outside it is not trusted at all.
    """
    ancho, alto = (round(lado * PX_POR_MM) for lado in plantilla.hoja_mm)
    vistas = [_estructura(imagen, (ancho, alto)) for imagen in (referencia, hoja.gris)]
    libre = _impreso(plantilla, (alto, ancho))
    en_la_foto = hoja.a_foto(esquinas(*plantilla.hoja_mm))
    ancho_foto, alto_foto = foto_px
    resultado: dict[str, float] = {}
    dx, dy = round(ancho * PARTE), round(alto * PARTE)
    lugares = (
        ("superior izquierda", slice(0, dy), slice(0, dx)),
        ("superior derecha", slice(0, dy), slice(ancho - dx, ancho)),
        ("inferior derecha", slice(alto - dy, alto), slice(ancho - dx, ancho)),
        ("inferior izquierda", slice(alto - dy, alto), slice(0, dx)),
    )
    for (nombre, filas, columnas), (x, y) in zip(lugares, en_la_foto, strict=True):
        margen = 0.03 * max(ancho_foto, alto_foto)  # the very corner of the paper may be cut: its print is not there
        fuera = not (-margen <= x <= ancho_foto + margen and -margen <= y <= alto_foto + margen)
        a, b = ((v * libre)[filas, columnas] for v in vistas)
        norma = float(np.sqrt((a * a).sum() * (b * b).sum()))
        resultado[nombre] = 0.0 if fuera or norma < 1e-6 else max(0.0, float((a * b).sum()) / norma)
    return resultado


def _estructura(imagen: Gris, medida: tuple[int, int]) -> Estructura:
    chica = cv2.resize(imagen, medida, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    borrosa = cv2.GaussianBlur(contraste(chica, PX_POR_MM), (0, 0), PERDONA_MM * PX_POR_MM)
    return borrosa.astype(np.float32, copy=False)


def _impreso(plantilla: Plantilla, forma: tuple[int, int]) -> Estructura:
    """1 where only print is expected, 0 where people write or stick the label."""
    libre = np.ones(forma, np.float32)
    cajas = [*plantilla.cajas_digitos, *(c.letra for c in plantilla.campos if c.letra), *plantilla.reservado]
    for caja in (*cajas, *plantilla.mascara, *((plantilla.qr,) if plantilla.qr else ())):
        filas = slice(round(caja.y * PX_POR_MM), round((caja.y + caja.alto) * PX_POR_MM))
        libre[filas, round(caja.x * PX_POR_MM) : round((caja.x + caja.ancho) * PX_POR_MM)] = 0
    return libre


def dibujar_forma(plantilla: Plantilla) -> Color:
    """The reference with every box, its key and what it is."""
    imagen = cv2.imread(str(plantilla.referencia), cv2.IMREAD_COLOR)
    if imagen is None:
        raise HojaNoEncontrada(0.0, f"no se puede leer {plantilla.referencia}")
    return dibujar_cajas(imagen.astype(np.uint8, copy=False), plantilla)


def dibujar_cajas(imagen: Color, plantilla: Plantilla) -> Color:
    """A copy of a straight sheet with the boxes: green digits, blue words, red personal data, purple label."""
    lienzo = imagen.copy()
    kx, ky = lienzo.shape[1] / plantilla.hoja_mm[0], lienzo.shape[0] / plantilla.hoja_mm[1]

    def marco(caja: Caja, tinta: tuple[int, int, int], grueso: int) -> None:
        a = round(caja.x * kx), round(caja.y * ky)
        b = round((caja.x + caja.ancho) * kx), round((caja.y + caja.alto) * ky)
        cv2.rectangle(lienzo, a, b, tinta, grueso)

    for caja in plantilla.mascara:
        marco(caja, GRIS, 1)
    for caja in plantilla.reservado:
        marco(caja, ROJO, 2)
    if plantilla.qr:
        marco(plantilla.qr, MORADO, 2)
    for campo in plantilla.campos:
        if campo.letra:
            marco(campo.letra, AZUL, 1)
        for caja in campo.digitos:
            marco(caja, VERDE, 2)
        letra, primera = 0.07 * ky, campo.digitos[0]
        (largo, _), _ = cv2.getTextSize(campo.clave, cv2.FONT_HERSHEY_SIMPLEX, letra, 1)
        lugar = max(0, round((primera.x - 1) * kx) - largo), round((primera.y + primera.alto * 0.6) * ky)
        cv2.putText(lienzo, campo.clave, lugar, cv2.FONT_HERSHEY_SIMPLEX, letra, VERDE, 1, cv2.LINE_AA)
    return lienzo
