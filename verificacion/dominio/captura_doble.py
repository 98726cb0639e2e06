"""Double blind capture as a state machine: a union of frozen states and pure transitions.

Two different people type the whole acta without seeing each other (Anexo 13, captura y verificacion). Equal means
verified, unless the reader, a silent witness, contradicts both with an *accepted* reading: then a third person looks.
The third person decides only the fields in doubt; an opinion that matches neither capture goes to a supervisor.

No clock, no identifiers made, no database: whoever calls brings the facts. ``docs/estados.md`` draws it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import assert_never

from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.conteo import Cifra, Conteo
from verificacion.dominio.cotejo import contradichos, diferencias
from verificacion.dominio.eleccion import Politica
from verificacion.dominio.errores import ConteoInvalido, MismaTerminal, MismoCapturista, TransicionInvalida
from verificacion.dominio.lectura import LecturaActa


@dataclass(frozen=True, slots=True)
class Captura:
    """One whole acta as typed by one person; ``capturista`` None is the reader (policy ``lector_y_persona``).

    ``terminal`` is where it was typed, empty where unknown: the second capture comes from another one.
    """

    capturista: UsuarioId | None
    conteo: Conteo
    terminal: str = ""


@dataclass(frozen=True, slots=True)
class Resolucion:
    """What one person decided about fields in doubt."""

    persona: UsuarioId
    cifras: Mapping[str, Cifra]


@dataclass(frozen=True, slots=True)
class Pendiente:
    """The image is there; nobody has typed."""


@dataclass(frozen=True, slots=True)
class PrimeraHecha:
    """One capture done."""

    primera: Captura


@dataclass(frozen=True, slots=True)
class Discrepante:
    """``campos`` wait for a third person."""

    primera: Captura
    segunda: Captura
    campos: frozenset[str]


@dataclass(frozen=True, slots=True)
class EnSupervision:
    """The third person's opinion on ``campos`` matches neither capture: a supervisor decides those."""

    primera: Captura
    segunda: Captura
    tercera: Resolucion
    campos: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verificada:
    """The figures of the acta are settled. ``capturistas`` typed them, None the reader: they do not review them."""

    conteo: Conteo
    capturistas: tuple[UsuarioId | None, UsuarioId | None]


Estado = Pendiente | PrimeraHecha | Discrepante | EnSupervision | Verificada


def adelantar(estado: Estado, lectura: LecturaActa, politica: Politica, campos: Collection[str]) -> Estado:
    """Let the reader be the first capture, where the policy says so and it accepts every one of ``campos``.

    A field that the reader did not see would otherwise be settled by one person alone.
    """
    leidos = {campo: lectura.campos[campo] for campo in campos if campo in lectura.campos}
    confia = politica is Politica.LECTOR_Y_PERSONA and len(leidos) == len(campos) > 0
    if isinstance(estado, Pendiente) and confia and all(leido.aceptado for leido in leidos.values()):
        return PrimeraHecha(Captura(None, {campo: leido.cifra for campo, leido in leidos.items()}))
    return estado


def capturar(estado: Estado, captura: Captura, testigo: LecturaActa | None) -> Estado:
    """Add one blind capture.

    Args:
        estado: where the acta is.
        captura: a whole acta typed by one person.
        testigo: the reading of the same image, or None when it could not be read.

    Raises:
        MismoCapturista: this person already captured the acta.
        MismaTerminal: the first capture was typed at this very terminal.
        TransicionInvalida: both captures are already done.
    """
    match estado:
        case Pendiente():
            return PrimeraHecha(captura)
        case PrimeraHecha(primera):
            if captura.capturista == primera.capturista:
                raise MismoCapturista
            if captura.terminal and captura.terminal == primera.terminal:
                raise MismaTerminal
            en_duda = diferencias(primera.conteo, captura.conteo)
            if testigo is not None:
                en_duda |= contradichos(primera.conteo, testigo)
            quienes = (primera.capturista, captura.capturista)
            return Discrepante(primera, captura, en_duda) if en_duda else Verificada(captura.conteo, quienes)
        case Discrepante() | EnSupervision() | Verificada():
            raise TransicionInvalida(type(estado).__name__, "captura")
        case _:
            assert_never(estado)


def resolver(estado: Estado, resolucion: Resolucion) -> Estado:
    """Let somebody who typed nothing of this acta decide the fields in doubt, and only those.

    A supervisor's decision (from ``EnSupervision``) is final; a third person's is, unless it matches neither capture.

    Raises:
        MismoCapturista: this person already took part.
        ConteoInvalido: the fields are not exactly those in doubt.
        TransicionInvalida: nothing is in doubt.
    """
    match estado:
        case Discrepante(primera, segunda, campos):
            _exigir(resolucion, campos, {primera.capturista, segunda.capturista})
            nuevas = frozenset(
                campo
                for campo in campos
                if resolucion.cifras[campo] not in (primera.conteo[campo], segunda.conteo[campo])
            )
            if nuevas:
                return EnSupervision(primera, segunda, resolucion, nuevas)
            return _decidida(primera, segunda, resolucion)
        case EnSupervision(primera, segunda, tercera, campos):
            _exigir(resolucion, campos, {primera.capturista, segunda.capturista, tercera.persona})
            return _decidida(primera, segunda, tercera, resolucion)
        case Pendiente() | PrimeraHecha() | Verificada():
            raise TransicionInvalida(type(estado).__name__, "resolucion")
        case _:
            assert_never(estado)


def revisar(estado: Estado, campo: str) -> Estado:
    """Doubt a settled figure: it goes to somebody else as any difference does, and stands if they read the same.

    Raises:
        ConteoInvalido: the acta has no such field.
        TransicionInvalida: nothing is settled, so people are still at work on it.
    """
    if not isinstance(estado, Verificada):
        raise TransicionInvalida(type(estado).__name__, "revision")
    if campo not in estado.conteo:
        raise ConteoInvalido({campo: "desconocido"})
    primera, segunda = (Captura(quien, estado.conteo) for quien in estado.capturistas)
    return Discrepante(primera, segunda, frozenset({campo}))


def _decidida(primera: Captura, segunda: Captura, *decisiones: Resolucion) -> Verificada:
    conteo = dict(primera.conteo)
    for decision in decisiones:
        conteo |= decision.cifras
    return Verificada(conteo, (primera.capturista, segunda.capturista))


def _exigir(resolucion: Resolucion, campos: frozenset[str], participantes: set[UsuarioId | None]) -> None:
    if resolucion.persona in participantes:
        raise MismoCapturista
    if problemas := {campo: "falta" for campo in campos - resolucion.cifras.keys()} | {
        campo: "desconocido" for campo in resolucion.cifras.keys() - campos
    }:
        raise ConteoInvalido(problemas)


def opciones(estado: Discrepante | EnSupervision) -> dict[str, tuple[Cifra, ...]]:
    """What people said of each field in doubt, each figure once and in order of size: no trace of who said which."""
    dichos = {campo: {estado.primera.conteo[campo], estado.segunda.conteo[campo]} for campo in estado.campos}
    if isinstance(estado, EnSupervision):
        for campo in estado.campos:
            dichos[campo].add(estado.tercera.cifras[campo])
    return {
        campo: tuple(sorted(cifras, key=lambda c: (isinstance(c, str), str(c)))) for campo, cifras in dichos.items()
    }
