"""What every acta of a drill says: votes like the real ones, and the failures of real actas at their real rates.

The truth is what a careful person types from the image: a blank is SIN DATO, a scribble is ILEGIBLE. Rates come from
the published databases and INE's study summed up in ``dominio.md`` §9; each constant says its source.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from muestras.anotacion import Anotacion, Manera, anotar
from muestras.durango.distritos import Distrito, de_deciles, leer_distritos
from verificacion.dominio.claves import ClaveActa, ClaveCasilla, TipoCasilla
from verificacion.dominio.conteo import MAX_CIFRA, Cifra, Conteo, Leyenda
from verificacion.dominio.eleccion import ActaEsperada, FormaActa, Principio, Proceso, TipoCampo, TipoContendiente
from verificacion.dominio.registro import CausaSinActa

TASA_SIN_ACTA = 0.05
"""0.2 % to 14.8 % of captured actas in real nights."""
TASA_TODOS = 0.013
"""Sonora 2021: 1.3 % of actas with image."""
TASA_EXCEDE = 0.004
"""0.10 % to 0.58 %."""
TASA_FUERA_DE_CATALOGO = 0.003
"""0.03 % to 0.8 % of registered actas."""
TASA_SIN_QR = 0.01
TASA_QR_ILEGIBLE = 0.015
TASA_DUPLICADA = 0.01
MIN_PARA_CASOS_RAROS = 30
"""From this many actas on, every rare case happens at least once, so that a short drill shows them all."""

TASA_BLANCOS_EN_COMBINACIONES = 0.06
"""Share of actas that leave a cluster of combinations blank: 73 % of flagged Sonora actas lack 3-4 of them."""
TASA_BLANCO_NO_REGISTRADAS = 0.05
"""Puebla: 11 %; much less elsewhere."""
TASA_BLANCO = 0.002
TASA_ILEGIBLE = 0.006
"""With the blanks above, SIN DATO : ILEGIBLE is about 2.5:1 and a fifth of actas lack some field."""
TASA_BLANCO_AUXILIAR: Mapping[TipoCampo, float] = {
    TipoCampo.TOTAL: 0.04,
    TipoCampo.SACADOS: 0.1,
    TipoCampo.PERSONAS: 0.04,
    TipoCampo.REPRESENTANTES: 0.1,
    TipoCampo.SOBRANTES: 0.05,
}
"""Sonora: 16 % of the zeros of representantes and sacados are really blanks."""
TASA_DESVIO: Mapping[TipoCampo, float] = {
    TipoCampo.TOTAL: 0.2,
    TipoCampo.SACADOS: 0.3,
    TipoCampo.PERSONAS: 0.3,
    TipoCampo.REPRESENTANTES: 0.1,
    TipoCampo.SOBRANTES: 0.3,
}
"""How often a quantity is not what it should be: TOTAL 20 %, sacados 36 % and personas + representantes 53 % in Sonora;
41 % of federal actas of 2015 fail some check."""
_DESVIOS = ((0.30, 1, 1), (0.30, 2, 5), (0.20, 6, 20), (0.06, 21, 99), (0.14, 100, 300))
"""Share of the wrong totals and how far they are off (Sonora)."""


class EstadoQr(StrEnum):
    """How the label is on the paper."""

    LEGIBLE = "legible"
    AUSENTE = "ausente"
    ILEGIBLE = "ilegible"


@dataclass(frozen=True, slots=True)
class ActaVerdad:
    """The truth of one acta.

    ``clave`` is CLAVE_ACTA as on the paper; ``conteo`` holds every field to type, and is empty when ``sin_acta`` says
    why there is no paper. ``anotaciones`` is what the pen wrote, also in the sum 3 + 4 (``SUMA``), which is not typed.
    """

    clave: str
    distrito: int
    conteo: Conteo
    sin_acta: CausaSinActa | None = None
    anotaciones: Mapping[str, Anotacion] | None = None
    en_catalogo: bool = True
    qr: EstadoQr = EstadoQr.LEGIBLE
    duplicada: bool = False
    notas: tuple[str, ...] = ()


def escenario(proceso: Proceso, semilla: int, distritos: Sequence[Distrito] | None = None) -> tuple[ActaVerdad, ...]:
    """Invent the truth of every expected acta, then of the ones out of the catalogue.

    Args:
        proceso: the election.
        semilla: same seed, same truth.
        distritos: what is known of each district; Durango's of 2021 when None. A district that is not among them
            votes evenly.
    """
    medidos = {d.distrito: d for d in (leer_distritos() if distritos is None else distritos)}
    rng = np.random.default_rng([semilla, 1])
    orden = iter(rng.permutation(len(proceso.actas)).tolist())
    casos = {caso: _sortear(orden, len(proceso.actas), tasa) for caso, tasa in _CASOS.items()}
    verdades: list[ActaVerdad] = []
    for i, acta in enumerate(proceso.actas):
        propio = np.random.default_rng([semilla, 2, i])
        if i in casos["sin_acta"]:
            causa = list(CausaSinActa)[int(propio.choice(len(CausaSinActa), p=[0.6, 0.15, 0.25]))]
            verdades.append(ActaVerdad(str(acta.clave), acta.casilla.distrito, {}, causa, notas=("sin acta",)))
            continue
        presentes = frozenset(caso for caso, elegidas in casos.items() if i in elegidas)
        verdades.append(_acta(proceso, acta, medidos.get(acta.casilla.distrito), presentes, propio))
    return (*verdades, *_fuera_de_catalogo(proceso, verdades, rng))


_CASOS: Mapping[str, float] = {
    "sin_acta": TASA_SIN_ACTA,
    "todos": TASA_TODOS,
    "excede": TASA_EXCEDE,
    "sin_qr": TASA_SIN_QR,
    "qr_ilegible": TASA_QR_ILEGIBLE,
    "duplicada": TASA_DUPLICADA,
}


def _cuota(tasa: float, cuantas: int) -> int:
    return max(1 if cuantas >= MIN_PARA_CASOS_RAROS else 0, round(tasa * cuantas))


def _sortear(orden: Iterator[int], cuantas: int, tasa: float) -> frozenset[int]:
    """Take the next few of a shuffled order: no acta has two rare cases."""
    return frozenset(next(orden) for _ in range(_cuota(tasa, cuantas)))


def _acta(
    proceso: Proceso, acta: ActaEsperada, medido: Distrito | None, casos: frozenset[str], rng: np.random.Generator
) -> ActaVerdad:
    forma = proceso.forma_de(acta)
    votos = _votos(proceso, acta, medido, rng)
    if "excede" in casos and acta.casilla.lista_nominal:
        mayor = max(votos, key=lambda c: votos[c])
        faltan = acta.casilla.limite - sum(votos.values())
        votos[mayor] = min(MAX_CIFRA, votos[mayor] + faltan + int(rng.integers(3, 60)))
    conteo: dict[str, Cifra] = _auxiliares(forma, acta, votos, rng) | votos
    _vaciar(proceso, forma, votos, conteo, rng)
    if "todos" in casos:
        conteo |= dict.fromkeys(votos, Leyenda.SIN_DATO)
        if rng.random() < 0.3:
            conteo[next(iter(votos))] = Leyenda.ILEGIBLE
    conteo = {clave: conteo[clave] for clave in forma.claves}
    manera = Manera.nueva(rng)
    anotaciones = {clave: anotar(cifra, manera, rng) for clave, cifra in conteo.items()}
    anotaciones["SUMA"] = anotar(_suma(conteo, forma), manera, rng)
    qr = EstadoQr.AUSENTE if "sin_qr" in casos else EstadoQr.LEGIBLE
    return ActaVerdad(
        str(acta.clave),
        acta.casilla.distrito,
        conteo,
        anotaciones=anotaciones,
        qr=EstadoQr.ILEGIBLE if "qr_ilegible" in casos else qr,
        duplicada="duplicada" in casos,
        notas=tuple(sorted(casos)),
    )


def _votos(proceso: Proceso, acta: ActaEsperada, medido: Distrito | None, rng: np.random.Generator) -> dict[str, int]:
    """Votes of each row: turnout of the district, shares of the district, dispersion between casillas."""
    claves = [c.clave for c in proceso.contendientes_en(acta.casilla.distrito)]
    cuotas = np.array([medido.cuotas.get(c, 0.0) if medido else 1.0 for c in claves])
    cuotas = np.maximum(cuotas, 1e-5) / np.maximum(cuotas, 1e-5).sum()
    if acta.casilla.clave.tipo is TipoCasilla.ESPECIAL:
        total = int(
            min(acta.casilla.limite, rng.lognormal(4.0, 1.0) * (1.4 if acta.principio is Principio.RP else 1.0))
        )
    else:
        participacion = de_deciles(medido.participacion, rng) if medido else rng.beta(8.0, 10.0)
        total = round(acta.casilla.lista_nominal * participacion)
    propias = rng.dirichlet(cuotas * (medido.concentracion if medido else 40.0))
    return dict(zip(claves, map(int, rng.multinomial(total, propias)), strict=True))


def _auxiliares(
    forma: FormaActa, acta: ActaEsperada, votos: Mapping[str, int], rng: np.random.Generator
) -> dict[str, Cifra]:
    """Written total, ballots left, people, representatives and ballots out of the box, with real failures."""
    suma = sum(votos.values())
    votaron_rp = min(suma, int(rng.binomial(acta.casilla.representantes, 0.35)))
    boletas = acta.casilla.boletas or acta.casilla.limite
    debido = {
        TipoCampo.TOTAL: suma,
        TipoCampo.SACADOS: suma,
        TipoCampo.PERSONAS: suma - votaron_rp,
        TipoCampo.REPRESENTANTES: votaron_rp,
        TipoCampo.SOBRANTES: max(0, boletas - suma),
    }
    salida: dict[str, Cifra] = {}
    for tipo, valor in debido.items():
        for clave in forma.de_tipo(tipo):
            if rng.random() < TASA_DESVIO[tipo]:
                valor += _desvio(rng)
            blanco = rng.random() < TASA_BLANCO_AUXILIAR[tipo]
            salida[clave] = Leyenda.SIN_DATO if blanco else min(MAX_CIFRA, max(0, valor))
    return salida


def _desvio(rng: np.random.Generator) -> int:
    _, menor, mayor = _DESVIOS[int(rng.choice(len(_DESVIOS), p=[p for p, _, _ in _DESVIOS]))]
    return int(rng.integers(menor, mayor + 1)) * int(rng.choice([-1, 1]))


def _vaciar(
    proceso: Proceso, forma: FormaActa, votos: Mapping[str, int], conteo: dict[str, Cifra], rng: np.random.Generator
) -> None:
    """Leave fields blank or unreadable, combinations in clusters."""
    tipos = {clave: proceso.contendiente_por_clave[clave].tipo for clave in votos}
    combinaciones = [c for c, tipo in tipos.items() if tipo is TipoContendiente.COMBINACION]
    if combinaciones and rng.random() < TASA_BLANCOS_EN_COMBINACIONES:
        cuantas = min(len(combinaciones), int(rng.integers(3, 6)))
        for i in sorted(rng.permutation(len(combinaciones))[:cuantas]):
            conteo[combinaciones[int(i)]] = Leyenda.SIN_DATO
    for clave, tipo in tipos.items():
        tasa = TASA_BLANCO_NO_REGISTRADAS if tipo is TipoContendiente.NO_REGISTRADAS else TASA_BLANCO
        if rng.random() < tasa:
            conteo[clave] = Leyenda.SIN_DATO
    for clave in (*votos, *forma.de_tipo(TipoCampo.TOTAL)):
        if rng.random() < TASA_ILEGIBLE:
            conteo[clave] = Leyenda.ILEGIBLE


def _suma(conteo: Conteo, forma: FormaActa) -> Cifra:
    """Section 5 of the form: people plus representatives, blank when either is missing."""
    partes = [conteo[c] for tipo in (TipoCampo.PERSONAS, TipoCampo.REPRESENTANTES) for c in forma.de_tipo(tipo)]
    numeros = [p for p in partes if not isinstance(p, Leyenda)]
    return min(MAX_CIFRA, sum(numeros)) if len(numeros) == len(partes) else Leyenda.SIN_DATO


def _fuera_de_catalogo(proceso: Proceso, verdades: Sequence[ActaVerdad], rng: np.random.Generator) -> list[ActaVerdad]:
    """Actas of casillas that were not approved: a copy of another's figures under a section that does not exist."""
    con_acta = [v for v in verdades if v.sin_acta is None and v.qr is EstadoQr.LEGIBLE]
    if not con_acta:
        return []
    seccion = max(a.clave.casilla.seccion for a in proceso.actas)
    salida: list[ActaVerdad] = []
    for i in range(_cuota(TASA_FUERA_DE_CATALOGO, len(proceso.actas))):
        modelo = con_acta[int(rng.integers(len(con_acta)))]
        casilla = ClaveCasilla(proceso.entidad, seccion + 1 + i, TipoCasilla.BASICA, 1)
        clave = str(ClaveActa(casilla, ClaveActa.de_texto(modelo.clave).tipo_acta))
        salida.append(replace(modelo, clave=clave, en_catalogo=False, duplicada=False, notas=("fuera de catálogo",)))
    return salida
