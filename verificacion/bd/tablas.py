"""The tables.

Images, readings, captures, resolutions, identifications and the log are insert-only: triggers refuse UPDATE and DELETE
on both engines (``migraciones``). What changes is the state of the acta, turns, jobs and sessions.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    MetaData,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from verificacion.bd.tipos import UTCDateTime
from verificacion.dominio.control import Destino
from verificacion.dominio.registro import EstadoActa

SOLO_SE_AGREGA = (
    "imagenes",
    "lecturas",
    "identificaciones",
    "capturas",
    "resoluciones",
    "bitacora",
    "cuarentena",
    "resguardos",
    "imagenes_elegidas",
    "cotejos",
    "muestras",
    "muestra_actas",
    "recapturas",
    "revisiones",
    "cierres",
    "reportes",
    "reportes_cerrados",
    "reaperturas",
    "propuestas",
    "propuestas_respondidas",
)
"""Tables on which UPDATE and DELETE are refused by the database itself."""


class Base(DeclarativeBase):
    """Every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[Any]: JSON,
    }


class ProcesoAbierto(Base):
    """The one election of this database and the fingerprint of its folder when it was opened in zeros."""

    __tablename__ = "proceso"
    __table_args__ = (CheckConstraint("id = 1", name="unico"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    clave: Mapped[str] = mapped_column(String(80))
    huella: Mapped[str] = mapped_column(String(64))
    politica: Mapped[str] = mapped_column(String(20))
    apertura: Mapped[datetime]
    abierto_en: Mapped[datetime]
    control: Mapped[dict[str, Any] | None] = mapped_column(comment="muestreo y actas conocidas; nulo: no se mide")


class Forma(Base):
    """A form of the election: the keys of its fields to type, in order, frozen at the zero state."""

    __tablename__ = "formas"

    clave: Mapped[str] = mapped_column(String(80), primary_key=True)
    campos: Mapped[list[str]]


class Usuario(Base):
    """An account. ``roles`` are values of ``Rol`` joined by commas."""

    __tablename__ = "usuarios"

    id: Mapped[int] = mapped_column(primary_key=True)
    usuario: Mapped[str] = mapped_column(String(80), unique=True)
    contrasena: Mapped[str] = mapped_column(String(200), comment="argon2id")
    roles: Mapped[str] = mapped_column(String(200))
    creado_en: Mapped[datetime]
    centro: Mapped[str | None] = mapped_column(String(20), comment="CATD o CCV; nulo: todos")
    temporal: Mapped[bool] = mapped_column(default=False, server_default=false(), comment="hay que cambiarla")
    suspendida_en: Mapped[datetime | None]
    totp: Mapped[str | None] = mapped_column(String(32), comment="secreto del segundo factor, en base 32")
    totp_propuesto: Mapped[str | None] = mapped_column(String(32), comment="el que espera su primer código")
    totp_paso: Mapped[int | None] = mapped_column(comment="el último usado: ninguno sirve dos veces")


class Imagen(Base):
    """An image as received. Its bytes are in the image store under ``sha256``."""

    __tablename__ = "imagenes"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    original_sha256: Mapped[str] = mapped_column(String(64), index=True)
    nombre: Mapped[str] = mapped_column(String(255))
    mime: Mapped[str] = mapped_column(String(60))
    bytes: Mapped[int]
    origen: Mapped[str] = mapped_column(String(10))
    digitalizacion: Mapped[str] = mapped_column(String(10))
    clave_declarada: Mapped[str | None] = mapped_column(String(20))
    tomada_en: Mapped[datetime | None] = mapped_column(comment="reloj del aparato, al tomarla")
    enviada_en: Mapped[datetime | None] = mapped_column(comment="reloj del aparato, al terminar de enviarla")
    acopio_en: Mapped[datetime]
    recibida_en: Mapped[datetime]
    usuario_id: Mapped[int | None] = mapped_column(ForeignKey("usuarios.id"))


class ImagenElegida(Base):
    """A person's choice of the image that an acta uses; the same as before when they confirmed it."""

    __tablename__ = "imagenes_elegidas"

    id: Mapped[int] = mapped_column(primary_key=True)
    acta_id: Mapped[int] = mapped_column(ForeignKey("actas.id"), index=True)
    imagen_id: Mapped[int] = mapped_column(ForeignKey("imagenes.id"))
    anterior_id: Mapped[int] = mapped_column(ForeignKey("imagenes.id"))
    motivo: Mapped[str] = mapped_column(String(300))
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    hecha_en: Mapped[datetime]


class CopiaPublica(Base):
    """The file published for an image in place of it, with personal data covered. The last one of an image stands.

    ``forma`` is the form whose areas were covered, null where a person drew them (``areas``, fractions of the photo).
    """

    __tablename__ = "resguardos"

    id: Mapped[int] = mapped_column(primary_key=True)
    imagen_id: Mapped[int] = mapped_column(ForeignKey("imagenes.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), comment="del archivo que se publica")
    forma: Mapped[str | None] = mapped_column(String(80), comment="con que se cubrió; nula: una persona")
    areas: Mapped[list[Any]]
    usuario_id: Mapped[int | None] = mapped_column(ForeignKey("usuarios.id"))
    hecho_en: Mapped[datetime]


class Apartado(Base):
    """A file that was refused. Its bytes are in quarantine under ``sha256``; sent again, it is another row."""

    __tablename__ = "cuarentena"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    nombre: Mapped[str] = mapped_column(String(255))
    bytes: Mapped[int]
    codigo: Mapped[str] = mapped_column(String(60), comment="por qué se rechazó")
    detalle: Mapped[str] = mapped_column(String(300))
    usuario_id: Mapped[int | None] = mapped_column(ForeignKey("usuarios.id"))
    terminal: Mapped[str] = mapped_column(String(120))
    recibido_en: Mapped[datetime] = mapped_column(index=True)


class Acta(Base):
    """One expected acta and where it is. ``cursor`` is the log entry that settled it: it only grows."""

    __tablename__ = "actas"
    __table_args__ = (
        CheckConstraint(f"estado in ({', '.join(repr(e.value) for e in EstadoActa)})", name="estado"),
        CheckConstraint("not en_supervision or estado = 'discrepante'", name="supervision"),
        CheckConstraint("(causa is not null) = (estado = 'sin_acta')", name="causa"),
        Index("ix_actas_distrito", "distrito", "estado"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    clave: Mapped[str] = mapped_column(String(20), unique=True)
    distrito: Mapped[int]
    forma: Mapped[str] = mapped_column(ForeignKey("formas.clave"))
    estado: Mapped[str] = mapped_column(String(20))
    en_supervision: Mapped[bool] = mapped_column(default=False)
    causa: Mapped[str | None] = mapped_column(String(40))
    imagen_id: Mapped[int | None] = mapped_column(ForeignKey("imagenes.id"))
    digitalizada_en: Mapped[datetime | None] = mapped_column(index=True)
    capturada_en: Mapped[datetime | None]
    verificada_en: Mapped[datetime | None] = mapped_column(index=True)
    cursor: Mapped[int | None] = mapped_column(unique=True)
    cotejada: Mapped[int] = mapped_column(default=0)
    ronda: Mapped[int] = mapped_column(default=0, comment="veces que se apartó todo lo tecleado")


class Reapertura(Base):
    """What was typed of an acta, and perhaps its image, set aside by a person. ``ronda`` is the one that ended."""

    __tablename__ = "reaperturas"

    id: Mapped[int] = mapped_column(primary_key=True)
    acta_id: Mapped[int] = mapped_column(ForeignKey("actas.id"), index=True)
    imagen_id: Mapped[int] = mapped_column(ForeignKey("imagenes.id"), index=True)
    tipo: Mapped[str] = mapped_column(String(30))
    ronda: Mapped[int]
    motivo: Mapped[str] = mapped_column(String(300))
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    hecha_en: Mapped[datetime]


class Lectura(Base):
    """What the reader said of an image, or why it could not say anything (``error``)."""

    __tablename__ = "lecturas"

    id: Mapped[int] = mapped_column(primary_key=True)
    imagen_id: Mapped[int] = mapped_column(ForeignKey("imagenes.id"), unique=True)
    clave: Mapped[str | None] = mapped_column(String(20))
    lector: Mapped[str | None] = mapped_column(String(120))
    campos: Mapped[dict[str, Any]]
    calidad: Mapped[dict[str, Any]]
    ms: Mapped[dict[str, Any]]
    error: Mapped[str | None] = mapped_column(String(60))
    hecha_en: Mapped[datetime]


class Identificacion(Base):
    """Which acta an image is; ``acta_id`` null means out of the catalogue, ``usuario_id`` null the system.

    ``vez`` counts the times that somebody found it to be of another acta: the last one stands.
    """

    __tablename__ = "identificaciones"
    __table_args__ = (UniqueConstraint("imagen_id", "vez"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    imagen_id: Mapped[int] = mapped_column(ForeignKey("imagenes.id"))
    vez: Mapped[int] = mapped_column(default=0)
    acta_id: Mapped[int | None] = mapped_column(ForeignKey("actas.id"), index=True)
    usuario_id: Mapped[int | None] = mapped_column(ForeignKey("usuarios.id"))
    hecha_en: Mapped[datetime]


class PorIdentificar(Base):
    """An image that was read and nobody has tied to an acta, or that was found to be of another one."""

    __tablename__ = "por_identificar"

    imagen_id: Mapped[int] = mapped_column(ForeignKey("imagenes.id"), primary_key=True, autoincrement=False)


class Turno(Base):
    """A task given to a person for a while; its id is the ticket that makes sending twice harmless."""

    __tablename__ = "turnos"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    tipo: Mapped[str] = mapped_column(String(20))
    acta_id: Mapped[int | None] = mapped_column(ForeignKey("actas.id"))
    imagen_id: Mapped[int] = mapped_column(ForeignKey("imagenes.id"), index=True)
    ronda: Mapped[int] = mapped_column(default=0, server_default="0")
    destino: Mapped[str] = mapped_column(String(10), default=Destino.ACTA, server_default="acta")
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    terminal: Mapped[str] = mapped_column(String(120))
    dado_en: Mapped[datetime]
    vence_en: Mapped[datetime]
    cerrado_en: Mapped[datetime | None]
    avisos: Mapped[list[str] | None] = mapped_column(comment="los que se mostraron a la persona")
    respuesta: Mapped[str | None] = mapped_column(String(64), comment="SHA-256 de lo enviado")
    resultado: Mapped[str | None] = mapped_column(String(20), comment="estado del acta al contestarse")


class Borrador(Base):
    """What somebody has typed of an acta and not sent yet; only they get it back."""

    __tablename__ = "borradores"

    turno_id: Mapped[str] = mapped_column(ForeignKey("turnos.id"), primary_key=True)
    campos: Mapped[dict[str, Any]] = mapped_column(comment="campo: texto tal como se tecleó")
    guardado_en: Mapped[datetime]


class CapturaHecha(Base):
    """One whole blind capture. The database itself refuses the same person twice on one acta."""

    __tablename__ = "capturas"
    __table_args__ = (UniqueConstraint("acta_id", "usuario_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    acta_id: Mapped[int] = mapped_column(ForeignKey("actas.id"))
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    turno_id: Mapped[str] = mapped_column(ForeignKey("turnos.id"), unique=True)
    cifras: Mapped[dict[str, Any]]
    ronda: Mapped[int] = mapped_column(default=0)
    por_letra: Mapped[list[str]] = mapped_column(default=list, comment="campos donde prevaleció la letra")
    hecha_en: Mapped[datetime]


class ResolucionHecha(Base):
    """What a third person or a supervisor decided."""

    __tablename__ = "resoluciones"
    __table_args__ = (UniqueConstraint("acta_id", "usuario_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    acta_id: Mapped[int] = mapped_column(ForeignKey("actas.id"))
    usuario_id: Mapped[int] = mapped_column(ForeignKey("usuarios.id"))
    turno_id: Mapped[str] = mapped_column(ForeignKey("turnos.id"), unique=True)
    cifras: Mapped[dict[str, Any]]
    ronda: Mapped[int] = mapped_column(default=0)
    por_letra: Mapped[list[str]] = mapped_column(default=list, comment="campos donde prevaleció la letra")
    hecha_en: Mapped[datetime]


class Trabajo(Base):
    """A job of the embedded queue, written in the transaction that needs it."""

    __tablename__ = "trabajos"
    __table_args__ = (
        UniqueConstraint("tarea", "clave"),
        CheckConstraint("estado in ('en_espera', 'hecho', 'apartado')", name="estado"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tarea: Mapped[str] = mapped_column(String(40))
    clave: Mapped[str] = mapped_column(String(80))
    estado: Mapped[str] = mapped_column(String(12), index=True)
    intentos: Mapped[int] = mapped_column(default=0)
    creado_en: Mapped[datetime]
    arrendado_hasta: Mapped[datetime | None]
    trabajador: Mapped[str | None] = mapped_column(String(80))
    error: Mapped[str | None] = mapped_column(String(500))


class CabezaBitacora(Base):
    """The last entry of the log. Locking this row is what puts entries, and cursors, in order of commit."""

    __tablename__ = "bitacora_cabeza"
    __table_args__ = (CheckConstraint("id = 1", name="unica"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    numero: Mapped[int]
    huella: Mapped[str] = mapped_column(String(64))


class EntradaBitacora(Base):
    """One act: who, in what role and terminal, when, what. Chained by SHA-256."""

    __tablename__ = "bitacora"
    __table_args__ = (
        Index("ix_bitacora_acta", text("(datos ->> 'acta')")),
        Index("ix_bitacora_imagen", text("(datos ->> 'imagen')")),
    )

    numero: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hecho_en: Mapped[datetime]
    usuario: Mapped[str] = mapped_column(String(80))
    roles: Mapped[str] = mapped_column(String(200))
    terminal: Mapped[str] = mapped_column(String(120))
    evento: Mapped[str] = mapped_column(String(40))
    datos: Mapped[dict[str, Any]]
    anterior: Mapped[str] = mapped_column(String(64))
    huella: Mapped[str] = mapped_column(String(64), unique=True)
