"""Answers, as the OpenAPI document shows them."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel

from api.entradas import CifraJson
from api.mensajes import remedio_de, veredicto_de
from api.senales import RELOJ
from captura.veredicto import BUENA
from verificacion.casos.cuarentena import ArchivoApartado
from verificacion.casos.imagenes import EstadoImagen, PasoImagen
from verificacion.dominio.alarmas import Alarma
from verificacion.dominio.registro import CausaSinActa, Digitalizacion, EstadoActa, Origen, Pendiente, RegistroActa, Rol


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
    recibidos: int | None = None
    cosa: str | None = None
    clave: str | None = None


class SesionAbierta(BaseModel):
    """Who has signed in. ``pendientes``: what they must do in their account before anything else."""

    usuario: str
    roles: list[Rol]
    centro: str | None
    pendientes: list[Pendiente]


class ImagenSubida(BaseModel):
    """Receipt of one image (one page of the file): the server's hash and time.

    ``aviso`` is one sentence for whoever sent it when their clock is wrong, or the election has not opened.
    """

    sha256: str
    recibida_en: datetime
    repetida: bool
    estado: PasoImagen
    aviso: str | None
    ver: str


class ReciboSubida(BaseModel):
    """Receipt of an upload."""

    imagenes: list[ImagenSubida]


class CargaSalida(BaseModel):
    """An upload in pieces: how much is safe on the server, or the receipt if it has finished."""

    sha256: str
    bytes: int
    recibidos: int
    trozo_maximo: int
    vence_en: datetime | None
    recibo: ReciboSubida | None = None


class CargaListada(BaseModel):
    """An unfinished upload. ``vencida``: nothing has come for a day; it can still be resumed."""

    sha256: str
    usuario: str
    nombre: str
    bytes: int
    recibidos: int
    tocada_en: datetime
    vence_en: datetime
    vencida: bool


class ImagenEstado(BaseModel):
    """How an image goes. ``error`` is the code of what kept the reader from straightening it.

    ``veredicto`` is one sentence for whoever took the photo and ``calidad`` the measures behind it: null and empty
    until the reader has looked at it. ``repetir`` tells a program that the sentence asks for another photo.
    ``tomada_en`` and ``enviada_en`` are of the device's clock; ``desfase_s`` is the server's less the device's.
    """

    sha256: str
    estado: PasoImagen
    clave_acta: str | None
    recibida_en: datetime
    tomada_en: datetime | None
    enviada_en: datetime | None
    desfase_s: float | None
    aviso: str | None
    error: str | None
    remedio: str | None
    veredicto: str | None
    repetir: bool
    calidad: dict[str, Any]

    @classmethod
    def de(cls, imagen: EstadoImagen) -> Self:
        """The answer for what the record knows."""
        veredicto = veredicto_de(imagen.calidad, imagen.error)
        return cls(
            sha256=imagen.sha256,
            estado=imagen.estado,
            clave_acta=imagen.clave,
            recibida_en=imagen.recibida_en,
            tomada_en=imagen.tomada_en,
            enviada_en=imagen.enviada_en,
            desfase_s=imagen.desfase_s,
            aviso=None if imagen.reloj is None else RELOJ[imagen.reloj],
            error=imagen.error,
            remedio=remedio_de(imagen.error) if imagen.error else None,
            veredicto=veredicto,
            repetir=veredicto not in (None, BUENA),
            calidad=dict(imagen.calidad),
        )


class ArchivoApartadoSalida(BaseModel):
    """A refused file, kept apart. ``codigo`` says why to a program, ``motivo`` to a person."""

    sha256: str
    nombre: str
    bytes: int
    codigo: str
    motivo: str
    usuario: str
    terminal: str
    recibido_en: datetime

    @classmethod
    def de(cls, archivo: ArchivoApartado, motivo: str) -> Self:
        """The answer for one row."""
        return cls(
            sha256=archivo.sha256,
            nombre=archivo.nombre,
            bytes=archivo.bytes,
            codigo=archivo.codigo,
            motivo=motivo,
            usuario=archivo.usuario,
            terminal=archivo.terminal,
            recibido_en=archivo.recibido_en,
        )


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


class EstadoSalida(BaseModel):
    """State of the acta after the act."""

    estado: EstadoActa | None


class ImagenDeActa(BaseModel):
    """The image that stands for an acta. ``sha256`` is of the published file; null until its copy is covered."""

    sha256: str | None
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

    @classmethod
    def de(cls, registro: RegistroActa) -> Self:
        """The answer for one record."""
        imagen = registro.imagen
        return cls(
            clave_acta=None if registro.acta is None else str(registro.acta.clave),
            estado=registro.estado,
            conteo=None if registro.conteo is None else dict(registro.conteo),
            causa=registro.causa,
            imagen=None
            if imagen is None
            else ImagenDeActa(
                sha256=imagen.sha256,
                origen=imagen.origen,
                digitalizacion=imagen.digitalizacion,
                acopio_en=imagen.acopio_en,
                tipo_documento=imagen.tipo_documento,
            ),
            capturada_en=registro.capturada_en,
            verificada_en=registro.verificada_en,
            cotejada=registro.cotejada,
        )


class RegistrosSalida(BaseModel):
    """Verified records after a cursor; ask again with ``siguiente``."""

    registros: list[RegistroSalida]
    siguiente: int


class ColaSalida(BaseModel):
    """Work that waits."""

    cuantas: int
    mas_antigua_en: datetime | None


class DistritoSalida(BaseModel):
    """How a district goes."""

    distrito: int
    nombre: str
    esperadas: int
    por_estado: dict[EstadoActa, int]


class PronosticoSalida(BaseModel):
    """When 95 % of the actas will be finished with so many more people; null where this pace never gets there."""

    mas_personas: int
    meta_en: datetime | None


class AlarmaSalida(BaseModel):
    """Something that calls for somebody, and what to do, in Spanish."""

    codigo: Alarma
    texto: str


class AvanceSalida(BaseModel):
    """How the night goes. The pace is of the last half hour; ``discrepancia`` is a share, 0..1."""

    hora: datetime
    esperadas: int
    terminadas: int
    personas: int
    capturas_por_hora: float
    capturas_por_persona_hora: float | None
    discrepancia: float | None
    pronostico: list[PronosticoSalida]
    alarmas: list[AlarmaSalida]
    por_estado: dict[EstadoActa, int]
    por_cola: dict[str, ColaSalida]
    por_distrito: list[DistritoSalida]
    imagenes: int


class CasilleroSalida(BaseModel):
    """One digit box: the strip of its acta and which box of it, from the left.

    ``revisado``: it was looked at again in this round. ``publicada``: doubting it has the whole acta captured again.
    """

    clave_acta: str
    campo: str
    tira: str
    lugar: int
    duda: bool
    revisado: bool
    publicada: bool


class GrupoSalida(BaseModel):
    """Boxes settled as one digit, and the size of each in its strip."""

    ancho_px: int
    alto_px: int
    siguiente: int | None
    casilleros: list[CasilleroSalida]


class CorteSalida(BaseModel):
    """One published cut: its official header, its files with their SHA-256, and the chain to the one before."""

    numero: int
    hecho_en: datetime
    ultimo: bool
    base: str
    paquete: str
    huella: str
    anterior: str | None
    archivos: dict[str, str]
    encabezado: dict[str, int | str | None]


class Salud(BaseModel):
    """Whether the service can work, and for what: ``ejercicio`` is ``jornada`` or ``simulacro``.

    ``reloj_atrasado_s`` is how far this machine's clock is behind the last entry of the log: more than a second or two
    means that it went back, or that another machine's is ahead.
    """

    estado: str
    ejercicio: str
    base_de_datos: bool
    almacen: bool
    trabajos_en_espera: int | None
    trabajo_mas_antiguo_s: float | None
    disco_libre_mb: int
    reloj_atrasado_s: float | None
    ultimo_corte: int | None
    ultimo_corte_s: float | None
    corte_atrasado_s: float | None


class ReporteSalida(BaseModel):
    """A public report; what was answered is None until it is closed."""

    folio: str
    acta: str
    motivo: str
    recibido_en: datetime
    cerrado_en: datetime | None
    procede: bool | None
    respuesta: str | None


class ReporteRecibido(BaseModel):
    """The number of a report, to look it up, and whether a person has answered it."""

    folio: str
    recibido_en: datetime
    cerrado: bool


class CierreSalida(BaseModel):
    """When the publication closes: as the election says, and as it stands now."""

    previsto: datetime
    vigente: datetime
