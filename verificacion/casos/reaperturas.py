"""Setting aside what was typed of an acta, and perhaps its image: by a supervisor, or by whoever should decide it.

Correcting what was published is one of these: two other people capture again, never the word of one. All of it is kept.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd.tablas import Acta, Imagen, Reapertura
from verificacion.casos import turnos
from verificacion.casos.enlace import esperar_identificacion
from verificacion.casos.historia import asentar
from verificacion.casos.participacion import participo
from verificacion.dominio.captura_doble import Pendiente
from verificacion.dominio.claves import ClaveActa, TurnoId
from verificacion.dominio.cotejada import Cotejada
from verificacion.dominio.errores import MismoCapturista, NoExiste, TransicionInvalida, TurnoAjeno
from verificacion.dominio.rechazo import Remedio
from verificacion.dominio.registro import Actor, EstadoActa, TipoTarea
from verificacion.dominio.vida import Acto, Declaracion

MAX_MOTIVO = 300


@dataclass(frozen=True, slots=True)
class _Apartado:
    """What is set aside, and how the log and the table call it."""

    acto: Acto
    tipo: Remedio | Declaracion
    motivo: str


def reabrir(
    session: Session, clave: ClaveActa, remedio: Remedio, motivo: str, actor: Actor, ahora: datetime
) -> EstadoActa:
    """Ask that an acta be captured or digitised again, with a reason; returns its state after it.

    Raises:
        NoExiste: no such acta in the catalogue.
        TransicionInvalida: it has no image, or nothing was typed yet of what is asked to be typed again.
    """
    acta = session.scalars(select(Acta).where(Acta.clave == str(clave)).with_for_update()).first()
    if acta is None:
        raise NoExiste("el acta", clave)
    acto = Acto.RECAPTURAR if remedio is Remedio.RECAPTURAR else Acto.REDIGITALIZAR
    if acta.imagen_id is None or (remedio is Remedio.RECAPTURAR and acta.estado == EstadoActa.DIGITALIZADA):
        raise TransicionInvalida(acta.estado, acto)
    return _apartar(session, acta, _Apartado(acto, remedio, motivo), actor, ahora)


def declarar(
    session: Session, turno_id: TurnoId, que: Declaracion, motivo: str, actor: Actor, ahora: datetime
) -> EstadoActa:
    """Say that the image cannot serve, or is of another acta, instead of deciding the fields of a turn.

    Raises:
        TurnoAjeno, TurnoVencido, TurnoYaUsado, NoExiste: the turn is not open for this person.
        MismoCapturista: this person already took part in the acta.
    """
    turno = turnos.abierto(session, turno_id, TipoTarea.DISCREPANCIA, actor)
    respuesta = {"declaracion": que, "motivo": motivo}
    if turnos.ya_contestado(turno, respuesta):
        return EstadoActa(turno.resultado)
    turnos.exigir_vigente(turno, ahora)
    acta = session.scalars(select(Acta).where(Acta.id == turno.acta_id).with_for_update()).one()
    turnos.exigir_misma_ronda(turno, acta)
    if acta.estado != EstadoActa.DISCREPANTE:
        raise TransicionInvalida(acta.estado, Acto.DECLARACION)
    if session.scalar(select(participo(actor.usuario_id)).where(Acta.id == acta.id)):
        raise MismoCapturista
    estado = _apartar(session, acta, _Apartado(Acto.DECLARACION, que, motivo), actor, ahora)
    turnos.cerrar(turno, respuesta, estado, ahora)
    return estado


def _apartar(session: Session, acta: Acta, que: _Apartado, actor: Actor, ahora: datetime) -> EstadoActa:
    """Start a round. Turns in people's hands no longer count: what they were typing is of the round before."""
    if actor.usuario_id is None:
        raise TurnoAjeno
    imagen = session.get_one(Imagen, acta.imagen_id)
    motivo = que.motivo[:MAX_MOTIVO]
    session.add(
        Reapertura(
            acta_id=acta.id,
            imagen_id=imagen.id,
            tipo=que.tipo,
            ronda=acta.ronda,
            motivo=motivo,
            usuario_id=actor.usuario_id,
            hecha_en=ahora,
        )
    )
    if que.tipo is Declaracion.OTRA_ACTA:
        esperar_identificacion(session, imagen)
    datos = {"imagen": imagen.sha256, "ronda": acta.ronda, "tipo": que.tipo, "motivo": motivo}
    if acta.estado == EstadoActa.VERIFICADA:
        acta.cotejada = Cotejada.EN_CORRECCION
    acta.ronda += 1
    acta.capturada_en = acta.verificada_en = None
    if que.acto is not Acto.RECAPTURAR:
        acta.imagen_id = acta.digitalizada_en = None
    return asentar(session, acta, None if acta.imagen_id is None else Pendiente(), actor, que.acto, ahora, datos)
