import csv
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from captura.plantilla import cargar_plantilla
from muestras.durango import escribir_proceso
from muestras.durango.proceso import MuestraInvalida
from verificacion.dominio.claves import TipoCasilla
from verificacion.dominio.eleccion import Ejercicio
from verificacion.proceso import cargar_proceso

APERTURA = datetime(2021, 6, 7, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("casillas", [16, 30, 61, 2541])
def test_the_sample_election_loads_with_as_many_casillas_as_asked(tmp_path: Path, casillas: int) -> None:
    escribir_proceso(tmp_path, casillas, 7, APERTURA)
    proceso = cargar_proceso(tmp_path)
    especiales = {a.clave.casilla for a in proceso.actas if a.clave.casilla.tipo is TipoCasilla.ESPECIAL}
    assert len({a.clave.casilla for a in proceso.actas}) == casillas
    assert especiales
    assert len(proceso.actas) == casillas + len(especiales)
    assert {a.casilla.distrito for a in proceso.actas} == set(range(1, 16))
    assert proceso.ejercicio is Ejercicio.SIMULACRO
    assert proceso.apertura == APERTURA
    assert proceso.cierre == APERTURA + timedelta(hours=24)


def test_at_full_size_it_resembles_durango_2021(tmp_path: Path) -> None:
    escribir_proceso(tmp_path, 2541, 7, APERTURA)
    proceso = cargar_proceso(tmp_path)
    tipos = Counter(a.clave.casilla.tipo for a in proceso.actas)
    assert tipos[TipoCasilla.ESPECIAL] == 24
    assert tipos[TipoCasilla.EXTRAORDINARIA] == 91
    assert 1200 < tipos[TipoCasilla.BASICA] < 1450
    assert sum(a.casilla.lista_nominal for a in proceso.actas) == pytest.approx(1_332_803, rel=0.1)
    assert max(a.casilla.lista_nominal for a in proceso.actas) <= 750


def test_independents_stand_only_where_they_did_and_have_their_own_form(tmp_path: Path) -> None:
    escribir_proceso(tmp_path, 30, 7, APERTURA)
    proceso = cargar_proceso(tmp_path)
    for acta in proceso.actas:
        distrito = acta.casilla.distrito
        forma = proceso.forma_de(acta)
        assert ("CAND_IND_1" in forma.claves) == (distrito in {2, 3, 5})
        assert {c.clave for c in proceso.contendientes_en(distrito)} <= set(forma.claves)
        cargar_plantilla(tmp_path / forma.carpeta)


def test_each_surname_of_a_section_has_one_casilla(tmp_path: Path) -> None:
    escribir_proceso(tmp_path, 300, 7, APERTURA)
    proceso = cargar_proceso(tmp_path)
    por_seccion: dict[int, list[tuple[str, str]]] = {}
    for acta in proceso.actas:
        casilla = acta.casilla
        if casilla.apellido_desde is not None and casilla.apellido_hasta is not None:
            por_seccion.setdefault(casilla.clave.seccion, []).append((casilla.apellido_desde, casilla.apellido_hasta))
    assert por_seccion
    for tramos in por_seccion.values():
        assert len(tramos) > 1
        ordenados = sorted(tramos)
        assert ordenados[0][0] == "A"
        assert ordenados[-1][1] == "ZZ"
        assert all(anterior[1] < siguiente[0] for anterior, siguiente in pairwise(ordenados))


def test_the_members_of_a_coalition_stand_the_same_people(tmp_path: Path) -> None:
    escribir_proceso(tmp_path, 30, 7, APERTURA)
    with (tmp_path / "candidaturas.csv").open(encoding="utf-8") as f:
        filas = list(csv.DictReader(f))
    for distrito in {f["distrito"] for f in filas}:
        nombres = {f["contendiente"]: f["propietaria"] for f in filas if f["distrito"] == distrito}
        assert nombres["PAN"] == nombres["PRI"] == nombres["PRD"]
        assert nombres["PT"] == nombres["MORENA"]
        assert nombres["PVEM"] != nombres["PAN"]


def test_the_same_seed_gives_the_same_folder_and_another_does_not(tmp_path: Path) -> None:
    for nombre, semilla in (("a", 7), ("b", 7), ("c", 8)):
        escribir_proceso(tmp_path / nombre, 60, semilla, APERTURA)
    archivos = [p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file()]
    assert archivos
    for archivo in archivos:
        assert (tmp_path / "a" / archivo).read_bytes() == (tmp_path / "b" / archivo).read_bytes()
    assert (tmp_path / "a" / "casillas.csv").read_bytes() != (tmp_path / "c" / "casillas.csv").read_bytes()


def test_the_map_has_one_tile_per_district(tmp_path: Path) -> None:
    escribir_proceso(tmp_path, 30, 7, APERTURA)
    mapa = json.loads((tmp_path / "geografia.geojson").read_text(encoding="utf-8"))
    assert sorted(f["properties"]["distrito"] for f in mapa["features"]) == list(range(1, 16))
    anillos = [f["geometry"]["coordinates"][0] for f in mapa["features"]]
    assert all(anillo[0] == anillo[-1] for anillo in anillos)
    assert len({tuple(map(tuple, anillo)) for anillo in anillos}) == 15


@pytest.mark.parametrize(("casillas", "apertura"), [(15, APERTURA), (30, datetime(2021, 6, 6, 20, 0))])
def test_it_refuses_too_few_casillas_and_times_without_zone(tmp_path: Path, casillas: int, apertura: datetime) -> None:
    with pytest.raises(MuestraInvalida):
        escribir_proceso(tmp_path, casillas, 7, apertura)
