"""The log of acts: evidence, not a technical log. Insert-only, one entry per act in the act's own transaction.

Each entry carries the SHA-256 of its canonical form and of the entry before, so that changing, removing or reordering
any of them breaks the chain from there on.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, String, literal_column, select, union
from sqlalchemy.orm import Session

from verificacion.bd.tablas import CabezaBitacora, EntradaBitacora
from verificacion.dominio.errores import BitacoraRota
from verificacion.dominio.registro import Actor
from verificacion.dominio.repaso import Asiento, Json

Dato = Json
"""What an entry may hold: ``verificacion.dominio.repaso`` reads it back."""
SIN_ENTRADAS = (0, "0" * 64)
"""Number and SHA-256 of the last entry of an empty log."""


def anotar(session: Session, actor: Actor, evento: str, datos: Mapping[str, Dato], ahora: datetime) -> int:
    """Append one entry and return its number.

    Holds the head of the chain until the transaction ends: numbers are in order of commit on both engines.
    """
    cabeza = session.execute(select(CabezaBitacora).with_for_update()).scalar_one()
    entrada = EntradaBitacora(
        numero=cabeza.numero + 1,
        hecho_en=ahora,
        usuario=actor.usuario,
        roles=",".join(sorted(actor.roles)),
        terminal=actor.terminal,
        evento=evento,
        datos=dict(datos),
        anterior=cabeza.huella,
    )
    entrada.huella = _huella(entrada)
    session.add(entrada)
    cabeza.numero, cabeza.huella = entrada.numero, entrada.huella
    session.flush()
    return entrada.numero


def _huella(entrada: EntradaBitacora) -> str:
    canonica = [
        entrada.numero,
        entrada.hecho_en.astimezone(UTC).isoformat(timespec="microseconds"),
        entrada.usuario,
        entrada.roles,
        entrada.terminal,
        entrada.evento,
        entrada.datos,
        entrada.anterior,
    ]
    return huella(canonica)


def huella(valor: object) -> str:
    """SHA-256 of the canonical form of anything that JSON can hold: keys in order, no blanks, UTF-8."""
    texto = json.dumps(valor, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(texto.encode()).hexdigest()


def cabeza(session: Session) -> tuple[int, str]:
    """Number and SHA-256 of the last entry, without walking the chain."""
    fila = session.execute(select(CabezaBitacora)).scalar_one()
    return fila.numero, fila.huella


def asientos_de(clave: str, imagenes: Collection[str]) -> Select[EntradaBitacora]:
    """The entries that name an acta, or any of some images by SHA-256, the oldest first.

    What an entry says is written as ``ix_bitacora_acta`` and ``ix_bitacora_imagen`` have it: the log is never walked.
    """
    acta, imagen = (literal_column(f"bitacora.datos ->> '{dato}'", String) for dato in ("acta", "imagen"))
    suyos = union(
        select(EntradaBitacora.numero).where(acta.in_((clave,))),
        select(EntradaBitacora.numero).where(imagen.in_(imagenes)),
    )
    return select(EntradaBitacora).where(EntradaBitacora.numero.in_(suyos)).order_by(EntradaBitacora.numero)


def ultimo_momento(session: Session) -> datetime | None:
    """When the last entry was made (aware UTC); None in an empty log."""
    return session.scalar(select(EntradaBitacora.hecho_en).order_by(EntradaBitacora.numero.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class Eslabon:
    """One entry and how it is chained. ``falla``: None, ``falta`` (others were before it) or ``cambiada``."""

    asiento: Asiento
    huella: str
    falla: str | None


def recorrer(session: Session) -> Iterator[Eslabon]:
    """The log from the start, each entry checked against the one before it, whole or broken."""
    numero, anterior = SIN_ENTRADAS
    entradas = select(EntradaBitacora).order_by(EntradaBitacora.numero).execution_options(yield_per=1000)
    for e in session.scalars(entradas):  # a national night holds near a million entries
        falla = "falta" if e.numero != numero + 1 else None
        if falla is None and (e.anterior != anterior or e.huella != _huella(e)):
            falla = "cambiada"
        yield Eslabon(Asiento(e.numero, e.hecho_en, e.usuario, e.evento, e.datos), e.huella, falla)
        numero, anterior = e.numero, e.huella


def recorrer_integra(session: Session) -> Iterator[Eslabon]:
    """The log from the start as long as its chain holds, and up to its head.

    Raises:
        BitacoraRota: naming the first entry that does not hold, when the walk reaches it.
    """
    ultimo = SIN_ENTRADAS
    for eslabon in recorrer(session):
        if eslabon.falla is not None:
            raise BitacoraRota(ultimo[0] + 1, eslabon.falla)
        ultimo = (eslabon.asiento.numero, eslabon.huella)
        yield eslabon
    if cabeza(session) != ultimo:
        raise BitacoraRota(ultimo[0] + 1, "falta")


def verificar(session: Session) -> tuple[int, str]:
    """Check the whole chain and return its length and the SHA-256 of its last entry.

    Raises:
        BitacoraRota: naming the first entry that does not hold.
    """
    ultimo = SIN_ENTRADAS
    for eslabon in recorrer_integra(session):
        ultimo = (eslabon.asiento.numero, eslabon.huella)
    return ultimo
