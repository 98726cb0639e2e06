"""Accounts: one's own, and those that whoever administers gives, renews, suspends and takes the second factor from."""

import io

import segno
from fastapi import APIRouter

from api.acceso import ContextoDep, RutaConAcceso, TokenDep, YoDep, permitido
from api.entradas import CambioContrasena, CodigoSegundoFactor, CuentaPedida, MotivoDicho
from api.errores import RolInsuficiente
from api.openapi import problemas
from api.permisos import PERSONAL, Permiso
from api.salidas_cuentas import CredencialSalida, CuentaSalida, SecretoSalida, SesionesCerradas
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import contrasenas, propia_cuenta, usuarios
from verificacion.casos.credenciales import generar_contrasena
from verificacion.dominio.segundo_factor import direccion

router = APIRouter(prefix="/api/v1", tags=["cuentas"], route_class=RutaConAcceso)


@router.put("/cuenta/contrasena", status_code=204, responses=problemas(422))
@permitido(Permiso.PROPIA_CUENTA)
def cambiar(cambio: CambioContrasena, contexto: ContextoDep, yo: YoDep, token: TokenDep) -> None:
    """Change one's password; one's other sessions end."""
    propia_cuenta.cambiar_contrasena(contexto.engine, cambio.actual, cambio.nueva, token, yo, contexto.ahora())


@router.post("/cuenta/segundo-factor", status_code=201, responses=problemas(409))
@permitido(Permiso.PROPIA_CUENTA)
def proponer(contexto: ContextoDep, yo: YoDep) -> SecretoSalida:
    """A secret for one's phone, as a QR; it counts once its first digits are sent."""
    with transaccion(contexto.engine) as session:
        secreto = propia_cuenta.proponer_segundo_factor(session, yo)
    emisor = f"Actario {contexto.proceso.marca.siglas}"
    svg = io.BytesIO()
    segno.make(direccion(secreto, yo.usuario, emisor), error="m").save(svg, kind="svg", border=4, light="#fff")
    return SecretoSalida(secreto=secreto, qr=svg.getvalue().decode())


@router.put("/cuenta/segundo-factor", status_code=204, responses=problemas(409, 422))
@permitido(Permiso.PROPIA_CUENTA)
def inscribir(dicho: CodigoSegundoFactor, contexto: ContextoDep, yo: YoDep, token: TokenDep) -> None:
    """Confirm the secret with the digits that the phone shows."""
    with transaccion(contexto.engine) as session:
        propia_cuenta.inscribir_segundo_factor(session, dicho.codigo, token, yo, contexto.ahora())


@router.delete("/cuenta/sesiones")
@permitido(Permiso.PROPIA_CUENTA)
def cerrar_las_demas(contexto: ContextoDep, yo: YoDep, token: TokenDep) -> SesionesCerradas:
    """End one's sessions in other terminals."""
    with transaccion(contexto.engine) as session:
        return SesionesCerradas(cerradas=propia_cuenta.cerrar_las_demas(session, token, yo, contexto.ahora()))


@router.get("/usuarios")
@permitido(Permiso.ADMINISTRAR_CUENTAS)
def listar(contexto: ContextoDep, yo: YoDep) -> list[CuentaSalida]:
    """Accounts, of one's centre if one has one."""
    with consulta(contexto.engine) as session:
        return [CuentaSalida.de(c) for c in usuarios.listar(session, yo)]


@router.post("/usuarios", status_code=201, responses=problemas(404, 409, 422))
@permitido(Permiso.ADMINISTRAR_CUENTAS)
def crear(pedida: CuentaPedida, contexto: ContextoDep, yo: YoDep) -> CredencialSalida:
    """Make an account with a one-time password."""
    if not pedida.roles <= PERSONAL:
        raise RolInsuficiente(PERSONAL)
    contrasena = generar_contrasena()
    nueva = usuarios.CuentaNueva(
        pedida.usuario, contrasenas.resumir(contrasena), pedida.roles, pedida.centro, temporal=True
    )
    with transaccion(contexto.engine) as session:
        usuarios.crear(session, nueva, yo, contexto.ahora())
    return CredencialSalida(usuario=pedida.usuario, contrasena=contrasena)


@router.post("/usuarios/{usuario}/credencial", status_code=201, responses=problemas(403, 404))
@permitido(Permiso.ADMINISTRAR_CUENTAS)
def renovar(usuario: str, contexto: ContextoDep, yo: YoDep) -> CredencialSalida:
    """Give an account another one-time password; whoever was in with it is out."""
    contrasena = generar_contrasena()
    resumen = contrasenas.resumir(contrasena)
    with transaccion(contexto.engine) as session:
        usuarios.renovar(session, usuario, resumen, yo, contexto.ahora())
    return CredencialSalida(usuario=usuario, contrasena=contrasena)


@router.post("/usuarios/{usuario}/suspension", status_code=204, responses=problemas(403, 404, 422))
@permitido(Permiso.ADMINISTRAR_CUENTAS)
def suspender(usuario: str, dicho: MotivoDicho, contexto: ContextoDep, yo: YoDep) -> None:
    """Take an account out of service, at once."""
    with transaccion(contexto.engine) as session:
        usuarios.suspender(session, usuario, dicho.motivo, yo, contexto.ahora())


@router.post("/usuarios/{usuario}/restitucion", status_code=204, responses=problemas(403, 404, 422))
@permitido(Permiso.ADMINISTRAR_CUENTAS)
def restituir(usuario: str, dicho: MotivoDicho, contexto: ContextoDep, yo: YoDep) -> None:
    """Put a suspended account back in service."""
    with transaccion(contexto.engine) as session:
        usuarios.restituir(session, usuario, dicho.motivo, yo, contexto.ahora())


@router.post("/usuarios/{usuario}/segundo-factor/retiro", status_code=204, responses=problemas(403, 404, 422))
@permitido(Permiso.ADMINISTRAR_CUENTAS)
def retirar(usuario: str, dicho: MotivoDicho, contexto: ContextoDep, yo: YoDep) -> None:
    """Somebody lost their phone: they enrol another when they next enter."""
    with transaccion(contexto.engine) as session:
        usuarios.quitar_segundo_factor(session, usuario, dicho.motivo, yo, contexto.ahora())


@router.delete("/usuarios/{usuario}/sesiones", responses=problemas(403, 404))
@permitido(Permiso.ADMINISTRAR_CUENTAS)
def cerrar_sesiones(usuario: str, contexto: ContextoDep, yo: YoDep) -> SesionesCerradas:
    """End every session of an account."""
    with transaccion(contexto.engine) as session:
        return SesionesCerradas(cerradas=usuarios.cerrar_sesiones(session, usuario, yo, contexto.ahora()))
