"""The sheet: the whole entity, and a zoom inset for each knot of districts too small to be seen or touched on it.

Insets are found, not configured: Durango's urban districts are 5 pixels wide on the map of the state. The smallest
district without a legible place asks for a square around itself; every small one that is legible there is served too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from publicacion.sitio.mapa.etiquetas import lugar
from publicacion.sitio.mapa.proyeccion import (
    Contorno,
    Punto,
    Ventana,
    area,
    escalar,
    proyectar,
    recortar,
    ventana_de,
)
from publicacion.sitio.mapa.simplificacion import simplificar
from verificacion.dominio.eleccion import Proceso
from verificacion.proceso.geografia import leer_contornos

LADO = 1000
"""Longest side of the sheet, in drawing units; a phone shows it some 350 pixels wide."""
LADO_RECUADRO = 340
MIN_RADIO = 18.0
"""Radius, in drawing units, of the circle that a number needs: 6 pixels on a phone, 11 on a desk."""
MIN_RADIO_EN_RECUADRO = 14.0
MIN_RADIO_DETALLE = 58.0
_TOLERANCIA = 1.6
_ENTORNO = 5.0
"""Side of an inset over that of the district that asked for it: enough neighbours to know where one is."""
_LETRAS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Figura:
    """One district on a sheet: its path, where its number goes and how much room there is (drawing units).

    ``rotulada`` is whether the number is written here: on the main sheet, not where an inset takes over.
    """

    distrito: int
    trazo: str
    x: int
    y: int
    radio: float
    rotulada: bool = False

    @property
    def cabe(self) -> bool:
        """Whether its number can be written on it."""
        return self.radio >= MIN_RADIO

    @property
    def desahogada(self) -> bool:
        """Whether who leads and by how much fits under the number."""
        return self.radio >= MIN_RADIO_DETALLE


@dataclass(frozen=True, slots=True)
class Lamina:
    """A drawing: its size and its districts. ``letra`` names an inset; ``marco`` is where it lies on the main one."""

    ancho: int
    alto: int
    figuras: tuple[Figura, ...]
    letra: str = ""
    marco: Ventana | None = None


@dataclass(frozen=True, slots=True)
class Mapa:
    """The main sheet and its insets."""

    principal: Lamina
    recuadros: tuple[Lamina, ...]


def dibujar(proceso: Proceso) -> Mapa | None:
    """The map of an election, or None where it has no geography (the site draws tiles then)."""
    if proceso.geografia is None:
        return None
    return _dibujar(proceso.carpeta, proceso.geografia, proceso.huella)


@lru_cache(maxsize=4)
def _dibujar(carpeta: str, relativo: str, huella: str) -> Mapa:
    """The drawing depends on the election only; ``huella`` stands for the file's contents."""
    return trazar(proyectar(leer_contornos(Path(carpeta), relativo)))


def trazar(plano: Mapping[int, Sequence[Contorno]]) -> Mapa:
    """Sheets of a set of projected districts."""
    ventana = ventana_de(c for lista in plano.values() for c in lista)
    escala = LADO / max(ventana.ancho, ventana.alto)
    principal = _lamina(plano, ventana, escala)
    pendientes = {f.distrito for f in principal.figuras if not f.cabe}
    pendientes |= plano.keys() - {f.distrito for f in principal.figuras}
    recuadros: list[Lamina] = []
    while pendientes and len(recuadros) < len(_LETRAS):
        pide = min(pendientes, key=lambda d: sum(area(c) for c in plano[d]))
        recuadro = _recuadro(plano, pide, _LETRAS[len(recuadros)], ventana, escala)
        servidos = {
            f.distrito for f in recuadro.figuras if f.cabe and _completo(plano[f.distrito], recuadro, ventana, escala)
        }
        recuadros.append(recuadro)
        pendientes -= servidos | {pide}
    return Mapa(_rotular_principal(principal, recuadros), tuple(_rotular_recuadro(r) for r in recuadros))


def _rotular_recuadro(lamina: Lamina) -> Lamina:
    figuras = (replace(f, rotulada=f.radio >= MIN_RADIO_EN_RECUADRO) for f in lamina.figuras)
    return replace(lamina, figuras=tuple(figuras))


def _rotular_principal(lamina: Lamina, recuadros: Sequence[Lamina]) -> Lamina:
    """Numbers where they fit, but not upon the frame of an inset that shows the district larger."""
    figuras: list[Figura] = []
    for figura in lamina.figuras:
        estorba = any(
            r.marco.crecer(MIN_RADIO + 6).contiene(figura.x, figura.y)
            for r in recuadros
            if r.marco is not None and any(f.distrito == figura.distrito for f in r.figuras)
        )
        figuras.append(replace(figura, rotulada=figura.cabe and not estorba))
    return replace(lamina, figuras=tuple(figuras))


def _recuadro(plano: Mapping[int, Sequence[Contorno]], pide: int, letra: str, total: Ventana, escala: float) -> Lamina:
    propia = ventana_de(plano[pide])
    lado = _ENTORNO * max(propia.ancho, propia.alto)
    ventana = Ventana(propia.x + (propia.ancho - lado) / 2, propia.y + (propia.alto - lado) / 2, lado, lado)
    lamina = _lamina(plano, ventana, LADO_RECUADRO / lado)
    marco = Ventana(
        round((ventana.x - total.x) * escala), round((ventana.y - total.y) * escala), round(lado * escala),
        round(lado * escala),
    )  # fmt: skip
    return Lamina(lamina.ancho, lamina.alto, lamina.figuras, letra, marco)


def _completo(contornos: Sequence[Contorno], recuadro: Lamina, total: Ventana, escala: float) -> bool:
    """Whether most of a district lies inside an inset, so that it need not ask for its own."""
    if recuadro.marco is None:
        return False
    dentro = [recortar(c, recuadro.marco) for c in escalar(contornos, total, escala)]
    return sum(area(c) for c in dentro) >= 0.6 * sum(area(c) for c in escalar(contornos, total, escala))


def _lamina(plano: Mapping[int, Sequence[Contorno]], ventana: Ventana, escala: float) -> Lamina:
    ancho, alto = round(ventana.ancho * escala), round(ventana.alto * escala)
    marco = Ventana(0, 0, ancho, alto)
    cerca = {d: escalar(lista, ventana, escala) for d, lista in plano.items()}
    lisos = simplificar(cerca, _TOLERANCIA)
    figuras: list[Figura] = []
    for distrito, contornos in sorted(lisos.items()):
        trazos = [r for c in contornos if len(r := recortar(c, marco.crecer(8))) >= 3]
        visibles = [r for c in contornos if len(r := recortar(c, marco)) >= 3 and area(r) > 0]
        if not visibles:
            continue
        (x, y), radio = lugar(visibles)
        figuras.append(Figura(distrito, "".join(map(_trazo, trazos)), round(x), round(y), radio))
    return Lamina(ancho, alto, tuple(figuras))


def _trazo(contorno: Sequence[Punto]) -> str:
    """SVG path of a ring in relative whole units."""
    enteros = [(round(x), round(y)) for x, y in contorno]
    x, y = enteros[0]
    pasos = [f"M{x} {y}l"]
    for i in range(1, len(enteros)):
        dx, dy = enteros[i][0] - enteros[i - 1][0], enteros[i][1] - enteros[i - 1][1]
        pasos.append(f"{dx}{'' if dy < 0 else ' '}{dy}{' ' if i + 1 < len(enteros) else ''}")
    return "".join(pasos).replace(" -", "-") + "z"
