"""Verified actas typed again inside the capture queue: known answers measure the person; drawn ones, the result.

The person receives an ordinary capture task and an ordinary answer. Nothing here touches the record of the acta.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora, cifras
from verificacion.bd.tablas import Acta, CapturaHecha, ProcesoAbierto, ResolucionHecha, Turno
from verificacion.bd.tablas_control import ActaMuestreada, CotejoHecho, Recaptura, Revision
from verificacion.casos import turnos
from verificacion.casos.historia import estado_de
from verificacion.dominio.captura_doble import Verificada
from verificacion.dominio.conteo import Conteo
from verificacion.dominio.control import Destino
from verificacion.dominio.cotejo import diferencias
from verificacion.dominio.errores import TurnoAjeno, TurnoVencido
from verificacion.dominio.registro import Actor, EstadoActa

_AZAR = secrets.SystemRandom()
HOLGURA = 2
"""A drawn acta is handed out this many times as often as needed to keep up, so that none waits for long."""


def en_lugar_de(session: Session, ordinaria: Acta | None, actor: Actor, ahora: datetime) -> tuple[Acta, Destino] | None:
    """The acta that this person types instead of ``ordinaria``, the next of the queue; None to go on with it.

    With nothing else to do only drawn actas are given: they are real work. A known-answer acta in an empty queue would
    give itself away.
    """
    abierto = session.get(ProcesoAbierto, 1)
    control = None if abierto is None else abierto.control
    if not control:
        return None
    if ordinaria is None or _AZAR.random() < HOLGURA * control["muestreo"]:
        muestreada = session.scalars(_muestreadas(actor, ahora)).first()
        if muestreada is not None:
            return muestreada, Destino.MUESTRA
    if ordinaria is not None and _AZAR.random() < control["conocidas"]:
        conocida = _conocida(session, actor, ahora)
        if conocida is not None:
            return conocida, Destino.CONOCIDA
    return None


def registrar(session: Session, turno: Turno, acta: Acta, conteo: Conteo, actor: Actor, ahora: datetime) -> EstadoActa:
    """Keep what was typed and answer as a capture of the queue would.

    Raises:
        TurnoVencido: the acta is no longer verified, so there is nothing to compare with.
    """
    estado = estado_de(session, acta)
    if actor.usuario_id is None:
        raise TurnoAjeno
    if not isinstance(estado, Verificada):
        raise TurnoVencido
    distintos = sorted(diferencias(estado.conteo, conteo))
    escrito = cifras.a_json(conteo)
    session.add(
        Recaptura(
            acta_id=acta.id,
            imagen_id=turno.imagen_id,
            usuario_id=actor.usuario_id,
            turno_id=turno.id,
            ronda=acta.ronda,
            destino=turno.destino,
            cifras=escrito,
            verificadas=cifras.a_json(estado.conteo),
            distintos=distintos,
            difiere=bool(distintos),
            hecha_en=ahora,
        )
    )
    datos: Mapping[str, bitacora.Dato] = {"acta": acta.clave, "destino": turno.destino, "distintos": distintos}
    bitacora.anotar(session, actor, "recaptura_registrada", datos, ahora)
    aparente = _aparente(turno.id, difiere=bool(distintos))
    turnos.cerrar(turno, escrito, aparente, ahora)
    return aparente


def _aparente(turno_id: str, *, difiere: bool) -> EstadoActa:
    """What a first or a second capture would answer, one or the other by the turn's own random id."""
    if int(turno_id, 16) % 2:
        return EstadoActa.CAPTURADA
    return EstadoActa.DISCREPANTE if difiere else EstadoActa.VERIFICADA


def ya_participo(usuario_id: int | None) -> ColumnElement[bool]:
    """Whether a person typed, decided, compared, doubted or typed again an ``Acta``, in a query over it."""
    return or_(
        *(
            exists().where(tabla.acta_id == Acta.id, tabla.usuario_id == usuario_id)
            for tabla in (CapturaHecha, ResolucionHecha, CotejoHecho, Recaptura, Revision)
        )
    )


def _libre(actor: Actor, ahora: datetime) -> ColumnElement[bool]:
    """An acta of which this person knows nothing and has nothing in hand."""
    en_mano = exists().where(
        Turno.acta_id == Acta.id,
        Turno.usuario_id == actor.usuario_id,
        turnos.de_esta_ronda(),
        Turno.cerrado_en.is_(None),
        Turno.vence_en > ahora,
    )
    return not_(or_(ya_participo(actor.usuario_id), en_mano))


def por_recapturar() -> ColumnElement[bool]:
    """A draw's acta that nobody typed again in the round that was drawn, in a query over ``ActaMuestreada``."""
    return not_(
        exists().where(
            Recaptura.acta_id == ActaMuestreada.acta_id,
            Recaptura.ronda == ActaMuestreada.ronda,
            Recaptura.destino == Destino.MUESTRA,
        )
    )


def _muestreadas(actor: Actor, ahora: datetime) -> Select[Acta]:
    en_manos = exists().where(
        Turno.acta_id == Acta.id,
        Turno.destino == Destino.MUESTRA,
        turnos.de_esta_ronda(),
        Turno.cerrado_en.is_(None),
        Turno.vence_en > ahora,
    )
    return (
        select(Acta)
        .join(ActaMuestreada, ActaMuestreada.acta_id == Acta.id)
        .where(
            Acta.estado == EstadoActa.VERIFICADA,
            Acta.ronda == ActaMuestreada.ronda,
            por_recapturar(),
            ~en_manos,
            _libre(actor, ahora),
        )
        .order_by(ActaMuestreada.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Acta)
    )


def _conocida(session: Session, actor: Actor, ahora: datetime) -> Acta | None:
    """An acta on which two people agreed and nobody has doubted since, taken from a random place of the catalogue."""
    dudosa = or_(
        exists().where(ResolucionHecha.acta_id == Acta.id),
        exists().where(Revision.acta_id == Acta.id),
        exists().where(Recaptura.acta_id == Acta.id, Recaptura.difiere),
        exists().where(ActaMuestreada.acta_id == Acta.id),
    )
    conocidas = (
        select(Acta)
        .where(Acta.estado == EstadoActa.VERIFICADA, Acta.cotejada < 2, ~dudosa, _libre(actor, ahora))
        .limit(1)
    )
    mayor = session.scalar(select(func.max(Acta.id))) or 0
    desde = _AZAR.randint(1, max(1, mayor))
    siguiente = session.scalars(conocidas.where(Acta.id >= desde).order_by(Acta.id)).first()
    return siguiente or session.scalars(conocidas.order_by(Acta.id)).first()
