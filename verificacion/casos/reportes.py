"""“This acta is wrong”: what the public says of a published acta, until a person compares it with its image."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Acta
from verificacion.bd.tablas_publicas import CierreDeReporte, LimiteDeReportes, Reporte
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import DemasiadosReportes, NoExiste, ReporteYaCerrado
from verificacion.dominio.registro import Actor, Rol

VENTANA = timedelta(hours=1)
MAX_POR_DIRECCION = 5
"""Reports of one address per window: a household, not a campaign."""
MAX_ABIERTOS_POR_ACTA = 20
"""Open reports of one acta: one more would tell the reviewer nothing new."""
_PUBLICO = Actor(usuario_id=None, usuario="publico", roles=frozenset[Rol](), terminal="")
_ALFABETO = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class ReporteVisto:
    """A report and, once closed, its answer."""

    folio: str
    acta: str
    motivo: str
    recibido_en: datetime
    cerrado_en: datetime | None
    procede: bool | None
    respuesta: str | None


def recibir(session: Session, clave: ClaveActa, motivo: str, direccion: str, sal: str, ahora: datetime) -> ReporteVisto:
    """Take a report in and give it a number.

    Args:
        session: inside a transaction.
        clave: which acta.
        motivo: what is wrong, in the person's words.
        direccion: network address of whoever reports; only a keyed digest is kept, for an hour, to count.
        sal: key of that digest; the fingerprint of the election.
        ahora: aware moment.

    Raises:
        NoExiste: no such acta.
        DemasiadosReportes: this address, or of this acta.
    """
    acta = session.scalars(select(Acta).where(Acta.clave == str(clave))).first()
    if acta is None:
        raise NoExiste("el acta", clave)
    _contar(session, hashlib.blake2b(direccion.encode(), key=sal.encode()[:64], digest_size=16).hexdigest(), ahora)
    abiertos = session.scalar(_pendientes().with_only_columns(func.count()).where(Reporte.acta_id == acta.id)) or 0
    if abiertos >= MAX_ABIERTOS_POR_ACTA:
        raise DemasiadosReportes(VENTANA)
    folio = "".join(secrets.choice(_ALFABETO) for _ in range(10))
    bitacora.anotar(session, _PUBLICO, "reporte_recibido", {"folio": folio, "acta": acta.clave}, ahora)
    session.add(Reporte(folio=folio, acta_id=acta.id, motivo=motivo, recibido_en=ahora))
    session.flush()
    return ReporteVisto(folio, acta.clave, motivo, ahora, None, None, None)


def cerrar(session: Session, folio: str, procede: bool, respuesta: str, actor: Actor, ahora: datetime) -> None:
    """Answer a report. The answer is published with the next cut.

    Args:
        session: inside a transaction.
        folio: which one.
        procede: whether what was published was indeed wrong.
        respuesta: what was found and done; everybody will read it.
        actor: verificador or supervisor.
        ahora: aware moment.

    Raises:
        NoExiste: no such report.
        ReporteYaCerrado: somebody answered it before.
    """
    fila = session.execute(
        select(Reporte, Acta.clave)
        .join(Acta, Acta.id == Reporte.acta_id)
        .where(Reporte.folio == folio)
        .with_for_update()
    ).one_or_none()
    if fila is None:
        raise NoExiste("el reporte", folio)
    reporte, clave = fila
    if session.get(CierreDeReporte, reporte.id) is not None:
        raise ReporteYaCerrado(folio)
    datos: dict[str, bitacora.Dato] = {"folio": folio, "acta": clave, "procede": int(procede)}
    bitacora.anotar(session, actor, "reporte_cerrado", datos, ahora)
    session.add(
        CierreDeReporte(
            reporte_id=reporte.id, procede=procede, respuesta=respuesta, usuario_id=actor.usuario_id, cerrado_en=ahora
        )
    )
    session.flush()


def abiertos(session: Session) -> list[ReporteVisto]:
    """What waits for a person, oldest first."""
    return [_visto(r, clave, None) for r, clave in session.execute(_pendientes().order_by(Reporte.id))]


def cuantos_abiertos(session: Session) -> int:
    """How many wait for a person."""
    return session.scalar(_pendientes().with_only_columns(func.count())) or 0


def cerrados(session: Session) -> list[ReporteVisto]:
    """What has been answered, in order of arrival."""
    filas = session.execute(
        select(Reporte, Acta.clave, CierreDeReporte)
        .join(Acta, Acta.id == Reporte.acta_id)
        .join(CierreDeReporte, CierreDeReporte.reporte_id == Reporte.id)
        .order_by(Reporte.id)
    )
    return [_visto(reporte, clave, cierre) for reporte, clave, cierre in filas]


def uno(session: Session, folio: str) -> ReporteVisto:
    """One report, for whoever keeps its number.

    Raises:
        NoExiste: no such report.
    """
    fila = session.execute(
        select(Reporte, Acta.clave, CierreDeReporte)
        .join(Acta, Acta.id == Reporte.acta_id)
        .outerjoin(CierreDeReporte, CierreDeReporte.reporte_id == Reporte.id)
        .where(Reporte.folio == folio)
    ).one_or_none()
    if fila is None:
        raise NoExiste("el reporte", folio)
    return _visto(*fila)


def _pendientes():
    return (
        select(Reporte, Acta.clave)
        .join(Acta, Acta.id == Reporte.acta_id)
        .outerjoin(CierreDeReporte, CierreDeReporte.reporte_id == Reporte.id)
        .where(CierreDeReporte.reporte_id.is_(None))
    )


def _visto(reporte: Reporte, clave: str, cierre: CierreDeReporte | None) -> ReporteVisto:
    return ReporteVisto(
        reporte.folio,
        clave,
        reporte.motivo,
        reporte.recibido_en,
        cierre.cerrado_en if cierre is not None else None,
        cierre.procede if cierre is not None else None,
        cierre.respuesta if cierre is not None else None,
    )


def _contar(session: Session, direccion: str, ahora: datetime) -> None:
    """One more of this address, shared by every server of the installation."""
    session.execute(delete(LimiteDeReportes).where(LimiteDeReportes.desde <= ahora - VENTANA))
    insertar = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        insertar(LimiteDeReportes).values(direccion=direccion, desde=ahora, cuantos=0).on_conflict_do_nothing()
    )
    limite = session.scalars(
        select(LimiteDeReportes).where(LimiteDeReportes.direccion == direccion).with_for_update()
    ).one()
    if limite.cuantos >= MAX_POR_DIRECCION:
        raise DemasiadosReportes(VENTANA - (ahora - limite.desde))
    limite.cuantos += 1
