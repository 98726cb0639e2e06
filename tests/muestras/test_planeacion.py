"""The capacity planner: its arithmetic where it is known, and a real night."""

import json
import lzma
import math
import os
from pathlib import Path

import numpy as np
import pytest

from actario.cli import main
from muestras.planeacion.dibujo import dibujar
from muestras.planeacion.estacion import Jornada, Ritmo, atender, turnos
from muestras.planeacion.llegadas import FORMAS, LlegadasInvalidas, de_base, de_curva, de_forma
from muestras.planeacion.plan import planear, prever

DATOS = Path(os.environ.get("PREP_DATOS_REALES", Path(__file__).parents[2] / "../shared/datos"))
TODA_LA_NOCHE = Jornada(0.0, 5000.0)


def _tareas(listas: list[float], personas: int, minutos: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.array(listas), np.full(len(listas), personas), np.full((len(listas), 2), minutos)


def test_one_person_does_one_task_after_another():
    assert atender(*_tareas([0, 0, 10], 1, 3.0), [TODA_LA_NOCHE]).tolist() == [3, 6, 13]


def test_an_acta_needs_two_people_at_once_or_one_after_the_other():
    assert atender(*_tareas([0, 0], 2, 3.0), [TODA_LA_NOCHE] * 2).tolist() == [3, 6]
    assert atender(*_tareas([0], 2, 3.0), [TODA_LA_NOCHE]).tolist() == [math.inf]  # nobody types an acta twice


def test_nobody_starts_after_going_home_and_what_is_left_waits_forever():
    fin = atender(*_tareas([0, 9.5, 11], 1, 4.0), [Jornada(0, 10)])
    assert fin.tolist() == [4, 13.5, math.inf]


def test_a_person_stays_while_there_is_a_place():
    assert turnos([1, 2, 0, 1], desde=60) == [Jornada(60, 180), Jornada(240, 300), Jornada(120, 180)]


@pytest.mark.parametrize("forma", list(FORMAS))
def test_arrivals_follow_the_shape(forma: str):
    llegan = de_forma(forma, 2000)
    assert np.all(np.diff(llegan) > 0)
    assert np.quantile(llegan, 0.5) == pytest.approx(FORMAS[forma][3], abs=1)


@pytest.mark.parametrize("forma", list(FORMAS))
def test_the_plan_meets_its_goal_with_few_people(forma: str):
    llegan, ritmo = de_forma(forma, 1000), Ritmo()
    plan = planear(llegan, ritmo, objetivo_min=10)
    assert plan is not None and plan.noche.espera_mediana <= 10
    menos = [max(1, math.floor(c * 0.7)) for c in plan.capturistas]
    verificadores = turnos(plan.verificadores, plan.desde)
    assert prever(llegan, turnos(menos, plan.desde), verificadores, ritmo).espera_mediana > 10


def test_a_goal_shorter_than_the_work_itself_has_no_plan():
    assert planear(de_forma("plana", 200), Ritmo(capturas_por_hora=10), objetivo_min=3) is None


def test_the_reader_as_first_capture_saves_people():
    llegan = de_forma("empinada", 1000)
    con, sin = (planear(llegan, Ritmo(lector=parte), 10) for parte in (0.8, 0.0))
    assert con is not None and sin is not None and con.horas_persona < 0.75 * sin.horas_persona


def test_the_drawing_says_what_it_shows():
    plan = planear(de_forma("plana", 300), Ritmo(), 10)
    assert plan is not None
    svg = dibujar(plan.noche, plan, 18)
    assert all(palabra in svg for palabra in ("llegan", "verificadas", "capturistas en cada hora", ">20:00<"))


def test_the_command_answers_a_program_and_keeps_the_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    dibujo = tmp_path / "noche.svg"
    assert main(["planear", "--actas", "300", "--json", "--dibujo", str(dibujo)]) == 0
    datos = json.loads(capsys.readouterr().out)
    assert datos["espera_mediana_min"] <= 10 and datos["sin_atender"] == 0 and datos["personas"][0]["hora"] == "18:00"
    assert dibujo.read_text().startswith("<svg")


def test_too_few_people_are_told(capsys: pytest.CaptureFixture[str]):
    assert main(["planear", "--actas", "3000", "--capturistas", "2"]) == 0
    assert "sin quien las atienda" in capsys.readouterr().out


def test_a_file_without_times_is_refused(tmp_path: Path):
    archivo = tmp_path / "base.csv"
    archivo.write_text("CLAVE_CASILLA,FECHA_HORA_ACOPIO\n'100001B0100,\n")
    with pytest.raises(LlegadasInvalidas):
        de_base(archivo.read_text(), archivo)
    assert main(["planear", "--base", str(archivo)]) == 65


@pytest.mark.skipif(not (DATOS / "bases").is_dir(), reason=f"no están los datos reales en {DATOS}")
def test_the_night_of_puebla_2024_is_foreseen():
    """People are inferred from what was captured of one election while actas waited; the waits foreseen are another's.

    Published for the deputies: half the actas waited less than 29 minutes for their capture, nine in ten less than 80.
    """
    noches = {
        n: de_base(lzma.decompress((DATOS / "bases" / f"PUE_{n}_2024.csv.xz").read_bytes()).decode(), Path(n))
        for n in ("GUB", "DIP_LOC")
    }
    (origen, conocida), (otro_origen, otra) = noches.values()
    horas = 26
    llegan, capturadas = (np.histogram(conocida[h], horas, (0, horas * 60))[0] for h in ("acopio", "captura"))
    con_rezago = np.flatnonzero(np.cumsum(llegan) - np.cumsum(capturadas) > 60)
    capacidad = np.interp(np.arange(horas), con_rezago, capturadas[con_rezago])
    ritmo = Ritmo(discrepancia=0)
    personas = [round(2 * c / ritmo.capturas_por_hora) for c in capacidad]
    desfase = (otro_origen - origen).total_seconds() / 60
    noche = prever(otra["acopio"] + desfase, turnos(personas), [TODA_LA_NOCHE], ritmo)
    prevista, real = noche.capturadas - noche.llegan, otra["captura"] - otra["acopio"]
    assert np.median(prevista) == pytest.approx(np.median(real), rel=0.25)
    assert np.quantile(prevista, 0.9) == pytest.approx(np.quantile(real, 0.9), rel=0.1)


@pytest.mark.skipif(not (DATOS / "durango-2021").is_dir(), reason=f"no están los datos reales en {DATOS}")
def test_a_real_curve_is_read():
    curva = DATOS / "durango-2021" / "arrival_curves_10min.csv"
    llegan = de_curva(curva, "PUE_GUB_ext_2019", 500)
    assert np.median(llegan) == pytest.approx(FORMAS["empinada"][3], abs=10)
    with pytest.raises(LlegadasInvalidas):
        de_curva(curva, "NINGUNA", 500)
