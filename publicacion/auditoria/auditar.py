"""Audit of a published database: what it prints against what its own figures give."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from publicacion.auditoria.encabezado import Cifra, recalcular
from publicacion.auditoria.identidad import Falta, claves_repetidas, horas_en_desorden, revisar_claves, revisar_huellas
from publicacion.auditoria.lectura import BaseLeida, leer
from publicacion.auditoria.renglones import Clase, Contada, Juicio, Matriz, juzgar, leer_votos, lista_sumada
from publicacion.auditoria.textos import Celda, Otra
from publicacion.memoria import sin_recolector
from verificacion.dominio.inconsistencia import PREVALENCIA, Observacion


@dataclass(frozen=True, slots=True)
class Aviso:
    """A pattern that breaks no rule of the sums but that a reader should know. ``lineas`` are the first ones."""

    tipo: str
    cuantas: int
    texto: str
    lineas: tuple[int, ...]


@dataclass(frozen=True)
class Auditoria:
    """What was found. The database holds when ``diferencias`` is empty and every header figure is equal."""

    nombre: str
    base: BaseLeida
    clases: Mapping[Clase, int]
    filas: int
    observacion_igual: int
    contabilizada_igual: int
    calculado_igual: int
    encabezado: Mapping[str, Cifra]
    diferencias: Sequence[Falta]
    avisos: Sequence[Aviso]
    algoritmo: str
    votos: Mapping[str, int]
    """Votes of the counted actas by column, as recomputed."""

    @property
    def cuadra(self) -> bool:
        """Whether everything it prints holds."""
        return not self.diferencias and all(c.igual for c in self.encabezado.values())

    def a_json(self) -> dict[str, Any]:
        """For programs; ``docs/auditar-base.md`` explains each key."""
        return {
            "archivo": self.nombre,
            "titulo": self.base.titulo,
            "corte": self.base.corte,
            "codificacion": self.base.codificacion,
            "separador": self.base.separador,
            "cuadra": self.cuadra,
            "filas": self.filas,
            "observacion_igual": self.observacion_igual,
            "contabilizada_igual": self.contabilizada_igual,
            "calculado_igual": self.calculado_igual,
            "clases": {clase.value: cuantas for clase, cuantas in self.clases.items()},
            "encabezado": {nombre: asdict(cifra) for nombre, cifra in self.encabezado.items()},
            "votos": dict(self.votos),
            "algoritmo": self.algoritmo,
            "diferencias": [asdict(d) for d in self.diferencias],
            "avisos": [asdict(a) for a in self.avisos],
        }


def auditar(contenido: bytes, nombre: str = "") -> Auditoria:
    """Audit one database.

    Args:
        contenido: the file, in any layout and spelling met so far.
        nombre: how to call it in the report.

    Raises:
        BaseIlegible: it is not a PREP database.
    """
    with sin_recolector():
        return _auditar(leer(contenido), nombre)


def _auditar(base: BaseLeida, nombre: str) -> Auditoria:
    votos = leer_votos(base)
    juicios = juzgar(base, votos)
    algoritmo, huellas, repetidas = revisar_huellas(base, juicios)
    diferencias = [
        *_de_renglon(base, juicios),
        *_imposibles(base, votos, juicios),
        *revisar_claves(base, juicios),
        *huellas,
    ]
    diferencias += [
        Falta(linea, "", f"tiene {ancho} columnas y debían ser {len(base.nombres)}", "", str(ancho), "")
        for linea, ancho in base.deformes
    ]
    return Auditoria(
        nombre=nombre,
        base=base,
        clases={clase: n for clase in Clase if (n := sum(j.clase is clase for j in juicios))},
        filas=len(juicios),
        observacion_igual=sum(j.observacion_igual for j in juicios),
        contabilizada_igual=sum(j.contabilizada_igual for j in juicios),
        calculado_igual=sum(j.calculado_igual for j in juicios),
        encabezado=recalcular(juicios, base.encabezado),
        diferencias=sorted(diferencias, key=lambda d: d.linea),
        avisos=_avisos(base, juicios, repetidas),
        algoritmo=algoritmo,
        votos=_sumar(base, votos, juicios),
    )


def _de_renglon(base: BaseLeida, juicios: Sequence[Juicio]) -> list[Falta]:
    faltas: list[Falta] = []
    for i, j in enumerate(juicios):
        if not j.observacion_igual:
            faltas.append(_falta(base, i, j, _que_observa(j), "OBSERVACIONES", _texto(j)))
        if not j.contabilizada_igual:
            debe = str(int(j.contada)) if j.contada is not None else ""
            faltas.append(_falta(base, i, j, "CONTABILIZADA no es la de su caso", "CONTABILIZADA", debe))
        if not j.calculado_igual:
            que = "el total calculado no es la suma de sus votos"
            faltas.append(_falta(base, i, j, que, "TOTAL_VOTOS_CALCULADO", str(j.total)))
    return faltas


def _falta(base: BaseLeida, i: int, juicio: Juicio, que: str, campo: str, debe: str) -> Falta:
    return Falta(juicio.linea, juicio.clave, que, campo, base.columna(campo)[i], debe)


def _imposibles(base: BaseLeida, votos: Matriz, juicios: Sequence[Juicio]) -> Iterator[Falta]:
    for renglon, columna in np.argwhere(votos == Celda.IMPOSIBLE).tolist():
        lugar, juicio = base.votos[columna], juicios[renglon]
        texto = base.crudas[lugar][renglon].strip()
        yield Falta(
            juicio.linea, juicio.clave, "no es una cifra ni una leyenda conocida", base.nombres[lugar], texto, ""
        )


def _que_observa(juicio: Juicio) -> str:
    if Otra.DESCONOCIDA in juicio.impresas:
        return "observación fuera del catálogo oficial"
    algun = Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO
    if algun in juicio.impresas and juicio.esperadas == frozenset() and juicio.clase is Clase.CON_CIFRAS:
        return "dice que falta un campo y todos traen número: se imprimió 0, o «-», donde el acta no tenía dato"
    return "la observación no es la que dan sus cifras"


def _texto(juicio: Juicio) -> str:
    esperadas = juicio.esperadas or ()
    return ", ".join(o.value.replace("_", " ").upper() for o in PREVALENCIA if o in esperadas)


def _avisos(base: BaseLeida, juicios: Sequence[Juicio], repetidas: Mapping[str, list[int]]) -> list[Aviso]:
    textos = {
        "captura anterior al acopio": "actas capturadas antes de su acopio: el reloj o una hora tecleada a mano",
        "verificación anterior a la captura": "actas verificadas antes de su captura: pasa mientras dura un cotejo",
        "hora posterior al corte": "actas con una hora posterior a la del corte",
    }
    avisos = [
        Aviso(tipo, len(lineas), textos[tipo], tuple(lineas[:5]))
        for tipo, lineas in horas_en_desorden(base, juicios).items()
    ]
    if repetidas:
        lineas = sorted(linea for grupo in repetidas.values() for linea in grupo)
        texto = "actas que comparten imagen con otra (mismo código de integridad)"
        avisos.append(Aviso("imagen repetida", len(lineas), texto, tuple(lineas[:5])))
    if claves := claves_repetidas(juicios):
        texto = "renglones con la clave de otra acta: el catálogo de quien publica nombra igual a varias casillas"
        avisos.append(Aviso("clave repetida", len(claves), texto, tuple(claves[:5])))
    if lista_sumada(base):
        texto = "REPRESENTANTES_PP_CI trae sumada la lista nominal; se le restó para calcular EXCEDE LISTA NOMINAL"
        avisos.append(Aviso("representantes con lista", len(juicios), texto, ()))
    if ocultos := [j.linea for j in juicios if j.clase is Clase.VOTOS_OCULTOS]:
        texto = "actas publicadas sin sus votos: su observación no se puede comprobar"
        avisos.append(Aviso("votos ocultos", len(ocultos), texto, tuple(ocultos[:5])))
    if distintos := _asentado_distinto(base, juicios):
        texto = (
            "actas cuyo total asentado no es la suma de sus votos: así viene escrito, y no entra en ningún resultado"
        )
        avisos.append(Aviso("total asentado distinto", len(distintos), texto, tuple(distintos[:5])))
    return avisos


def _asentado_distinto(base: BaseLeida, juicios: Sequence[Juicio]) -> list[int]:
    asentados = zip(juicios, base.columna("TOTAL_VOTOS_ASENTADO"), strict=True)
    return [
        j.linea for j, texto in asentados if j.clase is Clase.CON_CIFRAS and texto.isdigit() and int(texto) != j.total
    ]


def _sumar(base: BaseLeida, votos: Matriz, juicios: Sequence[Juicio]) -> dict[str, int]:
    contadas = np.array([j.contada is Contada.SI for j in juicios], bool)
    sumas = np.where(votos > 0, votos, 0)[contadas].sum(axis=0).tolist()
    return {base.nombres[lugar]: suma for lugar, suma in zip(base.votos, sumas, strict=True)}
