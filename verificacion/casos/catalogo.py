"""The zero state: one row per expected acta, before anything arrives."""

from datetime import datetime

from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Acta, Forma, ProcesoAbierto
from verificacion.casos.sistema import SISTEMA
from verificacion.dominio.control import Control
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.errores import OtraEleccion
from verificacion.dominio.registro import EstadoActa


def abrir(session: Session, proceso: Proceso, ahora: datetime) -> None:
    """Write the catalogue of expected actas, their forms and the capture policy; once.

    Raises:
        OtraEleccion: the database was opened for another election, or for this one before its folder was changed.
    """
    if (abierto := session.get(ProcesoAbierto, 1)) is not None:
        if abierto.huella != proceso.huella:
            raise OtraEleccion(abierto.clave, abierto.huella)
        return
    session.add(
        ProcesoAbierto(
            id=1,
            clave=proceso.clave,
            huella=proceso.huella,
            politica=proceso.politica,
            apertura=proceso.apertura,
            abierto_en=ahora,
            control=_control(proceso.control),
        )
    )
    session.add_all(Forma(clave=forma.clave, campos=list(forma.claves)) for forma in proceso.formas)
    session.flush()
    session.add_all(
        Acta(
            clave=str(acta.clave),
            distrito=acta.casilla.distrito,
            forma=proceso.forma_de(acta).clave,
            estado=EstadoActa.ESPERADA,
        )
        for acta in proceso.actas
    )
    datos: dict[str, bitacora.Dato] = {
        "proceso": proceso.clave,
        "huella": proceso.huella,
        "actas": len(proceso.actas),
        "politica": proceso.politica,
        "formas": {forma.clave: list[bitacora.Dato](forma.claves) for forma in proceso.formas},
        "catalogo": [f"{a.clave} {a.casilla.distrito} {proceso.forma_de(a).clave}" for a in proceso.actas],
    }
    bitacora.anotar(session, SISTEMA, "proceso_abierto", datos, ahora)


def _control(control: Control) -> dict[str, float]:
    """What handing out work needs to know: share of captures that are known answers, and of actas typed again."""
    return {"conocidas": control.conocidas, "muestreo": 0.0 if control.muestreo is None else control.muestreo.tasa}
