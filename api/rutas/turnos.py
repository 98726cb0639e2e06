"""Take a task and answer it. A turn given is the ticket: sending it twice answers the same."""

from collections.abc import Mapping

from fastapi import APIRouter, Response

from api.acceso import ContextoDep, RutaConAcceso, YoDep, exigir, permitido
from api.entradas import BorradorCaptura, CapturaCiega, Cifras, Declarada, Identificacion, PeticionTarea
from api.metricas import MetricasDep
from api.openapi import problemas
from api.permisos import Permiso
from api.rezago import RezagoDep
from api.salidas import EstadoSalida
from api.salidas_tareas import CapturaSalida, Latido, TareaSalida
from api.tarea import a_salida, aviso_de
from verificacion.bd.sesion import transaccion
from verificacion.casos import borradores, capturas, discrepancias, identificaciones, plausibilidad, reaperturas, tareas
from verificacion.dominio.claves import ClaveActa, TurnoId
from verificacion.dominio.registro import TipoTarea

router = APIRouter(prefix="/api/v1", tags=["tareas"], route_class=RutaConAcceso)

PERMISO_DE: Mapping[TipoTarea, Permiso] = {
    TipoTarea.CAPTURA: Permiso.CAPTURAR,
    TipoTarea.DISCREPANCIA: Permiso.DECIDIR,
    TipoTarea.IDENTIFICACION: Permiso.IDENTIFICAR,
    TipoTarea.COTEJO: Permiso.COTEJAR,
}


@router.post("/tareas", responses=problemas(422) | {204: {"description": "No hay tarea para usted en esa fila"}})
@permitido(Permiso.TRABAJAR_POR_TURNOS)
def tomar(peticion: PeticionTarea, contexto: ContextoDep, rezago: RezagoDep, yo: YoDep) -> TareaSalida:
    """Take the next task of a queue, or the one after it; 204 when there is none for this person."""
    exigir(yo, PERMISO_DE[peticion.tipo])
    ahora = contexto.ahora()
    rezagados = rezago.distritos(contexto.engine, ahora)
    with transaccion(contexto.engine) as session:
        entregar = tareas.adelantar if peticion.adelantada else tareas.tomar
        tarea = entregar(session, peticion.tipo, yo, ahora, rezagados)
    return Response(status_code=204) if tarea is None else a_salida(tarea, contexto)  # pyright: ignore[reportReturnType]


@router.post("/turnos/{turno}/captura", responses=problemas(404, 409, 422), response_model_exclude_unset=True)
@permitido(Permiso.CAPTURAR)
def capturar(turno: str, captura: CapturaCiega, contexto: ContextoDep, cuenta: MetricasDep, yo: YoDep) -> CapturaSalida:
    """Send a blind capture. What looks wrong is asked about once, and never changed."""
    conteo, ahora = captura.a_conteo(), contexto.ahora()
    with transaccion(contexto.engine) as session:
        if captura.avisos_vistos is not None and (
            dudas := plausibilidad.por_preguntar(
                session, contexto.proceso, TurnoId(turno), conteo, captura.avisos_vistos, yo, ahora
            )
        ):
            return CapturaSalida(estado=None, avisos=[aviso_de(s) for s in dudas])
        estado = capturas.registrar_captura(session, TurnoId(turno), conteo, yo, ahora, captura.por_letra)
    cuenta.respuestas.labels("captura").inc()
    return CapturaSalida(estado=estado)


@router.post("/turnos/{turno}/resolucion", responses=problemas(404, 409, 422))
@permitido(Permiso.DECIDIR)
def resolver(turno: str, cifras: Cifras, contexto: ContextoDep, cuenta: MetricasDep, yo: YoDep) -> EstadoSalida:
    """Decide the fields in which the captures differ."""
    with transaccion(contexto.engine) as session:
        estado = discrepancias.resolver(
            session, TurnoId(turno), cifras.a_conteo(), yo, contexto.ahora(), cifras.por_letra
        )
    cuenta.respuestas.labels("discrepancia").inc()
    return EstadoSalida(estado=estado)


@router.post("/turnos/{turno}/declaracion", responses=problemas(404, 409, 422))
@permitido(Permiso.DECIDIR)
def declarar(turno: str, dicho: Declarada, contexto: ContextoDep, cuenta: MetricasDep, yo: YoDep) -> EstadoSalida:
    """Say that the image cannot serve, or is of another acta, instead of deciding its figures."""
    with transaccion(contexto.engine) as session:
        estado = reaperturas.declarar(session, TurnoId(turno), dicho.declaracion, dicho.motivo, yo, contexto.ahora())
    cuenta.respuestas.labels("discrepancia").inc()
    return EstadoSalida(estado=estado)


@router.post("/turnos/{turno}/identificacion", responses=problemas(404, 409, 422))
@permitido(Permiso.IDENTIFICAR)
def identificar(
    turno: str, cual: Identificacion, contexto: ContextoDep, cuenta: MetricasDep, yo: YoDep
) -> EstadoSalida:
    """Say which acta an image is, or that it is out of the catalogue."""
    clave = None if cual.clave_acta is None else ClaveActa.de_texto(cual.clave_acta)
    with transaccion(contexto.engine) as session:
        identificaciones.identificar(session, TurnoId(turno), clave, yo, contexto.ahora())
    cuenta.respuestas.labels("identificacion").inc()
    return EstadoSalida(estado=None)


@router.put("/turnos/{turno}/borrador", status_code=204, responses=problemas(404, 409, 422))
@permitido(Permiso.CAPTURAR)
def guardar_borrador(turno: str, borrador: BorradorCaptura, contexto: ContextoDep, yo: YoDep) -> None:
    """Keep what is typed so far; only whoever typed it gets it back, with the task."""
    with transaccion(contexto.engine) as session:
        borradores.guardar(session, TurnoId(turno), borrador.campos, yo, contexto.ahora())


@router.post("/turnos/{turno}/latido", responses=problemas(404, 409))
@permitido(Permiso.TRABAJAR_POR_TURNOS)
def latir(turno: str, contexto: ContextoDep, yo: YoDep) -> Latido:
    """Keep the turn while the person works on it."""
    with transaccion(contexto.engine) as session:
        vence_en = tareas.renovar(session, TurnoId(turno), yo, contexto.ahora())
    return Latido(vence_en=vence_en)


@router.delete("/turnos/{turno}", status_code=204, responses=problemas(404, 409))
@permitido(Permiso.TRABAJAR_POR_TURNOS)
def soltar(turno: str, contexto: ContextoDep, yo: YoDep) -> None:
    """Give the task back to the queue."""
    with transaccion(contexto.engine) as session:
        tareas.soltar(session, TurnoId(turno), yo, contexto.ahora())
