"""Handing out work: never twice to the same person or terminal, never two people on one turn, nobody starved.

``prioridad`` says in which order actas are offered; here is who may take them.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, distinct, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from verificacion.bd.fila import DISCREPANTES, POR_CAPTURAR
from verificacion.bd.tablas import (
    Acta,
    Forma,
    Imagen,
    Lectura,
    PorIdentificar,
    Turno,
    Usuario,
)
from verificacion.casos import borradores, prioridad, recapturas, turnos
from verificacion.casos.cotejos import por_cotejar
from verificacion.casos.historia import estado_de, testigo
from verificacion.casos.participacion import capturada_en_terminal, participo
from verificacion.dominio.captura_doble import Discrepante, EnSupervision, opciones
from verificacion.dominio.claves import ClaveActa, TurnoId
from verificacion.dominio.conteo import Cifra
from verificacion.dominio.control import Destino
from verificacion.dominio.errores import NoExiste, TurnoAjeno, TurnoVencido
from verificacion.dominio.registro import Actor, EstadoActa, Rol, TipoTarea

Fila = TypeVar("Fila", Acta, Imagen)


Vistas = tuple[tuple[Cifra, float], ...]
"""What the reader sees in one field and how probable it makes each figure, 0..1, most probable first."""


@dataclass(frozen=True, slots=True)
class TareaTomada:
    """A task in somebody's hands. ``campos`` is what to type; ``opciones`` and ``alternativas``, only to decide.

    A capture carries nobody's figures: neither the other person's nor the reader's. ``propuesta`` is what the printed
    heading suggests when an image is to be identified: CLAVE_ACTA, or only the section. ``borrador`` is what this very
    person had typed of this acta before the connection or the turn was lost.
    """

    turno: TurnoId
    tipo: TipoTarea
    clave: ClaveActa | None
    sha256: str
    forma: str
    campos: tuple[str, ...]
    vence_en: datetime
    propuesta: str | None = None
    borrador: Mapping[str, str] | None = None
    opciones: Mapping[str, tuple[Cifra, ...]] = field(default_factory=dict[str, tuple[Cifra, ...]])
    alternativas: Mapping[str, Vistas] = field(default_factory=dict[str, Vistas])


def tomar(
    session: Session, tipo: TipoTarea, actor: Actor, ahora: datetime, rezagados: Collection[int] = ()
) -> TareaTomada | None:
    """Take the next task of a kind, or get back the one this person already has; None when there is none.

    ``rezagados`` are the districts that lag behind (``verificacion.casos.prioridad``).
    """
    _en_fila(session, actor)
    if abiertos := _abiertos(session, tipo, actor, ahora):
        return _otra_vez(session, abiertos[0], ahora)
    return _siguiente(session, tipo, actor, ahora, rezagados)


def adelantar(
    session: Session, tipo: TipoTarea, actor: Actor, ahora: datetime, rezagados: Collection[int] = ()
) -> TareaTomada | None:
    """Reserve the task after the one this person is typing, so that its image loads meanwhile; one at most.

    It is an ordinary turn: renewed while the page is open, back in the queue when its lease ends. None while nothing
    is in hand, or when the queue is so short that the reserved task would leave somebody else idle.
    """
    _en_fila(session, actor)
    match _abiertos(session, tipo, actor, ahora):
        case [_, reservada, *_]:
            return _otra_vez(session, reservada, ahora)
        case [_] if tipo is TipoTarea.CAPTURA and _alcanza(session, ahora):
            return _siguiente(session, tipo, actor, ahora, rezagados)
        case _:
            return None


def _en_fila(session: Session, actor: Actor) -> None:
    """Two tabs of one person that ask at once must get the same turn: the second waits here for the first."""
    session.execute(select(Usuario.id).where(Usuario.id == actor.usuario_id).with_for_update(key_share=True))


def _abiertos(session: Session, tipo: TipoTarea, actor: Actor, ahora: datetime) -> Sequence[Turno]:
    """Turns of a kind in this person's hands, the oldest first: that is the one being typed."""
    return session.scalars(
        select(Turno)
        .outerjoin(Acta, Acta.id == Turno.acta_id)
        .where(
            Turno.usuario_id == actor.usuario_id,
            Turno.tipo == tipo,
            Turno.cerrado_en.is_(None),
            Turno.vence_en > ahora,
            or_(Turno.acta_id.is_(None), turnos.de_esta_ronda()),
        )
        .order_by(Turno.dado_en, Turno.id)
    ).all()


def _otra_vez(session: Session, turno: Turno, ahora: datetime) -> TareaTomada:
    turno.vence_en = ahora + turnos.ARRIENDO
    return _tarea(session, turno)


def _alcanza(session: Session, ahora: datetime) -> bool:
    """Whether an untouched acta waits for each person who is capturing: only then may one be set aside."""
    manos = select(func.count(distinct(Turno.usuario_id))).where(
        Turno.tipo == TipoTarea.CAPTURA, Turno.cerrado_en.is_(None), Turno.vence_en > ahora
    )
    capturan = session.scalar(manos) or 0
    # counting all that waits takes longer than typing it on a bad night: it is enough to find that many
    esperan = select(Acta.id).where(POR_CAPTURAR, _turnos_vigentes(ahora).scalar_subquery() == 0).limit(capturan)
    return len(session.scalars(esperan).all()) >= capturan


def _siguiente(
    session: Session, tipo: TipoTarea, actor: Actor, ahora: datetime, rezagados: Collection[int]
) -> TareaTomada | None:
    if tipo is TipoTarea.IDENTIFICACION:
        imagen = _apartar(session, _por_identificar(ahora), Imagen.id)
        return None if imagen is None else _dar(session, tipo, None, imagen.id, actor, ahora)
    filas = _candidatas(tipo, actor, ahora, rezagados)
    acta = next((acta for fila in filas if (acta := _apartar(session, fila, Acta.id)) is not None), None)
    if acta is None:  # all that is left is locked by somebody this instant: wait for it rather than answer "nothing"
        acta = _apartar(session, filas[-1].with_for_update(), Acta.id)
    destino = Destino.ACTA
    if tipo is TipoTarea.CAPTURA and (otra := recapturas.en_lugar_de(session, acta, actor, ahora)):
        acta, destino = otra
    if acta is None or acta.imagen_id is None:
        return None
    return _dar(session, tipo, acta, acta.imagen_id, actor, ahora, destino)


def _candidatas(tipo: TipoTarea, actor: Actor, ahora: datetime, rezagados: Collection[int]) -> Sequence[Select[Acta]]:
    """Lists of actas for a person, to be looked at one after the other."""
    match tipo:
        case TipoTarea.CAPTURA:
            listas = prioridad.en_orden(_por_capturar(actor, ahora), ahora, rezagados)
        case TipoTarea.COTEJO:
            listas = por_cotejar(actor, ahora)
        case _:
            listas = (_por_decidir(actor, ahora),)
    return [lista.limit(1).with_for_update(skip_locked=True) for lista in listas]


def _apartar(session: Session, candidatas: Select[Fila], columna: InstrumentedAttribute[int]) -> Fila | None:
    """Lock the first candidate that still is one.

    PostgreSQL may choose a row by counts older than the commit that freed its lock. Once locked it is asked again:
    each statement sees all that was committed before it, and nobody else can hand out that row any more.
    """
    while (fila := session.scalars(candidatas).first()) is not None:
        if session.scalars(candidatas.where(columna == fila.id)).first() is not None:
            return fila
    return None


def _turnos_vigentes(ahora: datetime) -> Select[int]:
    """How many unanswered turns an acta has in this round, on the image it uses, in anybody's hands."""
    return (
        select(func.count())
        .select_from(Turno)
        .where(
            Turno.acta_id == Acta.id,
            turnos.de_esta_ronda(),
            Turno.cerrado_en.is_(None),
            Turno.vence_en > ahora,
        )
    )


def _por_capturar(actor: Actor, ahora: datetime) -> Select[Acta]:
    necesarias = case((Acta.estado == EstadoActa.DIGITALIZADA, 2), else_=1)
    faltan = necesarias - _turnos_vigentes(ahora).scalar_subquery()
    ya = participo(actor.usuario_id)
    en_mano = exists().where(
        Turno.acta_id == Acta.id,
        Turno.usuario_id == actor.usuario_id,
        turnos.de_esta_ronda(),
        Turno.cerrado_en.is_(None),
        Turno.vence_en > ahora,
    )
    return select(Acta).where(
        POR_CAPTURAR,
        faltan > 0,
        ~ya,
        ~en_mano,
        ~_desde_aqui(actor, ahora),
    )


def _desde_aqui(actor: Actor, ahora: datetime) -> ColumnElement[bool]:
    """Whether somebody types, or typed in this round, this image of the acta at this very terminal."""
    en_mano = exists().where(
        Turno.acta_id == Acta.id,
        turnos.de_esta_ronda(),
        Turno.tipo == TipoTarea.CAPTURA,
        Turno.terminal == actor.terminal,
        Turno.terminal != "",
        Turno.cerrado_en.is_(None),
        Turno.vence_en > ahora,
    )
    return or_(en_mano, capturada_en_terminal(actor.terminal))


def _por_decidir(actor: Actor, ahora: datetime) -> Select[Acta]:
    """Discrepancies for verifiers; those that a third opinion did not settle, for supervisors."""
    niveles = [nivel for rol, nivel in ((Rol.VERIFICADOR, False), (Rol.SUPERVISOR, True)) if rol in actor.roles]
    return (
        select(Acta)
        .where(
            DISCREPANTES,
            Acta.en_supervision.in_(niveles),
            _turnos_vigentes(ahora).scalar_subquery() == 0,
            ~participo(actor.usuario_id),
        )
        .order_by(Acta.digitalizada_en, Acta.id)
    )


def por_identificar() -> Select[Imagen]:
    """Images read that nobody has tied to an acta yet."""
    return select(Imagen).join(PorIdentificar, PorIdentificar.imagen_id == Imagen.id)


def _por_identificar(ahora: datetime) -> Select[Imagen]:
    en_manos = exists().where(
        and_(Turno.imagen_id == Imagen.id, Turno.acta_id.is_(None), Turno.cerrado_en.is_(None), Turno.vence_en > ahora)
    )
    return (
        por_identificar().where(~en_manos).order_by(PorIdentificar.imagen_id).limit(1).with_for_update(skip_locked=True)
    )


def _dar(
    session: Session,
    tipo: TipoTarea,
    acta: Acta | None,
    imagen_id: int,
    actor: Actor,
    ahora: datetime,
    destino: Destino = Destino.ACTA,
) -> TareaTomada:
    if actor.usuario_id is None:
        raise TurnoAjeno
    turno = Turno(
        id=secrets.token_hex(16),
        tipo=tipo,
        acta_id=None if acta is None else acta.id,
        imagen_id=imagen_id,
        ronda=0 if acta is None else acta.ronda,
        destino=destino,
        usuario_id=actor.usuario_id,
        terminal=actor.terminal,
        dado_en=ahora,
        vence_en=ahora + turnos.ARRIENDO,
    )
    session.add(turno)
    session.flush()
    return _tarea(session, turno)


def _tarea(session: Session, turno: Turno) -> TareaTomada:
    imagen = session.get_one(Imagen, turno.imagen_id)
    acta = None if turno.acta_id is None else session.get_one(Acta, turno.acta_id)
    forma = (
        session.scalars(select(Forma).order_by(Forma.clave)).first() if acta is None else session.get(Forma, acta.forma)
    )
    if forma is None:
        raise NoExiste("la forma", acta.forma if acta else "")
    tipo = TipoTarea(turno.tipo)
    campos = () if acta is None else tuple(forma.campos)
    en_duda: Mapping[str, tuple[Cifra, ...]] = {}
    if tipo is TipoTarea.DISCREPANCIA and acta is not None:
        estado = estado_de(session, acta)
        if isinstance(estado, Discrepante | EnSupervision):
            en_duda = opciones(estado)
        campos = tuple(campo for campo in campos if campo in en_duda)
    return TareaTomada(
        turno=TurnoId(turno.id),
        tipo=tipo,
        clave=None if acta is None else ClaveActa.de_texto(acta.clave),
        sha256=imagen.sha256,
        forma=forma.clave,
        campos=campos,
        vence_en=turno.vence_en,
        propuesta=_propuesta(session, imagen) if tipo is TipoTarea.IDENTIFICACION else None,
        borrador=borradores.de(session, turno) if tipo is TipoTarea.CAPTURA else None,
        opciones=en_duda,
        alternativas={} if acta is None else _alternativas(session, acta, en_duda),
    )


def _alternativas(session: Session, acta: Acta, campos: Collection[str]) -> dict[str, Vistas]:
    """What the reader sees in fields in doubt."""
    leido = testigo(session, acta) if campos else None
    vistos = {} if leido is None else {c: leido.campos[c] for c in campos if c in leido.campos}
    return {campo: ((visto.cifra, visto.confianza), *visto.alternativas) for campo, visto in vistos.items()}


def _propuesta(session: Session, imagen: Imagen) -> str | None:
    """What is known of which acta an image is: the key its uploader declared, else what the reader saw printed."""
    if imagen.clave_declarada is not None:
        return imagen.clave_declarada
    lectura = session.scalars(select(Lectura).where(Lectura.imagen_id == imagen.id)).first()
    return None if lectura is None else lectura.calidad.get("propuesta")


def renovar(session: Session, turno_id: TurnoId, actor: Actor, ahora: datetime) -> datetime:
    """Keep a turn while its page is open; returns the new end of the lease.

    Raises:
        NoExiste, TurnoAjeno, TurnoVencido: the task is no longer this person's, or its acta uses another image.
    """
    turno = _mio(session, turno_id, actor)
    if turno.cerrado_en is not None:
        raise TurnoVencido
    turnos.exigir_vigente(turno, ahora)
    if turno.acta_id is not None:
        turnos.exigir_misma_ronda(turno, session.get_one(Acta, turno.acta_id))
    turno.vence_en = ahora + turnos.ARRIENDO
    return turno.vence_en


def soltar(session: Session, turno_id: TurnoId, actor: Actor, ahora: datetime) -> None:
    """Give a task back to the queue.

    Raises:
        NoExiste, TurnoAjeno: it is not this person's.
    """
    turno = _mio(session, turno_id, actor)
    if turno.cerrado_en is None:
        turno.cerrado_en = ahora


def imagenes_en_turno(session: Session, actor: Actor, ahora: datetime) -> frozenset[str]:
    """SHA-256 of the images that this person has in hand now."""
    filas = session.scalars(
        select(Imagen.sha256)
        .join(Turno, Turno.imagen_id == Imagen.id)
        .where(Turno.usuario_id == actor.usuario_id, Turno.cerrado_en.is_(None), Turno.vence_en > ahora)
    )
    return frozenset(filas)


def _mio(session: Session, turno_id: TurnoId, actor: Actor) -> Turno:
    turno = session.get(Turno, turno_id)
    if turno is None:
        raise NoExiste("el turno", turno_id)
    if turno.usuario_id != actor.usuario_id:
        raise TurnoAjeno
    return turno
