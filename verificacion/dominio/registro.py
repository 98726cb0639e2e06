"""The record of an acta, as the publisher and the auditor see it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.conteo import Conteo
from verificacion.dominio.eleccion import ActaEsperada


class EstadoActa(StrEnum):
    """Where an acta is (Anexo 13, numeral 26, and the turns in between). ``docs/estados.md`` draws it."""

    ESPERADA = "esperada"
    DIGITALIZADA = "digitalizada"
    """An image is identified as this acta; no capture yet."""
    CAPTURADA = "capturada"
    """First blind capture done."""
    DISCREPANTE = "discrepante"
    """The two captures differ, or the confident reader contradicts both: a third person looks."""
    VERIFICADA = "verificada"
    SIN_ACTA = "sin_acta"


class Origen(StrEnum):
    """ORIGEN of the official database."""

    CASILLA = "CASILLA"
    CATD = "CATD"


class Digitalizacion(StrEnum):
    """DIGITALIZACION of the official database."""

    MOVIL = "MOVIL"
    ESCANER = "ESCANER"


class CausaSinActa(StrEnum):
    """Why there is no acta to capture."""

    PAQUETE_NO_ENTREGADO = "paquete_no_entregado"
    CASILLA_NO_INSTALADA = "casilla_no_instalada"
    PAQUETE_SIN_BOLSA = "paquete_sin_bolsa"


class Rol(StrEnum):
    """What a person may do; ``OBSERVADOR`` is of a party or of who observes the election, and only looks.

    ``SISTEMA`` is the software itself (reading, cuts), never an account.
    """

    DIGITALIZADOR = "digitalizador"
    CAPTURISTA = "capturista"
    VERIFICADOR = "verificador"
    COTEJADOR = "cotejador"
    SUPERVISOR = "supervisor"
    PUBLICADOR = "publicador"
    AUDITOR = "auditor"
    OBSERVADOR = "observador"
    ADMINISTRADOR = "administrador"
    SISTEMA = "sistema"


ROLES_DE_CUENTA = tuple(rol for rol in Rol if rol is not Rol.SISTEMA)
"""Every role an account may have, in the order they are told in."""


class TipoTarea(StrEnum):
    """What a person is asked to do in one turn."""

    CAPTURA = "captura"
    DISCREPANCIA = "discrepancia"
    IDENTIFICACION = "identificacion"
    COTEJO = "cotejo"


class Pendiente(StrEnum):
    """What somebody must do with their account before anything else."""

    CAMBIAR_CONTRASENA = "cambiar_contrasena"
    INSCRIBIR_SEGUNDO_FACTOR = "inscribir_segundo_factor"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person at a terminal, or the system. ``centro`` is their CATD or CCV; None, no one in particular."""

    usuario_id: UsuarioId | None
    usuario: str
    roles: frozenset[Rol]
    terminal: str = ""
    centro: str | None = None
    pendientes: frozenset[Pendiente] = frozenset()


@dataclass(frozen=True, slots=True)
class ImagenPublicable:
    """The image of an acta. ``sha256`` is of the published file, None while its covered copy waits for a person.

    ``acopio_en`` is the time of the photo for a mobile image (LEEME 2024, field 40), of reception otherwise.
    """

    sha256: str | None
    origen: Origen
    digitalizacion: Digitalizacion
    acopio_en: datetime
    tipo_documento: str = "ACTA PREP"


@dataclass(frozen=True, slots=True)
class RegistroActa:
    """One row of the official database, before it is printed.

    ``acta`` is None for an image out of the catalogue. ``conteo`` is None until the acta is verified;
    ``causa`` is set only when it is ``SIN_ACTA``. ``cotejada`` is COTEJADA (0..3).
    """

    acta: ActaEsperada | None
    estado: EstadoActa
    conteo: Conteo | None = None
    causa: CausaSinActa | None = None
    imagen: ImagenPublicable | None = None
    capturada_en: datetime | None = None
    verificada_en: datetime | None = None
    cotejada: int = 0
