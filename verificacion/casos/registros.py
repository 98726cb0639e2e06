"""The record as the publisher sees it: settled figures only."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from verificacion.bd import cifras
from verificacion.bd.tablas import Acta, CapturaHecha, Identificacion, Imagen, ResolucionHecha, Turno
from verificacion.casos.enlace import vigente
from verificacion.casos.historia import estado_de
from verificacion.casos.resguardos import copia_en_uso
from verificacion.dominio.captura_doble import Verificada
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Conteo
from verificacion.dominio.eleccion import Proceso, Resguardo
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.registro import (
    CausaSinActa,
    Digitalizacion,
    EstadoActa,
    ImagenPublicable,
    Origen,
    RegistroActa,
)


def todos(session: Session, proceso: Proceso) -> tuple[RegistroActa, ...]:
    """One record per expected acta in catalogue order, then the images out of the catalogue."""
    por_clave = {acta.clave: _registro(acta, imagen, proceso, conteo) for acta, imagen, conteo in _filas(session)}
    fuera = session.execute(
        select(Imagen, copia_en_uso())
        .join(Identificacion, Identificacion.imagen_id == Imagen.id)
        .outerjoin(Acta, Acta.id == Identificacion.acta_id)
        .where(Identificacion.acta_id.is_(None), vigente())
        .order_by(Imagen.id)
    )
    return (
        *(por_clave[str(acta.clave)] for acta in proceso.actas),
        *(
            RegistroActa(None, EstadoActa.DIGITALIZADA, imagen=_publicable(_ConCopia(imagen, copia), proceso))
            for imagen, copia in fuera
        ),
    )


@dataclass(frozen=True, slots=True)
class _ConCopia:
    """An image and the SHA-256 of its covered copy, if it has one."""

    imagen: Imagen
    copia: str | None


def _filas(session: Session) -> Iterable[tuple[Acta, _ConCopia | None, Conteo | None]]:
    """Every acta with its image and settled figures, in three queries however many there are.

    Figures agreed by two people are the second capture itself; where somebody decided, decisions cover it in order.
    """
    asentados: dict[int, Conteo] = {}
    for tabla in (CapturaHecha, ResolucionHecha):
        filas = session.execute(
            select(tabla.acta_id, tabla.cifras)
            .join(Acta, Acta.id == tabla.acta_id)
            .join(Turno, Turno.id == tabla.turno_id)
            .where(Acta.estado == EstadoActa.VERIFICADA, tabla.ronda == Acta.ronda, Turno.imagen_id == Acta.imagen_id)
            .order_by(tabla.id)
        )
        for acta_id, datos in filas:
            asentados[acta_id] = {**asentados.get(acta_id, {}), **cifras.de_json(datos)}
    actas = session.execute(_actas())
    return ((acta, _con_copia(imagen, copia), asentados.get(acta.id)) for acta, imagen, copia in actas)


def uno(session: Session, proceso: Proceso, clave: ClaveActa) -> RegistroActa:
    """The record of one acta.

    Raises:
        NoExiste: no such acta in the catalogue.
    """
    fila = session.execute(_actas().where(Acta.clave == str(clave))).one_or_none()
    if fila is None:
        raise NoExiste("el acta", clave)
    acta, imagen, copia = fila
    return _registro(acta, _con_copia(imagen, copia), proceso, _asentado(session, acta))


def esta_verificada(session: Session, clave: ClaveActa) -> bool:
    """Whether an acta is settled now, published or about to be."""
    return session.scalar(select(Acta.estado).where(Acta.clave == str(clave))) == EstadoActa.VERIFICADA


def verificados_desde(
    session: Session, proceso: Proceso, cursor: int, limite: int
) -> tuple[list[tuple[int, RegistroActa]], int]:
    """Records settled after ``cursor``, oldest first, and the cursor to go on from.

    One that was settled and no longer is (its image was changed) comes again, without figures.

    The cursor is a number of the log: it grows in order of commit, so nothing settled later appears before it.
    """
    filas = session.execute(_actas().where(Acta.cursor > cursor).order_by(Acta.cursor).limit(limite))
    registros = [
        (acta.cursor or 0, _registro(acta, _con_copia(imagen, copia), proceso, _asentado(session, acta)))
        for acta, imagen, copia in filas.all()
    ]
    return registros, registros[-1][0] if registros else cursor


def _actas() -> Select[Acta, Imagen, str]:
    return select(Acta, Imagen, copia_en_uso()).outerjoin(Imagen, Imagen.id == Acta.imagen_id)


def _con_copia(imagen: Imagen | None, copia: str | None) -> _ConCopia | None:
    return None if imagen is None else _ConCopia(imagen, copia)


def _asentado(session: Session, acta: Acta) -> Conteo | None:
    if acta.estado != EstadoActa.VERIFICADA:
        return None
    estado = estado_de(session, acta)
    return estado.conteo if isinstance(estado, Verificada) else None


def _registro(acta: Acta, imagen: _ConCopia | None, proceso: Proceso, conteo: Conteo | None) -> RegistroActa:
    return RegistroActa(
        acta=proceso.por_clave[ClaveActa.de_texto(acta.clave)],
        estado=EstadoActa(acta.estado),
        conteo=conteo,
        causa=None if acta.causa is None else CausaSinActa(acta.causa),
        imagen=None if imagen is None else _publicable(imagen, proceso),
        capturada_en=acta.capturada_en,
        verificada_en=acta.verificada_en,
        cotejada=acta.cotejada,
    )


def _publicable(par: _ConCopia, proceso: Proceso) -> ImagenPublicable:
    imagen = par.imagen
    return ImagenPublicable(
        sha256=imagen.sha256 if proceso.resguardo is Resguardo.NINGUNO else par.copia,
        origen=Origen(imagen.origen),
        digitalizacion=Digitalizacion(imagen.digitalizacion),
        acopio_en=imagen.acopio_en,
    )
