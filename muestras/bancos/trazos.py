"""What several people and the reader make of the same acta, their common misreadings included.

A slip of the fingers is one person's own. An *ugly* digit is not: it is on the paper, so that everybody who looks may
take it for the same other digit. That is what double capture cannot see, and what a simulation of independent errors
would hide. Every constant says where it comes from; those that are judgements say so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from muestras.escenarios import escenario
from muestras.simulacro.mano import equivocarse, teclear
from verificacion.dominio.conteo import Cifra, Conteo
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.lectura import LecturaActa, LecturaCampo

PARECIDO = {"0": "6", "1": "7", "2": "7", "3": "5", "4": "9", "5": "3", "6": "0", "7": "1", "8": "3", "9": "4"}
"""What each digit is taken for when it is badly written: the usual confusions of handwriting."""


@dataclass(frozen=True, slots=True)
class Supuestos:
    """How often each one errs. Probabilities, 0..1.

    Attributes:
        desliz: a person types another figure than the one seen, per field. Given: 0.5 %.
        desliz_al_decidir: the same of who decides a few fields and chooses between two figures with one key. Judgement.
        feo: a digit is ugly. Fitted: with ``lee_otro`` it makes plain double capture leave about 2.9 % of actas wrong,
            the part that changed in Puebla 2024 when compared with the paper. Taking them all for misreadings is
            pessimistic.
        lee_otro: who looks at an ugly digit takes it for the other one, each person by their own chance. Judgement.
        lee_otro_en_trampa: the same where the reader accepts the wrong figure. Both measured cases were digits that
            plainly say another number than the words, where who types digits follows them. Judgement.
        atencion: by how much both fall for who decides, with the crop enlarged and both figures in sight. Judgement.
        trampa: a figure is one that the reader accepts wrong: 2 of 15,473 (docs/lectura.md). All of them are also
            ugly for people, which is pessimistic.
        acepta_feo: the reader accepts, and rightly, a figure with an ugly digit. Judgement: about half of what it does
            with the others.
        acepta: it accepts any other number of an ordinary photo. This and the next three are measured on the 120 photos
            of seeds 300 and 301 (``muestras.bancos.lectura``), where doubts come together: 42 % of the actas are
            accepted whole, which independent fields would not give. A little above the 97.8 % of those photos, which
            have ugly figures among them.
        acepta_leyendas: it accepts the blank and illegible fields of an acta, all of them or none.
        dificil: the photo is a hard one, with six fields or more not accepted.
        acepta_dificil: it accepts a number of a hard photo.
        sin_hoja: the sheet is not found and nothing is read: 3 of 720 (docs/lectura.md).
        error_no_aceptado: a figure read and not accepted is wrong: 28 of 1,184 (docs/lectura.md). No policy uses it.
    """

    desliz: float = 0.005
    desliz_al_decidir: float = 0.001
    feo: float = 0.005
    lee_otro: float = 0.3
    lee_otro_en_trampa: float = 0.5
    atencion: float = 0.5
    trampa: float = 2 / 15_473
    acepta_feo: float = 0.5
    acepta: float = 0.985
    acepta_leyendas: float = 0.39
    dificil: float = 0.125
    acepta_dificil: float = 0.6
    sin_hoja: float = 3 / 720
    error_no_aceptado: float = 28 / 1_184


@dataclass(frozen=True, slots=True)
class ActaEscrita:
    """What an acta says, what its ugly fields look like, and which of these deceive the reader too."""

    verdad: Conteo
    parecidas: Mapping[str, Cifra] = field(default_factory=dict[str, Cifra])
    trampas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Dichos:
    """What each one would say of the whole acta, asked or not: every policy is compared over the same opinions."""

    primera: Conteo
    segunda: Conteo
    tercera: Conteo
    supervisora: Conteo
    lectura: LecturaActa


def inventar(proceso: Proceso, cuantas: int, semilla: int) -> Iterator[Conteo]:
    """What ``cuantas`` actas truly say, one whole election (``muestras.escenarios``) after another."""
    eleccion = 0
    while cuantas > 0:
        con_acta = [v.conteo for v in escenario(proceso, semilla + eleccion) if v.sin_acta is None and v.en_catalogo]
        yield from con_acta[:cuantas]
        cuantas -= len(con_acta)
        eleccion += 1


def escribir(conteo: Conteo, s: Supuestos, rng: np.random.Generator) -> ActaEscrita:
    """Decide by chance which digits of an acta are ugly, and which figures are traps."""
    parecidas: dict[str, Cifra] = {}
    trampas: set[str] = set()
    for (campo, cifra), (azar, *azares) in zip(conteo.items(), rng.random((len(conteo), 4)).tolist(), strict=True):
        if not isinstance(cifra, int):
            continue
        digitos = str(cifra)
        feos = [lugar for lugar in range(len(digitos)) if azares[lugar] < s.feo]
        if azar < s.trampa:
            trampas.add(campo)
            feos = [len(digitos) - 1]
        if feos:
            lugar = feos[0]
            parecidas[campo] = int(digitos[:lugar] + PARECIDO[digitos[lugar]] + digitos[lugar + 1 :])
    return ActaEscrita(conteo, parecidas, frozenset(trampas))


def opinar(acta: ActaEscrita, s: Supuestos, rng: np.random.Generator) -> Dichos:
    """Ask everybody about an acta, none of them knowing what the others say."""
    primera, segunda = (teclear(_vista(acta, s, 1.0, rng), s.desliz, rng) for _ in range(2))
    tercera, supervisora = (teclear(_vista(acta, s, s.atencion, rng), s.desliz_al_decidir, rng) for _ in range(2))
    return Dichos(primera, segunda, tercera, supervisora, leer(acta, s, rng))


def _vista(acta: ActaEscrita, s: Supuestos, atencion: float, rng: np.random.Generator) -> Conteo:
    """What a person believes to see."""
    visto = dict(acta.verdad)
    for campo, parecida in acta.parecidas.items():
        if rng.random() < atencion * (s.lee_otro_en_trampa if campo in acta.trampas else s.lee_otro):
            visto[campo] = parecida
    return visto


def leer(acta: ActaEscrita, s: Supuestos, rng: np.random.Generator) -> LecturaActa:
    """What the reader says, and what of it it accepts."""
    if rng.random() < s.sin_hoja:
        return LecturaActa({}, "simulado")
    acepta = s.acepta_dificil if rng.random() < s.dificil else s.acepta
    acepta_leyendas = float(rng.random() < s.acepta_leyendas)
    campos: dict[str, LecturaCampo] = {}
    for (campo, cifra), azar in zip(acta.verdad.items(), rng.random(len(acta.verdad)).tolist(), strict=True):
        if campo in acta.trampas:
            campos[campo] = LecturaCampo(acta.parecidas[campo], 1.0, aceptado=True)
            continue
        tasa = s.acepta_feo if campo in acta.parecidas else acepta if isinstance(cifra, int) else acepta_leyendas
        aceptado = azar < tasa
        leida = equivocarse(cifra, rng) if not aceptado and rng.random() < s.error_no_aceptado else cifra
        campos[campo] = LecturaCampo(leida, 1.0 if aceptado else 0.5, aceptado)
    return LecturaActa(campos, "simulado")
