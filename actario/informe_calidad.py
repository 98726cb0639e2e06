"""Do the measures of quality tell the photos that cannot be read? Measured on photos whose truth is known.

Every quantity of every photo is a sample: its measures, and whether the reader read it as it is. Besides the photos as
they are, each one is spoiled in a known place and amount (``muestras.danos``), because an ordinary folder holds few bad
photos and thresholds are about bad ones.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from captura import veredicto as reglas
from captura.calidad import Calidad, MedidaCampo, medir
from captura.enderezado import enderezar
from captura.errores import HojaNoEncontrada
from captura.geometria import Color
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, Plantilla
from captura.recepcion import decodificar
from muestras.danos import DANOS
from muestras.simulacro.verdad import Foto
from ocr.motor import Lector
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Conteo
from verificacion.dominio.eleccion import Proceso

SIN_DANO = "ninguno"
FALSAS_ALARMAS = 0.01
"""Share of the quantities read well, on photos as they are, that a suggested threshold may reject."""


@dataclass(frozen=True, slots=True)
class Medida:
    """A measure: how to take it of a quantity of a sheet, whether a low value is the bad one, and its threshold."""

    nombre: str
    valor: Callable[[MedidaCampo, Calidad], float]
    bajo_es_malo: bool
    umbral: float


MEDIDAS: Sequence[Medida] = (
    Medida("nitidez", lambda c, _: c.nitidez, True, reglas.MIN_NITIDEZ),
    Medida("resolucion", lambda c, _: c.resolucion, True, reglas.MIN_RESOLUCION),
    Medida("papel", lambda _, q: max(x.papel for x in q.campos), True, reglas.MIN_PAPEL),
    Medida("contraste", lambda c, _: c.contraste, True, reglas.MIN_CONTRASTE),
    Medida("tinta", lambda c, q: c.tinta / max(q.tinta, 0.01), True, reglas.MIN_TINTA),
    Medida("sombra", lambda c, q: 1 - c.papel / max(x.papel for x in q.campos), False, reglas.MAX_SOMBRA),
    Medida("tono", lambda c, _: c.tono, False, reglas.MAX_TONO),
)


@dataclass(frozen=True, slots=True)
class Cantidad:
    """One quantity of one photo: its measures by name, and whether the reader read it as it is."""

    clave: str
    medidas: Mapping[str, float]
    bien: bool
    en_zona: bool


@dataclass(frozen=True, slots=True)
class FotoMedida:
    """One photo, as it is or spoiled. ``frase`` is what its taker is told; ``error`` why it was not straightened.

    ``senalados`` are the quantities that the first problem names; empty when there is none or it is of the whole.
    """

    archivo: str
    dano: str
    fuerza: float
    frase: str
    error: str | None
    senalados: tuple[str, ...]
    cantidades: tuple[Cantidad, ...]

    @property
    def avisa(self) -> bool:
        """Whether the taker is asked for another photo."""
        return self.frase != reglas.BUENA

    @property
    def mal_leidas(self) -> float:
        """Share of its quantities that were not read as they are."""
        return float(np.mean([not c.bien for c in self.cantidades])) if self.cantidades else 1.0


def medir_fotos(
    fotos: Iterable[Foto], proceso: Proceso, plantillas: Mapping[str, Plantilla], lector: Lector, semilla: int
) -> Iterator[FotoMedida]:
    """Measure and read each photo, as it is and with each damage at a random strength over random rows."""
    for n, foto in enumerate(fotos):
        if foto.clave is None:
            continue
        acta = proceso.por_clave[ClaveActa.de_texto(foto.clave)]
        plantilla = plantillas[proceso.forma_de(acta).clave]
        color = decodificar(foto.archivo.read_bytes())
        medida, hoja = _una(color, plantilla, foto, lector, SIN_DANO, 0.0, None)
        yield medida
        if hoja is None:
            continue
        rng = np.random.default_rng([semilla, n])
        for nombre, dano in DANOS.items():
            fuerza, zona = float(rng.uniform(0.05, 1.0)), _zona(plantilla, rng)
            danada = dano(color, hoja, zona, fuerza, rng)
            yield _una(danada, plantilla, foto, lector, nombre, fuerza, zona)[0]


def _zona(plantilla: Plantilla, rng: np.random.Generator) -> Caja:
    """An area over the digit boxes of a few consecutive quantities."""
    campos = plantilla.campos
    desde = int(rng.integers(0, max(1, len(campos) - 3)))
    cajas = [c for campo in campos[desde : desde + int(rng.integers(1, 6))] for c in campo.digitos]
    x, y = min(c.x for c in cajas), min(c.y for c in cajas)
    return Caja(x - 3, y - 1, max(c.x + c.ancho for c in cajas) - x + 6, max(c.y + c.alto for c in cajas) - y + 2)


def _una(
    color: Color, plantilla: Plantilla, foto: Foto, lector: Lector, dano: str, fuerza: float, zona: Caja | None
) -> tuple[FotoMedida, HojaEnderezada | None]:
    try:
        hoja = enderezar(color, plantilla)
    except HojaNoEncontrada as e:
        frase = reglas.veredicto_de_falla(e, plantilla)
        return FotoMedida(foto.archivo.name, dano, fuerza, frase, e.codigo, (), ()), None
    calidad = medir(hoja, plantilla)
    problemas = reglas.problemas(calidad)
    frase = reglas.veredicto(calidad, plantilla)
    senalados = problemas[0].campos if problemas else ()
    cantidades = _cantidades(hoja, plantilla, calidad, foto.conteo, lector, zona)
    return FotoMedida(foto.archivo.name, dano, fuerza, frase, None, senalados, cantidades), hoja


def _cantidades(
    hoja: HojaEnderezada, plantilla: Plantilla, calidad: Calidad, verdad: Conteo, lector: Lector, zona: Caja | None
) -> tuple[Cantidad, ...]:
    """The quantities whose truth is a number: what an acta does not say plainly measures nobody."""
    leidos = lector.leer(hoja, plantilla, letras="ninguna").campos
    return tuple(
        Cantidad(
            c.clave,
            {m.nombre: m.valor(c, calidad) for m in MEDIDAS},
            c.clave in leidos and leidos[c.clave].cifra == verdad[c.clave],
            zona is not None and _dentro(plantilla.campo(c.clave).digitos[0], zona),
        )
        for c in calidad.campos
        if isinstance(verdad.get(c.clave), int)
    )


def _dentro(caja: Caja, zona: Caja) -> bool:
    x, y = caja.centro
    return zona.x <= x <= zona.x + zona.ancho and zona.y <= y <= zona.y + zona.alto


@dataclass(frozen=True, slots=True)
class Juicio:
    """What a threshold does.

    ``rechaza_buenas`` is the share of well-read quantities of photos as they are that it rejects, ``atrapa_malas`` that
    of misread ones of spoiled photos; ``sugerido`` is the threshold that would reject FALSAS_ALARMAS of the former.
    """

    nombre: str
    umbral: float
    rechaza_buenas: float
    atrapa_malas: float
    sugerido: float
    atrapa_sugerido: float


def juzgar(fotos: Sequence[FotoMedida]) -> list[Juicio]:
    """Judge each threshold by itself: a bad photo fails one of them, seldom all."""
    juicios: list[Juicio] = []
    for m in MEDIDAS:
        buenas = np.array([c.medidas[m.nombre] for f in fotos if f.dano == SIN_DANO for c in f.cantidades if c.bien])
        malas = np.array([c.medidas[m.nombre] for f in fotos if f.dano != SIN_DANO for c in f.cantidades if not c.bien])
        percentil = FALSAS_ALARMAS * 100 if m.bajo_es_malo else 100 - FALSAS_ALARMAS * 100
        sugerido = float(np.percentile(buenas, percentil)) if len(buenas) else m.umbral
        juicios.append(
            Juicio(
                m.nombre,
                m.umbral,
                _fuera(buenas, m.umbral, m.bajo_es_malo),
                _fuera(malas, m.umbral, m.bajo_es_malo),
                sugerido,
                _fuera(malas, sugerido, m.bajo_es_malo),
            )
        )
    return juicios


def _fuera(valores: NDArray[np.float64], umbral: float, bajo_es_malo: bool) -> float:
    if not len(valores):
        return 0.0
    return float(np.mean(valores < umbral if bajo_es_malo else valores > umbral))


@dataclass(frozen=True, slots=True)
class Resumen:
    """One kind of damage: photos, not straightened, warned; misread quantities of those warned and of those not.

    ``bien_senalados`` is the share of the quantities named by a localised warning that were really spoiled.
    """

    dano: str
    fotos: int
    sin_enderezar: int
    avisadas: int
    mal_avisadas: float
    mal_calladas: float
    bien_senalados: float | None


def resumir(fotos: Sequence[FotoMedida]) -> list[Resumen]:
    """A row per damage, the photos as they are first."""
    filas: list[Resumen] = []
    for dano in (SIN_DANO, *DANOS):
        grupo = [f for f in fotos if f.dano == dano]
        vistas = [f for f in grupo if f.error is None]
        senalados = [c.en_zona for f in vistas for c in f.cantidades if c.clave in f.senalados]
        filas.append(
            Resumen(
                dano=dano,
                fotos=len(grupo),
                sin_enderezar=len(grupo) - len(vistas),
                avisadas=sum(f.avisa for f in vistas),
                mal_avisadas=_media([f.mal_leidas for f in vistas if f.avisa]),
                mal_calladas=_media([f.mal_leidas for f in vistas if not f.avisa]),
                bien_senalados=_media(senalados) if senalados and dano != SIN_DANO else None,
            )
        )
    return [f for f in filas if f.fotos]


def _media(valores: Sequence[float]) -> float:
    return float(np.mean(valores)) if valores else 0.0


def escribir_fotos(fotos: Sequence[FotoMedida], archivo: Path) -> None:
    """One line per photo: what was measured at its worst quantity, what was told and how much was misread."""
    with archivo.open("w", encoding="utf-8", newline="") as salida:
        tabla = csv.writer(salida, lineterminator="\n")
        tabla.writerow(["archivo", "dano", "fuerza", "error", *(m.nombre for m in MEDIDAS), "mal_leidas", "frase"])
        for f in fotos:
            peores = [_peor(f, m) for m in MEDIDAS]
            fila = [f.archivo, f.dano, f"{f.fuerza:.2f}", f.error or "", *peores, f"{f.mal_leidas:.3f}", f.frase]
            tabla.writerow(fila)


def _peor(foto: FotoMedida, medida: Medida) -> str:
    valores = [c.medidas[medida.nombre] for c in foto.cantidades]
    if not valores:
        return ""
    return f"{(min if medida.bajo_es_malo else max)(valores):.3f}"


_ANCHO, _ALTO, _MARGEN = 640, 150, 34
_VERDE, _ROJO, _GRIS, _NEGRO = (96, 160, 60), (60, 60, 205), (150, 150, 150), (40, 40, 40)
_BARRAS = 60


def dibujar(fotos: Sequence[FotoMedida]) -> Color:
    """Distribution of each measure over quantities read well (green) and misread (red), and its threshold."""
    laminas = [_histograma(fotos, m) for m in MEDIDAS]
    return np.vstack(laminas)


def _histograma(fotos: Sequence[FotoMedida], medida: Medida) -> Color:
    lienzo = np.full((_ALTO + 2 * _MARGEN, _ANCHO + 2 * _MARGEN, 3), 255, np.uint8)
    bien = np.array([c.medidas[medida.nombre] for f in fotos for c in f.cantidades if c.bien])
    mal = np.array([c.medidas[medida.nombre] for f in fotos for c in f.cantidades if not c.bien])
    todos = np.concatenate([bien, mal, [medida.umbral]])
    limites = (float(np.percentile(todos, 0.5)), float(max(np.percentile(todos, 99.5), medida.umbral * 1.05)))
    base = _MARGEN + _ALTO
    for valores, color, corre in ((bien, _VERDE, 0), (mal, _ROJO, 5)):
        alturas = np.histogram(np.clip(valores, *limites), bins=_BARRAS, range=limites)[0]
        for i, altura in enumerate(np.sqrt(alturas / max(1, alturas.max()))):  # the root shows the few as well
            x = _MARGEN + i * _ANCHO // _BARRAS + corre
            cv2.rectangle(lienzo, (x, base), (x + 4, base - int(altura * _ALTO)), color, -1)
    x = _MARGEN + int((medida.umbral - limites[0]) / max(limites[1] - limites[0], 1e-9) * _ANCHO)
    cv2.line(lienzo, (x, _MARGEN - 6), (x, base), _NEGRO, 2)
    cv2.line(lienzo, (_MARGEN, base), (_MARGEN + _ANCHO, base), _GRIS, 1)
    titulo = f"{medida.nombre}: umbral {medida.umbral:g}   verde {len(bien)} leidas bien, rojo {len(mal)} mal"
    for texto, x, y in (
        (titulo, _MARGEN, 20),
        (f"{limites[0]:.2f}", _MARGEN, base + 22),
        (f"{limites[1]:.2f}", _MARGEN + _ANCHO - 40, base + 22),
    ):
        cv2.putText(lienzo, texto, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, _NEGRO, 1, cv2.LINE_AA)
    return lienzo
