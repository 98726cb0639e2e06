"""Where the parts meet: from settings to one working installation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from actario.configuracion import Configuracion
from captura.almacen import Almacen
from captura.deposito import Deposito, DepositoCarpeta
from captura.deposito_s3 import DepositoS3
from captura.plantilla import Plantilla, cargar_plantilla
from verificacion.bd.cola import ColaBD
from verificacion.bd.sesion import crear_engine
from verificacion.dominio.eleccion import Ejercicio, Proceso
from verificacion.proceso import cargar_proceso


@dataclass(frozen=True)
class Instalacion:
    """The parts of one installation, built once and passed down."""

    configuracion: Configuracion
    proceso: Proceso
    plantillas: Mapping[str, Plantilla]
    engine: Engine
    almacen: Almacen
    cola: ColaBD

    def de_jornada(self, dicho: bool | None) -> bool:
        """A setting that, where it is not said, holds on the day of the election and not in a drill."""
        return self.proceso.ejercicio is Ejercicio.JORNADA if dicho is None else dicho


def deposito_de(configuracion: Configuracion) -> Deposito:
    """Where the installation keeps its images."""
    if not configuracion.s3:
        return DepositoCarpeta(configuracion.carpeta_imagenes)
    return DepositoS3(configuracion.s3, configuracion.s3_servidor)


def reloj() -> datetime:
    """The only clock of the installation: aware UTC."""
    return datetime.now(UTC)


def componer(configuracion: Configuracion) -> Instalacion:
    """Read the election and its forms and connect the database and the image store.

    Raises:
        ProcesoInvalido, PlantillaInvalida: the election folder has faults; all are listed.
    """
    proceso = cargar_proceso(configuracion.proceso)
    plantillas = {f.clave: cargar_plantilla(Path(proceso.carpeta) / f.carpeta) for f in proceso.formas}
    configuracion.datos.mkdir(parents=True, exist_ok=True)
    configuracion.carpeta_publica.mkdir(parents=True, exist_ok=True)
    return Instalacion(
        configuracion=configuracion,
        proceso=proceso,
        plantillas=plantillas,
        engine=crear_engine(configuracion.url_bd),
        almacen=Almacen(deposito_de(configuracion)),
        cola=ColaBD(),
    )
