"""The JSON of a cut says what its database says, in the form that ``docs/datos-del-corte.md`` promises."""

import json
from datetime import timedelta

import pytest

from publicacion.corte import hacer_corte
from verificacion.dominio.registro import EstadoActa, RegistroActa


@pytest.fixture
def corte(noche, proceso, ahora, tmp_path):
    return hacer_corte(noche.registros, proceso, ahora, tmp_path, noche.leer)


def datos(corte, nombre):
    return json.loads((corte.carpeta / "datos" / f"{nombre}.json").read_text())


def test_progress_names_the_cut_and_when_the_next_is_due(corte, proceso):
    avance = datos(corte, "avance")

    assert (avance["numero"], avance["ultimo"]) == (1, False)
    assert avance["momento"] == "2021-06-07T03:15:00+00:00"
    assert avance["siguiente"] == "2021-06-07T03:30:00+00:00"
    assert avance["proceso"]["ejercicio"] == "simulacro"
    assert avance["encabezado"]["actas_capturadas"] == 7


def test_a_district_says_who_leads_and_by_how_much(corte):
    primero, segundo = datos(corte, "distritos")

    assert primero["candidaturas"][0]["votos"] - primero["candidaturas"][1]["votos"] == primero["ventaja"]
    assert primero["punteros"] == [primero["candidaturas"][0]["clave"]]
    assert primero["segundo"] == primero["candidaturas"][1]["clave"]
    assert segundo["punteros"] == ["CAND_IND_1"]
    assert segundo["ventaja"] == 2
    assert [r["clave"] for r in segundo["candidaturas"]][-2:] == ["NO_REGISTRADAS", "NULOS"]


def test_every_split_conserves_its_votes_and_both_reports_have_the_same_total(corte):
    partidos, candidaturas = datos(corte, "partidos"), datos(corte, "candidaturas")

    assert [r["distrito"] for r in partidos["repartos"]] == [1, 1, 1, None]
    for reparto in partidos["repartos"]:
        assert sum(reparto["partes"].values()) == reparto["votos"]
        assert reparto["votos"] == reparto["parte"] * len(reparto["partes"]) + reparto["sobrantes"]
    for renglon in partidos["renglones"]:
        assert renglon["propios"] + renglon["de_coalicion"] == renglon["votos"]
    assert sum(r["votos"] for r in partidos["renglones"]) == sum(r["votos"] for r in candidaturas["renglones"])


def test_an_acta_keeps_blank_illegible_and_absent_apart(corte):
    distrito = datos(corte, "actas/001")
    actas = {a["clave"]: a for s in distrito["secciones"] for a in s["actas"]}

    assert "CAND_IND_1" not in distrito["votos"]
    assert actas["100001C01003"]["votos"][distrito["votos"].index("C_PRI_PRD")] == "SIN DATO"
    assert actas["100002B01003"]["votos"][distrito["votos"].index("MC")] == "ILEGIBLE"
    assert actas["100002B01003"]["contabilizada"] is False


def test_an_acta_that_is_not_verified_shows_only_its_identification(corte):
    pendiente = [a for s in datos(corte, "actas/002")["secciones"] for a in s["actas"] if not a["capturada"]]

    assert len(pendiente) == 1
    assert not {"votos", "total", "imagen", "observacion"} & pendiente[0].keys()


def test_images_are_listed_with_their_acta_and_those_out_of_the_catalogue_without_one(corte, noche):
    imagenes = datos(corte, "imagenes")

    assert {i["sha256"] for i in imagenes} == set(noche.imagenes)
    assert [i["acta"] for i in imagenes].count(None) == 1


def test_a_section_leads_to_the_file_of_its_district(corte):
    assert datos(corte, "secciones") == {"0001": [1], "0002": [1], "0010": [2]}


def test_the_series_grows_by_one_point_per_cut(noche, proceso, ahora, tmp_path):
    esperadas = tuple(RegistroActa(a, EstadoActa.ESPERADA) for a in proceso.actas)
    hacer_corte(esperadas, proceso, ahora, tmp_path, noche.leer)
    segundo = hacer_corte(noche.registros, proceso, ahora + timedelta(minutes=15), tmp_path, noche.leer)

    serie = datos(segundo, "serie")

    assert [(p["numero"], p["capturadas"]) for p in serie] == [(1, 0), (2, 7)]
    assert sum(serie[1]["candidaturas"].values()) == sum(serie[1]["partidos"].values())


def test_statistics_split_urban_and_special_casillas(corte):
    entidad = datos(corte, "estadistica")["entidad"]

    assert entidad["por_tipo"]["S"] == {"esperadas": 2, "capturadas": 2, "contabilizadas": 2, "votos": 36}
    assert sum(u["esperadas"] for u in entidad["por_ubicacion"].values()) == 8
    assert entidad["observaciones"]["excede_lista_nominal"] == 1
