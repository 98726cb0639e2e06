"""The draws: which of the actas verified in each period are typed again."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Acta, CabezaBitacora, ProcesoAbierto
from verificacion.bd.tablas_control import ActaMuestreada, Muestra
from verificacion.casos.sistema import SISTEMA
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.control import Control, Muestreo
from verificacion.dominio.muestreo import Periodo, periodos_cerrados, semilla_de_periodo, sortear
from verificacion.dominio.registro import EstadoActa


def sortear_periodos(session: Session, control: Control, ahora: datetime) -> int:
    """Draw every period that has ended and was not drawn; returns how many draws were made.

    A period in which nothing was verified is not drawn: whatever is found of it later belongs to the next draw.
    """
    if control.muestreo is None:
        return 0
    abierto = session.scalars(select(ProcesoAbierto).with_for_update()).one()  # one draw at a time
    desde = _desde(session, abierto.apertura, control.muestreo.cada)
    hechos = 0
    for periodo in periodos_cerrados(desde, control.muestreo.cada, ahora) if desde else []:
        poblacion = _poblacion(session, desde or periodo.desde, periodo.hasta)
        if poblacion:
            _sortear(session, Periodo(desde or periodo.desde, periodo.hasta), poblacion, control.muestreo, ahora)
            desde = periodo.hasta
            hechos += 1
    return hechos


def _desde(session: Session, apertura: datetime, cada: timedelta) -> datetime | None:
    """Where the first period without draw begins; periods are counted from the opening, also backwards."""
    if (ultimo := session.scalar(select(func.max(Muestra.hasta)))) is not None:
        return ultimo
    primera = session.scalar(select(func.min(Acta.verificada_en)).where(Acta.estado == EstadoActa.VERIFICADA))
    return None if primera is None else apertura + (primera - apertura) // cada * cada


def _poblacion(session: Session, desde: datetime, hasta: datetime) -> dict[ClaveActa, Acta]:
    filas = session.scalars(
        select(Acta).where(
            Acta.estado == EstadoActa.VERIFICADA, Acta.verificada_en >= desde, Acta.verificada_en < hasta
        )
    )
    return {ClaveActa.de_texto(acta.clave): acta for acta in filas}


def _sortear(
    session: Session, periodo: Periodo, poblacion: dict[ClaveActa, Acta], muestreo: Muestreo, ahora: datetime
) -> None:
    cabeza = session.execute(select(CabezaBitacora).with_for_update()).scalar_one()
    semilla = semilla_de_periodo(muestreo.semilla, cabeza.huella)
    elegidas = sortear(semilla, poblacion, muestreo.tasa)
    fila = Muestra(
        desde=periodo.desde,
        hasta=periodo.hasta,
        asiento=cabeza.numero,
        huella=cabeza.huella,
        semilla=semilla,
        poblacion=len(poblacion),
        hecha_en=ahora,
    )
    session.add(fila)
    session.flush()
    session.add_all(
        ActaMuestreada(muestra_id=fila.id, acta_id=poblacion[clave].id, ronda=poblacion[clave].ronda)
        for clave in elegidas
    )
    datos: dict[str, bitacora.Dato] = {
        "desde": periodo.desde.isoformat(),
        "hasta": periodo.hasta.isoformat(),
        "semilla": semilla,
        "poblacion": len(poblacion),
        "actas": [str(clave) for clave in elegidas],
    }
    bitacora.anotar(session, SISTEMA, "muestra_sorteada", datos, ahora)
