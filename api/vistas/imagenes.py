"""The pages about images: what was refused, which image an acta uses, what is covered before publishing."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.mensajes import titulo_de, veredicto_de
from api.pagina import pagina
from api.permisos import Permiso, puede
from verificacion.bd.sesion import consulta
from verificacion.casos import cuarentena, eleccion_imagen, resguardos
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.eleccion import Resguardo
from verificacion.dominio.registro import EstadoActa

router = APIRouter(route_class=RutaConAcceso, include_in_schema=False)

MEDIDAS = (
    ("nitidez", "nitidez"),
    ("contraste", "contraste"),
    ("brillo", "reflejo"),
    ("sombra", "sombra"),
    ("resolucion", "px/mm"),
)
"""Measures shown to whoever compares images, and how they are called."""


@router.get("/cuarentena")
@permitido(Permiso.VER_CUARENTENA)
def ver_cuarentena(request: Request, contexto: ContextoDep) -> HTMLResponse:
    """Refused files: what, who, when and why."""
    with consulta(contexto.engine) as session:
        apartados = cuarentena.listar(session)
    filas = [(a, titulo_de(a.codigo)) for a in apartados]
    return pagina(request, "cuarentena.html", filas=filas, maximo=cuarentena.MAX_LISTADOS)


@router.get("/imagenes")
@permitido(Permiso.ELEGIR_IMAGEN)
def ver_imagenes(request: Request, contexto: ContextoDep) -> HTMLResponse:
    """Actas with several images, and images that wait to be covered."""
    with consulta(contexto.engine) as session:
        actas = eleccion_imagen.con_varias(session)
        cubre = contexto.proceso.resguardo is Resguardo.CUBRIR
        por_cubrir = resguardos.pendientes(session) if cubre else None
    return pagina(request, "imagenes.html", actas=actas, por_cubrir=por_cubrir)


@router.get("/imagenes/{clave_acta}")
@permitido(Permiso.ELEGIR_IMAGEN)
def elegir_imagen(clave_acta: str, request: Request, contexto: ContextoDep, yo: YoDep) -> HTMLResponse:
    """The images of an acta side by side, to choose the one that is used."""
    with consulta(contexto.engine) as session:
        acta = eleccion_imagen.de_acta(session, ClaveActa.de_texto(clave_acta))
    return pagina(
        request,
        "elegir_imagen.html",
        a=acta,
        verificada=acta.estado is EstadoActa.VERIFICADA,
        puede=puede(yo, Permiso.REABRIR),
        veredictos={i.sha256: veredicto_de(i.calidad, i.error) for i in acta.imagenes},
        numeros={i.sha256: n for n, i in enumerate(acta.imagenes, 1)},
        medidas=MEDIDAS,
    )


@router.get("/resguardo")
@permitido(Permiso.ELEGIR_IMAGEN)
def cubrir(request: Request, contexto: ContextoDep) -> HTMLResponse:
    """The oldest image that waits to be covered, to draw over what nobody must see."""
    cubre = contexto.proceso.resguardo is Resguardo.CUBRIR
    with consulta(contexto.engine) as session:
        faltan = resguardos.pendientes(session) if cubre else []
    primera = faltan[0] if faltan else None
    return pagina(request, "resguardo.html", imagen=primera, faltan=len(faltan), cubre=cubre)
