"""Documents of several pages (PDF and TIFF) to images, one a page."""

from io import BytesIO

import pypdfium2 as pdfium
from PIL import Image, ImageSequence

from captura.errores import DocumentoProtegido, ImagenDemasiadoGrande, ImagenIlegible

MAX_PAGINAS = 50  # a package of a casilla is a handful; a scanner's batch, a few tens
PUNTOS_POR_PULGADA = 72.0
RESOLUCION = 200  # dpi of a page without an image of its own: 7.9 px/mm, the scale of a straight sheet
LLENA_LA_PAGINA = 0.9  # an embedded image over less of the page than this is a logo or a part, not the scan
_JPEG = b"\xff\xd8\xff"


def paginas_pdf(contenido: bytes, max_pixeles: int) -> list[bytes]:
    """Pages of a PDF: the JPEG that fills the page, untouched, or the page rendered as PNG.

    Raises:
        DocumentoProtegido: it asks for a password.
        ImagenDemasiadoGrande: too many pages, or a page over ``max_pixeles``.
        ImagenIlegible: damaged or without pages.
    """
    try:
        with pdfium.PdfDocument(contenido) as pdf:
            if not 0 < len(pdf) <= MAX_PAGINAS:
                raise ImagenDemasiadoGrande(len(pdf), "páginas", MAX_PAGINAS)
            return [_pagina_pdf(pdf[i], max_pixeles) for i in range(len(pdf))]
    except pdfium.PdfiumError as e:
        if "password" in str(e).lower():
            raise DocumentoProtegido from e
        raise ImagenIlegible(str(e)) from e


def _pagina_pdf(pagina: pdfium.PdfPage, max_pixeles: int) -> bytes:
    ancho, alto = pagina.get_size()
    objetos = list(pagina.get_objects(max_depth=3))
    if len(objetos) == 1 and pagina.get_rotation() == 0 and isinstance(objetos[0], pdfium.PdfImage):
        izquierda, abajo, derecha, arriba = objetos[0].get_bounds()
        if (derecha - izquierda) * (arriba - abajo) >= LLENA_LA_PAGINA * ancho * alto:
            crudo = _jpeg_de(objetos[0])
            if crudo is not None:
                return crudo
    escala = RESOLUCION / PUNTOS_POR_PULGADA
    pixeles = int(ancho * alto * escala * escala)
    if pixeles > max_pixeles:
        raise ImagenDemasiadoGrande(pixeles, "píxeles", max_pixeles)
    return _png(pagina.render(scale=escala).to_pil())  # pyright: ignore[reportArgumentType]  # its stub says int


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
        ImagenDemasiadoGrande: too many pages, or a page over ``max_pixeles``.
        ImagenIlegible: damaged.
    """
    try:
        with Image.open(BytesIO(contenido)) as imagen:
            cuantas = int(getattr(imagen, "n_frames", 1))
            if cuantas > MAX_PAGINAS:
                raise ImagenDemasiadoGrande(cuantas, "páginas", MAX_PAGINAS)
            if cuantas == 1:
                return [contenido]
            paginas: list[bytes] = []
            for pagina in ImageSequence.Iterator(imagen):
                if pagina.width * pagina.height > max_pixeles:
                    raise ImagenDemasiadoGrande(pagina.width * pagina.height, "píxeles", max_pixeles)
                paginas.append(_png(pagina))
            return paginas
    except Image.DecompressionBombError as e:
        raise ImagenDemasiadoGrande(0, "píxeles", max_pixeles) from e
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError) as e:
        raise ImagenIlegible(str(e)) from e


def _png(imagen: Image.Image) -> bytes:
    salida = BytesIO()
    modo = imagen.mode if imagen.mode in {"1", "L", "RGB"} else "RGB"
    imagen.convert(modo).save(salida, "PNG", compress_level=3)
    return salida.getvalue()
