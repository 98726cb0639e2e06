"""Verified records since a cursor: what a publisher pulls, in one object or as one line per record."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from api.acceso import ContextoDep, RutaConAcceso, permitido
from api.openapi import problemas
from api.permisos import Permiso
from api.salidas import RegistroSalida, RegistrosSalida
from verificacion.bd.sesion import consulta
from verificacion.casos import registros

router = APIRouter(prefix="/api/v1/registros", tags=["registros"], route_class=RutaConAcceso)

NDJSON = "application/x-ndjson"


@router.get(
    "",
    responses={200: {"content": {NDJSON: {}}, "model": RegistrosSalida}, 304: {"description": "Nada nuevo"}}
    | problemas(422),
    response_model=None,
)
@permitido(Permiso.LEER_REGISTROS)
def desde(
    contexto: ContextoDep,
    desde: Annotated[int, Query(ge=0)] = 0,
    limite: Annotated[int, Query(ge=1, le=1000)] = 500,
    accept: Annotated[str, Header()] = "application/json",
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Records verified after ``desde``, oldest first.

    The tag is of the cursor and what follows it, so a publisher that is up to date is answered 304. As
    ``application/x-ndjson`` each record is a line, and ``X-Siguiente`` is the cursor to go on from.
    """
    with consulta(contexto.engine) as session:
        filas, siguiente = registros.verificados_desde(session, contexto.proceso, desde, limite)
    en_lineas = NDJSON in accept
    etiqueta = f'"{desde}-{siguiente}-{len(filas)}-{"n" if en_lineas else "j"}"'
    cabeceras = {
        "ETag": etiqueta,
        "X-Siguiente": str(siguiente),
        "Cache-Control": "private, no-cache",
        "Vary": "Accept",
    }
    if if_none_match is not None and etiqueta in (e.strip() for e in if_none_match.split(",")):
        return Response(status_code=304, headers=cabeceras)
    salidas = [RegistroSalida.de(registro) for _, registro in filas]
    if en_lineas:
        lineas = "".join(s.model_dump_json() + "\n" for s in salidas)
        return Response(lineas, media_type=NDJSON, headers=cabeceras)
    cuerpo = RegistrosSalida(registros=salidas, siguiente=siguiente).model_dump_json()
    return Response(cuerpo, media_type="application/json", headers=cabeceras)
