"""A blind capture enters the record."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora, cifras
from verificacion.bd.tablas import Acta, CapturaHecha, Forma
from verificacion.casos import borradores, recapturas, turnos
from verificacion.casos.historia import asentar, escrito, estado_con, testigo
from verificacion.casos.participacion import capturada_en_terminal, participo
from verificacion.dominio.captura_doble import Captura, capturar
from verificacion.dominio.claves import TurnoId, UsuarioId
from verificacion.dominio.conteo import Conteo, exigir_completo, exigir_marcas
from verificacion.dominio.control import Destino
from verificacion.dominio.errores import MismaTerminal, MismoCapturista, TurnoAjeno
from verificacion.dominio.registro import Actor, EstadoActa, TipoTarea


def registrar_captura(
    session: Session,
    turno_id: TurnoId,
    conteo: Conteo,
    actor: Actor,
    ahora: datetime,
    por_letra: Collection[str] = (),
) -> EstadoActa:
    """Record what one person typed and move the acta on. The same answer again returns the first result.

    ``por_letra``: fields where the words said otherwise than the digits, and prevailed (Anexo 13, numeral 31).

    Raises:
        ConteoInvalido: fields missing, unknown or out of range; nothing is recorded and the turn goes on.
        TurnoAjeno, TurnoVencido, TurnoYaUsado, NoExiste: the turn is not open for this person.
        MismoCapturista: this person already captured the acta.
        MismaTerminal: the other capture of the acta was typed at this terminal.
    """
    turno = turnos.abierto(session, turno_id, TipoTarea.CAPTURA, actor)
    respuesta = cifras.a_json(conteo)
    if turnos.ya_contestado(turno, respuesta):
        return EstadoActa(turno.resultado)
    turnos.exigir_vigente(turno, ahora)
    if actor.usuario_id is None:
        raise TurnoAjeno
    acta = session.scalars(select(Acta).where(Acta.id == turno.acta_id).with_for_update()).one()
    turnos.exigir_misma_ronda(turno, acta)
    exigir_completo(conteo, session.get_one(Forma, acta.forma).campos)
    borradores.quitar(session, turno)
    if turno.destino != Destino.ACTA:
        return recapturas.registrar(session, turno, acta, conteo, actor, ahora)
    exigir_marcas(por_letra, conteo)
    impedida = select(participo(actor.usuario_id), capturada_en_terminal(actor.terminal)).where(Acta.id == acta.id)
    ya, desde_aqui = session.execute(impedida).one()
    if ya:
        raise MismoCapturista
    if desde_aqui:
        raise MismaTerminal
    leido = testigo(session, acta)
    captura = Captura(UsuarioId(actor.usuario_id), conteo)
    nuevo = capturar(estado_con(session, acta, leido), captura, leido)
    session.add(
        CapturaHecha(
            acta_id=acta.id,
            usuario_id=actor.usuario_id,
            turno_id=turno.id,
            cifras=respuesta,
            ronda=acta.ronda,
            por_letra=sorted(por_letra),
            hecha_en=ahora,
        )
    )
    datos = escrito(session, acta, respuesta, por_letra) | (
        {"avisos": list[bitacora.Dato](turno.avisos)} if turno.avisos else {}
    )
    estado = asentar(session, acta, nuevo, actor, "captura_registrada", ahora, datos)
    turnos.cerrar(turno, respuesta, estado, ahora)
    return estado
