"""Documents of several pages (PDF and TIFF) to images, one a page."""

import struct
from io import BytesIO

import pypdfium2 as pdfium
from PIL import Image, ImageSequence

from captura.errores import DemasiadasPaginas, DocumentoProtegido, ImagenDemasiadoGrande, ImagenIlegible

MAX_PAGINAS = 50  # a package of a casilla is a handful; a scanner's batch, a few tens
PUNTOS_POR_PULGADA = 72.0
RESOLUCION = 200  # dpi of a page without an image of its own: 7.9 px/mm, the scale of a straight sheet
MAX_DIBUJO_PIXELES = 16_000_000  # a page larger than a sheet (apps that write 1 px = 1 pt) is drawn at fewer dpi
MAX_PIXELES_DOCUMENTO = 600_000_000  # of all its pages: 50 sheets of 340 x 216 mm at 300 dpi
LLENA_LA_PAGINA = 0.9  # an embedded image over less of the page than this is a logo or a part, not the scan
_JPEG = b"\xff\xd8\xff"


def paginas_pdf(contenido: bytes, max_pixeles: int) -> list[bytes]:
    """Pages of a PDF: the JPEG that fills the page, untouched, or the page rendered as PNG.

    Raises:
        DocumentoProtegido: it asks for a password.
        DemasiadasPaginas: more than ``MAX_PAGINAS``.
        ImagenDemasiadoGrande: a page over ``max_pixeles``.
        ImagenIlegible: damaged or without pages.
    """
    try:
        with pdfium.PdfDocument(contenido) as pdf:
            if not len(pdf):
                raise ImagenIlegible("sin páginas")
            if len(pdf) > MAX_PAGINAS:
                raise DemasiadasPaginas(len(pdf), MAX_PAGINAS)
            return [_pagina_pdf(pdf[i], max_pixeles) for i in range(len(pdf))]
    except pdfium.PdfiumError as e:
        if "password" in str(e).lower():
            raise DocumentoProtegido from e
        raise ImagenIlegible(str(e)) from e


def _pagina_pdf(pagina: pdfium.PdfPage, max_pixeles: int) -> bytes:
    ancho, alto = pagina.get_size()
    objetos = list(pagina.get_objects(max_depth=3))
    for objeto in objetos:
        if isinstance(objeto, pdfium.PdfImage):
            _exigir_pixeles(objeto.get_px_size(), max_pixeles)  # PDFium decodes it whole to draw the page
    if len(objetos) == 1 and pagina.get_rotation() == 0 and isinstance(objetos[0], pdfium.PdfImage):
        izquierda, abajo, derecha, arriba = objetos[0].get_bounds()
        if (derecha - izquierda) * (arriba - abajo) >= LLENA_LA_PAGINA * ancho * alto:
            crudo = _jpeg_de(objetos[0])
            if crudo is not None:
                return crudo
    escala = min(RESOLUCION / PUNTOS_POR_PULGADA, (MAX_DIBUJO_PIXELES / max(ancho * alto, 1.0)) ** 0.5)
    return _png(pagina.render(scale=escala).to_pil())  # pyright: ignore[reportArgumentType]  # its stub says int


def _exigir_pixeles(tamano: tuple[int, int], maximo: int) -> int:
    pixeles = tamano[0] * tamano[1]
    if pixeles > maximo:
        raise ImagenDemasiadoGrande(pixeles, "píxeles", maximo)
    return pixeles


def _jpeg_de(imagen: pdfium.PdfImage) -> bytes | None:
    """The JPEG of an image object when it is stored as one and drawn upright; None otherwise."""
    a, b, c, d, _, _ = imagen.get_matrix().get()
    if imagen.get_filters() != ["DCTDecode"] or a <= 0 or d <= 0 or abs(b) > 1e-3 * a or abs(c) > 1e-3 * d:
        return None
    salida = BytesIO()
    imagen.extract(salida)
    crudo = salida.getvalue()
    return crudo if crudo.startswith(_JPEG) else None


def paginas_tiff(contenido: bytes, max_pixeles: int) -> list[bytes]:
    """Pages of a TIFF as PNG; a TIFF of one page stays as it came.

    Raises:
        DemasiadasPaginas: more than ``MAX_PAGINAS``.
        ImagenDemasiadoGrande: a page over ``max_pixeles``.
        ImagenIlegible: damaged.
    """
    try:
        with Image.open(BytesIO(contenido), formats=("TIFF",)) as imagen:
            if not _tiene_otra(imagen):
                return [contenido]
            paginas: list[bytes] = []
            total = 0
            for numero, pagina in enumerate(ImageSequence.Iterator(imagen)):  # never n_frames: it walks a million pages
                if numero == MAX_PAGINAS:
                    raise DemasiadasPaginas(numero + 1, MAX_PAGINAS)
                total += _exigir_pixeles(pagina.size, max_pixeles)
                if total > MAX_PIXELES_DOCUMENTO:
                    raise ImagenDemasiadoGrande(total, "píxeles", MAX_PIXELES_DOCUMENTO)
                paginas.append(_png(pagina))
            return paginas
    except Image.DecompressionBombError as e:
        raise ImagenDemasiadoGrande(0, "píxeles", max_pixeles) from e
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, struct.error) as e:
        raise ImagenIlegible(str(e)) from e


def _tiene_otra(imagen: Image.Image) -> bool:
    """Whether there is a second page; leaves the first one at hand."""
    try:
        imagen.seek(1)
    except EOFError:
        return False
    imagen.seek(0)
    return True


def _png(imagen: Image.Image) -> bytes:
    salida = BytesIO()
    modo = imagen.mode if imagen.mode in {"1", "L", "RGB"} else "RGB"
    imagen.convert(modo).save(salida, "PNG", compress_level=3)
    return salida.getvalue()
