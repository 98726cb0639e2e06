"""One row: what its figures say it should print, beside what it prints.

The rule is that of ``dominio.inconsistencia`` (LEEME 2021 and 2024), on cells instead of captures: it was checked acta
by acta on 39,306 real ones. Where a row cannot be judged (the publisher hid its votes, or does not print the accredited
representatives) what it prints is taken, and said.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple, cast

import numpy as np
import numpy.typing as npt

from publicacion.auditoria.columnas import es_fuerza
from publicacion.auditoria.lectura import BaseLeida
from publicacion.auditoria.textos import (
    Celda,
    Contada,
    Otra,
    es_sin_acta,
    es_vacia,
    leer_celda,
    leer_contada,
    leer_entero,
    leer_observaciones,
    plegar,
)
from verificacion.dominio.inconsistencia import INCONSISTENCIAS, PREVALENCIA, Observacion

EXCEDE = Observacion.EXCEDE_LISTA_NOMINAL
TODOS = Observacion.TODOS_ILEGIBLES_O_SIN_DATO
ALGUN = Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO
Matriz = npt.NDArray[np.int64]
_MIN_PARES = 20
"""Ordinary casillas needed to tell how a publisher uses a column."""
SIN_LISTA = frozenset("APVM")
"""Early vote, prison and abroad: their votes have no bound in the casilla."""
MIN_BOLETAS_ESPECIAL = 200
"""An allowance this large is the ballots of a special casilla (Puebla 2024 prints 1000), not its representatives."""
MAX_REPRESENTANTES = 4
"""Representatives that each contender may accredit where two elections concur (Sonora 2021: 44 for 11)."""


class Clase(StrEnum):
    """What kind of row it is."""

    CON_CIFRAS = "con cifras"
    VOTOS_OCULTOS = "votos ocultos"
    SIN_ACTA = "sin acta"
    NO_CAPTURADA = "no capturada"
    FUERA = "fuera de catálogo"


class Juicio(NamedTuple):
    """A row judged. ``esperadas`` None where its observation cannot be recomputed."""

    linea: int
    clave: str
    clase: Clase
    total: int
    impresas: frozenset[Observacion | Otra]
    esperadas: frozenset[Observacion] | None
    impresa: Contada | None
    contada: Contada | None
    calculado: int | None
    especial: bool
    lista_nominal: int

    @property
    def observacion_igual(self) -> bool:
        """Whether it prints what its figures give: all observations, or only the prevailing one."""
        if self.esperadas is None:
            return True
        if Otra.DESCONOCIDA in self.impresas:
            return False
        dichas = frozenset(o for o in self.impresas if isinstance(o, Observacion))
        prevalece = next((o for o in PREVALENCIA if o in self.esperadas), None)
        return dichas == self.esperadas or list(dichas) == [prevalece]

    @property
    def contabilizada_igual(self) -> bool:
        """Whether CONTABILIZADA is the one of its class. Publishers differ on rows out of the catalogue."""
        if self.clase is Clase.FUERA:
            return self.impresa is not Contada.SI
        if self.clase is Clase.NO_CAPTURADA:
            return self.impresa in (None, Contada.NO)
        return self.impresa is self.contada

    @property
    def calculado_igual(self) -> bool:
        """Whether TOTAL_VOTOS_CALCULADO is the sum of its votes; nothing printed is as good as 0."""
        if self.clase in (Clase.FUERA, Clase.VOTOS_OCULTOS):
            return True
        return (self.calculado or 0) == self.total

    @property
    def inconsistente_impresa(self) -> bool:
        """Whether the printed observation enters PORCENTAJE_ACTAS_INCONSISTENCIAS."""
        return bool(self.impresas & INCONSISTENCIAS)

    @property
    def inconsistente_calculada(self) -> bool:
        """The same, by its figures."""
        return bool((self.esperadas if self.esperadas is not None else self.impresas) & INCONSISTENCIAS)


class _Cifras(NamedTuple):
    """What the vote cells of a row hold."""

    total: int
    numeros: bool
    leyenda: bool
    sin_acta: bool
    imposible: bool


def leer_votos(base: BaseLeida) -> Matriz:
    """Vote cells of every row, (rows, vote columns) int64: the number, or a ``Celda`` below zero."""
    celdas = _Celdas()
    votos = np.empty((len(base.lineas), len(base.votos)), np.int64)
    for i, lugar in enumerate(base.votos):
        votos[:, i] = [celdas[texto] for texto in base.crudas[lugar]]
    return votos


class _Celdas(dict[str, int]):
    """Spellings met so far: each is read once."""

    def __missing__(self, texto: str) -> int:
        self[texto] = leido = int(leer_celda(texto))
        return leido


def juzgar(base: BaseLeida, votos: Matriz) -> list[Juicio]:
    """Judge every row of a database. ``votos`` is its ``leer_votos``."""
    fuerzas = sum(es_fuerza(base.nombres[i]) for i in base.votos)
    hay_contada, hay_observacion, hay_calculado = (
        columna in base.indice for columna in ("CONTABILIZADA", "OBSERVACIONES", "TOTAL_VOTOS_CALCULADO")
    )
    suma_lista = lista_sumada(base)
    claves = base.columna("CLAVE_ACTA" if "CLAVE_ACTA" in base.indice else "CLAVE_CASILLA")
    columnas = map(base.columna, _COLUMNAS)
    juicios: list[Juicio] = []
    for linea, cifras, clave, observacion, marca, tipo, lista, ubicacion, representantes, calculado in zip(
        base.lineas, _cifras(votos), claves, *columnas, strict=True
    ):
        impresas, impresa = leer_observaciones(observacion), leer_contada(marca)
        tipo_casilla = plegar(tipo)[:1]
        nominal = leer_entero(lista) or 0
        clase = _clase(cifras, impresas, impresa, clave, ubicacion)
        acreditados = leer_entero(representantes)
        if suma_lista and acreditados is not None and nominal:
            acreditados = max(0, acreditados - nominal)
        limite = _limite(acreditados, nominal, tipo_casilla, fuerzas, cifras.total, EXCEDE in impresas)
        esperadas = _esperadas(clase, cifras, limite, impresas)
        contada = _contada(clase, esperadas, impresas)
        juicios.append(
            Juicio(
                linea=linea,
                clave=clave,
                clase=clase,
                total=cifras.total,
                impresas=impresas,
                esperadas=esperadas if hay_observacion else None,
                impresa=impresa if hay_contada else contada,
                contada=contada,
                calculado=leer_entero(calculado) if hay_calculado else cifras.total,
                especial=tipo_casilla == "S",
                lista_nominal=nominal,
            )
        )
    return juicios


_COLUMNAS = (
    "OBSERVACIONES",
    "CONTABILIZADA",
    "TIPO_CASILLA",
    "LISTA_NOMINAL",
    "UBICACION_CASILLA",
    "REPRESENTANTES_PP_CI",
    "TOTAL_VOTOS_CALCULADO",
)


def _cifras(votos: Matriz) -> Iterator[_Cifras]:
    total: list[int] = np.where(votos > 0, votos, 0).sum(axis=1).tolist()
    hay = [votos >= 0] + [votos == int(celda) for celda in (Celda.LEYENDA, Celda.SIN_ACTA, Celda.IMPOSIBLE)]
    numeros, leyenda, sin_acta, imposible = (cast("list[bool]", donde.any(axis=1).tolist()) for donde in hay)
    return map(_Cifras, total, numeros, leyenda, sin_acta, imposible)


def lista_sumada(base: BaseLeida) -> bool:
    """Whether REPRESENTANTES_PP_CI prints the bound itself, lista nominal included.

    The third drill of Puebla 2024 did (LISTA_NOMINAL + 20 in every ordinary casilla), and so let 25 actas over their
    lista nominal count.
    """
    pares = [
        (nominal, acreditados)
        for lista, representantes in zip(
            base.columna("LISTA_NOMINAL"), base.columna("REPRESENTANTES_PP_CI"), strict=True
        )
        if (nominal := leer_entero(lista)) and (acreditados := leer_entero(representantes)) is not None
    ]
    encima = sum(acreditados >= lista for lista, acreditados in pares)
    return len(pares) >= _MIN_PARES and encima > len(pares) * 0.9 and len({a for _, a in pares}) > 1


def _clase(
    cifras: _Cifras,
    impresas: frozenset[Observacion | Otra],
    impresa: Contada | None,
    clave: str,
    ubicacion: str,
) -> Clase:
    if Observacion.FUERA_DE_CATALOGO in impresas or impresa is Contada.FUERA:
        return Clase.FUERA
    if es_vacia(clave) and (impresas or plegar(ubicacion) in ("3", "")):
        return Clase.FUERA
    if cifras.numeros or cifras.leyenda or cifras.imposible:
        return Clase.CON_CIFRAS
    if cifras.sin_acta or any(es_sin_acta(o) for o in impresas):
        return Clase.SIN_ACTA
    if impresas & {EXCEDE, TODOS, ALGUN} or impresa is Contada.SI:
        return Clase.VOTOS_OCULTOS
    return Clase.NO_CAPTURADA


def _limite(acreditados: int | None, lista: int, tipo: str, fuerzas: int, total: int, dice_excede: bool) -> int | None:
    """Most votes the row may hold; None where no bound applies.

    LISTA_NOMINAL plus the *accredited* representatives. Where they are not printed, or a special casilla prints them
    instead of its ballots, the bound is between two values: the row is believed in between.
    """
    if tipo in SIN_LISTA:
        return None
    if acreditados is not None and (lista or acreditados >= MIN_BOLETAS_ESPECIAL):
        return lista + acreditados
    if not lista:
        return total - 1 if dice_excede else None
    if total > lista + MAX_REPRESENTANTES * fuerzas:
        return lista
    return total - 1 if dice_excede and total > lista else total


def _esperadas(
    clase: Clase,
    cifras: _Cifras,
    limite: int | None,
    impresas: frozenset[Observacion | Otra],
) -> frozenset[Observacion] | None:
    match clase:
        case Clase.FUERA:
            return frozenset({Observacion.FUERA_DE_CATALOGO}) if impresas else None
        case Clase.NO_CAPTURADA:
            return frozenset()
        case Clase.VOTOS_OCULTOS:
            return None
        case Clase.SIN_ACTA:
            # the cause is not in the figures: any of them, named or not, is as good
            dichas = frozenset(o for o in impresas if isinstance(o, Observacion))
            return dichas if any(es_sin_acta(o) for o in impresas) else frozenset({_SIN_ACTA})
        case Clase.CON_CIFRAS:
            if not cifras.numeros:
                return _JUICIOS[False, False, True]
            return _JUICIOS[limite is not None and cifras.total > limite, cifras.leyenda, False]


_SIN_ACTA = Observacion.SIN_ACTA_PAQUETE_NO_ENTREGADO
_JUICIOS = {
    (False, False, False): frozenset[Observacion](),
    (True, False, False): frozenset({EXCEDE}),
    (False, True, False): frozenset({ALGUN}),
    (True, True, False): frozenset({EXCEDE, ALGUN}),
    (False, False, True): frozenset({TODOS}),
}
"""By whether the sum is over the bound, some cell has no figure, none has."""


def _contada(
    clase: Clase, esperadas: frozenset[Observacion] | None, impresas: frozenset[Observacion | Otra]
) -> Contada | None:
    match clase:
        case Clase.FUERA:
            return Contada.FUERA
        case Clase.NO_CAPTURADA:
            return None
        case Clase.SIN_ACTA:
            return Contada.NO
        case Clase.VOTOS_OCULTOS:
            return Contada.NO if impresas & {EXCEDE, TODOS} else Contada.SI
        case Clase.CON_CIFRAS:
            return Contada.NO if esperadas is not None and esperadas & {EXCEDE, TODOS} else Contada.SI
