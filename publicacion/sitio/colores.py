"""Colours of the election as a style sheet: pages carry no style of their own."""

from verificacion.dominio.eleccion import Proceso


def hoja_de_colores(proceso: Proceso) -> bytes:
    """A class per key with its colour and the ink that reads on it, and the mark of the authority."""
    marca = proceso.marca.color
    reglas = [f":root{{--marca:{marca};--marca-tinta:{tinta(marca)}}}\n"]
    for uno in (*proceso.contendientes, *proceso.coaliciones):
        reglas.append(f".k-{uno.clave}{{--c:{uno.color};--t:{tinta(uno.color)}}}\n")
    return "".join(reglas).encode()


def tinta(color: str) -> str:
    """Black or white, whichever contrasts more with a colour (WCAG relative luminance)."""
    canales = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canales)
    luminancia = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return "#000000" if luminancia > 0.179 else "#ffffff"  # where both contrast equally, 4.58 : 1
