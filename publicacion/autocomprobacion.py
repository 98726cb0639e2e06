"""What a cut checks of itself before it is released: header, rows and results, added up again from the written bytes.

It reads only what ``base_datos`` writes, row by row and without an object for each: a country has 170,000. Databases
of anybody else are for ``auditoria``.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from publicacion.base_datos import cifra, valores_encabezado
from publicacion.disposicion import CIFRAS, columnas, columnas_votos, disposicion_de
from verificacion.dominio.agregacion import Encabezado, FilaActa, Resultado, encabezar
from verificacion.dominio.conteo import Leyenda
from verificacion.dominio.eleccion import ActaEsperada, FormatoBase, Proceso
from verificacion.dominio.inconsistencia import Observacion, imprimir
from verificacion.dominio.registro import RegistroActa

_SIN_ACTA = frozenset(o for o in Observacion if o.name.startswith("SIN_ACTA"))
_NO_CUENTA = frozenset({Observacion.EXCEDE_LISTA_NOMINAL, Observacion.TODOS_ILEGIBLES_O_SIN_DATO})
_LEYENDA, _NADA = -1, -2


@dataclass(frozen=True, slots=True)
class Revision:
    """What the rows of a written database give. It holds when ``problemas`` is empty.

    ``votos`` are those of the counted actas by column.
    """

    encabezado: Encabezado
    votos: Mapping[str, int]
    problemas: list[str]


def revisar_base(contenido: bytes, proceso: Proceso, *, ultimo_corte: bool) -> Revision:
    """Add a written database up again: its header, its catalogue and the rule of each row."""
    lector = csv.reader(io.StringIO(contenido.decode("utf-8-sig"), newline=""))
    primeras = list(islice(lector, 6 if disposicion_de(proceso.formato).linea_tras_corte else 5))
    revisor = _Revisor(proceso)
    nombres = next(lector)
    if tuple(nombres) != revisor.nombres:
        return Revision(encabezar((), ultimo_corte=ultimo_corte), {}, ["los nombres de sus columnas no son los suyos"])
    filas = [revisor.fila(valores) for valores in lector]
    encabezado = encabezar(filas, ultimo_corte=ultimo_corte)
    recalculado = valores_encabezado(encabezado)
    problemas = [
        f"{nombre}: dice {dicho!r} y sus renglones suman {valor!r}"
        for nombre, dicho, valor in zip(CIFRAS, primeras[-2], recalculado, strict=True)
        if dicho != valor
    ]
    if next(revisor.esperadas, None) is not None or revisor.fuera_de_orden:
        problemas.append("los renglones no son las actas del catálogo, una a una y en orden")
    votos = dict(zip(nombres[revisor.votos], revisor.sumas, strict=True))
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


def revisar_registros(crudo: bytes, registros: Sequence[RegistroActa]) -> list[str]:
    """Records whose key or figures are not in the JSON that would be released."""
    escritos = json.loads(crudo)
    if len(escritos) != len(registros):
        return [f"registros.json tiene {len(escritos)} registros y son {len(registros)}"]
    return [
        f"registros.json: {escrito['acta']} no es lo registrado"
        for escrito, registro in zip(escritos, registros, strict=True)
        if escrito["conteo"] != registro.conteo
        or escrito["acta"] != (None if registro.acta is None else str(registro.acta.clave))
    ]


class _Celdas(dict[str, int]):
    """Printed figures met so far, each read once: a number, a legend or nothing."""

    def __init__(self, formato: FormatoBase):
        super().__init__({cifra(leyenda, formato): _LEYENDA for leyenda in Leyenda})

    def __missing__(self, texto: str) -> int:
        self[texto] = leida = int(texto) if texto.isascii() and texto.isdigit() else _NADA
        return leida


class _Revisor:
    """Goes over the rows, in order, and keeps the sums."""

    def __init__(self, proceso: Proceso):
        self._formato = proceso.formato
        disposicion = disposicion_de(proceso.formato)
        self.nombres = columnas(disposicion, proceso.contendientes)
        lugar = {nombre: i for i, nombre in enumerate(self.nombres)}
        self._clave, self._observaciones = lugar["CLAVE_ACTA"], lugar["OBSERVACIONES"]
        self._contabilizada, self._total = lugar["CONTABILIZADA"], lugar["TOTAL_VOTOS_CALCULADO"]
        self._tipo, self._lista = lugar["TIPO_CASILLA"], lugar["LISTA_NOMINAL"]
        primera = lugar["TOTAL_VOTOS_SACADOS"] + 1
        self.votos = slice(primera, primera + len(columnas_votos(proceso.contendientes)))
        self.esperadas: Iterator[ActaEsperada] = iter(proceso.actas)
        self.sumas = [0] * len(proceso.contendientes)
        self.fuera_de_orden = False
        self.problemas: list[str] = []
        self._celdas = _Celdas(proceso.formato)
        self._impresas = {
            imprimir({o}, proceso.formato): frozenset({o}) for o in (*_SIN_ACTA, Observacion.FUERA_DE_CATALOGO)
        }

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
        acta = next(self.esperadas, None)
        if acta is None or clave != str(acta.clave):
            self.fuera_de_orden = True
            return FilaActa(True, False, False, False, False, 0, 0)
        contabilizada = valores[self._contabilizada]
        cifras = list(map(self._celdas.__getitem__, valores[self.votos]))
        total = sum([c for c in cifras if c > 0])
        inconsistente = False
        if contabilizada and not propias:
            hallazgos = _hallazgos(cifras, total, acta.casilla.limite)
            inconsistente = bool(hallazgos)
            self._revisar(clave, valores, hallazgos, total)
        if contabilizada == "1":
            self.sumas = [s + c if c > 0 else s for s, c in zip(self.sumas, cifras, strict=True)]
        return FilaActa(
            en_catalogo=True,
            capturada=contabilizada in ("0", "1"),
            contabilizada=contabilizada == "1",
            inconsistente=inconsistente,
            especial=valores[self._tipo] == "S",
            lista_nominal=int(valores[self._lista] or 0),
            total=total,
        )

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
