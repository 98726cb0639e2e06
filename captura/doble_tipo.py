"""Files that are an image to one program and something else to another.

What is published may be the original itself, byte for byte, so a photo that is also a ZIP, a PDF or a page with scripts
is refused. Other bytes after the image are not: phones append a second JPEG (HDR, depth), a short video or marks of
their maker, and refusing those would lose real actas.
"""

import re
import struct

from captura.errores import ArchivoDeDosTipos

_FIN_DE_ZIP = b"PK\x05\x06"
_FIN_DE_ZIP_BYTES = 22  # of the record, without its comment (APPNOTE.TXT 4.3.16)
_MAX_COMENTARIO_ZIP = 65_535
_DONDE_EMPIEZA_UN_PDF = 1024
# Six bytes or more: shorter marks appear by chance in the compressed data of some photo of the night.
_MARCAS_WEB = re.compile(rb"<(?:script|iframe|!doctype html|html[\s>]|\?php\s)", re.IGNORECASE)


def exigir_un_solo_tipo(contenido: bytes, mime: str) -> None:
    """Refuse a file that another program would open as something else than ``mime``.

    A PDF may have rubbish before its header, as readers accept (ISO 32000, annex H): it is never published itself,
    only the images of its pages.

    Raises:
        ArchivoDeDosTipos: naming what else it is.
    """
    if _termina_como_zip(contenido):
        raise ArchivoDeDosTipos(mime, "ZIP")
    if mime == "application/pdf":
        contenido = contenido[: contenido.index(b"%PDF-")]
    elif b"%PDF-" in contenido[:_DONDE_EMPIEZA_UN_PDF]:
        raise ArchivoDeDosTipos(mime, "PDF")
    if _MARCAS_WEB.search(contenido):
        raise ArchivoDeDosTipos(mime, "HTML")


def _termina_como_zip(contenido: bytes) -> bool:
    """Whether the end record of a ZIP closes the file: readers of ZIP look for it from the end."""
    desde = max(0, len(contenido) - _FIN_DE_ZIP_BYTES - _MAX_COMENTARIO_ZIP)
    lugar = contenido.rfind(_FIN_DE_ZIP, desde)
    while lugar >= 0:
        if len(contenido) - lugar >= _FIN_DE_ZIP_BYTES:
            (comentario,) = struct.unpack_from("<H", contenido, lugar + 20)
            if lugar + _FIN_DE_ZIP_BYTES + comentario <= len(contenido):
                return True
        lugar = contenido.rfind(_FIN_DE_ZIP, desde, lugar)
    return False
