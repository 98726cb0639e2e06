"""Send a file in pieces that resume: open, send pieces at their offset, ask the offset, finish.

Made for phones with a bad signal. The file is named by its SHA-256, so repeating any step is harmless.
"""

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.cargas import MAX_TROZO, Carga, Cargas, Declarada, huella
from api.contexto import Contexto
from api.entradas import CargaNueva, FinCarga
from api.errores import CargaAlterada, CuerpoExcesivo, ImagenRechazada
from api.metricas import MetricasDep
from api.openapi import problemas
from api.permisos import Permiso, puede
from api.recepcion import Envio, rechazar, recibir_envio, recibo_de
from api.salidas import CargaListada, CargaSalida, ReciboSubida
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import cargas, imagenes
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.registro import Actor

router = APIRouter(prefix="/api/v1/cargas", tags=["cargas"], route_class=RutaConAcceso)

Huella = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]

POSICION = "Upload-Offset"


@router.post("", status_code=201, responses=problemas(413, 422, 429))
@permitido(Permiso.ENVIAR_IMAGENES)
def abrir(nueva: CargaNueva, response: Response, contexto: ContextoDep, yo: YoDep) -> CargaSalida:
    """Open an upload, or find it. If the server already has the file, the answer brings its receipt."""
    abiertas = Cargas(contexto.carpeta_cargas)
    if (recibo := _recibo(contexto, nueva.sha256)) is not None:
        abiertas.quitar(nueva.sha256, yo)
        response.status_code = 200
        return _terminada(nueva.sha256, nueva.bytes, recibo)
    if nueva.clave_acta:
        ClaveActa.de_texto(nueva.clave_acta)
    declarada = Declarada(**nueva.model_dump())
    carga = abiertas.abrir(declarada, yo, contexto.ahora())
    response.status_code = 200 if carga.recibidos else 201
    response.headers["Location"] = f"{router.prefix}/{nueva.sha256}"
    return _abierta(carga, response)


@router.get("")
@permitido(Permiso.VER_RECEPCION)
def listar(contexto: ContextoDep, yo: YoDep) -> list[CargaListada]:
    """Unfinished uploads: one's own, or everybody's for those who watch over the night."""
    ve_todas = puede(yo, Permiso.VER_ENVIOS_AJENOS)
    ahora = contexto.ahora()
    return [
        CargaListada(
            sha256=c.declarada.sha256,
            usuario=c.usuario,
            nombre=c.declarada.nombre,
            bytes=c.declarada.bytes,
            recibidos=c.recibidos,
            tocada_en=c.tocada_en,
            vence_en=c.vence_en,
            vencida=c.vence_en <= ahora,
        )
        for c in Cargas(contexto.carpeta_cargas).listar(None if ve_todas else yo)
    ]


@router.get("/{sha256}", responses=problemas(404, 422))
@permitido(Permiso.ENVIAR_IMAGENES)
def ver(sha256: Huella, response: Response, contexto: ContextoDep, yo: YoDep) -> CargaSalida:
    """How many bytes are safe on the server, or the receipt when the file is already complete."""
    try:
        return _abierta(Cargas(contexto.carpeta_cargas).ver(sha256, yo), response)
    except NoExiste:
        if (recibo := _recibo(contexto, sha256)) is None:
            raise
        tamano = len(contexto.almacen.leer(sha256))
        response.headers[POSICION] = str(tamano)
        return _terminada(sha256, tamano, recibo)


@router.head("/{sha256}", responses=problemas(404, 422))
@permitido(Permiso.ENVIAR_IMAGENES)
def posicion(sha256: Huella, response: Response, contexto: ContextoDep, yo: YoDep) -> None:
    """The offset alone, in ``Upload-Offset``."""
    ver(sha256, response, contexto, yo)


@router.patch("/{sha256}", responses=problemas(404, 409, 413, 422))
@permitido(Permiso.ENVIAR_IMAGENES)
async def agregar(
    sha256: Huella,
    desde: Annotated[int, Header(alias=POSICION, ge=0)],
    request: Request,
    response: Response,
    contexto: ContextoDep,
    yo: YoDep,
) -> CargaSalida:
    """Add one piece, at most ``trozo_maximo`` bytes. What arrived of a piece cut short is kept too."""
    trozo = bytearray()
    with suppress(ClientDisconnect):  # nobody hears the answer, but the bytes that came are good
        async for parte in request.stream():
            trozo += parte
            if len(trozo) > MAX_TROZO:
                raise CuerpoExcesivo(MAX_TROZO)
    return _abierta(await run_in_threadpool(_escribir, contexto, sha256, desde, bytes(trozo), yo), response)


def _escribir(contexto: Contexto, sha256: str, desde: int, trozo: bytes, yo: Actor) -> Carga:
    return Cargas(contexto.carpeta_cargas).agregar(sha256, desde, trozo, yo, contexto.ahora())


@router.post("/{sha256}/fin", status_code=202, responses=problemas(404, 409, 422, 503))
@permitido(Permiso.ENVIAR_IMAGENES)
def terminar(
    sha256: Huella, fin: FinCarga, response: Response, contexto: ContextoDep, cuenta: MetricasDep, yo: YoDep
) -> ReciboSubida:
    """Check the hash of the whole and receive it like ``POST /imagenes``. Repeating it gives the same receipt."""
    abiertas = Cargas(contexto.carpeta_cargas)
    try:
        carga, contenido = abiertas.contenido(sha256, yo)
    except NoExiste:
        if (recibo := _recibo(contexto, sha256)) is None:
            raise
    else:
        recibo = _recibir(contexto, cuenta, carga, contenido, fin, yo)
    response.headers["Location"] = recibo.imagenes[0].ver
    return recibo


def _recibir(
    contexto: Contexto, cuenta: MetricasDep, carga: Carga, contenido: bytes, fin: FinCarga, yo: Actor
) -> ReciboSubida:
    """Hand the whole file to reception. The upload ends only once its bytes are safe in the store or in quarantine."""
    d = carga.declarada
    clave = ClaveActa.de_texto(d.clave_acta) if d.clave_acta else None
    envio = Envio(d.origen, d.digitalizacion, d.tomada_en, fin.enviada_en, clave)
    abiertas = Cargas(contexto.carpeta_cargas)
    try:
        if huella(contenido) != d.sha256:
            causa = CargaAlterada(d.sha256)
            raise rechazar(contexto, contenido, d.nombre, causa, yo) from causa
        recibo = recibir_envio(contexto, cuenta, contenido, d.nombre, envio, yo)
    except ImagenRechazada:
        abiertas.quitar(d.sha256, yo)
        raise
    abiertas.quitar(d.sha256, yo)
    return recibo


@router.delete("/{sha256}", status_code=204, responses=problemas(404, 422))
@permitido(Permiso.ENVIAR_IMAGENES)
def descartar(sha256: Huella, contexto: ContextoDep, yo: YoDep) -> None:
    """Give up an unfinished upload of one's own."""
    abiertas = Cargas(contexto.carpeta_cargas)
    carga = abiertas.ver(sha256, yo)
    with transaccion(contexto.engine) as session:
        cargas.descartar(session, sha256, carga.recibidos, carga.declarada.bytes, yo, contexto.ahora())
    abiertas.quitar(sha256, yo)


def _recibo(contexto: Contexto, sha256: str) -> ReciboSubida | None:
    with consulta(contexto.engine) as session:
        recibos = imagenes.recibos_de_archivo(session, sha256)
    return recibo_de(recibos) if recibos else None


def _abierta(carga: Carga, response: Response) -> CargaSalida:
    response.headers[POSICION] = str(carga.recibidos)
    return CargaSalida(
        sha256=carga.declarada.sha256,
        bytes=carga.declarada.bytes,
        recibidos=carga.recibidos,
        trozo_maximo=MAX_TROZO,
        vence_en=carga.vence_en,
    )


def _terminada(sha256: str, tamano: int, recibo: ReciboSubida) -> CargaSalida:
    return CargaSalida(
        sha256=sha256, bytes=tamano, recibidos=tamano, trozo_maximo=MAX_TROZO, vence_en=None, recibo=recibo
    )
