"""The pages of whoever audits."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.acceso import RutaConAcceso, permitido
from api.pagina import pagina
from api.permisos import Permiso
from api.rutas.huella import HuellaDep

router = APIRouter(route_class=RutaConAcceso, include_in_schema=False)

QUE_ES = {
    "código": "los programas de Actario",
    "modelos": "las redes del lector y su calibración",
    "formas": "las plantillas de las actas",
    "elección": "la carpeta de la elección: catálogo, contendientes, reglas",
    "Python": "el intérprete",
    "dependencias": "cada biblioteca instalada, por el contenido de sus archivos",
    "sin paquete": "archivos instalados que no son de ninguna biblioteca",
}


@router.get("/huella")
@permitido(Permiso.VER_HUELLA)
def ver_huella(request: Request, viva: HuellaDep) -> HTMLResponse:
    """What runs now, part by part."""
    vista = viva.ver()
    return pagina(request, "huella.html", huella=vista.huella, cambios=vista.cambios, que_es=QUE_ES)
