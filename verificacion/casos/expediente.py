"""Everything that happened to one acta, as the log tells it: which act, who, in what role, where and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.tablas import Acta, Identificacion, Imagen
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.registro import EstadoActa


@dataclass(frozen=True, slots=True)
class Asiento:
    """One act. ``datos`` is what the log keeps of it."""

    numero: int
    hecho_en: datetime
    evento: str
    usuario: str
    roles: tuple[str, ...]
    terminal: str
    datos: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Expediente:
    """An acta and its acts, the oldest first. ``imagenes``: SHA-256 of all that were ever identified as it."""

    clave: ClaveActa
    estado: EstadoActa
    en_supervision: bool
    cotejada: int
    imagen: str | None
    imagenes: tuple[str, ...]
    asientos: Sequence[Asiento]


def de_acta(session: Session, clave: ClaveActa) -> Expediente:
    """The file of one acta: all that the log says of it, and of the images that were ever identified as it.

    Raises:
        NoExiste: no such acta in the catalogue.
    """
    acta = session.scalars(select(Acta).where(Acta.clave == str(clave))).first()
    if acta is None:
        raise NoExiste("el acta", clave)
    suyas = select(Identificacion.imagen_id).where(Identificacion.acta_id == acta.id)
    imagenes = {i.id: i.sha256 for i in session.scalars(select(Imagen).where(Imagen.id.in_(suyas)).order_by(Imagen.id))}
    suyos = session.scalars(bitacora.asientos_de(acta.clave, imagenes.values()))
    return Expediente(
        clave=clave,
        estado=EstadoActa(acta.estado),
        en_supervision=acta.en_supervision,
        cotejada=acta.cotejada,
        imagen=imagenes.get(acta.imagen_id or 0),
        imagenes=tuple(imagenes.values()),
        asientos=[
            Asiento(e.numero, e.hecho_en, e.evento, e.usuario, tuple(e.roles.split(",")), e.terminal, e.datos)
            for e in suyos
        ],
    )
