"""Find a form on a photo, lay it straight, and prove it; or say why not. It refuses rather than guess."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from captura.ajuste import DOBLADA, FINA, GRUESA, LEJANA, MEDIA, Etapa, Postura, ajustar, plana
from captura.candidatos import Candidato, es_sensata, por_contorno, por_marcas, por_rasgos
from captura.errores import AnclasInsuficientes, FormaDistinta, HojaCortada, HojaNoEncontrada
from captura.foto import Foto
from captura.geometria import Color, Gris, a_reducida
from captura.hermanas import prefiere
from captura.hoja import HojaEnderezada, desdoblar
from captura.plantilla import Plantilla
from captura.pulido import pulir
from captura.referencia import Referencia, preparar
from captura.traza import SIN_TRAZA, Traza
from captura.verificacion_hoja import MIN_CAMPOS_FORMA, Veredicto, verificar

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

VISTA = 0.5  # likeness of a sheet that is surely there, so that what it fails by is no matter of where to look

ASENTADA_MM = 0.25  # residual from which a sheet that passes is worth another pass: paper more curled than most

Camino = Callable[[Foto, Referencia], Iterable[Candidato]]
"""A way to guess where a form lies."""


Paso = Callable[[Gris, Postura, Referencia], Postura]
"""One pass that brings a posture nearer to the print."""


def _buscando(*etapas: Etapa) -> tuple[Paso, ...]:
    return tuple(partial(ajustar, etapa=etapa) for etapa in etapas)


CORTO = (*_buscando(DOBLADA), pulir)
DE_LEJOS = _buscando(GRUESA, GRUESA, MEDIA, DOBLADA, FINA)
OTRA_VEZ = _buscando(DOBLADA, FINA, FINA)
LARGO = _buscando(LEJANA, LEJANA, DOBLADA, FINA)


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
    _, hoja = reconocer(imagen, [plantilla])
    traza.guardar("10-hoja", lambda: hoja.gris)
    return hoja


def reconocer(imagen: Foto | Color | Gris, plantillas: Sequence[Plantilla]) -> tuple[Plantilla, HojaEnderezada]:
    """Tell which of several forms is on a photo, and straighten it.

    Raises:
        FormaDistinta: two forms fit alike. HojaNoEncontrada: none fits; the error of the nearest one.
    """
    foto = Foto.de(imagen)
    fallas: list[HojaNoEncontrada] = []
    referencias = _en_orden(foto, plantillas, fallas)
    halladas = _cuales(foto, referencias, POR_IMPRESION, fallas)
    if not halladas and all(falla.parecido < VISTA for falla in fallas):
        halladas = _cuales(foto, referencias, POR_FIGURA, fallas)
    if not halladas:
        raise max(fallas, key=lambda e: e.parecido, default=AnclasInsuficientes())
    elegida = _elegir(foto.mediana, halladas)
    return elegida.referencia.plantilla, _extender(foto, elegida)


def _en_orden(foto: Foto, plantillas: Sequence[Plantilla], fallas: list[HojaNoEncontrada]) -> list[Referencia]:
    """The forms that can be looked for, the one with most features on the photo first: it is most likely this one."""
    referencias: list[Referencia] = []
    for plantilla in plantillas:
        try:
            referencias.append(preparar(plantilla))
        except HojaNoEncontrada as e:
            fallas.append(e)
    if len(referencias) < 2:
        return referencias

    def apoyo(referencia: Referencia) -> int:
        return max((c.apoyo for c in _por_pocos_rasgos(foto, referencia)), default=0)

    return sorted(referencias, key=apoyo, reverse=True)


def _cuales(
    foto: Foto, referencias: Sequence[Referencia], caminos: Sequence[Camino], fallas: list[HojaNoEncontrada]
) -> list[_Hallada]:
    """Every form that lies well on the photo; why the others do not is added to ``fallas``.

    Once one is found, another of its size can only be a sister, which lies the same way: it is sought nowhere else.
    """
    halladas: list[_Hallada] = []
    for referencia in referencias:
        hoja_mm = referencia.plantilla.hoja_mm
        hermana = next((h for h in halladas if h.referencia.plantilla.hoja_mm == hoja_mm), None)
        try:
            halladas.append(_como(hermana, foto, referencia) if hermana else _buscar(foto, referencia, caminos))
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


def _como(hermana: _Hallada, foto: Foto, referencia: Referencia) -> _Hallada:
    """Prove that a form lies as its sister does, or nearly, or refuse."""
    postura = hermana.postura
    veredicto = verificar(foto.mediana, postura, referencia)
    if veredicto.falla and veredicto.campos >= MIN_CAMPOS_FORMA:
        postura = _afinar(foto.mediana, postura, referencia, CORTO)
        veredicto = verificar(foto.mediana, postura, referencia)
    if veredicto.falla:
        raise veredicto.falla
    return _Hallada(referencia, postura, veredicto, hermana.metodo)


def _probar(foto: Gris, candidato: Candidato, referencia: Referencia) -> tuple[Postura, Veredicto]:
    """Refine a guess and judge it; a promising one that fails is given a longer way: the paper may be very curled."""
    postura = plana(candidato.homografia, referencia.plantilla.hoja_mm)
    postura = _afinar(foto, postura, referencia, CORTO if candidato.metodo == "rasgos" else DE_LEJOS)
    veredicto = verificar(foto, postura, referencia)
    asentada = veredicto.falla is None and veredicto.error_mm < ASENTADA_MM
    if asentada or veredicto.parecido < PROMETE:
        return postura, veredicto
    otra = _afinar(foto, postura, referencia, OTRA_VEZ if veredicto.falla is None else LARGO)
    otro_veredicto = verificar(foto, otra, referencia)
    return (otra, otro_veredicto) if otro_veredicto.parecido > veredicto.parecido else (postura, veredicto)


def _afinar(foto: Gris, postura: Postura, referencia: Referencia, pasos: Iterable[Paso]) -> Postura:
    for paso in pasos:
        siguiente = paso(foto, postura, referencia)
        if not es_sensata(siguiente.homografia, referencia.plantilla.hoja_mm, foto.shape):
            break
        postura = siguiente
    return postura


def _extender(foto: Foto, hallada: _Hallada) -> HojaEnderezada:
    """Warp the photo at its full size."""
    homografia = np.linalg.inv(a_reducida(foto.reduccion)) @ hallada.postura.homografia
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
