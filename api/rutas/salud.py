"""Whether the service can work, and its figures for the monitor. Counts only: nothing about any acta."""

import shutil
from datetime import datetime

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError

from api.acceso import ContextoDep, RutaConAcceso, publico
from api.contexto import Contexto
from api.metricas import MetricasDep
from api.openapi import problemas
from api.salidas import Salud
from captura.deposito import DepositoNoResponde
from publicacion.calendario import atraso
from publicacion.corte import Corte, carpetas, leer_corte
from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta
from verificacion.casos import avance
from verificacion.casos.cierre import con_cierre_vigente
from verificacion.dominio.eleccion import Proceso

router = APIRouter(tags=["servicio"], route_class=RutaConAcceso)


@router.get("/salud", responses={503: {"model": Salud, "description": "La base o el almacén no responden"}})
@publico
def salud(contexto: ContextoDep, response: Response) -> Salud:
    """200 while images can be received and captures recorded; 503 when the database or the store fail.

    A late queue or cut is told in figures and does not change the status: taking the service out would not help it.
    """
    ahora = contexto.ahora()
    try:
        with consulta(contexto.engine) as session:
            lectura = avance.avance(session).por_cola["lectura"]
            proceso = con_cierre_vigente(session, contexto.proceso)
            ultimo_acto = bitacora.ultimo_momento(session)
        bd, cuantos, antiguo = True, lectura.cuantas, lectura.mas_antigua_en
    except SQLAlchemyError:
        bd, cuantos, antiguo, ultimo_acto, proceso = False, None, None, None, contexto.proceso
    almacen = _se_puede_escribir(contexto)
    cortes = carpetas(contexto.carpeta_publica)
    ultimo = leer_corte(cortes[-1]) if cortes else None
    response.status_code = 200 if bd and almacen else 503
    response.headers["Cache-Control"] = "no-store"
    return Salud(
        estado="bien" if bd and almacen else "falla",
        ejercicio=contexto.proceso.ejercicio.value,
        base_de_datos=bd,
        almacen=almacen,
        trabajos_en_espera=cuantos,
        trabajo_mas_antiguo_s=(ahora - antiguo).total_seconds() if antiguo else None,
        disco_libre_mb=shutil.disk_usage(contexto.carpeta_publica).free // 1_000_000,
        reloj_atrasado_s=max(0.0, (ultimo_acto - ahora).total_seconds()) if ultimo_acto else None,
        ultimo_corte=ultimo.numero if ultimo else None,
        ultimo_corte_s=(ahora - ultimo.momento).total_seconds() if ultimo else None,
        corte_atrasado_s=atraso_de(proceso, ultimo, ahora),
    )


def atraso_de(proceso: Proceso, ultimo: Corte | None, ahora: datetime) -> float:
    """Seconds by which the next cut is late."""
    momento = ultimo.momento if ultimo is not None else None
    return atraso(proceso, momento, ultimo is not None and ultimo.ultimo, ahora).total_seconds()


def _se_puede_escribir(contexto: Contexto) -> bool:
    try:
        contexto.almacen.probar()
    except DepositoNoResponde:
        return False
    return True


@router.get("/metricas", response_class=Response, responses=problemas(500))
@publico
def metricas(cuenta: MetricasDep) -> Response:
    """Prometheus text format."""
    return Response(cuenta.texto(), headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})
