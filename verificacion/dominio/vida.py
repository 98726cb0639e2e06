"""The life of one acta, from *esperada* to *cotejada*: every act that may happen to it, as pure transitions.

``captura_doble`` settles the figures of one image in one round; this module adds what happens around it: the absent
acta, images that come and are set aside, rounds of capture asked again, corrections and cotejo. ``TRANSICIONES`` is the
table of ``docs/estados.md``, and a test reads both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from verificacion.dominio import captura_doble
from verificacion.dominio.captura_doble import (
    Captura,
    Discrepante,
    EnSupervision,
    Estado,
    Pendiente,
    PrimeraHecha,
    Resolucion,
    Verificada,
)
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.cotejada import Cotejada
from verificacion.dominio.cotejada import cotejar as _cotejar
from verificacion.dominio.eleccion import Politica
from verificacion.dominio.errores import MismoCapturista, TransicionInvalida
from verificacion.dominio.lectura import LecturaActa
from verificacion.dominio.registro import CausaSinActa, EstadoActa


class Etapa(StrEnum):
    """Boxes of the drawing: ``EstadoActa`` with its two flags unfolded."""

    ESPERADA = "esperada"
    SIN_ACTA = "sin_acta"
    DIGITALIZADA = "digitalizada"
    CAPTURADA = "capturada"
    DISCREPANTE = "discrepante"
    EN_SUPERVISION = "en_supervision"
    VERIFICADA = "verificada"
    COTEJADA = "cotejada"
    """Verified, and COTEJADA is 1 or 2."""


class Acto(StrEnum):
    """Arrows of the drawing: the events of the log that move an acta."""

    SIN_ACTA = "sin_acta"
    IMAGEN = "imagen_identificada"
    ELEGIR = "imagen_elegida"
    CAPTURA = "captura_registrada"
    RESOLUCION = "discrepancia_resuelta"
    REVISAR = "revision_pedida"
    RECAPTURAR = "recaptura_pedida"
    REDIGITALIZAR = "redigitalizacion_pedida"
    DECLARACION = "imagen_declarada"
    COTEJO = "acta_cotejada"


class Declaracion(StrEnum):
    """What a third person or a supervisor may say of the image itself, instead of deciding its figures."""

    IMAGEN_EQUIVOCADA = "imagen_equivocada"
    """It cannot serve: it is not an acta, or it is cut or unreadable. The acta is digitised again."""
    OTRA_ACTA = "otra_acta"
    """It is of another acta: this one is digitised again and the image goes back to be identified."""


_CON_IMAGEN = (
    Etapa.DIGITALIZADA,
    Etapa.CAPTURADA,
    Etapa.DISCREPANTE,
    Etapa.EN_SUPERVISION,
    Etapa.VERIFICADA,
    Etapa.COTEJADA,
)
_TRAS_ELEGIR = (Etapa.DIGITALIZADA, Etapa.CAPTURADA, Etapa.DISCREPANTE, Etapa.EN_SUPERVISION, Etapa.VERIFICADA)

TRANSICIONES: frozenset[tuple[Etapa, Acto, Etapa]] = frozenset(
    {
        (Etapa.ESPERADA, Acto.SIN_ACTA, Etapa.SIN_ACTA),
        *(
            (antes, Acto.IMAGEN, despues)
            for antes in (Etapa.ESPERADA, Etapa.SIN_ACTA)
            for despues in (Etapa.DIGITALIZADA, Etapa.CAPTURADA)
        ),
        *((antes, Acto.ELEGIR, despues) for antes in _CON_IMAGEN for despues in _TRAS_ELEGIR),
        (Etapa.DIGITALIZADA, Acto.CAPTURA, Etapa.CAPTURADA),
        (Etapa.CAPTURADA, Acto.CAPTURA, Etapa.VERIFICADA),
        (Etapa.CAPTURADA, Acto.CAPTURA, Etapa.DISCREPANTE),
        (Etapa.DISCREPANTE, Acto.RESOLUCION, Etapa.VERIFICADA),
        (Etapa.DISCREPANTE, Acto.RESOLUCION, Etapa.EN_SUPERVISION),
        (Etapa.EN_SUPERVISION, Acto.RESOLUCION, Etapa.VERIFICADA),
        (Etapa.VERIFICADA, Acto.REVISAR, Etapa.DISCREPANTE),
        (Etapa.DISCREPANTE, Acto.DECLARACION, Etapa.ESPERADA),
        (Etapa.EN_SUPERVISION, Acto.DECLARACION, Etapa.ESPERADA),
        *((antes, Acto.RECAPTURAR, Etapa.DIGITALIZADA) for antes in _CON_IMAGEN[1:]),
        *((antes, Acto.REDIGITALIZAR, Etapa.ESPERADA) for antes in _CON_IMAGEN),
        (Etapa.VERIFICADA, Acto.COTEJO, Etapa.COTEJADA),
        *((antes, Acto.COTEJO, Etapa.VERIFICADA) for antes in (Etapa.VERIFICADA, Etapa.COTEJADA)),
    }
)
"""Every step that may happen. A cotejo that rejects leaves the acta verified with COTEJADA 3 until it is reopened."""


@dataclass(frozen=True, slots=True)
class Rechazo:
    """Who said that what was published is wrong, and of which round and image it was said."""

    persona: UsuarioId
    ronda: int
    imagen: str | None


@dataclass(frozen=True, slots=True)
class Vida:
    """All that decides where an acta is.

    ``mesas`` holds what was typed of each image in the present round; ``imagen`` says which one is in use. ``ronda``
    counts the times that everything typed was set aside. ``participantes`` typed or decided something in any round.
    """

    campos: tuple[str, ...]
    politica: Politica
    imagen: str | None = None
    causa: CausaSinActa | None = None
    ronda: int = 0
    mesas: Mapping[str, Estado] | None = None
    lecturas: Mapping[str, LecturaActa] | None = None
    cotejada: Cotejada = Cotejada.SIN_COTEJAR
    rechazo: Rechazo | None = None
    participantes: frozenset[UsuarioId] = frozenset()

    @property
    def mesa(self) -> Estado | None:
        """State of the figures of the image in use, or None without one."""
        return None if self.imagen is None else (self.mesas or {}).get(self.imagen, Pendiente())

    @property
    def etapa(self) -> Etapa:
        """Where the acta is."""
        match self.mesa:
            case None:
                return Etapa.ESPERADA if self.causa is None else Etapa.SIN_ACTA
            case Pendiente():
                return Etapa.DIGITALIZADA
            case PrimeraHecha():
                return Etapa.CAPTURADA
            case Discrepante():
                return Etapa.DISCREPANTE
            case EnSupervision():
                return Etapa.EN_SUPERVISION
            case Verificada():
                return Etapa.COTEJADA if self.cotejada in (1, 2) else Etapa.VERIFICADA

    @property
    def estado(self) -> EstadoActa:
        """Where the acta is, as the tables say it."""
        match self.etapa:
            case Etapa.EN_SUPERVISION:
                return EstadoActa.DISCREPANTE
            case Etapa.COTEJADA:
                return EstadoActa.VERIFICADA
            case _ as etapa:
                return EstadoActa(etapa.value)


def declarar_sin_acta(vida: Vida, causa: CausaSinActa) -> Vida:
    """There is no acta to capture (Anexo 13: three causes)."""
    _exigir(vida, Acto.SIN_ACTA, Etapa.ESPERADA)
    return replace(vida, causa=causa)


def recibir(vida: Vida, imagen: str, lectura: LecturaActa | None) -> Vida:
    """An image is identified as this acta. The first one is used; later ones wait for somebody to choose them."""
    lecturas = {**(vida.lecturas or {}), **({imagen: lectura} if lectura is not None else {})}
    con_ella = replace(vida, lecturas=lecturas, mesas={**(vida.mesas or {}), imagen: _mesa_nueva(vida, lectura)})
    return con_ella if vida.imagen is not None else replace(con_ella, imagen=imagen, causa=None)


def elegir(vida: Vida, imagen: str, persona: UsuarioId) -> Vida:
    """Use another image of the acta: figures follow images, and what was verified stops being published."""
    _exigir(vida, Acto.ELEGIR, *_CON_IMAGEN)
    return vida if imagen == vida.imagen else replace(_retirada(vida, persona), imagen=imagen)


def capturar(vida: Vida, captura: Captura) -> Vida:
    """Add one blind capture to the image in use.

    Raises:
        MismoCapturista: this person already took part in the acta, in this round or before.
        MismaTerminal: the first capture was typed at this terminal.
        TransicionInvalida: there is no image, or both captures are done.
    """
    if captura.capturista in vida.participantes:
        raise MismoCapturista
    mesa = captura_doble.capturar(_mesa(vida, Acto.CAPTURA), captura, (vida.lecturas or {}).get(vida.imagen or ""))
    return _avanzar(vida, mesa, captura.capturista)


def resolver(vida: Vida, resolucion: Resolucion) -> Vida:
    """Let a third person, or a supervisor, decide the fields in doubt. Raises what ``captura_doble.resolver`` does."""
    if resolucion.persona in vida.participantes:
        raise MismoCapturista
    return _avanzar(vida, captura_doble.resolver(_mesa(vida, Acto.RESOLUCION), resolucion), resolucion.persona)


def revisar(vida: Vida, campo: str, persona: UsuarioId) -> Vida:
    """Somebody doubts one figure that is settled and nobody compared yet. Raises what ``captura_doble.revisar`` does.

    What was compared, or published, is corrected by capturing it again: that is ``recapturar``.
    """
    _exigir(vida, Acto.REVISAR, Etapa.VERIFICADA)
    return _avanzar(vida, captura_doble.revisar(_mesa(vida, Acto.REVISAR), campo), persona)


def declarar(vida: Vida, persona: UsuarioId) -> Vida:
    """The person who should decide says instead that the image cannot serve: the acta is digitised again."""
    _exigir(vida, Acto.DECLARACION, Etapa.DISCREPANTE, Etapa.EN_SUPERVISION)
    if persona in vida.participantes:
        raise MismoCapturista
    return replace(_reabierta(vida, persona), imagen=None)


def recapturar(vida: Vida, persona: UsuarioId) -> Vida:
    """A supervisor sets aside all that was typed: two other people capture the same image again."""
    _exigir(vida, Acto.RECAPTURAR, *_CON_IMAGEN[1:])
    return _reabierta(vida, persona)


def redigitalizar(vida: Vida, persona: UsuarioId) -> Vida:
    """A supervisor sets aside the image too: the acta waits for another one."""
    _exigir(vida, Acto.REDIGITALIZAR, *_CON_IMAGEN)
    return replace(_reabierta(vida, persona), imagen=None)


def cotejar(vida: Vida, conforme: bool, cotejador: UsuarioId) -> Vida:
    """Compare what was published with the acta. Raises what ``cotejada.cotejar`` does."""
    _exigir(vida, Acto.COTEJO, Etapa.VERIFICADA, Etapa.COTEJADA)
    rechazo = vida.rechazo
    corregida = rechazo is not None and (rechazo.ronda, rechazo.imagen) != (vida.ronda, vida.imagen)
    nueva = _cotejar(vida.cotejada, conforme, cotejador, None if rechazo is None else rechazo.persona, corregida)
    return replace(vida, cotejada=nueva, rechazo=rechazo if conforme else Rechazo(cotejador, vida.ronda, vida.imagen))


def _mesa_nueva(vida: Vida, lectura: LecturaActa | None) -> Estado:
    """What asks to be corrected is typed by two people: the reader is a first capture in the first round only."""
    if lectura is None or vida.ronda > 0:
        return Pendiente()
    return captura_doble.adelantar(Pendiente(), lectura, vida.politica, vida.campos)


def _mesa(vida: Vida, acto: Acto) -> Estado:
    if (mesa := vida.mesa) is None:
        raise TransicionInvalida(vida.etapa, acto)
    return mesa


def _avanzar(vida: Vida, mesa: Estado, persona: UsuarioId | None) -> Vida:
    quienes = vida.participantes if persona is None else vida.participantes | {persona}
    return replace(vida, mesas={**(vida.mesas or {}), vida.imagen or "": mesa}, participantes=quienes)


def _reabierta(vida: Vida, persona: UsuarioId) -> Vida:
    """Whoever asked saw all that was typed, so does not type; and does not validate what comes of it."""
    return replace(
        _retirada(vida, persona), ronda=vida.ronda + 1, participantes=vida.participantes | {persona}, mesas={}
    )


def _retirada(vida: Vida, persona: UsuarioId) -> Vida:
    """What was published and no longer is stays in correction until somebody else validates what comes."""
    if not isinstance(vida.mesa, Verificada):
        return vida
    return replace(vida, cotejada=Cotejada.EN_CORRECCION, rechazo=Rechazo(persona, vida.ronda, vida.imagen))


def _exigir(vida: Vida, acto: Acto, *etapas: Etapa) -> None:
    if vida.etapa not in etapas:
        raise TransicionInvalida(vida.etapa, acto)
