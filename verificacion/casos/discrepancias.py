"""A third person, or a supervisor, decides the fields in doubt."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd import cifras
from verificacion.bd.tablas import Acta, ResolucionHecha
from verificacion.casos import turnos
from verificacion.casos.historia import asentar, escrito, estado_de
from verificacion.casos.participacion import participo
from verificacion.dominio import captura_doble
from verificacion.dominio.captura_doble import Resolucion
from verificacion.dominio.claves import TurnoId, UsuarioId
from verificacion.dominio.conteo import Cifra, exigir_completo, exigir_marcas
from verificacion.dominio.errores import MismoCapturista, TurnoAjeno
from verificacion.dominio.registro import Actor, EstadoActa, TipoTarea


def resolver(
    session: Session,
    turno_id: TurnoId,
    decididas: Mapping[str, Cifra],
    actor: Actor,
    ahora: datetime,
    por_letra: Collection[str] = (),
) -> EstadoActa:
    """Record the decision and move the acta on. The same answer again returns the first result.

    Raises:
        ConteoInvalido: not exactly the fields in doubt, or out of range.
        TurnoAjeno, TurnoVencido, TurnoYaUsado, NoExiste: the turn is not open for this person.
        MismoCapturista: this person already took part in the acta.
    """
    turno = turnos.abierto(session, turno_id, TipoTarea.DISCREPANCIA, actor)
    respuesta = cifras.a_json(decididas)
    if turnos.ya_contestado(turno, respuesta):
        return EstadoActa(turno.resultado)
    turnos.exigir_vigente(turno, ahora)
    if actor.usuario_id is None:
        raise TurnoAjeno
    exigir_completo(decididas, decididas.keys())
    exigir_marcas(por_letra, decididas)
    acta = session.scalars(select(Acta).where(Acta.id == turno.acta_id).with_for_update()).one()
    turnos.exigir_misma_ronda(turno, acta)
    resolucion = Resolucion(UsuarioId(actor.usuario_id), decididas)
    if session.scalar(select(participo(actor.usuario_id)).where(Acta.id == acta.id)):
        raise MismoCapturista
    nuevo = captura_doble.resolver(estado_de(session, acta), resolucion)
    session.add(
        ResolucionHecha(
            acta_id=acta.id,
            usuario_id=actor.usuario_id,
            turno_id=turno.id,
            cifras=respuesta,
            ronda=acta.ronda,
            por_letra=sorted(por_letra),
            hecha_en=ahora,
        )
    )
    datos = escrito(session, acta, respuesta, por_letra)
    estado = asentar(session, acta, nuevo, actor, "discrepancia_resuelta", ahora, datos)
    turnos.cerrar(turno, respuesta, estado, ahora)
    return estado
