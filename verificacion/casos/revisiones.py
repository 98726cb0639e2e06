"""A settled figure that somebody doubts is looked at again: by a third person, or by capturing the acta once more."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Acta, Imagen, ResolucionHecha, Turno
from verificacion.bd.tablas_control import Revision
from verificacion.casos import reaperturas
from verificacion.casos.historia import asentar, estado_de
from verificacion.dominio.captura_doble import revisar
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.cotejada import Cotejada
from verificacion.dominio.errores import NoExiste, TransicionInvalida, TurnoAjeno
from verificacion.dominio.rechazo import Remedio
from verificacion.dominio.registro import Actor, EstadoActa
from verificacion.dominio.vida import Acto


def pedir(
    session: Session, clave: ClaveActa, campo: str, actor: Actor, ahora: datetime, publicado_hasta: int = 0
) -> EstadoActa:
    """Send a figure that does not look like what was settled to be looked at again; returns the state of its acta.

    Before anybody else saw it, a third person looks at that field alone. Once published (``publicado_hasta`` is the
    number of the log in the last cut) or compared, the acta is captured again, as any correction. Asked again of a
    field that was looked at in this round, nothing happens.

    Raises:
        NoExiste: no such acta.
        ConteoInvalido: it has no such field.
        TransicionInvalida: the acta is not verified, so people are still at work on it.
    """
    acta = session.scalars(select(Acta).where(Acta.clave == str(clave)).with_for_update()).first()
    if acta is None:
        raise NoExiste("el acta", clave)
    if actor.usuario_id is None:
        raise TurnoAjeno
    if acta.estado != EstadoActa.VERIFICADA or acta.imagen_id is None:
        raise TransicionInvalida(acta.estado, Acto.REVISAR)
    if (acta.clave, campo) in vistas(session, (acta.id,)):
        return EstadoActa(acta.estado)
    if ya_se_vio(acta, publicado_hasta):
        return reaperturas.reabrir(session, clave, Remedio.RECAPTURAR, f"revisión: {campo}", actor, ahora)
    nuevo = revisar(estado_de(session, acta), campo)
    fila = Revision(
        acta_id=acta.id,
        imagen_id=acta.imagen_id,
        ronda=acta.ronda,
        campo=campo,
        decisiones=_decisiones(session, acta),
        usuario_id=actor.usuario_id,
        hecha_en=ahora,
    )
    session.add(fila)
    acta.verificada_en = None
    datos: Mapping[str, bitacora.Dato] = {
        "imagen": session.get_one(Imagen, acta.imagen_id).sha256,
        "ronda": fila.ronda,
        "campo": campo,
        "decisiones": fila.decisiones,
    }
    return asentar(session, acta, nuevo, actor, Acto.REVISAR, ahora, datos)


def ya_se_vio(acta: Acta, publicado_hasta: int) -> bool:
    """Whether somebody else has seen the figures that stand: they are in a cut, or a cotejador accepted them."""
    return (acta.cursor or 0) <= publicado_hasta or acta.cotejada in (Cotejada.CONFORME, Cotejada.CORREGIDA)


def _decisiones(session: Session, acta: Acta) -> int:
    """How many decisions there are on the image of an acta in this round."""
    cuantas = select(func.count(ResolucionHecha.id)).join(Turno, Turno.id == ResolucionHecha.turno_id)
    de_ella = (ResolucionHecha.acta_id == acta.id, ResolucionHecha.ronda == acta.ronda)
    return session.scalar(cuantas.where(*de_ella, Turno.imagen_id == acta.imagen_id)) or 0


def vistas(session: Session, actas: Collection[int]) -> frozenset[tuple[str, str]]:
    """CLAVE_ACTA and field of what was looked at again, in this round of each of some actas."""
    de_esta = and_(Revision.imagen_id == Acta.imagen_id, Revision.ronda == Acta.ronda)
    filas = select(Acta.clave, Revision.campo).join(Revision, and_(Revision.acta_id == Acta.id, de_esta))
    return frozenset((clave, campo) for clave, campo in session.execute(filas.where(Acta.id.in_(actas))))
