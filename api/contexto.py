"""What the web application is given when it is built. Nothing here reads the environment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from api.huella_viva import HuellaViva
from captura.almacen import Almacen
from captura.plantilla import Plantilla
from captura.recepcion import ImagenRecibida, recibir
from verificacion.bd.cola import Cola
from verificacion.dominio.eleccion import Proceso


@dataclass(frozen=True, slots=True)
class Contexto:
    """The parts the routes work with.

    ``plantillas`` is keyed by the form's ``clave``; ``carpeta_publica`` holds the cuts and, under ``sitio``, the static
    results site; ``llave`` is the file of the key that signs them; ``ahora`` gives the present time as aware UTC;
    ``huella`` tells what runs, since it started; ``segundo_factor`` asks for one to those who resolve, publish and
    administer; ``dos_personas`` has the acts of ``verificacion.casos.propuestas`` confirmed by another person;
    ``recibir`` opens what somebody sent, in a process of its own where the service is real.
    """

    engine: Engine
    almacen: Almacen
    proceso: Proceso
    plantillas: Mapping[str, Plantilla]
    cola: Cola
    carpeta_publica: Path
    ahora: Callable[[], datetime]
    llave: Path | None = None
    segundo_factor: bool = False
    dos_personas: bool = False
    recibir: Callable[[bytes, str], tuple[ImagenRecibida, ...]] = recibir
    huella: HuellaViva | None = None

    @property
    def carpeta_cargas(self) -> Path:
        """Uploads in pieces that have not ended: on this machine, whatever the image store is."""
        return self.carpeta_publica.parent / "cargas"

    @property
    def carpeta_formas(self) -> Path:
        """Where staff edit copies of the forms: beside what is published, never what is in use (ADR 0008)."""
        return self.carpeta_publica.parent / "formas"
