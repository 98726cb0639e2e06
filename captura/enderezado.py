"""Find a form on a photo, lay it straight, and prove it; or say why not. It refuses rather than guess."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from captura.ajuste import DOBLADA, FINA, GRUESA, LEJANA, MEDIA, Etapa, Postura, ajustar, plana
from captura.candidatos import Candidato, es_sensata, por_contorno, por_marcas, por_rasgos
from captura.errores import AnclasInsuficientes, FormaDistinta, HojaCortada, HojaNoEncontrada
from captura.foto import Foto
from captura.geometria import Color, Gris, escala
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
MARGEN_ENTRE_FORMAS = 0.004
"""Likeness by which the best form must beat the next. Where two forms are equal, so is their likeness on one photo:
what is left comes from the rows in which they differ, perhaps one name of twenty."""


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
    return _enderezar(Foto.de(imagen), preparar(plantilla), traza)[0]


def reconocer(imagen: Foto | Color | Gris, plantillas: Sequence[Plantilla]) -> tuple[Plantilla, HojaEnderezada]:
    """Tell which of several forms is on a photo, and straighten it.

    Raises:
        FormaDistinta: two forms fit alike. HojaNoEncontrada: none fits; the error of the nearest one.
    """
    foto = Foto.de(imagen)
    halladas: list[tuple[Plantilla, HojaEnderezada]] = []
    fallas: list[HojaNoEncontrada] = []
    for plantilla in plantillas:
        try:
            halladas.append((plantilla, _enderezar(foto, preparar(plantilla), SIN_TRAZA)[0]))
        except HojaNoEncontrada as e:
            fallas.append(e)
    if not halladas:
        raise max(fallas, key=lambda e: e.parecido, default=AnclasInsuficientes())
    halladas.sort(key=lambda par: -par[1].parecido)
    mejor = halladas[0]
    if len(halladas) > 1 and mejor[1].parecido - halladas[1][1].parecido < MARGEN_ENTRE_FORMAS:
        raise FormaDistinta(mejor[1].parecido, f"{mejor[0].clave} o {halladas[1][0].clave}")
    return mejor


def _enderezar(foto: Foto, referencia: Referencia, traza: Traza) -> tuple[HojaEnderezada, Veredicto]:
    px_por_mm = max(foto.mediana.shape) / max(referencia.plantilla.hoja_mm)
    caminos: list[Callable[[], Iterator[Candidato]]] = [
        lambda: por_rasgos(referencia.pocos, foto.pocos, px_por_mm),
        lambda: por_rasgos(referencia.rasgos, foto.rasgos, px_por_mm),
        lambda: por_marcas(foto.mediana, referencia),
        lambda: por_contorno(foto.mediana, referencia),
    ]
    mejor: Veredicto | None = None
    for camino in caminos:
        for candidato in camino():
            if not es_sensata(candidato.homografia, referencia.plantilla.hoja_mm, foto.mediana.shape):
                continue
            postura, veredicto = _probar(foto.mediana, candidato, referencia)
            if veredicto.falla is None:
                hoja = _extender(foto, postura, veredicto, candidato.metodo, referencia.plantilla)
                traza.guardar("10-hoja", lambda hoja=hoja: hoja.gris)
                return hoja, veredicto
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
    if veredicto.falla is None or veredicto.parecido < PROMETE:
        return postura, veredicto
    otra = _afinar(foto, postura, referencia, (LEJANA, LEJANA, DOBLADA, FINA))
    otro_veredicto = verificar(foto, otra, referencia)
    return (otra, otro_veredicto) if otro_veredicto.parecido > veredicto.parecido else (postura, veredicto)


def _afinar(foto: Gris, postura: Postura, referencia: Referencia, etapas: tuple[Etapa, ...]) -> Postura:
    for etapa in etapas:
        siguiente = ajustar(foto, postura, referencia, etapa)
        if not es_sensata(siguiente.homografia, referencia.plantilla.hoja_mm, foto.shape):
            break
        postura = siguiente
    return postura


def _extender(foto: Foto, postura: Postura, veredicto: Veredicto, metodo: str, plantilla: Plantilla) -> HojaEnderezada:
    """Warp the photo at its full size."""
    r = foto.reduccion
    centro = np.array([[1.0, 0, 0.5 * (r - 1)], [0, 1.0, 0.5 * (r - 1)], [0, 0, 1.0]])
    homografia = centro @ escala(r, r) @ postura.homografia
    gris = desdoblar(foto.gris, homografia, postura.doblez, plantilla.hoja_mm)
    return HojaEnderezada(
        gris,
        homografia / homografia[2, 2],
        postura.doblez,
        veredicto.error_mm,
        veredicto.parecido,
        metodo,
        plantilla.hoja_mm,
        lambda: foto.color,
    )
