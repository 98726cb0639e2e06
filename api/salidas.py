"""Answers, as the OpenAPI document shows them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from api.entradas import CifraJson
from verificacion.dominio.registro import CausaSinActa, Digitalizacion, EstadoActa, Origen, Rol, TipoTarea


class Problema(BaseModel):
    """RFC 9457 problem document. ``codigo`` is stable; ``detail`` and ``remedio`` are for people, in Spanish."""

    type: str
    title: str
    status: int
    detail: str
    remedio: str
    instance: str
    codigo: str
    campos: dict[str, str] | None = None
    sha256: str | None = None
    conservada: bool | None = None
    cosa: str | None = None
    clave: str | None = None


class SesionAbierta(BaseModel):
    """Who has signed in."""

    usuario: str
    roles: list[Rol]


class ImagenSubida(BaseModel):
    """Receipt of one image (one page of the file): the server's hash and time."""

    sha256: str
    recibida_en: datetime
    repetida: bool
    estado: str
    ver: str


class ReciboSubida(BaseModel):
    """Receipt of an upload."""

    imagenes: list[ImagenSubida]


class ImagenEstado(BaseModel):
    """How an image goes."""

    sha256: str
    estado: str
    clave_acta: str | None
    recibida_en: datetime
    error: str | None
    remedio: str | None


class CajaSalida(BaseModel):
    """A rectangle of the sheet in millimetres."""

    x: float
    y: float
    ancho: float
    alto: float


class CampoSalida(BaseModel):
    """A field to type and where it is on the straight sheet (null when there is none)."""

    clave: str
    nombre: str
    tipo: str
    color: str | None
    caja: CajaSalida | None


class SumaSalida(BaseModel):
    """A row of the form that should be the sum of others."""

    total: str
    sumandos: list[str]


class TareaSalida(BaseModel):
    """One task. Of figures it carries only, in a discrepancy, the two values to choose from, unnamed and shuffled."""

    turno: str
    tipo: TipoTarea
    clave_acta: str | None
    imagen: str
    foto: str
    hoja: str | None
    hoja_mm: tuple[float, float] | None
    campos: list[CampoSalida]
    sumas: list[SumaSalida]
    opciones: dict[str, tuple[CifraJson, CifraJson]] | None = None
    vence_en: datetime


class EstadoSalida(BaseModel):
    """State of the acta after the act."""

    estado: EstadoActa | None


class Latido(BaseModel):
    """Until when the turn is held."""

    vence_en: datetime


class ImagenDeActa(BaseModel):
    """The image that stands for an acta."""

    sha256: str
    origen: Origen
    digitalizacion: Digitalizacion
    acopio_en: datetime
    tipo_documento: str


class RegistroSalida(BaseModel):
    """The record of one acta; ``conteo`` only once it is verified."""

    clave_acta: str | None
    estado: EstadoActa
    conteo: dict[str, CifraJson] | None
    causa: CausaSinActa | None
    imagen: ImagenDeActa | None
    capturada_en: datetime | None
    verificada_en: datetime | None
    cotejada: int


class RegistrosSalida(BaseModel):
    """Verified records after a cursor; ask again with ``siguiente``."""

    registros: list[RegistroSalida]
    siguiente: int


class Candidata(BaseModel):
    """An acta of the catalogue offered while identifying."""

    clave_acta: str
    seccion: int
    casilla: str
    distrito: int
    distrito_nombre: str
    municipio: str
    domicilio: str
    principio: str


class ColaSalida(BaseModel):
    """Work that waits."""

    cuantas: int
    mas_antigua_en: datetime | None


class AvanceSalida(BaseModel):
    """How the night goes."""

    hora: datetime
    esperadas: int
    por_estado: dict[str, int]
    por_cola: dict[str, ColaSalida]
    por_distrito: list[dict[str, Any]]
    imagenes: int


class CorteSalida(BaseModel):
    """One published cut: its number and its official header."""

    numero: int
    hecho_en: datetime
    encabezado: dict[str, Any]


class Salud(BaseModel):
    """Whether the service can work."""

    estado: str
    base_de_datos: bool
    almacen: bool
    trabajos_en_espera: int | None
    trabajo_mas_antiguo_s: float | None
    ultimo_corte: int | None
    ultimo_corte_s: float | None
