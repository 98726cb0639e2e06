"""Asks about what looks wrong in a capture, before it enters the record. It only asks: figures stay as typed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd.tablas import Acta
from verificacion.casos import registros, turnos
from verificacion.dominio.avisos import Aviso, Senal, participacion, senales
from verificacion.dominio.claves import ClaveActa, TurnoId
from verificacion.dominio.conteo import Conteo, exigir_completo
from verificacion.dominio.eleccion import ActaEsperada, Proceso
from verificacion.dominio.registro import Actor, EstadoActa, TipoTarea


def por_preguntar(
    session: Session,
    proceso: Proceso,
    turno_id: TurnoId,
    conteo: Conteo,
    vistos: Collection[Aviso],
    actor: Actor,
    ahora: datetime,
) -> tuple[Senal, ...]:
    """Notices that this capture raises and its person has not seen; they are noted in the turn as shown.

    ``vistos`` comes from whoever asked: a lost answer is asked again, never taken for granted. A turn already
    answered raises none, so that sending it again gives its first result.

    Raises:
        ConteoInvalido: fields missing, unknown or out of range; nothing is noted.
        TurnoAjeno, TurnoVencido, NoExiste: the turn is not open for this person.
    """
    turno = turnos.abierto(session, turno_id, TipoTarea.CAPTURA, actor)
    if turno.cerrado_en is not None:
        return ()
    turnos.exigir_vigente(turno, ahora)
    clave = session.scalars(select(Acta.clave).where(Acta.id == turno.acta_id)).one()
    acta = proceso.por_clave[ClaveActa.de_texto(clave)]
    exigir_completo(conteo, proceso.forma_de(acta).claves)
    nuevas = tuple(s for s in senales(conteo, acta, proceso, _vecinas(session, proceso, acta)) if s.aviso not in vistos)
    if nuevas:
        antes: list[str] = turno.avisos or []
        turno.avisos = sorted({*antes, *(s.aviso.value for s in nuevas)})
    return nuevas


def _vecinas(session: Session, proceso: Proceso, acta: ActaEsperada) -> list[float]:
    """Turnout of the verified actas of the section's other casillas, for the same principle."""
    seccion = str(acta.clave)[:6]
    verificadas = select(Acta.clave).where(  # a range, which both engines find by the index of the key
        Acta.clave.between(seccion, seccion + "Z"), Acta.estado == EstadoActa.VERIFICADA, Acta.clave != str(acta.clave)
    )
    medidas: list[float] = []
    for clave in map(ClaveActa.de_texto, session.scalars(verificadas).all()):
        vecina = proceso.por_clave[clave]
        conteo = registros.uno(session, proceso, clave).conteo
        if vecina.principio is acta.principio and conteo is not None:
            votos = [c.clave for c in proceso.contendientes_en(vecina.casilla.distrito) if c.clave in conteo]
            if (medida := participacion(conteo, votos, vecina.casilla)) is not None:
                medidas.append(medida)
    return medidas
