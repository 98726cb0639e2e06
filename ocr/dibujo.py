"""The reading drawn on the sheet, for people who check it."""

import cv2

from captura.geometria import PX_POR_MM, Color
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, Plantilla
from verificacion.dominio.conteo import Leyenda
from verificacion.dominio.lectura import LecturaActa, LecturaCampo

VERDE = (60, 140, 30)
NARANJA = (20, 120, 230)
ROJO = (40, 40, 200)


def dibujar(hoja: HojaEnderezada, plantilla: Plantilla, lectura: LecturaActa) -> Color:
    """A copy of the sheet with every box, its figure and its confidence: green accepted, orange in doubt, red legend.

    Each figure stands left of its first box, so that it does not cover what was written.
    """
    lienzo = hoja.color.copy()
    for campo in plantilla.campos:
        leido = lectura.campos.get(campo.clave)
        if leido is None:
            continue
        tinta = _color(leido)
        for caja in campo.digitos:
            _rectangulo(lienzo, caja, tinta, 2)
        if campo.letra is not None and leido.letra is not None:
            _rectangulo(lienzo, campo.letra, tinta, 1)
        primera = campo.digitos[0]
        texto = f"{_texto(leido)} {leido.confianza:.3f}"
        (ancho, alto), _ = cv2.getTextSize(texto, cv2.FONT_HERSHEY_SIMPLEX, 0.7, 2)
        x = max(0, round(primera.x * PX_POR_MM) - ancho - 8)
        y = round((primera.y + primera.alto / 2) * PX_POR_MM) + alto // 2
        cv2.rectangle(lienzo, (x - 3, y - alto - 4), (x + ancho + 3, y + 5), (255, 255, 255), -1)
        cv2.putText(lienzo, texto, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.7, tinta, 2, cv2.LINE_AA)
    return lienzo


def _color(leido: LecturaCampo) -> tuple[int, int, int]:
    if leido.aceptado:
        return VERDE
    return ROJO if isinstance(leido.cifra, Leyenda) else NARANJA


def _texto(leido: LecturaCampo) -> str:
    return leido.cifra.value if isinstance(leido.cifra, Leyenda) else str(leido.cifra)


def _rectangulo(lienzo: Color, caja: Caja, tinta: tuple[int, int, int], grueso: int) -> None:
    a = (round(caja.x * PX_POR_MM), round(caja.y * PX_POR_MM))
    b = (round((caja.x + caja.ancho) * PX_POR_MM), round((caja.y + caja.alto) * PX_POR_MM))
    cv2.rectangle(lienzo, a, b, tinta, grueso)
