"""Answers about the images of an acta and their public copies."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel

from api.mensajes import veredicto_de
from verificacion.casos.eleccion_imagen import ImagenCandidata
from verificacion.dominio.registro import Digitalizacion, EstadoActa, Origen


class ImagenCandidataSalida(BaseModel):
    """One image of an acta. ``veredicto`` is the reader's sentence on its quality, null when it was not measured."""

    sha256: str
    en_uso: bool
    recibida_en: datetime
    acopio_en: datetime
    origen: Origen
    digitalizacion: Digitalizacion
    calidad: dict[str, Any]
    veredicto: str | None
    error: str | None
    vista: str

    @classmethod
    def de(cls, imagen: ImagenCandidata, ruta: str) -> Self:
        """The answer for one image whose state is asked for at ``ruta``."""
        return cls(
            sha256=imagen.sha256,
            en_uso=imagen.en_uso,
            recibida_en=imagen.recibida_en,
            acopio_en=imagen.acopio_en,
            origen=Origen(imagen.origen),
            digitalizacion=Digitalizacion(imagen.digitalizacion),
            calidad=dict(imagen.calidad),
            veredicto=veredicto_de(imagen.calidad, imagen.error),
            error=imagen.error,
            vista=f"{ruta}/vista",
        )


class ImagenesDeActaSalida(BaseModel):
    """An acta and all its images, in order of arrival."""

    clave_acta: str
    estado: EstadoActa
    imagenes: list[ImagenCandidataSalida]


class CopiaPublicaSalida(BaseModel):
    """The covered copy of an image: the hash of what was received and of what will be published."""

    imagen: str
    publicada: str
