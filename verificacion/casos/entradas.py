"""Entering: password, second factor and the limits to guessing them. The answer never tells whether a name exists."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import Usuario
from verificacion.bd.tablas_acceso import LimiteDeEntradas
from verificacion.casos import contrasenas, sesiones
from verificacion.dominio.errores import CuentaBloqueada, SegundoFactorPedido
from verificacion.dominio.registro import Actor, Rol
from verificacion.dominio.segundo_factor import paso_que_coincide

MAX_FALLAS = 5
MAX_FALLAS_POR_DIRECCION = 30  # a whole centre shares one address, and people mistype
BLOQUEO = timedelta(minutes=15)

DESCONOCIDO = "desconocido"
"""Who the log says that failed where there is no such account: what was typed may be a password."""


@dataclass(frozen=True, slots=True)
class Intento:
    """What somebody gives to enter.

    Attributes:
        usuario: name of the account.
        contrasena: as typed.
        terminal: name of the browser's identity, which the acts of the session carry.
        direccion: network address it comes from.
        codigo: digits of the second factor; empty, none typed.
        anterior: token that the browser held before.
        recordar: whether the session outlives its disuse.
    """

    usuario: str
    contrasena: str
    terminal: str
    direccion: str = ""
    codigo: str = ""
    anterior: str = ""
    recordar: bool = False


def autenticar(
    engine: Engine, intento: Intento, ahora: datetime, *, segundo_factor: bool = False
) -> tuple[str, Actor] | None:
    """Open a session: its token and who holds it; None when there is no such account or something given is wrong.

    The password is checked between two short transactions and in none of them: argon2 takes a fifth of a second on
    purpose, and on SQLite everybody who writes would wait for it. None instead of an error, because what the second
    one counts and logs must stay. A known name and an unknown one do the same work and leave the same kind of entry.

    Args:
        engine: the record.
        intento: what was given.
        ahora: aware moment.
        segundo_factor: whether this installation asks those who must have one to enrol it.

    Raises:
        CuentaBloqueada: too many failures of that name, whether it exists or not, or from that address.
        SegundoFactorPedido: the password is right and the account also asks for its digits.
    """
    claves = _claves(intento)
    with consulta(engine) as session:
        _exigir_libres(session, claves, ahora)
        fila = _cuenta(session, intento.usuario)
        guardada = contrasenas.SENUELO if fila is None else fila.contrasena
    acierta = contrasenas.coincide(guardada, intento.contrasena)
    with transaccion(engine) as session:
        _exigir_libres(session, claves, ahora)
        fila = _cuenta(session, intento.usuario, con_candado=True)
        if fila is None or not acierta or fila.contrasena != guardada or fila.suspendida_en is not None:
            _fallar(session, fila, intento, claves, ahora)
            return None
        if fila.totp is not None:
            if not intento.codigo:
                raise SegundoFactorPedido
            paso = paso_que_coincide(fila.totp, intento.codigo, ahora, fila.totp_paso)
            if paso is None:
                _fallar(session, fila, intento, claves, ahora)
                return None
            fila.totp_paso = paso
        sesiones.olvidar(session, intento.anterior)
        actor = sesiones.actor_de(fila, intento.terminal, segundo_factor)
        datos = {"direccion": intento.direccion, "centro": fila.centro, "segundo_factor": fila.totp is not None}
        bitacora.anotar(session, actor, "entrada", datos, ahora)
        perdonar(session, intento.usuario)
        return sesiones.abrir(session, fila.usuario, intento.terminal, ahora, recordar=intento.recordar), actor


def perdonar(session: Session, usuario: str) -> None:
    """Forget the failures of a name: its owner entered, or was given another password. After the act is logged."""
    session.execute(delete(LimiteDeEntradas).where(LimiteDeEntradas.clave == _clave("cuenta", usuario)))


def _cuenta(session: Session, usuario: str, *, con_candado: bool = False) -> Usuario | None:
    suya = select(Usuario).where(Usuario.usuario == usuario)
    return session.scalars(suya.with_for_update() if con_candado else suya).first()


def _claves(intento: Intento) -> dict[str, int]:
    """What failures are counted by, the name first, and how many are too many."""
    de_cuenta = {_clave("cuenta", intento.usuario): MAX_FALLAS}
    if not intento.direccion:
        return de_cuenta
    return de_cuenta | {_clave("direccion", intento.direccion): MAX_FALLAS_POR_DIRECCION}


def _clave(que: str, valor: str) -> str:
    return hashlib.sha256(f"{que}|{valor}".encode()).hexdigest()


def _exigir_libres(session: Session, claves: dict[str, int], ahora: datetime) -> None:
    for limite in session.scalars(select(LimiteDeEntradas).where(LimiteDeEntradas.clave.in_(claves))):
        hasta = limite.desde + BLOQUEO
        if limite.fallas >= claves[limite.clave] and hasta > ahora:
            raise CuentaBloqueada(hasta)


def _fallar(session: Session, fila: Usuario | None, intento: Intento, claves: dict[str, int], ahora: datetime) -> None:
    """Log one failure and count it, of the name and of the address. The window runs from the last failure.

    The head of the log is held first, so that two failures at once count one after the other.
    """
    nadie = Actor(None, DESCONOCIDO, frozenset[Rol](), intento.terminal)
    actor = nadie if fila is None else sesiones.actor_de(fila, intento.terminal, segundo_factor=False)
    bitacora.anotar(session, actor, "entrada_fallida", {"direccion": intento.direccion}, ahora)
    for clave in claves:
        limite = session.get(LimiteDeEntradas, clave, with_for_update=True)
        if limite is None:
            session.add(LimiteDeEntradas(clave=clave, desde=ahora, fallas=1))
        else:
            limite.fallas = limite.fallas + 1 if limite.desde + BLOQUEO > ahora else 1
            limite.desde = ahora
    session.execute(delete(LimiteDeEntradas).where(LimiteDeEntradas.desde <= ahora - BLOQUEO))
