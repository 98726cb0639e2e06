"""What a person does with their own account: change its password, enrol a second factor, end what is open elsewhere."""

from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import Usuario
from verificacion.bd.tablas_acceso import Sesion
from verificacion.casos import contrasenas, sesiones
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.errores import ContrasenaDebil, NoCoincide, TransicionInvalida
from verificacion.dominio.registro import Actor
from verificacion.dominio.segundo_factor import paso_que_coincide, secreto_nuevo


def cambiar_contrasena(engine: Engine, actual: str, nueva: str, token: str, actor: Actor, ahora: datetime) -> None:
    """Change one's password; every other session of the account ends. argon2 runs in no transaction.

    Raises:
        NoCoincide: the present one is not that.
        ContrasenaDebil: the new one is easily guessed, or is the present one.
    """
    contrasenas.exigir_fuerte(nueva, actor.usuario)
    with consulta(engine) as session:
        guardada = session.scalars(select(Usuario.contrasena).where(Usuario.id == actor.usuario_id)).one()
    if not contrasenas.coincide(guardada, actual):
        raise NoCoincide
    if nueva == actual:
        raise ContrasenaDebil(contrasenas.MINIMO)
    resumen = contrasenas.resumir(nueva)
    with transaccion(engine) as session:
        fila = _propia(session, actor)
        if fila.contrasena != guardada:  # somebody renewed it meanwhile
            raise NoCoincide
        fila.contrasena, fila.temporal = resumen, False
        cerradas = sesiones.cerrar_todas(session, UsuarioId(fila.id), salvo=token)
        bitacora.anotar(session, actor, "contrasena_cambiada", {"sesiones": cerradas}, ahora)


def proponer_segundo_factor(session: Session, actor: Actor) -> str:
    """A new secret for one's phone, which counts once its first digits are typed.

    Raises:
        TransicionInvalida: there is one; only whoever administers takes it away.
    """
    fila = _propia(session, actor)
    if fila.totp is not None:
        raise TransicionInvalida("segundo factor inscrito", "inscribir")
    secreto = fila.totp_propuesto = secreto_nuevo()
    return secreto


def inscribir_segundo_factor(session: Session, codigo: str, token: str, actor: Actor, ahora: datetime) -> None:
    """Confirm the proposed secret with its first digits; every other session of the account ends.

    Raises:
        TransicionInvalida: nothing was proposed.
        NoCoincide: the digits are others.
    """
    fila = _propia(session, actor)
    if fila.totp is not None or fila.totp_propuesto is None:
        raise TransicionInvalida("sin secreto propuesto", "inscribir")
    paso = paso_que_coincide(fila.totp_propuesto, codigo, ahora, None)
    if paso is None:
        raise NoCoincide
    fila.totp, fila.totp_propuesto, fila.totp_paso = fila.totp_propuesto, None, paso
    cerradas = sesiones.cerrar_todas(session, UsuarioId(fila.id), salvo=token)
    bitacora.anotar(session, actor, "segundo_factor_inscrito", {"sesiones": cerradas}, ahora)


def cerrar_las_demas(session: Session, token: str, actor: Actor, ahora: datetime) -> int:
    """End one's sessions elsewhere, and say how many there were."""
    cerradas = sesiones.cerrar_todas(session, UsuarioId(_propia(session, actor).id), salvo=token)
    bitacora.anotar(session, actor, "sesiones_cerradas", {"usuario": actor.usuario, "sesiones": cerradas}, ahora)
    return cerradas


def sesiones_abiertas(session: Session, actor: Actor, ahora: datetime) -> list[tuple[str, datetime]]:
    """One's sessions in force: terminal and when each was opened, the newest first."""
    suyas = (
        select(Sesion.terminal, Sesion.abierta_en)
        .where(Sesion.usuario_id == actor.usuario_id, Sesion.vence_en > ahora)
        .order_by(Sesion.abierta_en.desc())
    )
    return [(terminal, abierta_en) for terminal, abierta_en in session.execute(suyas)]


def tiene_segundo_factor(session: Session, actor: Actor) -> bool:
    """Whether one's second factor is enrolled."""
    return session.scalar(select(Usuario.totp).where(Usuario.id == actor.usuario_id)) is not None


def _propia(session: Session, actor: Actor) -> Usuario:
    return session.scalars(select(Usuario).where(Usuario.id == actor.usuario_id).with_for_update()).one()
