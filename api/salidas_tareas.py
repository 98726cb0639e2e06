"""Answers about tasks: what a person is given to do, and what came of it."""

from datetime import datetime

from pydantic import BaseModel

from api.entradas import CifraJson
from api.salidas import Candidata
from verificacion.dominio.avisos import Aviso
from verificacion.dominio.registro import EstadoActa, TipoTarea


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


class Alternativa(BaseModel):
    """A figure that the reader saw in a field, and how probable it makes it, 0..1."""

    cifra: CifraJson
    probabilidad: float


class TareaSalida(BaseModel):
    """One task. Of figures it carries only, in a discrepancy, the values to choose from, unnamed and in order of size.

    ``alternativas`` is what the reader sees in those same fields, most probable first: apart, because nobody said it.
    ``candidatas`` are the actas that the printed heading suggests, only to identify. ``borrador`` is what this very
    person had typed of the acta and not sent.
    """

    turno: str
    tipo: TipoTarea
    clave_acta: str | None
    imagen: str
    foto: str
    hoja: str | None
    hoja_mm: tuple[float, float] | None
    campos: list[CampoSalida]
    sumas: list[SumaSalida]
    candidatas: list[Candidata] = []
    opciones: dict[str, list[CifraJson]] | None = None
    alternativas: dict[str, list[Alternativa]] | None = None
    borrador: dict[str, str] | None = None
    vence_en: datetime


class AvisoSalida(BaseModel):
    """Something that looks wrong in what was typed: the fields to look at again, and the question in Spanish."""

    codigo: Aviso
    campos: list[str]
    texto: str


class CapturaSalida(BaseModel):
    """State of the acta after a capture. With ``avisos`` nothing was recorded: look, and send again saying so."""

    estado: EstadoActa | None
    avisos: list[AvisoSalida] = []


class Latido(BaseModel):
    """Until when the turn is held."""

    vence_en: datetime
