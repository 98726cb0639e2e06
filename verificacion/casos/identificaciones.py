"""A person says which acta an image is, or that it is out of the catalogue."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd.tablas import Acta, Imagen
from verificacion.casos import turnos
from verificacion.casos.enlace import descatalogar, enlazar
from verificacion.dominio.claves import ClaveActa, TurnoId
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.registro import Actor, TipoTarea


def identificar(session: Session, turno_id: TurnoId, clave: ClaveActa | None, actor: Actor, ahora: datetime) -> None:
    """Tie the image of a turn to ``clave``; None registers it out of the catalogue.

    Raises:
        NoExiste: no such turn, or no such acta in the catalogue (nothing is recorded).
        TurnoAjeno, TurnoVencido, TurnoYaUsado: the turn is not open for this person.
    """
    turno = turnos.abierto(session, turno_id, TipoTarea.IDENTIFICACION, actor)
    respuesta = {"clave": None if clave is None else str(clave)}
    if turnos.ya_contestado(turno, respuesta):
        return
    turnos.exigir_vigente(turno, ahora)
    imagen = session.get_one(Imagen, turno.imagen_id)
    if clave is None:
        descatalogar(session, imagen, actor, ahora)
    else:
        acta = session.scalars(select(Acta).where(Acta.clave == str(clave)).with_for_update()).first()
        if acta is None:
            raise NoExiste("el acta", clave)
        enlazar(session, imagen, acta, actor, ahora)
    turnos.cerrar(turno, respuesta, "", ahora)
