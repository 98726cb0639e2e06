"""Cotejo: somebody who took no part compares what was published with the acta.

What was typed again and differs is looked at here first: a draw's difference is never a silent change.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from verificacion.bd import bitacora, cifras
from verificacion.bd.fila import DIFIEREN, EN_CORRECCION, SIN_COTEJAR
from verificacion.bd.tablas import Acta, CapturaHecha, EntradaBitacora, ResolucionHecha, Turno
from verificacion.bd.tablas_control import CotejoHecho, Recaptura
from verificacion.casos import reaperturas, turnos
from verificacion.casos.historia import estado_de
from verificacion.dominio.captura_doble import Verificada
from verificacion.dominio.claves import ClaveActa, TurnoId, UsuarioId
from verificacion.dominio.conteo import Cifra, Conteo
from verificacion.dominio.cotejada import Cotejada, cotejar
from verificacion.dominio.errores import MismoCapturista, TurnoAjeno, TurnoVencido
from verificacion.dominio.rechazo import Remedio, exigir_veredicto
from verificacion.dominio.registro import Actor, EstadoActa, TipoTarea


@dataclass(frozen=True, slots=True)
class PorComparar:
    """What was published of the acta in hand. ``cotejada`` is COTEJADA until now.

    ``dudas`` holds every figure read in the fields that somebody typed again otherwise, in order of size and nameless.
    """

    publicadas: Conteo
    dudas: Mapping[str, tuple[Cifra, ...]]
    cotejada: Cotejada


def por_cotejar(actor: Actor, ahora: datetime) -> tuple[Select[Acta], ...]:
    """Published actas that nobody compared since their figures last changed, or whose difference waits to be judged.

    Lists to be looked at one after the other, each the oldest first: the differences, the corrections, those that
    nobody compared. Never to whoever typed or decided the acta, nor to whoever made its last comparison.
    """
    en_manos = exists().where(
        Turno.acta_id == Acta.id,
        turnos.de_esta_ronda(),
        Turno.tipo == TipoTarea.COTEJO,
        Turno.cerrado_en.is_(None),
        Turno.vence_en > ahora,
    )
    comparada = exists().where(CotejoHecho.asiento == Acta.cursor)
    suyas = (
        select(Acta)
        .where(
            ~en_manos,
            not_(_participo(actor.usuario_id)),
            func.coalesce(_ultimo_cotejador(), -1) != actor.usuario_id,
        )
        .order_by(Acta.cursor)
    )
    difieren = select(Recaptura.acta_id).where(DIFIEREN)
    return (
        suyas.where(Acta.id.in_(difieren), Acta.estado == EstadoActa.VERIFICADA, por_juzgar()),
        suyas.where(EN_CORRECCION, ~comparada),
        suyas.where(SIN_COTEJAR),
    )


def por_juzgar() -> ColumnElement[bool]:
    """Whether an ``Acta`` was typed again, in this round, with a difference that no comparison has judged yet."""
    despues = exists().where(
        CotejoHecho.acta_id == Recaptura.acta_id,
        CotejoHecho.ronda == Recaptura.ronda,
        CotejoHecho.hecho_en >= Recaptura.hecha_en,
    )
    return exists().where(Recaptura.acta_id == Acta.id, _de_esta_ronda(), Recaptura.difiere, ~despues)


def _de_esta_ronda() -> ColumnElement[bool]:
    """What was typed of an image or a round set aside says nothing of the figures published now."""
    return and_(Recaptura.imagen_id == Acta.imagen_id, Recaptura.ronda == Acta.ronda)


def _participo(usuario_id: int | None) -> ColumnElement[bool]:
    return or_(
        *(
            exists().where(tabla.acta_id == Acta.id, tabla.usuario_id == usuario_id)
            for tabla in (CapturaHecha, ResolucionHecha, Recaptura)
        )
    )


def _ultimo_cotejador() -> ScalarSelect[int]:
    ultimo = aliased(CotejoHecho)
    return (
        select(ultimo.usuario_id)
        .where(ultimo.acta_id == Acta.id)
        .order_by(ultimo.id.desc())
        .limit(1)
        .correlate(Acta)
        .scalar_subquery()
    )


def a_la_vista(session: Session, turno_id: TurnoId, actor: Actor) -> PorComparar:
    """What the person of a turn compares.

    Raises:
        NoExiste, TurnoAjeno, TurnoVencido: it is not this person's, or the acta is no longer verified.
    """
    turno = turnos.abierto(session, turno_id, TipoTarea.COTEJO, actor)
    acta = session.get_one(Acta, turno.acta_id)
    publicadas = _publicadas(session, acta)
    dudas: dict[str, set[Cifra]] = {}
    recapturas = select(Recaptura).join(Acta, Acta.id == Recaptura.acta_id)
    recapturas = recapturas.where(Acta.id == acta.id, _de_esta_ronda(), Recaptura.difiere)
    for recaptura in session.scalars(recapturas):
        leidas = cifras.de_json(recaptura.cifras)
        for campo in recaptura.distintos:
            dudas.setdefault(campo, {publicadas[campo]}).add(leidas[campo])
    return PorComparar(
        publicadas,
        {campo: tuple(sorted(c, key=lambda x: (isinstance(x, str), str(x)))) for campo, c in dudas.items()},
        Cotejada(acta.cotejada),
    )


def registrar(
    session: Session,
    turno_id: TurnoId,
    marcados: Collection[str],
    remedio: Remedio | None,
    actor: Actor,
    ahora: datetime,
) -> Cotejada:
    """Record a comparison and return COTEJADA; a rejection reopens the acta with its remedy.

    The same answer again returns the first result.

    Raises:
        ConteoInvalido, RemedioInvalido: fields that the acta does not have, or a rejection without remedy.
        TurnoAjeno, TurnoVencido, TurnoYaUsado, NoExiste: the turn is not open, or the figures changed meanwhile.
        MismoCapturista, MismoCotejador: this person took part in the acta.
    """
    turno = turnos.abierto(session, turno_id, TipoTarea.COTEJO, actor)
    respuesta = {"campos": sorted(marcados), "remedio": remedio}
    if turnos.ya_contestado(turno, respuesta):
        return Cotejada(int(turno.resultado or 0))
    turnos.exigir_vigente(turno, ahora)
    if actor.usuario_id is None:
        raise TurnoAjeno
    acta = session.scalars(select(Acta).where(Acta.id == turno.acta_id).with_for_update()).one()
    turnos.exigir_misma_ronda(turno, acta)
    exigir_veredicto(marcados, remedio, _publicadas(session, acta))
    _exigir_sin_cambios(session, turno, acta)
    if session.scalar(select(_participo(actor.usuario_id)).where(Acta.id == acta.id)):
        raise MismoCapturista
    conforme, antes = not marcados, Cotejada(acta.cotejada)
    es_revision = conforme and antes in (Cotejada.CONFORME, Cotejada.CORREGIDA)
    # what somebody typed otherwise may be judged without moving an acta that was accepted
    cotejada = antes if es_revision else _comparada(session, acta, conforme, UsuarioId(actor.usuario_id))
    datos = {"acta": acta.clave, "cotejada": int(cotejada), "revisada": es_revision, **respuesta}
    asiento = bitacora.anotar(session, actor, "acta_cotejada", datos, ahora)
    session.add(
        CotejoHecho(
            acta_id=acta.id,
            imagen_id=turno.imagen_id,
            usuario_id=actor.usuario_id,
            turno_id=turno.id,
            asiento=asiento,
            ronda=acta.ronda,
            resultado=int(cotejada),
            campos=sorted(marcados),
            remedio=remedio,
            hecho_en=ahora,
        )
    )
    acta.cotejada, acta.cursor = int(cotejada), asiento
    turnos.cerrar(turno, respuesta, str(int(cotejada)), ahora)
    if remedio is not None:
        motivo = f"cotejo: {', '.join(sorted(marcados))}"
        reaperturas.reabrir(session, ClaveActa.de_texto(acta.clave), remedio, motivo, actor, ahora)
    return cotejada


def _comparada(session: Session, acta: Acta, conforme: bool, cotejador: UsuarioId) -> Cotejada:
    rechazo = session.scalars(
        select(CotejoHecho)
        .where(CotejoHecho.acta_id == acta.id, CotejoHecho.resultado == int(Cotejada.EN_CORRECCION))
        .order_by(CotejoHecho.id.desc())
    ).first()
    quien = None if rechazo is None else UsuarioId(rechazo.usuario_id)
    corregida = rechazo is None or rechazo.asiento != acta.cursor
    return cotejar(Cotejada(acta.cotejada), conforme, cotejador, quien, corregida)


def _publicadas(session: Session, acta: Acta) -> Conteo:
    estado = estado_de(session, acta)
    if acta.estado != EstadoActa.VERIFICADA or not isinstance(estado, Verificada):
        raise TurnoVencido
    return estado.conteo


def _exigir_sin_cambios(session: Session, turno: Turno, acta: Acta) -> None:
    """What the person saw must be what is published now."""
    asentada_en = session.scalar(select(EntradaBitacora.hecho_en).where(EntradaBitacora.numero == acta.cursor))
    if asentada_en is not None and asentada_en > turno.dado_en:
        raise TurnoVencido
