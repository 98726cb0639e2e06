"""Find a form on a photo, lay it straight, and prove it; or say why not. It refuses rather than guess."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from captura.ajuste import DOBLADA, FINA, GRUESA, LEJANA, MEDIA, Etapa, Postura, ajustar, plana
from captura.candidatos import Candidato, es_sensata, por_contorno, por_marcas, por_rasgos
from captura.errores import AnclasInsuficientes, FormaDistinta, HojaCortada, HojaNoEncontrada
from captura.foto import Foto
from captura.geometria import Color, Gris, escala
from captura.hermanas import prefiere
from captura.hoja import HojaEnderezada, desdoblar
from captura.plantilla import Plantilla
from captura.referencia import Referencia, preparar
from captura.traza import SIN_TRAZA, Traza
from captura.verificacion_hoja import Veredicto, verificar

__all__ = [
    "AnclasInsuficientes",
    "FormaDistinta",
    "HojaCortada",
    "HojaEnderezada",
    "HojaNoEncontrada",
    "enderezar",
    "reconocer",
]

PROMETE = 0.2  # likeness from which a failed guess is worth a second, longer search

ASENTADA_MM = 0.25  # residual from which a sheet that passes is worth another pass: paper more curled than most

Camino = Callable[[Foto, Referencia], Iterable[Candidato]]
"""A way to guess where a form lies."""


@dataclass(frozen=True)
class _Hallada:
    """Where a form lies, proven."""

    referencia: Referencia
    postura: Postura
    veredicto: Veredicto
    metodo: str


def enderezar(imagen: Foto | Color | Gris, plantilla: Plantilla, traza: Traza = SIN_TRAZA) -> HojaEnderezada:
    """Warp a photo of an acta onto its form's sheet.

    Args:
        imagen: a photo, or its pixels: (alto, ancho[, 3]) uint8, grey or BGR, 0 = black. At any turn, tilted, curled;
            not mirrored.
        plantilla: the form to look for.
        traza: where to leave pictures of the stages.

    Returns:
        A page of ``plantilla.hoja_mm`` at PX_POR_MM.

    Raises:
        AnclasInsuficientes: nothing like the form. HojaCortada: boxes outside the photo or covered.
        FormaDistinta: the print does not agree. Each goes to people, whole.
    """
    foto = Foto.de(imagen)
    hallada = _buscar(foto, preparar(plantilla), (*POR_IMPRESION, *POR_FIGURA))
    hoja = _extender(foto, hallada)
    traza.guardar("10-hoja", lambda: hoja.gris)
    return hoja


def reconocer(imagen: Foto | Color | Gris, plantillas: Sequence[Plantilla]) -> tuple[Plantilla, HojaEnderezada]:
    """Tell which of several forms is on a photo, and straighten it.

    Raises:
        FormaDistinta: two forms fit alike. HojaNoEncontrada: none fits; the error of the nearest one.
    """
    foto = Foto.de(imagen)
    fallas: list[HojaNoEncontrada] = []
    halladas = _cuales(foto, plantillas, POR_IMPRESION, fallas) or _cuales(foto, plantillas, POR_FIGURA, fallas)
    if not halladas:
        raise max(fallas, key=lambda e: e.parecido, default=AnclasInsuficientes())
    elegida = _elegir(foto.mediana, halladas)
    return elegida.referencia.plantilla, _extender(foto, elegida)


def _cuales(
    foto: Foto, plantillas: Sequence[Plantilla], caminos: Sequence[Camino], fallas: list[HojaNoEncontrada]
) -> list[_Hallada]:
    """Every form that lies well on the photo; why the others do not is added to ``fallas``.

    Once one is found, another of its size can only be a sister, which lies the same way: it is sought nowhere else.
    """
    halladas: list[_Hallada] = []
    for plantilla in plantillas:
        hermana = next((h for h in halladas if h.referencia.plantilla.hoja_mm == plantilla.hoja_mm), None)
        try:
            halladas.append(_buscar(foto, preparar(plantilla), [_como(hermana)] if hermana else caminos))
        except HojaNoEncontrada as e:
            fallas.append(e)
    return halladas


def _elegir(foto: Gris, halladas: Sequence[_Hallada]) -> _Hallada:
    """The form that is preferred to every other one."""
    for una in halladas:
        otras = (o for o in halladas if o is not una)
        if all(prefiere(foto, (una.postura, una.referencia), (o.postura, o.referencia)) for o in otras):
            return una
    claves = " o ".join(h.referencia.plantilla.clave for h in halladas)
    raise FormaDistinta(max(h.veredicto.parecido for h in halladas), claves)


def _por_pocos_rasgos(foto: Foto, referencia: Referencia) -> Iterable[Candidato]:
    return por_rasgos(referencia.pocos, foto.pocos, _px_por_mm(foto, referencia))


def _por_muchos_rasgos(foto: Foto, referencia: Referencia) -> Iterable[Candidato]:
    return por_rasgos(referencia.rasgos, foto.rasgos, _px_por_mm(foto, referencia))


def _px_por_mm(foto: Foto, referencia: Referencia) -> float:
    return max(foto.mediana.shape) / max(referencia.plantilla.hoja_mm)


def _por_marcas(foto: Foto, referencia: Referencia) -> Iterable[Candidato]:
    return por_marcas(foto.mediana, referencia)


def _por_contorno(foto: Foto, referencia: Referencia) -> Iterable[Candidato]:
    return por_contorno(foto.mediana, referencia)


def _como(hermana: _Hallada) -> Camino:
    return lambda foto, referencia: [Candidato(hermana.postura.homografia, "rasgos")]


POR_IMPRESION: tuple[Camino, ...] = (_por_pocos_rasgos, _por_muchos_rasgos)
POR_FIGURA: tuple[Camino, ...] = (_por_marcas, _por_contorno)
"""Dearer, and for what has little print: many guesses, each to be proven."""


def _buscar(foto: Foto, referencia: Referencia, caminos: Sequence[Camino]) -> _Hallada:
    """Prove where a form lies by the first way that can, or refuse."""
    mejor: Veredicto | None = None
    for camino in caminos:
        for candidato in camino(foto, referencia):
            if not es_sensata(candidato.homografia, referencia.plantilla.hoja_mm, foto.mediana.shape):
                continue
            postura, veredicto = _probar(foto.mediana, candidato, referencia)
            if veredicto.falla is None:
                return _Hallada(referencia, postura, veredicto, candidato.metodo)
            if mejor is None or veredicto.parecido > mejor.parecido:
                mejor = veredicto
    if mejor is None or mejor.falla is None:
        raise AnclasInsuficientes
    raise mejor.falla


def _probar(foto: Gris, candidato: Candidato, referencia: Referencia) -> tuple[Postura, Veredicto]:
    """Refine a guess and judge it; a promising one that fails is given a longer way: the paper may be very curled."""
    postura = plana(candidato.homografia, referencia.plantilla.hoja_mm)
    etapas = (DOBLADA, FINA) if candidato.metodo == "rasgos" else (GRUESA, GRUESA, MEDIA, DOBLADA, FINA)
    postura = _afinar(foto, postura, referencia, etapas)
    veredicto = verificar(foto, postura, referencia)
    asentada = veredicto.falla is None and veredicto.error_mm < ASENTADA_MM
    if asentada or veredicto.parecido < PROMETE:
        return postura, veredicto
    mas = (DOBLADA, FINA, FINA) if veredicto.falla is None else (LEJANA, LEJANA, DOBLADA, FINA)
    otra = _afinar(foto, postura, referencia, mas)
    otro_veredicto = verificar(foto, otra, referencia)
    return (otra, otro_veredicto) if otro_veredicto.parecido > veredicto.parecido else (postura, veredicto)


def _afinar(foto: Gris, postura: Postura, referencia: Referencia, etapas: tuple[Etapa, ...]) -> Postura:
    for etapa in etapas:
        siguiente = ajustar(foto, postura, referencia, etapa)
        if not es_sensata(siguiente.homografia, referencia.plantilla.hoja_mm, foto.shape):
            break
        postura = siguiente
    return postura


def _extender(foto: Foto, hallada: _Hallada) -> HojaEnderezada:
    """Warp the photo at its full size."""
    r = foto.reduccion
    centro = np.array([[1.0, 0, 0.5 * (r - 1)], [0, 1.0, 0.5 * (r - 1)], [0, 0, 1.0]])
    homografia = centro @ escala(r, r) @ hallada.postura.homografia
    hoja_mm = hallada.referencia.plantilla.hoja_mm
    return HojaEnderezada(
        desdoblar(foto.gris, homografia, hallada.postura.doblez, hoja_mm),
        homografia / homografia[2, 2],
        hallada.postura.doblez,
        hallada.veredicto.error_mm,
        hallada.veredicto.parecido,
        hallada.metodo,
        hoja_mm,
        foto,
    )
