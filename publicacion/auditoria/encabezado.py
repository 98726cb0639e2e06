"""The thirteen figures, recomputed from the rows and compared with those printed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import chain

from publicacion.auditoria.renglones import Clase, Contada, Juicio
from publicacion.auditoria.textos import es_vacia, leer_entero, limpiar
from publicacion.base_datos import valores_encabezado
from publicacion.disposicion import CIFRAS
from verificacion.dominio.agregacion import FilaActa, encabezar, truncar

PARTICIPACION = "PORCENTAJE_PARTICIPACION_CIUDADANA"
_INCONSISTENCIAS = "PORCENTAJE_ACTAS_INCONSISTENCIAS"


@dataclass(frozen=True, slots=True)
class Cifra:
    """One header figure. ``nota`` says how to read it where the plain comparison would mislead."""

    publicado: str
    recalculado: str
    igual: bool
    nota: str = ""


def recalcular(juicios: Sequence[Juicio], publicado: Mapping[str, str]) -> dict[str, Cifra]:
    """Every printed figure beside its own.

    Two readings are admitted where the law or the habit has two: turnout with or without special casillas (they enter
    in the last cut only), and inconsistencies by what the rows print or by what their figures give.
    """
    filas = [_fila(j) for j in juicios]
    cierre = _valores(filas, ultimo=True)
    comparadas: dict[str, Cifra] = {}
    for nombre in CIFRAS:
        if nombre in publicado:
            otras = _otras_lecturas(juicios, filas, nombre, cierre[nombre])
            comparadas[nombre] = _comparar(publicado[nombre], cierre[nombre], otras)
    return comparadas


def _otras_lecturas(
    juicios: Sequence[Juicio], filas: Sequence[FilaActa], nombre: str, valor: str
) -> Iterator[tuple[str, str]]:
    """Each other admissible value of a figure and how it comes about; computed only when asked for."""
    if nombre == PARTICIPACION:
        yield _valores(filas, ultimo=False)[nombre], "sin casillas especiales: no es el último corte (numeral 29)"
    elif nombre == _INCONSISTENCIAS:
        catalogo = [j for j in juicios if j.clase is not Clase.FUERA]
        inconsistentes = sum(j.inconsistente_calculada for j in catalogo)
        calculada = truncar(inconsistentes, len(catalogo)) or ""
        yield calculada, "según las cifras de las actas, no según su columna OBSERVACIONES"
    elif nombre == "ACTAS_ESPERADAS" and (faltan := _rp_sin_renglon(juicios)):
        yield str(int(valor) + faltan), f"cuenta actas RP de casillas especiales que no tienen renglón ({faltan})"


def _comparar(publicado: str, valor: str, otras: Iterable[tuple[str, str]]) -> Cifra:
    lecturas: list[tuple[str, str]] = []
    for lectura, nota in chain([(valor, "")], otras):
        if son_iguales(publicado, lectura):
            return Cifra(publicado, lectura, True, nota)
        lecturas.append((lectura, nota))
    cercana, nota = min(
        lecturas, key=lambda le: abs((_numero(le[0]) or Decimal(0)) - (_numero(publicado) or Decimal(0)))
    )
    return Cifra(publicado, cercana, False, _por_que(publicado, cercana) or nota)


def _por_que(publicado: str, valor: str) -> str:
    uno, otro = _numero(publicado), _numero(valor)
    if uno is None or otro is None:
        return ""
    if "." in valor and Decimal(0) < uno - otro <= Decimal("0.0001"):
        return "parece redondeado: los decimales se truncan"
    if "." in valor and otro and abs(uno - otro / 100) < Decimal("0.0001"):
        return "parece una proporción y no un porcentaje"
    return ""


def son_iguales(publicado: str, valor: str) -> bool:
    """Equal as numbers: ``99.1`` and ``99.1000``, ``12.0`` and ``12``, ``100.0000%`` and ``100.0000``, blank and 0."""
    return (_numero(publicado) or Decimal(0)) == (_numero(valor) or Decimal(0)) and (
        _numero(publicado) is not None or es_vacia(publicado)
    )


def _numero(texto: str) -> Decimal | None:
    entero = leer_entero(texto)
    if entero is not None:
        return Decimal(entero)
    try:
        numero = Decimal(limpiar(texto).replace(",", "").removesuffix("%").strip())
        return numero if numero.is_finite() else None
    except InvalidOperation:
        return None


def _fila(juicio: Juicio) -> FilaActa:
    return FilaActa(
        en_catalogo=juicio.clase is not Clase.FUERA,
        capturada=juicio.clase is not Clase.FUERA and juicio.clase is not Clase.NO_CAPTURADA,
        contabilizada=juicio.contada is Contada.SI,
        inconsistente=juicio.inconsistente_impresa,
        especial=juicio.especial,
        lista_nominal=juicio.lista_nominal,
        total=juicio.total if juicio.clase is not Clase.VOTOS_OCULTOS else juicio.calculado or 0,
    )


def _valores(filas: Sequence[FilaActa], *, ultimo: bool) -> dict[str, str]:
    return dict(zip(CIFRAS, valores_encabezado(encabezar(filas, ultimo_corte=ultimo)), strict=True))


def _rp_sin_renglon(juicios: Sequence[Juicio]) -> int:
    """Special casillas with one row only: in a deputies election each yields two actas (Campeche 2021 left one out)."""
    return sum(veces == 1 for veces in Counter(j.clave[:11] for j in juicios if j.especial).values())
