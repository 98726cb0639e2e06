"""The staff pages, one route each."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido, publico
from api.pagina import menu_de, pagina
from api.permisos import Permiso
from verificacion.bd.sesion import consulta
from verificacion.casos import avance, eleccion_imagen, reportes, resguardos
from verificacion.dominio.eleccion import Resguardo
from verificacion.dominio.registro import CausaSinActa, Digitalizacion, Origen

router = APIRouter(route_class=RutaConAcceso, include_in_schema=False)

DE_ESTE_SITIO = re.compile(r"/(?:[\w.~%-][\w.~%/-]*)?")
"""A path and nothing that a browser may take for another site, as ``//`` or a tab that it erases."""

CAUSAS = {
    CausaSinActa.PAQUETE_NO_ENTREGADO: "El paquete no se entregó",
    CausaSinActa.CASILLA_NO_INSTALADA: "La casilla no se instaló",
    CausaSinActa.PAQUETE_SIN_BOLSA: "El paquete llegó sin la bolsa PREP",
}


@router.get("/entrar")
@publico
def entrar(request: Request, siguiente: str = "/") -> HTMLResponse:
    """The sign-in page. ``siguiente`` is only followed inside this site."""
    return pagina(request, "entrar.html", siguiente=siguiente if DE_ESTE_SITIO.fullmatch(siguiente) else "/")


@router.get("/")
@permitido(Permiso.VER_INICIO)
def inicio(request: Request, contexto: ContextoDep, yo: YoDep) -> HTMLResponse:
    """What this person can do, and how much of it waits."""
    with consulta(contexto.engine) as session:
        colas = avance.avance(session).por_cola
        por_contestar = reportes.cuantos_abiertos(session)
        por_elegir = sum(a.pendiente for a in eleccion_imagen.con_varias(session))
        cubre = contexto.proceso.resguardo is Resguardo.CUBRIR
        por_cubrir = len(resguardos.pendientes(session)) if cubre else 0
    esperan = {
        "/capturar": colas["captura"].cuantas,
        "/discrepancias": colas["discrepancia"].cuantas + colas["supervision"].cuantas,
        "/identificar": colas["identificacion"].cuantas,
        "/imagenes": por_elegir + por_cubrir,
        "/reportes": por_contestar,
    }
    secciones = menu_de(yo)
    return pagina(request, "inicio.html", secciones=secciones, esperan=esperan)


@router.get("/subir")
@permitido(Permiso.ENVIAR_IMAGENES)
def subir(request: Request) -> HTMLResponse:
    """Photograph or choose actas and send them."""
    return pagina(request, "subir.html", origenes=list(Origen), digitalizaciones=list(Digitalizacion))


@router.get("/capturar")
@permitido(Permiso.CAPTURAR)
def capturar(request: Request) -> HTMLResponse:
    """Type what actas say."""
    return pagina(request, "capturar.html")


@router.get("/discrepancias")
@permitido(Permiso.DECIDIR)
def discrepancias(request: Request) -> HTMLResponse:
    """Decide the fields in which two captures differ."""
    return pagina(request, "discrepancias.html")


@router.get("/identificar")
@permitido(Permiso.IDENTIFICAR)
def identificar(request: Request) -> HTMLResponse:
    """Say of which casilla an image is."""
    return pagina(request, "identificar.html")


@router.get("/sin-acta")
@permitido(Permiso.DECLARAR_SIN_ACTA)
def sin_acta(request: Request) -> HTMLResponse:
    """Record a package that came without acta."""
    return pagina(request, "sin_acta.html", causas=CAUSAS)


@router.get("/reportes")
@permitido(Permiso.CONTESTAR_REPORTES)
def ver_reportes(request: Request, contexto: ContextoDep) -> HTMLResponse:
    """What the public says of published actas and nobody has answered."""
    with consulta(contexto.engine) as session:
        abiertos = reportes.abiertos(session)
    return pagina(request, "reportes.html", reportes=abiertos)


@router.get("/grupos")
@permitido(Permiso.REVISAR_CIFRAS)
def ver_grupos(request: Request) -> HTMLResponse:
    """Boxes settled as the same digit, side by side."""
    return pagina(request, "grupos.html")


@router.get("/avance")
@permitido(Permiso.VER_AVANCE)
def ver_avance(request: Request) -> HTMLResponse:
    """How the night goes, kept up to date by the page itself."""
    return pagina(request, "avance.html")


@router.get("/marca.css")
@publico
def marca(contexto: ContextoDep) -> Response:
    """The authority's colour, as a stylesheet because the policy forbids inline styles."""
    css = f":root {{ --marca: {contexto.proceso.marca.color}; }}\n"
    return Response(css, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


@router.get("/favicon.ico")
@publico
def icono() -> RedirectResponse:
    """The icon browsers ask for by themselves."""
    return RedirectResponse("/estaticos/icono.svg", 308)
