"""What a person has typed so far, kept on the server: a lost connection or a closed browser loses no keystroke.

A draft is nobody else's to see and counts for nothing; it goes when the capture is sent.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from verificacion.bd.tablas import Acta, Borrador, Forma, Turno
from verificacion.casos import turnos
from verificacion.dominio.claves import TurnoId
from verificacion.dominio.errores import ConteoInvalido, TurnoYaUsado
from verificacion.dominio.registro import Actor, TipoTarea


def guardar(session: Session, turno_id: TurnoId, campos: Mapping[str, str], actor: Actor, ahora: datetime) -> None:
    """Keep the text of each field as typed, in place of what was kept before for this turn.

    Raises:
        NoExiste, TurnoAjeno, TurnoVencido: the turn is not open for this person.
        TurnoYaUsado: it was answered already.
        ConteoInvalido: a field is not of the acta.
    """
    turno = turnos.abierto(session, turno_id, TipoTarea.CAPTURA, actor)
    if turno.cerrado_en is not None:
        raise TurnoYaUsado
    turnos.exigir_vigente(turno, ahora)
    forma = session.get_one(Forma, session.get_one(Acta, turno.acta_id).forma)
    if ajenos := campos.keys() - set(forma.campos):
        raise ConteoInvalido(dict.fromkeys(ajenos, "desconocido"))
    fila = session.get(Borrador, turno.id) or Borrador(turno_id=turno.id)
    fila.campos, fila.guardado_en = dict(campos), ahora
    session.add(fila)


def de(session: Session, turno: Turno) -> Mapping[str, str] | None:
    """The last that this person typed of the same image of the acta, in this turn or in one that was lost."""
    return session.scalars(
        select(Borrador.campos)
        .join(Turno, Turno.id == Borrador.turno_id)
        .where(Turno.acta_id == turno.acta_id, Turno.imagen_id == turno.imagen_id, Turno.usuario_id == turno.usuario_id)
        .order_by(Borrador.guardado_en.desc())
    ).first()


def quitar(session: Session, turno: Turno) -> None:
    """Forget what was typed of an acta, once it is sent."""
    suyos = select(Turno.id).where(Turno.acta_id == turno.acta_id, Turno.usuario_id == turno.usuario_id)
    session.execute(delete(Borrador).where(Borrador.turno_id.in_(suyos)))
