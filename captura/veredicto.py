"""One sentence for whoever took the photo: what to do and where, or that the photo is good.

The thresholds are named and argued here; ``actario calidad informe`` measures them against what the reader got wrong on
a folder of photos with truth. A needless second photo costs a minute at the casilla and a useless one costs the image,
so each threshold lets nearly every quantity that was read well pass (see the table in docs/imagen.md).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from captura.calidad import Calidad, MedidaCampo
from captura.errores import HojaCortada, HojaNoEncontrada
from captura.plantilla import Plantilla
from verificacion.dominio.eleccion import TipoCampo

MIN_RESOLUCION = 2.0  # px/mm of the photo: misreading begins at 1.7 and is most of the sheet at 1.3
MIN_NITIDEZ = 0.15  # edge step over contrast: shaken photos under it are misread by half or more, over 0.17 hardly
MIN_PAPEL = 60.0  # grey level of the lightest box: under it the noise of the sensor is as strong as a pencil
MIN_CONTRASTE = 18.0  # grey levels between paper and ink; a pale carbon copy has about 30
MIN_TINTA = 0.45  # of what is usual on this sheet, a box's print over its paper: less is veiled by light or covered
PAPEL_DE_REFLEJO = 0.95  # of the usual paper, from which what veils a box is light; darker, it is a thing over it
MAX_SOMBRA = 0.60  # how much darker the paper of a box is than the lightest: beyond it, noise drowns thin strokes
MAX_TONO = 8.0  # CIE Lab a, b towards red and yellow: a finger is 8 to 30 away from the paper, any paper under 3
MAX_FUERA = 0.12  # share of the sheet's edge outside the photo: more than a corner
CASI_TODOS = 0.6  # share of the quantities from which a fault is of the whole photo
HOLGURA = 1.5  # of the threshold, over which most of the sheet must be for blur or distance to be of some rows only


class Falla(StrEnum):
    """What is wrong with a photo, in the order in which it is told: the first one explains those that follow."""

    LEJANA = "lejana"
    OSCURA = "oscura"
    BORROSA = "borrosa"
    TAPADA = "tapada"
    REFLEJO = "reflejo"
    SOMBRA = "sombra"
    PALIDA = "palida"
    CORTADA = "cortada"


@dataclass(frozen=True, slots=True)
class Problema:
    """A fault and the keys of the quantities that suffer it; empty when it is of the whole photo."""

    falla: Falla
    campos: tuple[str, ...] = ()


BUENA = "La imagen es buena."

_EN_TODA: Mapping[Falla, str] = {
    Falla.LEJANA: "La hoja se ve muy pequeña: acérquese hasta llenar el cuadro y repita.",
    Falla.OSCURA: "La foto está oscura: lleve el acta a la luz y repita.",
    Falla.BORROSA: "La foto está borrosa: apoye el teléfono, espere a que enfoque y repita.",
    Falla.TAPADA: "Algo cubre la hoja: retírelo y repita.",
    Falla.REFLEJO: "Hay reflejo en toda la hoja: incline el teléfono y repita.",
    Falla.SOMBRA: "Una sombra cubre la hoja: cambie de lugar y repita.",
    Falla.PALIDA: "La tinta casi no se distingue del papel: busque más luz y repita.",
}
_EN_PARTE: Mapping[Falla, str] = {
    Falla.LEJANA: "Se ve muy pequeño en {donde}: ponga el teléfono paralelo a la hoja, más cerca, y repita.",
    Falla.BORROSA: "Está borroso en {donde}: toque ahí en la pantalla para enfocar y repita.",
    Falla.TAPADA: "Algo cubre {donde}: quite los dedos y repita.",
    Falla.REFLEJO: "Hay reflejo sobre {donde}: incline el teléfono y repita.",
    Falla.SOMBRA: "Hay una sombra sobre {donde}: cambie de lugar y repita.",
    Falla.PALIDA: "Casi no se distingue la tinta en {donde}: busque más luz y repita.",
}
_NOMBRES: Mapping[TipoCampo, str] = {
    TipoCampo.TOTAL: "el total",
    TipoCampo.SOBRANTES: "las boletas sobrantes",
    TipoCampo.PERSONAS: "las personas que votaron",
    TipoCampo.REPRESENTANTES: "los representantes que votaron",
    TipoCampo.SACADOS: "los votos sacados de la urna",
    TipoCampo.IDENTIFICACION: "la sección",
}


def veredicto(calidad: Calidad, plantilla: Plantilla) -> str:
    """What to do about the photo, in Spanish: the first thing to correct, or that it is good."""
    halladas = problemas(calidad)
    return frase(halladas[0], plantilla, calidad.borde) if halladas else BUENA


def veredicto_de_falla(error: HojaNoEncontrada, plantilla: Plantilla | None) -> str:
    """What to do about a photo whose sheet was not found; where, when it is known which boxes are missing."""
    if isinstance(error, HojaCortada) and plantilla is not None and error.campos:
        lugar = donde(error.campos, plantilla)
        return f"Queda fuera de la foto, o algo lo cubre: {lugar}. Tome la hoja completa, sin dedos encima, y repita."
    return error.remedio


def problemas(calidad: Calidad) -> list[Problema]:
    """Every fault of a photo, the most telling first."""
    halladas = [_problema(calidad, falla, sufre) for falla, sufre in _criterios(calidad).items()]
    if calidad.fuera > MAX_FUERA:
        halladas.append(Problema(Falla.CORTADA))
    return [p for p in halladas if p is not None]


def _criterios(calidad: Calidad) -> dict[Falla, Callable[[MedidaCampo], bool]]:
    """Which quantity suffers each fault."""
    claro = max(c.papel for c in calidad.campos)

    def velada(c: MedidaCampo) -> bool:
        return c.tinta < MIN_TINTA * calidad.tinta

    return {
        Falla.LEJANA: lambda c: c.resolucion < MIN_RESOLUCION,
        Falla.OSCURA: lambda c: claro < MIN_PAPEL,
        Falla.BORROSA: lambda c: c.nitidez < MIN_NITIDEZ and not velada(c),  # where nothing is seen, nothing is sharp
        Falla.TAPADA: lambda c: c.tono > MAX_TONO or (velada(c) and c.papel < PAPEL_DE_REFLEJO * calidad.papel),
        Falla.REFLEJO: lambda c: velada(c) and c.papel >= PAPEL_DE_REFLEJO * calidad.papel,
        Falla.SOMBRA: lambda c: c.papel < (1 - MAX_SOMBRA) * claro,
        Falla.PALIDA: lambda c: c.contraste < MIN_CONTRASTE,
    }


def _problema(calidad: Calidad, falla: Falla, sufre: Callable[[MedidaCampo], bool]) -> Problema | None:
    campos = tuple(c.clave for c in calidad.campos if sufre(c))
    if not campos:
        return None
    es_de_todo = len(campos) >= CASI_TODOS * len(calidad.campos) or _es_pareja(calidad, falla)
    return Problema(falla) if es_de_todo else Problema(falla, campos)


def _es_pareja(calidad: Calidad, falla: Falla) -> bool:
    """Whether a fault that comes little by little over the sheet is near everywhere: naming rows would mislead."""
    match falla:
        case Falla.BORROSA:
            return median(c.nitidez for c in calidad.campos) < HOLGURA * MIN_NITIDEZ
        case Falla.LEJANA:
            return median(c.resolucion for c in calidad.campos) < HOLGURA * MIN_RESOLUCION
        case _:
            return False


def frase(problema: Problema, plantilla: Plantilla, borde: str) -> str:
    """A fault as a sentence that says what to do and where."""
    if problema.falla is Falla.CORTADA:
        return f"La hoja está cortada {_LADOS[borde]}: tome la hoja completa y repita."
    if not problema.campos:
        return _EN_TODA[problema.falla]
    return _EN_PARTE[problema.falla].format(donde=donde(problema.campos, plantilla))


_LADOS = {"arriba": "arriba", "abajo": "abajo", "izquierda": "a la izquierda", "derecha": "a la derecha"}


def donde(claves: Sequence[str], plantilla: Plantilla) -> str:
    """The place on the sheet of some quantities: «los renglones 4 a 6 y el total»."""
    votos = [c.clave for c in plantilla.de_tipo(TipoCampo.VOTOS)]
    renglones = sorted(votos.index(clave) + 1 for clave in claves if clave in votos)
    otros = [_NOMBRES[c.tipo] for c in plantilla.campos if c.clave in claves and c.clave not in votos]
    partes = [_renglones(renglones), *dict.fromkeys(otros)] if renglones else list(dict.fromkeys(otros))
    return _enumerar(partes)


def _renglones(numeros: Sequence[int]) -> str:
    """«el renglón 4», «los renglones 4 a 6», «los renglones 2, 5 y 7 a 9»."""
    tramos: list[list[int]] = []
    for n in numeros:
        if tramos and n == tramos[-1][1] + 1:
            tramos[-1][1] = n
        else:
            tramos.append([n, n])
    textos: list[str] = []
    for a, b in tramos:
        textos += [f"{a} a {b}"] if b > a + 1 else [str(n) for n in range(a, b + 1)]
    return f"el renglón {numeros[0]}" if len(numeros) == 1 else f"los renglones {_enumerar(textos)}"


def _enumerar(partes: Sequence[str]) -> str:
    return partes[0] if len(partes) == 1 else f"{', '.join(partes[:-1])} y {partes[-1]}"
