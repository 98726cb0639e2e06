"""The file of one acta, for whoever supervises: all that happened to it, and having it done again."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.errores import RolInsuficiente
from api.pagina import pagina
from api.permisos import Permiso
from verificacion.bd.sesion import consulta
from verificacion.casos import expediente
from verificacion.casos.expediente import Asiento
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.registro import EstadoActa, Rol

router = APIRouter(route_class=RutaConAcceso, include_in_schema=False)

EVENTOS: Mapping[str, str] = {
    "imagen_recibida": "Imagen recibida",
    "imagen_leida": "Imagen leída",
    "imagen_identificada": "Imagen identificada como esta acta",
    "imagen_elegida": "Se eligió otra imagen",
    "imagen_confirmada": "Se siguió con la misma imagen",
    "imagen_resguardada": "Datos personales cubiertos",
    "imagen_declarada": "La imagen no sirve o es de otra acta",
    "captura_registrada": "Captura",
    "recaptura_registrada": "Captura de control",
    "discrepancia_resuelta": "Discrepancia decidida",
    "recaptura_pedida": "Se pidió capturar de nuevo",
    "redigitalizacion_pedida": "Se pidió otra imagen",
    "revision_pedida": "Se mandó una cifra a revisión",
    "acta_cotejada": "Cotejo",
    "sin_acta": "Registrada sin acta",
    "reporte_recibido": "Reporte del público",
    "reporte_cerrado": "Reporte contestado",
}
"""What a person calls each act of the log; one that is not here shows its own name."""

DETALLES: Mapping[str, str] = {
    "motivo": "motivo",
    "tipo": "qué",
    "causa": "causa",
    "campo": "campo",
    "campos": "campos que no coinciden",
    "remedio": "remedio",
    "cotejada": "COTEJADA",
    "avisos": "avisos que se mostraron",
    "por_letra": "valió la letra en",
    "error": "error",
    "lector": "lector",
    "estado": "quedó",
}
"""Facts of an act worth a line, and how they are called."""


@router.get("/actas")
@permitido(Permiso.VER_EXPEDIENTE)
def buscar_acta(request: Request) -> HTMLResponse:
    """Look an acta up by section or key."""
    return pagina(request, "actas.html")


@router.get("/actas/{clave_acta}")
@permitido(Permiso.VER_EXPEDIENTE)
def ver_acta(clave_acta: str, request: Request, contexto: ContextoDep, yo: YoDep) -> HTMLResponse:
    """All that happened to one acta. Whoever also types does not see it: it carries what others typed."""
    if Rol.CAPTURISTA in yo.roles:
        raise RolInsuficiente(frozenset({Rol.SUPERVISOR}))
    with consulta(contexto.engine) as session:
        acta = expediente.de_acta(session, ClaveActa.de_texto(clave_acta))
    return pagina(
        request,
        "acta.html",
        a=acta,
        hechos=[
            (asiento, EVENTOS.get(asiento.evento, asiento.evento), _detalles(asiento)) for asiento in acta.asientos
        ],
        numeros={sha256: n for n, sha256 in enumerate(acta.imagenes, 1)},
        publicada=acta.estado is EstadoActa.VERIFICADA,
        recapturable=acta.imagen is not None and acta.estado is not EstadoActa.DIGITALIZADA,
    )


def _detalles(asiento: Asiento) -> list[tuple[str, str]]:
    return [
        (nombre, ", ".join(map(str, valor)) if isinstance(valor, list) else str(valor))
        for dato, nombre in DETALLES.items()
        if (valor := asiento.datos.get(dato)) not in (None, "", [])
    ]
