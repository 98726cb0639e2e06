"""The pages of accounts: one's own, and those that whoever administers looks after."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.pagina import pagina
from api.permisos import Permiso
from verificacion.bd.sesion import consulta
from verificacion.casos import propia_cuenta, usuarios
from verificacion.casos.contrasenas import MINIMO
from verificacion.dominio.registro import ROLES_DE_CUENTA, Pendiente

router = APIRouter(route_class=RutaConAcceso, include_in_schema=False)


@router.get("/cuenta")
@permitido(Permiso.PROPIA_CUENTA)
def ver_cuenta(request: Request, contexto: ContextoDep, yo: YoDep) -> HTMLResponse:
    """One's password, second factor and open sessions; what must be done first, first."""
    with consulta(contexto.engine) as session:
        abiertas = propia_cuenta.sesiones_abiertas(session, yo, contexto.ahora())
        inscrito = propia_cuenta.tiene_segundo_factor(session, yo)
    return pagina(
        request,
        "cuenta.html",
        cambiar=Pendiente.CAMBIAR_CONTRASENA in yo.pendientes,
        inscribir=Pendiente.INSCRIBIR_SEGUNDO_FACTOR in yo.pendientes,
        inscrito=inscrito,
        abiertas=abiertas,
        minimo=MINIMO,
    )


@router.get("/usuarios")
@permitido(Permiso.ADMINISTRAR_CUENTAS)
def ver_usuarios(request: Request, contexto: ContextoDep, yo: YoDep) -> HTMLResponse:
    """Accounts: make, renew, suspend."""
    with consulta(contexto.engine) as session:
        cuentas = usuarios.listar(session, yo)
    return pagina(request, "usuarios.html", cuentas=cuentas, roles=ROLES_DE_CUENTA, centro=yo.centro)
