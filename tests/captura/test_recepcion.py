"""What comes in: its type by content, its limits, its pages; and nothing of it lost."""

import hashlib
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pi_heif
import pytest
import segno
from PIL import Image

from captura.errores import (
    ArchivoDeDosTipos,
    DemasiadasPaginas,
    DocumentoEnBlanco,
    DocumentoProtegido,
    FormatoDesconocido,
    ImagenDemasiadoGrande,
    ImagenDemasiadoPequena,
    ImagenIlegible,
    ImagenVacia,
)
from captura.identificacion import leer_qr
from captura.recepcion import MAX_BYTES, decodificar, recibir

EXIF_ORIENTACION = 0x0112
DATOS = Path(__file__).parent / "datos"


def imagen(ancho: int = 400, alto: int = 300) -> Image.Image:
    """A grey ramp with a red top-left corner: tells turns and mirrors apart."""
    a = np.repeat(np.linspace(60, 220, ancho).astype(np.uint8)[None, :, None], alto, axis=0).repeat(3, axis=2)
    a[: alto // 4, : ancho // 4] = (220, 20, 20)
    return Image.fromarray(a)


def como(formato: str, que: Image.Image | None = None, **opciones: object) -> bytes:
    salida = BytesIO()
    (que or imagen()).save(salida, formato, **opciones)
    return salida.getvalue()


def es_rojo(bgr: np.ndarray) -> bool:
    return bool(bgr[2] > 150 and bgr[1] < 100)


@pytest.mark.parametrize(
    ("formato", "mime"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("TIFF", "image/tiff")],
)
def test_a_single_image_keeps_its_bytes(formato: str, mime: str):
    contenido = como(formato)
    [una] = recibir(contenido, "acta con otro nombre.pdf")
    assert una.contenido == contenido
    assert una.mime == mime
    assert (una.ancho_px, una.alto_px, una.pagina) == (400, 300, 1)
    assert una.sha256 == una.original_sha256 == hashlib.sha256(contenido).hexdigest()
    assert es_rojo(decodificar(una.contenido)[10, 10])


@pytest.mark.parametrize(
    ("orientacion", "rojo"), [(1, (10, 10)), (3, (290, 390)), (6, (10, 290)), (8, (390, 10)), (2, (10, 390))]
)
def test_the_exif_orientation_is_applied_once(orientacion: int, rojo: tuple[int, int]):
    exif = Image.Exif()
    exif[EXIF_ORIENTACION] = orientacion
    contenido = como("JPEG", exif=exif)
    [una] = recibir(contenido, "foto.jpg")
    pixeles = decodificar(contenido)
    assert (una.alto_px, una.ancho_px) == pixeles.shape[:2]
    assert es_rojo(pixeles[rojo])


def test_a_page_of_a_pdf_that_is_a_jpeg_comes_out_untouched():
    pdf = como("PDF")
    [una] = recibir(pdf, "escaneo.pdf")
    assert una.mime == "image/jpeg"
    assert una.original_sha256 == hashlib.sha256(pdf).hexdigest()
    assert una.contenido in pdf


def test_a_document_is_split_in_pages():
    for formato in ("PDF", "TIFF"):
        paginas = [imagen(400, 300), imagen(300, 500)]
        contenido = como(formato, paginas[0], save_all=True, append_images=paginas[1:])
        una, otra = recibir(contenido, "paquete")
        assert (una.pagina, otra.pagina) == (1, 2)
        assert (una.ancho_px, otra.alto_px) == (400, 500)
        assert una.original_sha256 == otra.original_sha256 == hashlib.sha256(contenido).hexdigest()
        assert una.sha256 != otra.sha256
        assert es_rojo(decodificar(otra.contenido)[10, 10])


def test_a_fax_tiff_is_read():
    [una] = recibir(como("TIFF", imagen().convert("1"), compression="group4"), "fax.tif")
    assert decodificar(una.contenido).shape == (300, 400, 3)


def test_transparent_paper_is_white():
    transparente = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    assert decodificar(como("PNG", transparente)).min() == 255


def test_sixteen_bits_keep_their_greys():
    gris = Image.fromarray(np.full((300, 300), 40000, np.uint16))
    assert abs(int(decodificar(como("PNG", gris))[5, 5, 0]) - 156) <= 1


def test_heic_is_told_by_its_content():
    """pi-heif only decodes, so a damaged one shows that it was told and that its error is ours."""
    assert pi_heif.libheif_version()
    with pytest.raises(ImagenIlegible):
        recibir(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200), "foto.heic")


def test_an_empty_file_is_refused():
    with pytest.raises(ImagenVacia):
        recibir(b"", "vacio.jpg")


@pytest.mark.parametrize("contenido", [b"hola", b"GIF89a" + bytes(100), b"PK\x03\x04" + bytes(100), bytes(1000)])
def test_an_unknown_type_is_refused_whatever_its_name(contenido: bytes):
    with pytest.raises(FormatoDesconocido):
        recibir(contenido, "foto.jpg")


@pytest.mark.parametrize("formato", ["JPEG", "PNG", "WEBP", "TIFF", "PDF"])
def test_a_truncated_file_is_refused(formato: str):
    """A photo cut by the network must not be stored as if it were whole."""
    ruido = Image.fromarray(np.random.default_rng(1).integers(0, 256, (300, 400, 3), np.uint8))
    contenido = como(formato, ruido)
    for parte in (0.3, 0.7):
        with pytest.raises(ImagenIlegible):
            recibir(contenido[: int(len(contenido) * parte)], "cortada")


def test_a_bomb_is_refused_by_its_header():
    """A PNG of a few bytes that says 30,000 × 30,000 pixels."""

    def trozo(tipo: bytes, datos: bytes) -> bytes:
        return struct.pack(">I", len(datos)) + tipo + datos + struct.pack(">I", zlib.crc32(tipo + datos))

    cabecera = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    bomba = b"\x89PNG\r\n\x1a\n" + trozo(b"IHDR", cabecera) + trozo(b"IDAT", zlib.compress(bytes(1000)))
    with pytest.raises(ImagenDemasiadoGrande):
        recibir(bomba, "bomba.png")


def test_too_many_pixels_are_refused():
    with pytest.raises(ImagenDemasiadoGrande) as e:
        recibir(como("PNG", Image.new("1", (8000, 8000))), "enorme.png")
    assert e.value.unidad == "píxeles"


def test_too_many_bytes_are_refused():
    with pytest.raises(ImagenDemasiadoGrande):
        recibir(b"\xff\xd8\xff" + bytes(MAX_BYTES), "enorme.jpg")


def test_a_thumbnail_is_refused():
    with pytest.raises(ImagenDemasiadoPequena):
        recibir(como("JPEG", imagen(160, 120)), "miniatura.jpg")


def test_a_pdf_with_a_password_is_told_so():
    pdf = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]/Size 4>>\n%%EOF"
    )
    with pytest.raises(DocumentoProtegido):
        recibir(pdf, "protegido.pdf")


@pytest.mark.parametrize("archivo", ["derecha.heic", "girada.heic"])
def test_a_heic_of_a_telephone_is_read_upright(archivo: str):
    """Encoded once with pillow-heif: ``girada`` holds turned pixels, an ``irot`` box and an EXIF that says the same."""
    contenido = (DATOS / archivo).read_bytes()
    [una] = recibir(contenido, "IMG_2041.HEIC")
    assert una.mime == "image/heic"
    assert una.contenido == contenido
    assert (una.ancho_px, una.alto_px) == (400, 300)
    pixeles = decodificar(contenido)
    assert es_rojo(pixeles[10, 10]) and not es_rojo(pixeles[10, 390])


def test_a_truncated_heic_is_refused():
    contenido = (DATOS / "derecha.heic").read_bytes()
    with pytest.raises(ImagenIlegible):
        recibir(contenido[: len(contenido) * 7 // 10], "IMG_2041.HEIC")


def _exif_de(*entradas: bytes) -> bytes:
    return b"Exif\x00\x00MM\x00*\x00\x00\x00\x08" + struct.pack(">H", len(entradas)) + b"".join(entradas) + bytes(4)


@pytest.mark.parametrize(
    "exif",
    [
        _exif_de(struct.pack(">HHIHH", EXIF_ORIENTACION, 3, 1, 99, 0)),
        _exif_de(struct.pack(">HHII", EXIF_ORIENTACION, 2, 900, 0x7FFFFFFF)),
        _exif_de(struct.pack(">HHII", EXIF_ORIENTACION, 10, 1, 4)),
        b"Exif\x00\x00" + b"\xff" * 40,
        b"Exif\x00\x00MM\x00*\xff\xff\xff\xff",
    ],
    ids=["orientacion 99", "texto fuera del archivo", "racional truncado", "basura", "directorio fuera"],
)
def test_a_wrong_exif_does_not_lose_the_photo(exif: bytes):
    [una] = recibir(como("JPEG", exif=exif), "foto.jpg")
    assert (una.ancho_px, una.alto_px) == (400, 300)
    assert es_rojo(decodificar(una.contenido)[10, 10])


def _zip() -> bytes:
    salida = BytesIO()
    with zipfile.ZipFile(salida, "w") as z:
        z.writestr("carga.exe", b"MZ" + bytes(500))
    return salida.getvalue()


@pytest.mark.parametrize(
    ("cola", "otro"),
    [
        (_zip(), "ZIP"),
        (b"<html><body>hola</body></html>", "HTML"),
        (b"\n<ScRiPt>alert(1)</script>", "HTML"),
        (b"<?php system($_GET['c']); ?>", "HTML"),
    ],
    ids=["zip", "html", "script", "php"],
)
@pytest.mark.parametrize("formato", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_is_also_something_else_is_refused(formato: str, cola: bytes, otro: str):
    """It could be published byte for byte, and whoever downloads it would carry the hidden load."""
    with pytest.raises(ArchivoDeDosTipos) as e:
        recibir(como(formato) + cola, "foto.jpg")
    assert e.value.otro == otro


def test_a_zip_with_a_comment_at_its_end_is_still_a_zip():
    carga = bytearray(_zip())
    carga[-2:] = struct.pack("<H", 300)
    with pytest.raises(ArchivoDeDosTipos):
        recibir(como("JPEG") + bytes(carga) + b"c" * 300, "foto.jpg")


def test_a_script_in_the_comment_of_a_photo_is_refused():
    with pytest.raises(ArchivoDeDosTipos):
        recibir(como("JPEG", comment=b"<script>alert(1)</script>"), "foto.jpg")


def test_a_pdf_hidden_in_the_first_bytes_of_a_photo_is_refused():
    with pytest.raises(ArchivoDeDosTipos) as e:
        recibir(como("JPEG", comment=b"%PDF-1.7 1 0 obj"), "foto.jpg")
    assert e.value.otro == "PDF"


def test_what_telephones_append_to_a_photo_is_not_refused():
    """The second image of an HDR photo, the video of a live one, and a maker's own marks."""
    foto = como("JPEG")
    video = b"\x00\x00\x00\x18ftypmp42" + bytes(4000)
    for cola in (como("JPEG", imagen(200, 200)), video, b"SEFH" + bytes(60) + b"SEFT"):
        [una] = recibir(foto + cola, "IMG_2041.jpg")
        assert una.contenido == foto + cola
        assert (una.ancho_px, una.alto_px) == (400, 300)


def test_a_photo_with_another_inside_is_read_as_its_first():
    """MPO: what phones that keep depth or an HDR map write."""
    contenido = como("MPO", imagen(), save_all=True, append_images=[imagen(200, 200)])
    [una] = recibir(contenido, "IMG_2041.jpg")
    assert (una.mime, una.ancho_px, una.alto_px) == ("image/jpeg", 400, 300)
    assert una.contenido == contenido


def test_a_damaged_photo_says_what_the_decoder_found():
    with pytest.raises(ImagenIlegible) as e:
        recibir(b"\xff\xd8\xff\xe0" + bytes(900), "cortada.jpg")
    assert "cannot identify" in e.value.motivo


def test_a_pdf_with_rubbish_before_its_header_is_read_and_its_page_has_none_of_it():
    pdf = b"@PJL ENTER LANGUAGE = PDF\r\n" + como("PDF")
    [una] = recibir(pdf, "escaneo.pdf")
    assert una.mime == "image/jpeg"
    assert b"@PJL" not in una.contenido
    with pytest.raises(ArchivoDeDosTipos):
        recibir(b"<html><script>alert(1)</script></html>\n" + como("PDF"), "escaneo.pdf")


def _pdf_de(datos: bytes, ancho: int, alto: int, como_va: bytes, cola: bytes = b"") -> bytes:
    """A PDF of one page that an image fills, written by hand: the image need not be what it says."""
    dibujo = b"q 600 0 0 450 0 0 cm /I Do Q"
    imagen = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % (ancho, alto) + como_va
    objetos = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 450]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(dibujo), dibujo),
        imagen + b"/Length %d>>stream\n%s\nendstream" % (len(datos), datos),
    ]
    cuerpo = b"".join(b"%d 0 obj%s endobj\n" % (i, o) for i, o in enumerate(objetos, 1))
    return b"%PDF-1.4\n" + cuerpo + cola + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"


def test_a_load_hidden_in_the_photo_of_a_pdf_is_refused():
    """The page's JPEG comes out untouched, so whatever hides behind it would be published."""
    foto = como("JPEG") + _zip() + b"\n"  # the last byte keeps the ZIP's end away from the end of the PDF
    pdf = _pdf_de(foto, 400, 300, b"/ColorSpace/DeviceRGB/Filter/DCTDecode", cola=b"%" + b"x" * 70_000 + b"\n")
    with pytest.raises(ArchivoDeDosTipos) as e:
        recibir(pdf, "escaneo.pdf")
    assert (e.value.mime, e.value.otro) == ("image/jpeg", "ZIP")


def test_the_type_is_decided_by_the_bytes_and_only_its_decoder_sees_them():
    """A GIF behind the signature of a JPEG is not opened as a GIF."""
    gif = BytesIO()
    imagen().save(gif, "GIF")
    with pytest.raises(ImagenIlegible):
        recibir(b"\xff\xd8\xff" + gif.getvalue(), "foto.jpg")


def test_the_blank_backs_of_a_batch_are_left_out():
    rng = np.random.default_rng(3)
    escrita = Image.fromarray(np.where(rng.random((400, 600)) < 0.02, 30, 245).astype(np.uint8))
    reverso = Image.fromarray(np.clip(rng.normal(240, 6, (400, 600)), 0, 255).astype(np.uint8))
    for formato in ("TIFF", "PDF"):
        contenido = como(formato, escrita, save_all=True, append_images=[reverso, escrita.rotate(180), reverso])
        assert [i.pagina for i in recibir(contenido, "lote")] == [1, 3]
        with pytest.raises(DocumentoEnBlanco) as e:
            recibir(como(formato, reverso.copy(), save_all=True, append_images=[reverso.copy()]), "lote")
        assert e.value.paginas == 2


def test_a_page_of_one_point_per_pixel_is_drawn_smaller_instead_of_refused():
    """Phone scanning applications write pages of 3000 × 4000 points."""
    pdf = como("PDF", imagen(3000, 2250).convert("P"), resolution=72)
    [una] = recibir(pdf, "escaneo.pdf")
    assert una.ancho_px * una.alto_px <= 16_100_000


def test_a_bomb_inside_a_pdf_is_refused_before_it_is_drawn():
    pdf = _pdf_de(zlib.compress(bytes(1000)), 40_000, 40_000, b"/ColorSpace/DeviceGray/Filter/FlateDecode")
    with pytest.raises(ImagenDemasiadoGrande):
        recibir(pdf, "bomba.pdf")


def test_a_tiff_of_too_many_pages_is_refused_without_counting_them_all():
    hoja = Image.new("1", (220, 220))
    contenido = como("TIFF", hoja, save_all=True, append_images=[hoja] * 60)
    with pytest.raises(DemasiadasPaginas) as e:
        recibir(contenido, "lote.tif")
    assert (e.value.medida, e.value.limite) == (51, 50)


def _con_qr(*textos: str) -> np.ndarray:
    hoja = np.full((1200, 3000), 255, np.uint8)
    for i, texto in enumerate(textos):
        modulos = np.array([[0 if m else 255 for m in fila] for fila in segno.make(texto, error="m").matrix], np.uint8)
        qr = np.kron(modulos, np.ones((9, 9), np.uint8))
        hoja[200 : 200 + len(qr), 200 + 900 * i : 200 + 900 * i + len(qr)] = qr
    return hoja


def test_the_qr_is_read_at_any_turn():
    for giro in range(4):
        assert leer_qr(np.ascontiguousarray(np.rot90(_con_qr("dgo/100002C01003"), giro))) == "dgo/100002C01003"


def test_no_qr_and_two_different_ones_are_both_none():
    assert leer_qr(np.full((600, 600), 255, np.uint8)) is None
    assert leer_qr(_con_qr("dgo/100002C01003", "dgo/100002B01003")) is None
    assert leer_qr(_con_qr("dgo/100002C01003", "dgo/100002C01003")) == "dgo/100002C01003"
