"""The map: neighbours keep their common border, tiny districts get an inset, and numbers go where they fit."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publicacion.sitio.mapa.etiquetas import lugar
from publicacion.sitio.mapa.lamina import trazar
from publicacion.sitio.mapa.proyeccion import Ventana, area, proyectar, recortar
from publicacion.sitio.mapa.simplificacion import simplificar
from verificacion.proceso.geografia import leer_contornos

REAL = Path(os.environ.get("PREP_DATOS_REALES", "../shared/datos")) / "geo" / "dgo_distritos_locales_2021_min.geojson"
DENTADO = tuple((50 + (3 if i % 2 else 0), i) for i in range(0, 101, 5))
"""A jagged border between two districts."""


def cuadro(x, y, lado):
    return ((x, y), (x + lado, y), (x + lado, y + lado), (x, y + lado))


def test_neighbours_share_their_border_after_simplifying():
    oeste = (*DENTADO, (0, 100), (0, 0))
    este = (*DENTADO[::-1], (100, 0), (100, 100))

    lisos = simplificar({1: [oeste], 2: [este]}, tolerancia=4)

    borde = {p for p in lisos[1][0] if 40 < p[0] < 60}
    assert borde == {p for p in lisos[2][0] if 40 < p[0] < 60}
    assert len(lisos[1][0]) < len(oeste)


@given(st.integers(-50, 120), st.integers(-50, 120), st.integers(1, 80))
def test_what_is_cut_off_is_outside_the_window(x, y, lado):
    ventana = Ventana(0, 0, 100, 100)
    dentro = max(0, min(x + lado, 100) - max(x, 0)) * max(0, min(y + lado, 100) - max(y, 0))

    assert area(recortar(cuadro(x, y, lado), ventana)) == pytest.approx(dentro)


def test_the_number_goes_to_the_roomiest_place():
    pasillo_y_plaza = ((0, 0), (60, 0), (60, -30), (140, -30), (140, 50), (60, 50), (60, 20), (0, 20))

    (x, y), radio = lugar([pasillo_y_plaza])

    assert 90 < x < 110 and 0 < y < 20
    assert 36 < radio <= 40


def test_a_tiny_district_is_shown_in_an_inset_and_not_numbered_on_the_main_sheet():
    mapa = trazar({1: [cuadro(0, 0, 400)], 2: [cuadro(400, 0, 400)], 3: [cuadro(390, 390, 8)]})

    [recuadro] = mapa.recuadros
    assert {f.distrito for f in recuadro.figuras if f.rotulada} >= {3}
    assert {f.distrito for f in mapa.principal.figuras if f.rotulada} == {1, 2}


def test_a_map_without_tiny_districts_has_no_inset():
    assert trazar({1: [cuadro(0, 0, 400)], 2: [cuadro(400, 0, 400)]}).recuadros == ()


def test_a_path_goes_back_to_where_it_started():
    trazo = trazar({1: [cuadro(0, 0, 400)]}).principal.figuras[0].trazo

    assert trazo.startswith("M0 0l") and trazo.endswith("z")
    pasos = [int(n) for n in re.findall(r"-?\d+", trazo.split("l")[1])]
    assert (sum(pasos[0::2]), sum(pasos[1::2])) == (0, 1000)


@pytest.mark.skipif(not REAL.exists(), reason="no están los contornos reales (PREP_DATOS_REALES)")
def test_durango_gets_one_inset_for_its_capital_and_one_for_la_laguna():
    mapa = trazar(proyectar(leer_contornos(REAL.parent, REAL.name)))

    assert [{f.distrito for f in r.figuras if f.rotulada} for r in mapa.recuadros] == [
        {1, 2, 3, 4, 5},
        {9, 10, 11, 12, 13},
    ]
    assert {f.distrito for f in mapa.principal.figuras if f.rotulada} >= {6, 7, 8, 9, 14, 15}
    assert (
        sum(len(f.trazo) for f in (*mapa.principal.figuras, *(f for r in mapa.recuadros for f in r.figuras))) < 12_000
    )


def test_districts_are_known_by_the_usual_names_of_the_property(tmp_path):
    elementos = [
        {
            "properties": {nombre: valor},
            "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        }
        for nombre, valor in (("distrito", 1), ("ID_DISTRITO_LOCAL", "2"), ("id_distrito_federal", 3))
    ]
    (tmp_path / "g.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": elementos}))

    assert sorted(leer_contornos(tmp_path, "g.geojson")) == [1, 2, 3]
