"""Colours of the election as a style sheet: pages carry no style of their own.

An election gives one colour to each contender, and some cannot be seen by night (a dark grey) or drawn as a thin line
by day (a yellow): those are moved towards white or black until they stand out (WCAG 1.4.11, 3 : 1).
"""

from verificacion.dominio.eleccion import Proceso

PAPEL_CLARO, PAPEL_OSCURO = "#ffffff", "#1b1b22"
"""``--papel`` of ``estilo.css`` by day and by night."""
MIN_CONTRASTE = 3.0
_PASO = 0.05


def hoja_de_colores(proceso: Proceso) -> bytes:
    """A class per key with its colour, the ink that reads on it and its colour as a line; the mark of the authority."""
    marca = proceso.marca.color
    colores = {uno.clave: uno.color for uno in (*proceso.contendientes, *proceso.coaliciones)}
    noche = {clave: visible(color, PAPEL_OSCURO) for clave, color in colores.items()}
    de_noche = [_clase(clave, color, color) for clave, color in noche.items()]
    reglas = [
        f":root{{--marca:{marca};--marca-tinta:{tinta(marca)}}}",
        *(_clase(clave, color, visible(color, PAPEL_CLARO)) for clave, color in colores.items()),
        "@media (prefers-color-scheme:dark){",
        *(f":root:not([data-tema=claro]) {regla}" for regla in de_noche),
        "}",
        *(f":root[data-tema=oscuro] {regla}" for regla in de_noche),
    ]
    return ("\n".join(reglas) + "\n").encode()


def _clase(clave: str, color: str, linea: str) -> str:
    return f".k-{clave}{{--c:{color};--t:{tinta(color)};--l:{linea}}}"


def tinta(color: str) -> str:
    """Black or white, whichever contrasts more with a colour."""
    return "#000000" if _luminancia(color) > 0.179 else "#ffffff"  # where both contrast equally, 4.58 : 1


def visible(color: str, fondo: str) -> str:
    """The colour, moved away from the background just enough to stand out on it."""
    hacia = 255 if _luminancia(fondo) < 0.5 else 0
    canales = _canales(color)
    parte = 0.0
    while contraste(color, fondo) < MIN_CONTRASTE and parte < 1:
        parte += _PASO
        color = "#" + "".join(f"{round(c + (hacia - c) * parte):02x}" for c in canales)
    return color


def contraste(uno: str, otro: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    clara, oscura = sorted((_luminancia(uno), _luminancia(otro)), reverse=True)
    return (clara + 0.05) / (oscura + 0.05)


def _canales(color: str) -> list[int]:
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]


def _luminancia(color: str) -> float:
    """WCAG relative luminance, 0 to 1."""
    canales = [c / 255 for c in _canales(color)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canales)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
