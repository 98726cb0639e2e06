"""“This acta is wrong”: anybody says so, a person compares the acta with its image, and the answer is published."""

from dataclasses import asdict

from fastapi import APIRouter, Request, Response

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido, publico
from api.entradas import ReporteNuevo, RespuestaReporte
from api.openapi import problemas
from api.permisos import Permiso
from api.salidas import ReporteRecibido, ReporteSalida
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import reportes
from verificacion.dominio.claves import ClaveActa

router = APIRouter(prefix="/api/v1", tags=["reportes"], route_class=RutaConAcceso)

_CUALQUIER_SITIO = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""The form is on the results site, which mirrors serve from other addresses. Nothing here depends on a session."""


@router.options("/actas/{clave_acta}/reportes", status_code=204, response_class=Response, responses=problemas(422))
@publico
def permitir(clave_acta: str) -> Response:
    """What a browser asks before sending a report from a mirror."""
    permisos = {"Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "content-type"}
    return Response(status_code=204, headers=_CUALQUIER_SITIO | permisos | {"Access-Control-Max-Age": "86400"})


@router.post("/actas/{clave_acta}/reportes", status_code=201, responses=problemas(404, 422, 429))
@publico
def reportar(
    clave_acta: str, cuerpo: ReporteNuevo, contexto: ContextoDep, request: Request, response: Response
) -> ReporteRecibido:
    """Report what is published of an acta. Asks for no personal data; limited per address."""
    response.headers.update(_CUALQUIER_SITIO)
    direccion = request.client.host if request.client is not None else ""
    with transaccion(contexto.engine) as session:
        clave = ClaveActa.de_texto(clave_acta)
        sal = contexto.proceso.huella
        visto = reportes.recibir(session, clave, cuerpo.motivo, direccion, sal, contexto.ahora())
    return ReporteRecibido(folio=visto.folio, recibido_en=visto.recibido_en, cerrado=False)


@router.get("/reportes", responses=problemas(403))
@permitido(Permiso.VER_REPORTES)
def abiertos(contexto: ContextoDep) -> list[ReporteSalida]:
    """Reports that wait for a person, oldest first."""
    with consulta(contexto.engine) as session:
        return [ReporteSalida(**asdict(r)) for r in reportes.abiertos(session)]


@router.get("/reportes/{folio}", responses=problemas(404))
@publico
def ver(folio: str, contexto: ContextoDep, response: Response) -> ReporteRecibido:
    """Whether a report has been answered. The answer itself is read in the results, from the next cut on."""
    response.headers.update(_CUALQUIER_SITIO)
    with consulta(contexto.engine) as session:
        visto = reportes.uno(session, folio)
    return ReporteRecibido(folio=visto.folio, recibido_en=visto.recibido_en, cerrado=visto.cerrado_en is not None)


@router.post("/reportes/{folio}/cierre", status_code=204, response_class=Response, responses=problemas(404, 409, 422))
@permitido(Permiso.CONTESTAR_REPORTES)
def cerrar(folio: str, cuerpo: RespuestaReporte, contexto: ContextoDep, yo: YoDep) -> Response:
    """Answer a report, once, after comparing the acta with its image."""
    with transaccion(contexto.engine) as session:
        reportes.cerrar(session, folio, cuerpo.procede, cuerpo.respuesta, yo, contexto.ahora())
    return Response(status_code=204)
