"""Colours of contenders are seen by day and by night, also as thin lines (WCAG 1.4.11)."""

import re

import pytest

from publicacion.sitio.colores import MIN_CONTRASTE, PAPEL_CLARO, PAPEL_OSCURO, contraste, hoja_de_colores, visible


@pytest.mark.parametrize("fondo", [PAPEL_CLARO, PAPEL_OSCURO])
@pytest.mark.parametrize("color", ["#000000", "#ffffff", "#1b1b22", "#3a3a3a", "#e0b400", "#8b1e3f", "#777777"])
def test_any_colour_is_made_visible_on_its_paper(color, fondo):
    assert contraste(visible(color, fondo), fondo) >= MIN_CONTRASTE


def test_a_colour_that_is_seen_is_left_as_it_is():
    assert visible("#c8102e", PAPEL_CLARO) == "#c8102e"


def test_the_night_changes_only_the_colours_that_would_be_lost(proceso):
    hoja = hoja_de_colores(proceso).decode()
    noche = dict(re.findall(r":root\[data-tema=oscuro\] \.k-(\w+)\{--c:(#\w+)", hoja))

    colores = {c.clave: c.color for c in (*proceso.contendientes, *proceso.coaliciones)}
    perdidos = {clave for clave, color in colores.items() if contraste(color, PAPEL_OSCURO) < MIN_CONTRASTE}
    assert {clave for clave, color in colores.items() if noche[clave] != color} == perdidos
    assert "MORENA" in perdidos and "MC" not in perdidos
    assert all(contraste(color, PAPEL_OSCURO) >= MIN_CONTRASTE for color in noche.values())
