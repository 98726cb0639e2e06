"""What a cut checks of itself before it is released: header, rows and results, added up again from the written bytes.

It reads only what ``base_datos`` and ``registros_json`` write, row by row and without an object for each: a country
has 170,000. Databases of anybody else are for ``auditoria``.
"""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import add
from typing import Any

from publicacion.base_datos import valores_encabezado
from publicacion.disposicion import CIFRAS, columnas, columnas_votos, disposicion_de
from publicacion.renglones import cifra
from verificacion.dominio.agregacion import Encabezado, FilaActa, Resultado, encabezar
from verificacion.dominio.conteo import Leyenda
from verificacion.dominio.eleccion import Contendiente, FormatoBase, Proceso
from verificacion.dominio.inconsistencia import Observacion, imprimir

_SIN_ACTA = frozenset(o for o in Observacion if o.name.startswith("SIN_ACTA"))
_NO_CUENTA = frozenset({Observacion.EXCEDE_LISTA_NOMINAL, Observacion.TODOS_ILEGIBLES_O_SIN_DATO})
_LEYENDA, _NADA = -1, -2


@dataclass(frozen=True, slots=True)
class Catalogo:
    """What the rows are checked with: the format, the vote rows, and key and bound of each expected acta, in order."""

    formato: FormatoBase
    contendientes: tuple[Contendiente, ...]
    actas: tuple[tuple[str, int], ...]


def catalogo_de(proceso: Proceso) -> Catalogo:
    """The catalogue of an election, small enough to be sent to another process."""
    actas = tuple([(str(a.clave), a.casilla.limite) for a in proceso.actas])
    return Catalogo(proceso.formato, proceso.contendientes, actas)


@dataclass(frozen=True, slots=True)
class Revision:
    """What the rows of a written database give. It holds when ``problemas`` is empty.

    ``votos`` are those of the counted actas by column.
    """

    encabezado: Encabezado
    votos: Mapping[str, int]
    problemas: list[str]


def revisar(base: Iterable[str], registros: Iterable[bytes], catalogo: Catalogo, *, ultimo_corte: bool) -> Revision:
    """Add a written database up again, and hold the written records against it.

    Args:
        base: lines of the CSV, without BOM.
        registros: lines of ``registros.json``.
        catalogo: the expected actas.
        ultimo_corte: whether special casillas enter the turnout.
    """
    disposicion = disposicion_de(catalogo.formato)
    lector = csv.reader(base, delimiter=disposicion.separador)
    primeras = list(islice(lector, disposicion.primera_acta - 2))
    revisor = _Revisor(catalogo)
    if tuple(next(lector)) != revisor.nombres:
        return Revision(encabezar((), ultimo_corte=ultimo_corte), {}, ["los nombres de sus columnas no son los suyos"])
    lineas = (linea.rstrip(b",\n") for linea in registros)
    escritos = map(json.loads, (linea for linea in lineas if linea not in (b"[", b"]")))
    filas: list[FilaActa] = []
    for valores in lector:
        filas.append(revisor.fila(valores))
        revisor.registro(valores, next(escritos, None))
    encabezado = encabezar(filas, ultimo_corte=ultimo_corte)
    problemas = [
        f"{nombre}: dice {dicho!r} y sus renglones suman {valor!r}"
        for nombre, dicho, valor in zip(CIFRAS, primeras[-2], valores_encabezado(encabezado), strict=True)
        if dicho != valor
    ]
    if next(revisor.esperadas, None) is not None or revisor.fuera_de_orden:
        problemas.append("los renglones no son las actas del catálogo, una a una y en orden")
    if next(escritos, None) is not None:
        problemas.append("registros.json tiene más registros que renglones la base")
    votos = dict(zip(revisor.nombres[revisor.votos], revisor.sumas, strict=True))
    return Revision(encabezado, votos, [*problemas, *revisor.problemas])


def revisar_resultados(revision: Revision, resultado: Resultado, proceso: Proceso, *, ultimo_corte: bool) -> list[str]:
    """Where the results of the pages differ from the rows: header, votes by contender, total of each report."""
    problemas: list[str] = []
    for contendiente in proceso.contendientes:
        suma = revision.votos.get(contendiente.columna, 0)
        publicado = resultado.entidad.votos.get(contendiente.clave, 0)
        if suma != publicado:
            problemas.append(f"{contendiente.columna}: la base suma {suma} y los resultados dicen {publicado}")
    total = resultado.entidad.total
    for nombre, reparto in (("candidatura", resultado.entidad.candidaturas), ("partido", resultado.entidad.partidos)):
        if sum(reparto.values()) != total:
            problemas.append(f"el reporte por {nombre} suma {sum(reparto.values())} y los votos son {total}")
    if revision.encabezado != resultado.entidad.encabezado(ultimo_corte=ultimo_corte):
        problemas.append("el encabezado de la base no es el de los resultados")
    return problemas


class _Celdas(dict[str, int]):
    """Printed figures met so far, each read once: a number, a legend or nothing."""

    def __init__(self, formato: FormatoBase):
        super().__init__({cifra(leyenda, formato): _LEYENDA for leyenda in Leyenda})

    def __missing__(self, texto: str) -> int:
        self[texto] = leida = int(texto) if texto.isascii() and texto.isdigit() else _NADA
        return leida


class _Revisor:
    """Goes over the rows, in order, and keeps the sums."""

    def __init__(self, catalogo: Catalogo):
        formato = self._formato = catalogo.formato
        votos = columnas_votos(catalogo.contendientes)
        self.nombres = columnas(disposicion_de(formato), catalogo.contendientes)
        lugar = {nombre: i for i, nombre in enumerate(self.nombres)}
        self._clave, self._observaciones = lugar["CLAVE_ACTA"], lugar["OBSERVACIONES"]
        self._contabilizada, self._total = lugar["CONTABILIZADA"], lugar["TOTAL_VOTOS_CALCULADO"]
        self._tipo, self._lista = lugar["TIPO_CASILLA"], lugar["LISTA_NOMINAL"]
        primera = lugar["TOTAL_VOTOS_SACADOS"] + 1
        self.votos = slice(primera, primera + len(votos))
        self._claves_votos = [c.clave for c in votos]
        self.esperadas = iter(catalogo.actas)
        self.sumas = [0] * len(votos)
        self.fuera_de_orden = False
        self.problemas: list[str] = []
        self._celdas = _Celdas(formato)
        self._impresas = {imprimir({o}, formato): frozenset({o}) for o in (*_SIN_ACTA, Observacion.FUERA_DE_CATALOGO)}

    def fila(self, valores: Sequence[str]) -> FilaActa:
        """What a row adds to the header, after checking it against the rules."""
        if len(valores) != len(self.nombres):
            self.problemas.append(f"un renglón tiene {len(valores)} columnas y debían ser {len(self.nombres)}")
            return FilaActa(False, False, False, False, False, 0, 0)
        observado = valores[self._observaciones]
        propias = self._impresas.get(observado, frozenset())
        if Observacion.FUERA_DE_CATALOGO in propias:
            return FilaActa(False, False, False, False, False, 0, 0)
        clave = valores[self._clave].removeprefix("'")
        esperada, limite = next(self.esperadas, ("", 0))
        if clave != esperada:
            self.fuera_de_orden = True
            return FilaActa(True, False, False, False, False, 0, 0)
        contabilizada = valores[self._contabilizada]
        cifras = list(map(self._celdas.__getitem__, valores[self.votos]))
        total = sum(cifras) if min(cifras) >= 0 else sum([c for c in cifras if c > 0])
        inconsistente = False
        if contabilizada and not propias:
            hallazgos = _hallazgos(cifras, total, limite)
            inconsistente = bool(hallazgos)
            self._revisar(clave, valores, hallazgos, total)
        if contabilizada == "1":
            self.sumas = list(map(add, self.sumas, cifras if min(cifras) >= 0 else [max(c, 0) for c in cifras]))
        return FilaActa(
            en_catalogo=True,
            capturada=contabilizada in ("0", "1"),
            contabilizada=contabilizada == "1",
            inconsistente=inconsistente,
            especial=valores[self._tipo] == "S",
            lista_nominal=int(valores[self._lista] or 0),
            total=total,
        )

    def registro(self, valores: Sequence[str], escrito: Mapping[str, Any] | None) -> None:
        """A written record must have the key and the votes of its row: two writers made them."""
        clave = valores[self._clave].removeprefix("'")
        conteo = escrito["conteo"] if escrito is not None else None
        cifras = list(map(self._celdas.__getitem__, valores[self.votos]))
        if conteo is None:
            iguales = max(cifras) < _LEYENDA
        else:
            iguales = cifras == [self._de_json(conteo.get(c)) for c in self._claves_votos]
        if escrito is None or (escrito["acta"] or "") != clave or not iguales:
            self.problemas.append(f"registros.json: {clave or 'fuera de catálogo'} no es lo que dice la base")

    @staticmethod
    def _de_json(valor: int | str | None) -> int:
        return valor if isinstance(valor, int) else _NADA if valor is None else _LEYENDA

    def _revisar(self, clave: str, valores: Sequence[str], hallazgos: frozenset[Observacion], total: int) -> None:
        if valores[self._total] != str(total):
            self.problemas.append(f"{clave}: TOTAL_VOTOS_CALCULADO no es {total}")
        if valores[self._observaciones] != (imprimir(hallazgos, self._formato) if hallazgos else ""):
            self.problemas.append(f"{clave}: OBSERVACIONES no es lo que dan sus cifras")
        contabilizada = "0" if hallazgos & _NO_CUENTA else "1"
        if valores[self._contabilizada] != contabilizada:
            self.problemas.append(f"{clave}: CONTABILIZADA no es {contabilizada}")


def _hallazgos(cifras: Sequence[int], total: int, limite: int) -> frozenset[Observacion]:
    """The rule of ``inconsistencia.evaluar`` on printed cells, written apart so that one checks the other."""
    hallazgos: set[Observacion] = set()
    if total > limite:
        hallazgos.add(Observacion.EXCEDE_LISTA_NOMINAL)
    if _LEYENDA in cifras:
        alguna = max(cifras) >= 0
        hallazgos.add(Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO if alguna else Observacion.TODOS_ILEGIBLES_O_SIN_DATO)
    return frozenset(hallazgos)
