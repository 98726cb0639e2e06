"""What can be wrong with an image, and with the search for a form on it. The remedies are in Spanish, for people."""

from typing import ClassVar

from verificacion.dominio.errores import DatoInvalido, ErrorActario


class ImagenInvalida(DatoInvalido):
    """The file cannot be used as an image. Ask for another."""

    codigo = "imagen_invalida"
    remedio: ClassVar[str] = "Envíe otra imagen."


class ImagenVacia(ImagenInvalida):
    """The file has no bytes."""

    codigo = "imagen_vacia"
    remedio = "El archivo llegó vacío: envíelo de nuevo."


class FormatoDesconocido(ImagenInvalida):
    """By its first bytes it is none of the accepted types."""

    codigo = "formato_desconocido"
    remedio = "Envíe JPEG, PNG, HEIC, WebP, TIFF o PDF."

    def __init__(self, inicio: bytes):
        super().__init__(inicio.hex())
        self.inicio = inicio


class ImagenIlegible(ImagenInvalida):
    """Truncated or damaged."""

    codigo = "imagen_danada"
    remedio = "El archivo está dañado o incompleto: envíelo de nuevo o tome otra foto."

    def __init__(self, motivo: str):
        super().__init__(motivo)
        self.motivo = motivo


class ImagenPeligrosa(ImagenInvalida):
    """Opening it took all the memory or the time that an image is given, or ended the process that tried."""

    codigo = "imagen_peligrosa"
    remedio = "No se pudo abrir sin riesgo: tome otra foto o escanéela de nuevo."


class ImagenDemasiadoGrande(ImagenInvalida):
    """Over the limit of bytes, pixels or pages."""

    codigo = "imagen_demasiado_grande"
    remedio = "Reduzca la imagen: bastan 12 megapíxeles."

    def __init__(self, medida: int, unidad: str, limite: int):
        super().__init__(f"{medida} {unidad} > {limite}")
        self.medida = medida
        self.unidad = unidad
        self.limite = limite


class DemasiadasPaginas(ImagenDemasiadoGrande):
    """A document of more pages than a batch may hold."""

    codigo = "demasiadas_paginas"
    remedio = "Divida el documento en partes y envíe cada una."

    def __init__(self, paginas: int, limite: int):
        super().__init__(paginas, "páginas", limite)


class ImagenDemasiadoPequena(ImagenInvalida):
    """Too few pixels to hold an acta."""

    codigo = "imagen_demasiado_pequena"
    remedio = "Envíe la foto original, sin reducir."

    def __init__(self, ancho_px: int, alto_px: int, minimo_px: int):
        super().__init__(f"{ancho_px} x {alto_px} < {minimo_px}")
        self.ancho_px = ancho_px
        self.alto_px = alto_px
        self.minimo_px = minimo_px


class DocumentoProtegido(ImagenInvalida):
    """A PDF that asks for a password."""

    codigo = "documento_protegido"
    remedio = "Guarde el PDF sin contraseña y envíelo de nuevo."


class ArchivoDeDosTipos(ImagenInvalida):
    """An image to one program and something else (``otro``) to another: it could be published with a hidden load."""

    codigo = "archivo_de_dos_tipos"
    remedio = "Envíe la foto tal como la guardó la cámara."

    def __init__(self, mime: str, otro: str):
        super().__init__(f"{mime} y {otro}")
        self.mime = mime
        self.otro = otro


class DocumentoEnBlanco(ImagenInvalida):
    """A document of several pages with nothing on any of them: the batch was fed face down."""

    codigo = "documento_en_blanco"
    remedio = "Revise que el lote entró al escáner por la cara escrita y envíelo de nuevo."

    def __init__(self, paginas: int):
        super().__init__(f"{paginas} páginas en blanco")
        self.paginas = paginas


class HojaNoEncontrada(ErrorActario):
    """The form was not found on the image with certainty. The image goes to people, whole."""

    codigo = "hoja_no_encontrada"
    remedio: ClassVar[str] = "Tome otra foto con la hoja completa, plana y enfocada, o captúrela a mano."

    def __init__(self, parecido: float = 0.0, detalle: str = ""):
        super().__init__(f"parecido {parecido:.2f} {detalle}".strip())
        self.parecido = parecido
        self.detalle = detalle


class AnclasInsuficientes(HojaNoEncontrada):
    """No way of looking for the form gave even a candidate: another document, a blank page, a very bad photo."""

    codigo = "anclas_insuficientes"
    remedio = "No se reconoce la forma: revise que sea el acta y que la foto esté enfocada y bien iluminada."


class HojaCortada(HojaNoEncontrada):
    """The form is there, but some of its boxes are outside the photo or covered."""

    codigo = "hoja_cortada"
    remedio = "La hoja está incompleta: tome otra foto con las cuatro esquinas a la vista y nada encima."

    def __init__(self, parecido: float, campos: tuple[str, ...]):
        super().__init__(parecido, ", ".join(campos))
        self.campos = campos


class HojaDudosa(HojaNoEncontrada):
    """The form is there, but the paper is so bent or covered that the place of some boxes cannot be vouched for."""

    codigo = "hoja_dudosa"
    remedio = "El papel está muy doblado o tapado: alíselo, evite reflejos y tome otra foto."

    def __init__(self, parecido: float, campos: tuple[str, ...]):
        super().__init__(parecido, ", ".join(campos))
        self.campos = campos


class FormaDistinta(HojaNoEncontrada):
    """There is something like the form, but its print does not agree with it: another form, or too bad a photo."""

    codigo = "forma_distinta"
    remedio = "La hoja no coincide con la forma: revise que sea el acta de esta elección o tome otra foto."
