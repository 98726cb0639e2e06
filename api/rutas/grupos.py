"""The group view: boxes settled as the same digit, and sending one to be looked at again."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.entradas import RevisionPedida
from api.errores import ImagenAjena
from api.openapi import problemas
from api.permisos import Permiso
from api.publicado import publicado_hasta
from api.rutas.imagenes import INMUTABLE
from api.salidas import CasilleroSalida, EstadoSalida, GrupoSalida
from api.vista_casilleros import ALTO_PX, ANCHO_PX, tira
from captura.plantilla import Plantilla
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import grupos, revisiones
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import NoExiste

router = APIRouter(prefix="/api/v1", tags=["grupos"], route_class=RutaConAcceso)


@router.get("/grupos/{digito}", responses=problemas(422))
@permitido(Permiso.REVISAR_CIFRAS)
def ver(
    digito: Annotated[int, Path(ge=0, le=9)], contexto: ContextoDep, antes: Annotated[int | None, Query(ge=1)] = None
) -> GrupoSalida:
    """Boxes settled as a digit in the last verified actas, newest first; go on with ``siguiente`` as ``antes``."""
    hasta = publicado_hasta(contexto.carpeta_publica)
    with consulta(contexto.engine) as session:
        hallados, siguiente = grupos.casilleros(session, contexto.proceso, digito, antes, hasta)
    return GrupoSalida(
        ancho_px=ANCHO_PX,
        alto_px=ALTO_PX,
        siguiente=siguiente,
        casilleros=[
            CasilleroSalida(
                clave_acta=str(c.clave),
                campo=c.campo,
                tira=f"/api/v1/imagenes/{c.sha256}/casilleros?forma={c.forma}",
                lugar=_lugar(contexto.plantillas[c.forma], c.campo, c.posicion),
                duda=c.duda,
                revisado=c.revisado,
                publicada=c.publicada,
            )
            for c in hallados
        ],
    )


def _lugar(plantilla: Plantilla, campo: str, posicion: int) -> int:
    """Which box of the strip, from the left, holds the digit ``posicion`` places before the last one of a field."""
    lugar = 0
    for otro in plantilla.campos:
        lugar += len(otro.digitos)
        if otro.clave == campo:
            return lugar - 1 - posicion
    raise NoExiste("el campo", campo)


@router.get("/imagenes/{sha256}/casilleros", response_class=Response, responses=problemas(404, 422))
@permitido(Permiso.REVISAR_CIFRAS)
def casilleros(sha256: str, forma: str, contexto: ContextoDep) -> Response:
    """Every digit box of a verified acta in one strip."""
    if forma not in contexto.plantillas:
        raise NoExiste("la forma", forma)
    with consulta(contexto.engine) as session:
        if not grupos.es_visible(session, sha256):
            raise ImagenAjena
    contenido = tira(contexto.almacen, sha256, contexto.plantillas[forma])
    return Response(contenido, media_type="image/jpeg", headers=INMUTABLE)


@router.post("/actas/{clave_acta}/revisiones", responses=problemas(404, 409, 422))
@permitido(Permiso.REVISAR_CIFRAS)
def pedir(clave_acta: str, cual: RevisionPedida, contexto: ContextoDep, yo: YoDep) -> EstadoSalida:
    """Send a settled figure that does not look like what the paper says to be looked at again.

    ``discrepante``: a third person looks at that field. ``digitalizada``: it was published, so the acta is captured
    again. ``verificada``: it was looked at before.
    """
    clave = ClaveActa.de_texto(clave_acta)
    acta = contexto.proceso.por_clave.get(clave)
    if acta is None or cual.campo not in contexto.proceso.forma_de(acta).claves:
        raise NoExiste("el campo", f"{clave_acta} {cual.campo}")
    with transaccion(contexto.engine) as session:
        hasta = publicado_hasta(contexto.carpeta_publica)
        estado = revisiones.pedir(session, clave, cual.campo, yo, contexto.ahora(), hasta)
    return EstadoSalida(estado=estado)
