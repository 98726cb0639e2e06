"""Cotejo and quality control: compare what was published, see what was measured."""

from fastapi import APIRouter

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido, publico
from api.entradas import Cotejo, DevolucionPedida
from api.metricas import MetricasDep
from api.openapi import problemas
from api.permisos import Permiso
from api.publicado import publicado_hasta
from api.salidas_control import (
    AjusteMuestreo,
    ControlSalida,
    CotejadaSalida,
    DevueltasSalida,
    MuestreoSalida,
    PersonaSalida,
    PorCompararSalida,
    ResidualSalida,
)
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import cotejos, devoluciones, mediciones
from verificacion.dominio.claves import TurnoId
from verificacion.dominio.eleccion import Proceso

router = APIRouter(prefix="/api/v1", tags=["control de calidad"], route_class=RutaConAcceso)

REGLA = (
    'Semilla del periodo: SHA-256(semilla + "|" + huella del asiento de la bitácora), en hexadecimal. Orden: '
    'SHA-256(semilla del periodo + "|" + CLAVE_ACTA) de las actas verificadas en el periodo. Muestra: las primeras '
    "tasa × actas, redondeado hacia arriba."
)


@router.get("/turnos/{turno}/cotejo", responses=problemas(404, 409))
@permitido(Permiso.COTEJAR)
def ver_publicado(turno: str, contexto: ContextoDep, yo: YoDep) -> PorCompararSalida:
    """What was published of the acta of a turn."""
    with transaccion(contexto.engine) as session:
        return PorCompararSalida.de(cotejos.a_la_vista(session, TurnoId(turno), yo))


@router.post("/turnos/{turno}/cotejo", responses=problemas(404, 409, 422))
@permitido(Permiso.COTEJAR)
def cotejar(turno: str, veredicto: Cotejo, contexto: ContextoDep, cuenta: MetricasDep, yo: YoDep) -> CotejadaSalida:
    """Accept what was published, or say which fields are not what the acta says and how to mend it."""
    with transaccion(contexto.engine) as session:
        cotejada = cotejos.registrar(session, TurnoId(turno), veredicto.campos, veredicto.remedio, yo, contexto.ahora())
    cuenta.respuestas.labels("cotejo").inc()
    return CotejadaSalida(cotejada=int(cotejada))


@router.get("/control")
@permitido(Permiso.VER_CALIDAD)
def control(contexto: ContextoDep) -> ControlSalida:
    """The error left, the comparisons, and everyone's error and speed."""
    hasta = publicado_hasta(contexto.carpeta_publica)
    with consulta(contexto.engine) as session:
        return ControlSalida(
            hora=contexto.ahora(),
            muestreo=_muestreo(contexto.proceso),
            residual=ResidualSalida.de(mediciones.error_residual(session)),
            cotejos=dict(mediciones.cotejos(session)),
            personas=[PersonaSalida.de(p) for p in mediciones.personas(session, contexto.proceso.control, hasta)],
        )


@router.post("/control/personas/{usuario}/devolucion", responses=problemas(404, 409, 422))
@permitido(Permiso.REABRIR)
def devolver(usuario: str, pedida: DevolucionPedida, contexto: ContextoDep, yo: YoDep) -> DevueltasSalida:
    """Have the unpublished work of somebody who errs beyond the limit captured again by others."""
    hasta = publicado_hasta(contexto.carpeta_publica)
    with transaccion(contexto.engine) as session:
        actas = devoluciones.devolver(
            session, contexto.proceso.control, usuario, pedida.motivo, yo, contexto.ahora(), hasta
        )
    return DevueltasSalida(actas=[str(clave) for clave in actas])


@router.get("/muestreo")
@publico
def muestreo(contexto: ContextoDep) -> MuestreoSalida:
    """The draws, so that anyone can make them again. Actas are named once they were typed again."""
    with consulta(contexto.engine) as session:
        residual = ResidualSalida.de(mediciones.error_residual(session))
    return MuestreoSalida(regla=REGLA, muestreo=_muestreo(contexto.proceso), residual=residual)


def _muestreo(proceso: Proceso) -> AjusteMuestreo | None:
    sorteo = proceso.control.muestreo
    return None if sorteo is None else AjusteMuestreo.de(sorteo)
