"""From the bytes somebody sent to images: type by content, limits before decoding, nothing lost."""

import hashlib
import struct
import warnings
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
import pi_heif
from PIL import Image, ImageOps

from captura.doble_tipo import exigir_un_solo_tipo
from captura.documento import paginas_pdf, paginas_tiff
from captura.errores import (
    DocumentoEnBlanco,
    FormatoDesconocido,
    ImagenDemasiadoGrande,
    ImagenDemasiadoPequena,
    ImagenIlegible,
    ImagenVacia,
)
from captura.geometria import Color, Gris

MAX_BYTES = 40_000_000  # a 50-MP phone JPEG is 15-25 MB; a 10-page scan about 30
MAX_PIXELES = 60_000_000  # 180 MB as BGR; a sheet at 8 px/mm is 5 MP
MIN_LADO_PX = 200  # narrower than this no digit box reaches 8 px

_FIRMAS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_MARCAS_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_DECODIFICADORES = {
    "image/jpeg": ("JPEG",),  # also the MPO of phones, a JPEG with a second one inside
    "image/png": ("PNG",),
    "image/webp": ("WEBP",),
    "image/tiff": ("TIFF",),
}
_DANOS = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError, struct.error)
"""What Pillow's decoders say of damaged bytes."""
_TINTA_NIVELES = 40  # grey levels under the paper from which a pixel is ink, not the print of the other side
_TINTA_MINIMA = 0.0005  # of the page: a blank sheet with specks has less; a sheet with one printed line, more
_DONDE_EMPIEZA_UN_PDF = 1024  # readers accept rubbish before %PDF (ISO 32000, annex H)


@dataclass(frozen=True, slots=True)
class ImagenRecibida:
    """One page as an image of its own.

    ``sha256`` is of ``contenido``, ``original_sha256`` of the file as sent (the same for a single image); ``pagina``
    counts from 1. ``ancho_px`` and ``alto_px`` are as seen, after the EXIF orientation.
    """

    nombre: str
    sha256: str
    mime: str
    contenido: bytes
    ancho_px: int
    alto_px: int
    pagina: int
    original_sha256: str


def tipo_de(contenido: bytes) -> str:
    """MIME type by the first bytes, whatever the name says.

    Raises:
        ImagenVacia: there are no bytes.
        FormatoDesconocido: none of JPEG, PNG, WebP, HEIC, TIFF and PDF.
    """
    if not contenido:
        raise ImagenVacia
    for firma, mime in _FIRMAS:
        if contenido.startswith(firma):
            return mime
    if contenido[:4] == b"RIFF" and contenido[8:12] == b"WEBP":
        return "image/webp"
    if contenido[4:8] == b"ftyp" and contenido[8:12] in _MARCAS_HEIF:
        return "image/heic"
    if b"%PDF-" in contenido[:_DONDE_EMPIEZA_UN_PDF]:
        return "application/pdf"
    raise FormatoDesconocido(contenido[:8])


def recibir(contenido: bytes, nombre: str) -> tuple[ImagenRecibida, ...]:
    """Check a file and split it into images, one per page.

    A single image keeps its bytes untouched; so does a JPEG that fills a PDF page. Other pages become PNG. Of a
    document of several pages the blank ones (the backs of a batch scanned on both sides) are left out.

    Raises:
        ImagenInvalida: one of its subclasses, each with its code. The sender must send another file.
    """
    if len(contenido) > MAX_BYTES:
        raise ImagenDemasiadoGrande(len(contenido), "bytes", MAX_BYTES)
    mime = tipo_de(contenido)
    exigir_un_solo_tipo(contenido, mime)
    original = hashlib.sha256(contenido).hexdigest()
    match mime:
        case "application/pdf":
            paginas = paginas_pdf(contenido, MAX_PIXELES)
        case "image/tiff":
            paginas = paginas_tiff(contenido, MAX_PIXELES)
        case _:
            paginas = [contenido]
    imagenes: list[ImagenRecibida] = []
    for numero, pagina in enumerate(paginas, 1):
        if pagina is not contenido:
            exigir_un_solo_tipo(pagina, tipo_de(pagina))  # a JPEG may carry its load into the PDF and out again
        gris = decodificar_gris(pagina)  # decoding whole is the only proof that it is not truncated
        if len(paginas) > 1 and _en_blanco(gris):
            continue
        alto, ancho = gris.shape
        sha256 = hashlib.sha256(pagina).hexdigest()
        imagenes.append(ImagenRecibida(nombre, sha256, tipo_de(pagina), pagina, ancho, alto, numero, original))
    if not imagenes:
        raise DocumentoEnBlanco(len(paginas))
    return tuple(imagenes)


def _en_blanco(gris: Gris) -> bool:
    """Whether a scanned page has no ink. Its borders, where the glass shows, do not count."""
    alto, ancho = gris.shape
    dentro = gris[alto // 20 : alto - alto // 20, ancho // 20 : ancho - ancho // 20]
    return float(np.mean(dentro < float(np.median(dentro)) - _TINTA_NIVELES)) < _TINTA_MINIMA


def decodificar(contenido: bytes, reduccion: int = 1) -> Color:
    """Decode one image, as seen: this is the one place that applies the EXIF orientation.

    Args:
        contenido: JPEG, PNG, WebP, HEIC or a single-page TIFF.
        reduccion: 1, 2, 4 or 8 pixels each way become one where the format can be decoded so (JPEG); others stay whole.

    Returns:
        (alto, ancho, 3) uint8 BGR; what is transparent becomes white.

    Raises:
        ImagenInvalida: one of its subclasses. Nothing large is allocated before the header's size is checked.
    """
    tipo_de(contenido)
    with _abrir(contenido) as imagen:
        _exigir_medida(imagen)
        if reduccion > 1:
            imagen.draft("RGB", (imagen.width // reduccion, imagen.height // reduccion))
        imagen.load()
        derecha = _derecha(imagen)
        if derecha.mode.startswith("I;16") or derecha.mode == "I":
            derecha = Image.fromarray((np.asarray(derecha, np.int64) >> 8).clip(0, 255).astype(np.uint8))
        if "A" in derecha.getbands() or "transparency" in derecha.info:
            con_alfa = derecha.convert("RGBA")
            fondo = Image.new("RGBA", con_alfa.size, "white")
            derecha = Image.alpha_composite(fondo, con_alfa)
        return cv2.cvtColor(np.asarray(_en_modo(derecha, "RGB")), cv2.COLOR_RGB2BGR).astype(np.uint8, copy=False)


def decodificar_gris(contenido: bytes) -> Gris:
    """Decode one image as ``decodificar`` does, in grey: of a JPEG only its luminance, in half the time.

    Raises:
        ImagenInvalida: as ``decodificar``.
    """
    if tipo_de(contenido) != "image/jpeg":
        return cv2.cvtColor(decodificar(contenido), cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)
    with _abrir(contenido) as imagen:
        _exigir_medida(imagen)
        imagen.draft("L", imagen.size)
        imagen.load()
        return np.asarray(_en_modo(_derecha(imagen), "L"))


def _en_modo(imagen: Image.Image, modo: str) -> Image.Image:
    """The image in a mode; the same one when it has it, for ``convert`` would copy all its pixels."""
    return imagen if imagen.mode == modo else imagen.convert(modo)


def _exigir_medida(imagen: Image.Image) -> None:
    ancho, alto = imagen.size
    if ancho * alto > MAX_PIXELES:
        raise ImagenDemasiadoGrande(ancho * alto, "píxeles", MAX_PIXELES)
    if min(ancho, alto) < MIN_LADO_PX:
        raise ImagenDemasiadoPequena(ancho, alto, MIN_LADO_PX)


def _derecha(imagen: Image.Image) -> Image.Image:
    """Turn as the EXIF says. One that cannot be read is ignored: the photo is good, and the sheet is found turned."""
    with suppress(*_DANOS):
        ImageOps.exif_transpose(imagen, in_place=True)
    return imagen


@contextmanager
def _abrir(contenido: bytes) -> Generator[Image.Image]:
    """Open with Pillow and turn all that its decoders may say into one error of ours."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if (mime := tipo_de(contenido)) == "image/heic":
                heif = pi_heif.open_heif(contenido, convert_hdr_to_8bit=True)
                ancho, alto = heif.size
                if ancho * alto > MAX_PIXELES:
                    raise ImagenDemasiadoGrande(ancho * alto, "píxeles", MAX_PIXELES)
                yield heif.to_pillow()  # libheif has applied the rotation itself and removed it from the EXIF
            else:
                with Image.open(BytesIO(contenido), formats=_DECODIFICADORES[mime]) as imagen:
                    yield imagen
    except Image.DecompressionBombError as e:
        raise ImagenDemasiadoGrande(2 * (Image.MAX_IMAGE_PIXELS or 0), "píxeles", MAX_PIXELES) from e
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        KeyError,
        RuntimeError,
        TypeError,
        struct.error,
    ) as e:
        raise ImagenIlegible(str(e)) from e
