"""What takes two people on the day: proposed by the route of the act, done when another person confirms it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.contexto import Contexto
from publicacion.corte import Corte
from publicacion.publicar import publicar
from verificacion.bd.bitacora import Dato
from verificacion.bd.sesion import transaccion
from verificacion.casos import cierre, eleccion_imagen, muestreos, propuestas, reaperturas
from verificacion.casos.propuestas import ActoMayor, ActoPropuesto
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.rechazo import Remedio
from verificacion.dominio.registro import Actor


class PropuestaSalida(BaseModel):
    """An act that waits for the confirmation of somebody else."""

    propuesta: int
    acto: ActoMayor
    datos: dict[str, str]
    motivo: str
    propone: str
    vence_en: datetime


PROPUESTA: dict[int | str, dict[str, Any]] = {202: {"model": PropuestaSalida, "description": "Espera a otra persona"}}
"""The answer of a route whose act takes two people."""


def salida_de(p: ActoPropuesto) -> PropuestaSalida:
    """As the API tells it."""
    datos = {nombre: str(valor) for nombre, valor in p.datos.items()}
    return PropuestaSalida(
        propuesta=p.numero, acto=p.acto, datos=datos, motivo=p.motivo, propone=p.usuario, vence_en=p.vence_en
    )


def proponer(contexto: Contexto, acto: ActoMayor, datos: Mapping[str, Dato], motivo: str, yo: Actor) -> PropuestaSalida:
    """Leave an act waiting for another person."""
    with transaccion(contexto.engine) as session:
        return salida_de(propuestas.proponer(session, acto, datos, motivo, yo, contexto.ahora()))


def confirmar(contexto: Contexto, numero: int, yo: Actor) -> None:
    """Confirm and do. What is of the record is done in the transaction of the confirmation; the cut, right after it."""
    with transaccion(contexto.engine) as session:
        propuesto = propuestas.responder(session, numero, True, yo, contexto.ahora())
        if (hacer := _EN_EL_REGISTRO.get(propuesto.acto)) is not None:
            hacer(session, contexto, propuesto, yo)
    if propuesto.acto is ActoMayor.CERRAR:
        hacer_corte(contexto, ultimo=True)


def hacer_corte(contexto: Contexto, *, ultimo: bool) -> Corte:
    """Draw the periods that ended and publish now."""
    with transaccion(contexto.engine) as session:
        muestreos.sortear_periodos(session, contexto.proceso.control, contexto.ahora())
    return publicar(
        contexto.engine,
        contexto.proceso,
        contexto.almacen.leer,
        contexto.carpeta_publica,
        contexto.ahora(),
        ultimo=ultimo,
        llave=contexto.llave,
    )


def _extender(session: Session, contexto: Contexto, p: ActoPropuesto, yo: Actor) -> None:
    hasta = datetime.fromisoformat(p.datos["hasta"])
    cierre.extender(session, contexto.proceso, hasta, p.motivo, yo, contexto.ahora())


def _reabrir(session: Session, contexto: Contexto, p: ActoPropuesto, yo: Actor) -> None:
    clave = ClaveActa.de_texto(p.datos["acta"])
    reaperturas.reabrir(session, clave, Remedio(p.datos["tipo"]), p.motivo, yo, contexto.ahora())


def _cambiar_imagen(session: Session, contexto: Contexto, p: ActoPropuesto, yo: Actor) -> None:
    clave = ClaveActa.de_texto(p.datos["acta"])
    eleccion_imagen.elegir(session, clave, p.datos["imagen"], p.motivo, yo, contexto.ahora(), a_propuesta=True)


_EN_EL_REGISTRO: Mapping[ActoMayor, Callable[[Session, Contexto, ActoPropuesto, Actor], None]] = {
    ActoMayor.EXTENDER_CIERRE: _extender,
    ActoMayor.REABRIR: _reabrir,
    ActoMayor.CAMBIAR_IMAGEN: _cambiar_imagen,
}
