"""Votes over time: the points of ``datos/serie.json`` as lines of a drawing and as a table by hour."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from publicacion.corte import Corte
from publicacion.datos import SERIE
from publicacion.sitio.textos import siglas
from publicacion.sitio.vista import Informe, es_opcion, nombres
from verificacion.dominio.agregacion import truncar
from verificacion.dominio.eleccion import Proceso

ANCHO, ALTO = 800, 360
MARGEN_IZQUIERDO, MARGEN_DERECHO, MARGEN_ALTO, MARGEN_BAJO = 64, 96, 14, 34
MAX_LINEAS = 7
_SEPARACION = 19
"""Least distance between the names at the end of the lines, so that none covers another."""


@dataclass(frozen=True, slots=True)
class Punto:
    """What one cut said of the entity."""

    numero: int
    momento: datetime
    capturadas: int
    contabilizadas: int
    participacion: str | None
    votos: Mapping[str, int]

    @property
    def total(self) -> int:
        """All the votes counted."""
        return sum(self.votos.values())


@dataclass(frozen=True, slots=True)
class Linea:
    """A contender along the night. ``puntos`` is SVG polyline text; ``rotulo_y`` where its name goes."""

    clave: str
    nombre: str
    siglas: str
    puntos: str
    fin_x: int
    fin_y: int
    rotulo_y: int
    votos: int
    trazo: int


@dataclass(frozen=True, slots=True)
class Grafica:
    """Lines with their axes: (position, text) of each mark."""

    lineas: tuple[Linea, ...]
    marcas_y: tuple[tuple[int, str], ...]
    marcas_x: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Hora:
    """The last cut of an hour. ``nuevas`` are the actas captured since the hour before it."""

    punto: Punto
    nuevas: int
    porcentaje: str
    votos: tuple[tuple[int, str], ...]


def leer_serie(corte: Corte, informe: Informe) -> list[Punto]:
    """One point per cut, the present one last."""
    return [
        Punto(
            p["numero"],
            datetime.fromisoformat(p["momento"]),
            p["capturadas"],
            p["contabilizadas"],
            p["participacion"],
            p[informe.value],
        )
        for p in json.loads((corte.carpeta / SERIE).read_bytes())
    ]


def principales(serie: Sequence[Punto], proceso: Proceso) -> list[str]:
    """Candidacies from the most voted down."""
    ultimo = serie[-1].votos
    return sorted((c for c in ultimo if es_opcion(c, proceso)), key=lambda c: -ultimo[c])


def graficar(serie: Sequence[Punto], proceso: Proceso) -> Grafica | None:
    """Votes of the leading candidacies at each cut; None before there are two cuts with votes to join."""
    con_votos = [p for p in serie if p.total]
    if len(con_votos) < 2 or con_votos[0].momento == con_votos[-1].momento:
        return None
    claves = principales(serie, proceso)[:MAX_LINEAS]
    tope = _redondo(max(con_votos[-1].votos[c] for c in claves))
    inicio = con_votos[0].momento
    dura = (con_votos[-1].momento - inicio).total_seconds()

    def x(momento: datetime) -> int:
        return round(MARGEN_IZQUIERDO + (ANCHO - MARGEN_IZQUIERDO - MARGEN_DERECHO) * _seg(momento, inicio) / dura)

    def y(votos: int) -> int:
        return round(ALTO - MARGEN_BAJO - (ALTO - MARGEN_ALTO - MARGEN_BAJO) * votos / tope)

    textos = nombres(proceso)
    finales = _separar([y(con_votos[-1].votos[c]) for c in claves])
    lineas = tuple(
        Linea(
            clave,
            textos[clave],
            siglas(clave, textos[clave]),
            " ".join(f"{x(p.momento)},{y(p.votos.get(clave, 0))}" for p in con_votos),
            x(con_votos[-1].momento),
            y(con_votos[-1].votos[clave]),
            final,
            con_votos[-1].votos[clave],
            orden,
        )
        for orden, (clave, final) in enumerate(zip(claves, finales, strict=True))
    )
    marcas_y = tuple((y(tope * i // 4), f"{tope * i // 4:,}") for i in range(5))
    return Grafica(lineas, marcas_y, _horas_del_eje([p.momento for p in con_votos], x, proceso))


def _seg(momento: datetime, inicio: datetime) -> float:
    return (momento - inicio).total_seconds()


def _redondo(mayor: int) -> int:
    """The next figure above that reads well on an axis of four parts."""
    paso = 4
    while True:
        for factor in (1, 2, 5):
            if paso * factor >= mayor:
                return paso * factor
        paso *= 10


def _separar(alturas: Sequence[int]) -> list[int]:
    """Push the names apart, from the top down, then keep them inside the drawing from the bottom up."""
    orden = sorted(range(len(alturas)), key=alturas.__getitem__)
    sitios = dict(enumerate(alturas))
    previa = -_SEPARACION
    for i in orden:
        sitios[i] = previa = max(sitios[i], previa + _SEPARACION)
    siguiente = ALTO - MARGEN_BAJO + _SEPARACION
    for i in reversed(orden):
        sitios[i] = siguiente = min(sitios[i], siguiente - _SEPARACION)
    return [sitios[i] for i in range(len(alturas))]


def _horas_del_eje(
    momentos: Sequence[datetime], x: Callable[[datetime], int], proceso: Proceso
) -> tuple[tuple[int, str], ...]:
    """The first and last cut, and those between that leave room for their hour."""
    marcas: list[tuple[int, str]] = []
    fin = x(momentos[-1])
    for momento in momentos:
        lugar = x(momento)
        if not marcas or (lugar - marcas[-1][0] >= 70 and fin - lugar >= 70) or momento == momentos[-1]:
            marcas.append((lugar, f"{momento.astimezone(proceso.zona):%H:%M}"))
    return tuple(marcas)


def por_hora(serie: Sequence[Punto], proceso: Proceso, esperadas: int) -> list[Hora]:
    """The last cut of each hour of the clock, newest first; votes and percentage in the order of ``principales``."""
    ultimos = {p.momento.astimezone(proceso.zona).replace(minute=0, second=0, microsecond=0): p for p in serie}
    claves = principales(serie, proceso)[:MAX_LINEAS]
    horas: list[Hora] = []
    antes = 0
    for punto in ultimos.values():
        votos = tuple((n := punto.votos.get(c, 0), truncar(n, punto.total) or "0.0000") for c in claves)
        porcentaje = truncar(punto.capturadas, esperadas) or "0.0000"
        horas.append(Hora(punto, punto.capturadas - antes, porcentaje, votos))
        antes = punto.capturadas
    return horas[::-1]
