"""The pages of the editor of forms."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.acceso import RutaConAcceso, permitido
from api.pagina import pagina
from api.permisos import Permiso
from api.rutas.plantillas import EstanteDep, Marcar


def crear_router(acceso: Marcar) -> APIRouter:
    """The pages, with the access that each application gives them."""
    router = APIRouter(route_class=RutaConAcceso, include_in_schema=False)

    @router.get("/plantillas")
    @acceso
    def lista(request: Request, estante: EstanteDep) -> HTMLResponse:
        """The forms of the election, to look at and to edit a copy."""
        formas = [(clave, estante.mirar(clave)) for clave in sorted(estante.formas)]
        return pagina(request, "plantillas.html", formas=formas, taller=estante.taller)

    @router.get("/plantillas/{clave}")
    @acceso
    def editor(request: Request, clave: str, estante: EstanteDep) -> HTMLResponse:
        """The editor of one form."""
        forma = estante.abrir(clave)
        nombre = forma.datos.get("nombre", clave)
        return pagina(request, "plantilla.html", clave=clave, nombre=nombre, carpeta=estante.carpeta(clave))

    return router


router = crear_router(permitido(Permiso.EDITAR_FORMAS))
