"""The state of an acta, replayed from its insert-only rows through the pure transitions of the domain."""

from collections import deque
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora, cifras
from verificacion.bd.tablas import Acta, CapturaHecha, Forma, Imagen, Lectura, ProcesoAbierto, ResolucionHecha, Turno
from verificacion.bd.tablas_control import Revision
from verificacion.dominio.captura_doble import (
    Captura,
    Discrepante,
    EnSupervision,
    Estado,
    Pendiente,
    PrimeraHecha,
    Resolucion,
    Verificada,
    adelantar,
    capturar,
    resolver,
    revisar,
)
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.eleccion import Politica
from verificacion.dominio.lectura import LecturaActa
from verificacion.dominio.registro import Actor, EstadoActa


def testigo(session: Session, acta: Acta) -> LecturaActa | None:
    """The reading of the image that the acta uses, or None when there is none or it could not be straightened."""
    fila = session.scalars(select(Lectura).where(Lectura.imagen_id == acta.imagen_id)).first()
    return None if fila is None or fila.lector is None else cifras.lectura_de_json(fila.campos, fila.lector, fila.ms)


def estado_de(session: Session, acta: Acta) -> Estado:
    """Replay the captures and resolutions of this round made on the image that the acta uses, in order.

    What was typed from an image that somebody replaced does not count while another one is in use.
    """
    return estado_con(session, acta, testigo(session, acta))


def estado_con(session: Session, acta: Acta, leido: LecturaActa | None) -> Estado:
    """The same, for whoever has the reading of that image at hand."""
    estado: Estado = Pendiente()
    if leido is not None and acta.ronda == 0:  # asked again, it is typed by two people
        politica = Politica(session.get_one(ProcesoAbierto, 1).politica)
        estado = adelantar(estado, leido, politica, session.get_one(Forma, acta.forma).campos)
    capturas = (
        select(CapturaHecha)
        .join(Turno, Turno.id == CapturaHecha.turno_id)
        .where(CapturaHecha.acta_id == acta.id, CapturaHecha.ronda == acta.ronda, Turno.imagen_id == acta.imagen_id)
        .order_by(CapturaHecha.id)
    )
    for hecha in session.scalars(capturas):
        estado = capturar(estado, Captura(UsuarioId(hecha.usuario_id), cifras.de_json(hecha.cifras)), leido)
    return estado if isinstance(estado, Pendiente | PrimeraHecha) else _decidido(session, acta, estado)


def _decidido(session: Session, acta: Acta, estado: Estado) -> Estado:
    """What was decided of two captures, and doubted since, each doubt after as many decisions as it says."""
    resoluciones = (
        select(ResolucionHecha)
        .join(Turno, Turno.id == ResolucionHecha.turno_id)
        .where(
            ResolucionHecha.acta_id == acta.id,
            ResolucionHecha.ronda == acta.ronda,
            Turno.imagen_id == acta.imagen_id,
        )
        .order_by(ResolucionHecha.id)
    )
    revisiones = (
        select(Revision)
        .where(Revision.acta_id == acta.id, Revision.ronda == acta.ronda, Revision.imagen_id == acta.imagen_id)
        .order_by(Revision.id)
    )
    dudas = deque(session.scalars(revisiones))
    for numero, decidida in enumerate(session.scalars(resoluciones)):
        estado = _dudado(estado, dudas, numero)
        estado = resolver(estado, Resolucion(UsuarioId(decidida.usuario_id), cifras.de_json(decidida.cifras)))
    return _dudado(estado, dudas)


def _dudado(estado: Estado, dudas: deque[Revision], tras: int | None = None) -> Estado:
    """Apply the doubts raised when there were ``tras`` decisions; all that are left when it is None."""
    while dudas and (tras is None or dudas[0].decisiones == tras):
        estado = revisar(estado, dudas.popleft().campo)
    return estado


def escrito(session: Session, acta: Acta, respuesta: Mapping[str, Any], por_letra: Collection[str]) -> dict[str, Any]:
    """What the log keeps of figures that somebody wrote, so that replaying it gives the same state."""
    imagen = session.get_one(Imagen, acta.imagen_id)
    return {
        "imagen": imagen.sha256,
        "ronda": acta.ronda,
        "cifras": dict(respuesta),
        "por_letra": list[Any](sorted(por_letra)),
    }


def asentar(
    session: Session,
    acta: Acta,
    estado: Estado | None,
    actor: Actor,
    evento: str,
    ahora: datetime,
    datos: Mapping[str, bitacora.Dato] | None = None,
) -> EstadoActa:
    """Set the discriminator of the acta from its new state and log the act that led there, with ``datos`` of its own.

    ``estado`` None: the acta lost its image. An acta that was settled and no longer is moves its cursor too: whoever
    follows it must take its figures back.
    """
    match estado:
        case None:
            acta.estado = EstadoActa.ESPERADA
        case Pendiente():
            acta.estado = EstadoActa.DIGITALIZADA
        case PrimeraHecha():
            acta.estado = EstadoActa.CAPTURADA
        case Discrepante() | EnSupervision():
            acta.estado = EstadoActa.DISCREPANTE
        case Verificada():
            acta.estado = EstadoActa.VERIFICADA
    acta.en_supervision = isinstance(estado, EnSupervision)
    if acta.capturada_en is None and isinstance(estado, PrimeraHecha):
        acta.capturada_en = ahora
    entrada = {"acta": acta.clave, "estado": acta.estado, **(datos or {})}
    numero = bitacora.anotar(session, actor, evento, entrada, ahora)
    if isinstance(estado, Verificada):
        acta.verificada_en, acta.cursor = ahora, numero
    elif acta.cursor is not None:
        acta.cursor = numero
    return EstadoActa(acta.estado)
