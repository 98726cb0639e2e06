"""The state of an acta, replayed from its insert-only rows through the pure transitions of the domain."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora, cifras
from verificacion.bd.tablas import Acta, CapturaHecha, Forma, Lectura, ProcesoAbierto, ResolucionHecha
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
    """Replay the captures and resolutions of an acta, in the order in which they were made."""
    leido = testigo(session, acta)
    estado: Estado = Pendiente()
    if leido is not None:
        politica = Politica(session.get_one(ProcesoAbierto, 1).politica)
        estado = adelantar(estado, leido, politica, session.get_one(Forma, acta.forma).campos)
    capturas = select(CapturaHecha).where(CapturaHecha.acta_id == acta.id).order_by(CapturaHecha.id)
    for hecha in session.scalars(capturas):
        estado = capturar(estado, Captura(UsuarioId(hecha.usuario_id), cifras.de_json(hecha.cifras)), leido)
    resoluciones = select(ResolucionHecha).where(ResolucionHecha.acta_id == acta.id).order_by(ResolucionHecha.id)
    for decidida in session.scalars(resoluciones):
        estado = resolver(estado, Resolucion(UsuarioId(decidida.usuario_id), cifras.de_json(decidida.cifras)))
    return estado


def asentar(session: Session, acta: Acta, estado: Estado, actor: Actor, evento: str, ahora: datetime) -> EstadoActa:
    """Set the discriminator of the acta from its new state and log the act that led there."""
    match estado:
        case Pendiente():
            acta.estado = EstadoActa.DIGITALIZADA
        case PrimeraHecha():
            acta.estado = EstadoActa.CAPTURADA
        case Discrepante() | EnSupervision():
            acta.estado = EstadoActa.DISCREPANTE
        case Verificada():
            acta.estado = EstadoActa.VERIFICADA
    acta.en_supervision = isinstance(estado, EnSupervision)
    if acta.capturada_en is None:
        acta.capturada_en = ahora
    numero = bitacora.anotar(session, actor, evento, {"acta": acta.clave, "estado": acta.estado}, ahora)
    if isinstance(estado, Verificada):
        acta.verificada_en, acta.cursor = ahora, numero
    return EstadoActa(acta.estado)
