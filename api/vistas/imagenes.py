"""The pages about images: what was refused, which image an acta uses, what is covered before publishing."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.acceso import ContextoDep, RutaConAcceso, permitido
from api.mensajes import titulo_de
from api.pagina import pagina
from verificacion.bd.sesion import consulta
from verificacion.casos import cuarentena
from verificacion.dominio.registro import Rol

router = APIRouter(route_class=RutaConAcceso, include_in_schema=False)


@router.get("/cuarentena")
@permitido(Rol.SUPERVISOR, Rol.AUDITOR)
def ver_cuarentena(request: Request, contexto: ContextoDep) -> HTMLResponse:
    """Refused files: what, who, when and why."""
    with consulta(contexto.engine) as session:
        apartados = cuarentena.listar(session)
    filas = [(a, titulo_de(a.codigo)) for a in apartados]
    return pagina(request, "cuarentena.html", filas=filas, maximo=cuarentena.MAX_LISTADOS)
