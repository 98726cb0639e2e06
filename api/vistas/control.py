"""The pages of cotejo and quality control."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.acceso import RutaConAcceso, permitido
from api.pagina import pagina
from api.permisos import Permiso

router = APIRouter(route_class=RutaConAcceso, include_in_schema=False)


@router.get("/cotejar")
@permitido(Permiso.COTEJAR)
def cotejar(request: Request) -> HTMLResponse:
    """Compare what was published with the acta."""
    return pagina(request, "cotejar.html")


@router.get("/control")
@permitido(Permiso.VER_CALIDAD)
def control(request: Request) -> HTMLResponse:
    """What quality control has found, kept up to date by the page itself."""
    return pagina(request, "control.html")
