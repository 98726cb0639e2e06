"""A server that can be killed: it serves an installation already made, on a port already chosen, by the real clock."""

from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from api.app import crear_app
from api.contexto import Contexto
from captura.almacen import Almacen
from captura.deposito import DepositoCarpeta
from captura.plantilla import cargar_plantilla
from verificacion.bd.cola import ColaBD
from verificacion.bd.sesion import crear_engine
from verificacion.proceso import cargar_proceso


def servir(carpeta: Path, puerto: int) -> None:
    proceso = cargar_proceso(carpeta / "proceso")
    plantillas = {f.clave: cargar_plantilla(Path(proceso.carpeta) / f.carpeta) for f in proceso.formas}
    contexto = Contexto(
        crear_engine(f"sqlite:///{carpeta / 'bd.sqlite3'}"),
        Almacen(DepositoCarpeta(carpeta / "imagenes")),
        proceso,
        plantillas,
        ColaBD(),
        carpeta / "publica",
        lambda: datetime.now(UTC),
    )
    uvicorn.run(crear_app(contexto), port=puerto, log_level="warning", access_log=False)
