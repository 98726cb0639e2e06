"""The page of the acts that take two people."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.pagina import pagina
from api.permisos import Permiso, puede
from verificacion.bd.sesion import consulta
from verificacion.casos import propuestas
from verificacion.casos.cierre import con_cierre_vigente
from verificacion.casos.propuestas import ActoMayor

router = APIRouter(route_class=RutaConAcceso, include_in_schema=False)

NOMBRES = {
    ActoMayor.CERRAR: "Cerrar la publicación",
    ActoMayor.EXTENDER_CIERRE: "Mover el cierre",
    ActoMayor.REABRIR: "Corregir lo publicado",
    ActoMayor.CAMBIAR_IMAGEN: "Usar otra imagen en un acta publicada",
}


@router.get("/propuestas")
@permitido(Permiso.VER_PROPUESTAS)
def ver_propuestas(request: Request, contexto: ContextoDep, yo: YoDep) -> HTMLResponse:
    """What waits for a second person, and the two acts that begin here."""
    with consulta(contexto.engine) as session:
        esperan = propuestas.pendientes(session, contexto.ahora())
        cierre = con_cierre_vigente(session, contexto.proceso).cierre
    return pagina(
        request,
        "propuestas.html",
        pendientes=esperan,
        nombres=NOMBRES,
        horas={p.numero: datetime.fromisoformat(p.datos["hasta"]) for p in esperan if "hasta" in p.datos},
        puede=puede(yo, Permiso.CONFIRMAR),
        publica=puede(yo, Permiso.PUBLICAR),
        dos_personas=contexto.dos_personas,
        cierre=cierre,
    )
