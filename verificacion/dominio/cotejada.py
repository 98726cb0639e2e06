"""COTEJADA: what came of comparing what was published with the acta (LEEME of INE 2021, field 57; Anexo 13).

0 not compared; 1 compared and accepted; 2 compared after a correction that a second cotejador validated; 3 compared and
not accepted, in the correction flow. 1 and 2 need verified figures; 3 lasts from the rejection to the validation.
"""

from enum import IntEnum

from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.errores import MismoCotejador, TransicionInvalida


class Cotejada(IntEnum):
    """Values of COTEJADA."""

    SIN_COTEJAR = 0
    CONFORME = 1
    CORREGIDA = 2
    EN_CORRECCION = 3


def cotejar(
    actual: Cotejada, conforme: bool, cotejador: UsuarioId, rechazo: UsuarioId | None, corregida: bool
) -> Cotejada:
    """What COTEJADA becomes when somebody compares the settled figures of an acta with its paper or image.

    Args:
        actual: COTEJADA before.
        conforme: whether every published figure is what the acta says.
        cotejador: who compares.
        rechazo: who rejected it or asked for its correction, where ``actual`` is 3.
        corregida: whether it was captured or digitised again since. Accepted as it was, it is 1 and not 2.

    Raises:
        TransicionInvalida: it was accepted already, and nothing changed since.
        MismoCotejador: whoever rejected it does not validate it.
    """
    if conforme and actual in (Cotejada.CONFORME, Cotejada.CORREGIDA):
        raise TransicionInvalida(actual.name, "cotejo")
    if not conforme:
        return Cotejada.EN_CORRECCION
    if actual is Cotejada.EN_CORRECCION:
        if cotejador == rechazo:
            raise MismoCotejador
        return Cotejada.CORREGIDA if corregida else Cotejada.CONFORME
    return Cotejada.CONFORME
