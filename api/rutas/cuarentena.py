"""What was refused: listed for those who supervise and audit, and handed over to those who supervise."""

from fastapi import APIRouter, Response

from api.acceso import ContextoDep, RutaConAcceso, permitido
from api.mensajes import titulo_de
from api.openapi import problemas
from api.permisos import Permiso
from api.salidas import ArchivoApartadoSalida
from verificacion.bd.sesion import consulta
from verificacion.casos import cuarentena

router = APIRouter(prefix="/api/v1/cuarentena", tags=["imágenes"], route_class=RutaConAcceso)


@router.get("")
@permitido(Permiso.VER_CUARENTENA)
def listar(contexto: ContextoDep) -> list[ArchivoApartadoSalida]:
    """Refused files, the newest first: what, who, from where, when and why."""
    with consulta(contexto.engine) as session:
        apartados = cuarentena.listar(session)
    return [ArchivoApartadoSalida.de(a, titulo_de(a.codigo)) for a in apartados]


@router.get("/{sha256}/archivo", response_class=Response, responses=problemas(404))
@permitido(Permiso.ABRIR_CUARENTENA)
def archivo(sha256: str, contexto: ContextoDep) -> Response:
    """The bytes as they came, never to be opened by the browser itself: nobody knows what they are."""
    with consulta(contexto.engine) as session:
        cuarentena.uno(session, sha256)
    contenido = contexto.almacen.leer_apartado(sha256)
    nombre = f"rechazado-{sha256[:16]}.bin"
    cabeceras = {"Content-Disposition": f'attachment; filename="{nombre}"', "Cache-Control": "no-store"}
    return Response(contenido, media_type="application/octet-stream", headers=cabeceras)
