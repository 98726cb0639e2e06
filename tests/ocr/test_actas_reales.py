"""Real actas of three countries: measured, never trained or tuned on."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from captura.plantilla import cargar_plantilla
from muestras.bancos.formas import PLANTILLAS, construir_forma
from muestras.bancos.reales import (
    FORMAS,
    VERDAD,
    ActaReal,
    Medicion,
    actas_reales,
    bancos_disponibles,
    datos_reales,
    medir,
)
from ocr.motor import Lector
from verificacion.dominio.conteo import Leyenda, numero
from verificacion.dominio.errores import InstalacionIncompleta

BANCOS = tuple(
    pytest.param(
        banco,
        marks=pytest.mark.skipif(
            banco not in bancos_disponibles(), reason=f"sin los datos reales de {banco} (PREP_DATOS_REALES)"
        ),
    )
    for banco in FORMAS
)
ACTAS: Mapping[str, tuple[int, int]] = {"cdmx-2024": (1, 18), "honduras-2025": (6, 90), "indonesia-kawalc1": (5, 20)}
"""Images of each bank, and figures whose truth is known."""
MIN_EXACTAS: Mapping[str, float] = {"cdmx-2024": 0.94, "honduras-2025": 0.95, "indonesia-kawalc1": 0.9}
MIN_ACEPTADAS: Mapping[str, float] = {"cdmx-2024": 0.7, "honduras-2025": 0.6, "indonesia-kawalc1": 0.7}


@pytest.fixture(scope="module")
def actas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[ActaReal]]:
    """By bank, those that this machine has."""
    carpeta = tmp_path_factory.mktemp("formas")
    return {banco: list(actas_reales(carpeta, [banco])) for banco in bancos_disponibles()}


@pytest.fixture(scope="module")
def mediciones(actas: dict[str, list[ActaReal]], lector: Lector) -> dict[str, list[Medicion]]:
    return {banco: list(medir(suyas, lector)) for banco, suyas in actas.items()}


@pytest.mark.parametrize("banco", BANCOS)
def test_every_acta_of_the_bank_is_there_with_its_truth(actas: dict[str, list[ActaReal]], banco: str) -> None:
    suyas = actas[banco]
    assert (len(suyas), sum(len(a.verdad) for a in suyas)) == ACTAS[banco]
    for acta in suyas:
        claves = {c.clave for c in acta.plantilla.campos}
        assert acta.verdad.keys() <= claves
        assert acta.palabras.keys() <= acta.verdad.keys()
        for suma in acta.plantilla.sumas:
            if {suma.total, *suma.sumandos} <= acta.verdad.keys():
                assert numero(acta.verdad[suma.total]) == sum(numero(acta.verdad[s]) for s in suma.sumandos), (
                    acta.nombre
                )


@pytest.mark.parametrize("banco", BANCOS)
def test_every_real_sheet_is_straightened(mediciones: dict[str, list[Medicion]], banco: str) -> None:
    assert {m.acta.nombre: m.rechazo for m in mediciones[banco] if m.rechazo} == {}


@pytest.mark.parametrize("banco", BANCOS)
def test_no_accepted_figure_is_wrong(mediciones: dict[str, list[Medicion]], banco: str) -> None:
    malas = [f for m in mediciones[banco] for f in m.evaluacion.fallos if f.aceptado]
    assert malas == []


@pytest.mark.parametrize("banco", BANCOS)
def test_nearly_every_figure_is_read(mediciones: dict[str, list[Medicion]], banco: str) -> None:
    suyas = [m.evaluacion for m in mediciones[banco]]
    campos = sum(e.campos for e in suyas)
    assert campos == ACTAS[banco][1]
    fallos = [f for e in suyas for f in e.fallos]
    assert sum(e.exactos for e in suyas) / campos >= MIN_EXACTAS[banco], fallos
    assert sum(e.aceptados for e in suyas) / campos >= MIN_ACEPTADAS[banco]


@pytest.mark.skipif("honduras-2025" not in bancos_disponibles(), reason="sin los datos reales (PREP_DATOS_REALES)")
def test_a_closed_row_is_without_data_and_words_name_each_digit(actas: dict[str, list[ActaReal]]) -> None:
    por_nombre = {a.imagen.stem: a for a in actas["honduras-2025"]}
    cerrada = por_nombre["EjemploActa4"]
    assert cerrada.verdad["CUSTODIOS"] is Leyenda.SIN_DATO
    assert "CUSTODIOS" not in cerrada.palabras
    assert por_nombre["EjemploActa3"].palabras["GRAN_TOTAL"] == "dos cero seis"


@pytest.mark.skipif("indonesia-kawalc1" not in bancos_disponibles(), reason="sin los datos reales (PREP_DATOS_REALES)")
def test_a_form_folder_is_whole_and_of_its_own_data(tmp_path: Path) -> None:
    datos = datos_reales() / "indonesia-kawalc1"
    plantilla = construir_forma("indonesia-2019", datos, tmp_path / "forma")
    assert plantilla == cargar_plantilla(tmp_path / "forma")
    assert not (PLANTILLAS / "indonesia-2019" / "referencia.png").exists()
    with pytest.raises(InstalacionIncompleta, match="PPWP"):
        construir_forma("indonesia-2019", tmp_path, tmp_path / "otra")


def test_without_data_it_is_said_where_it_was_sought(tmp_path: Path) -> None:
    with pytest.raises(InstalacionIncompleta, match="no hay actas reales"):
        list(actas_reales(tmp_path / "formas", datos=tmp_path))
    with pytest.raises(InstalacionIncompleta, match="honduras-2025"):
        list(actas_reales(tmp_path / "formas", ["honduras-2025"], tmp_path))


def test_an_image_that_is_not_the_one_of_its_truth_is_refused(tmp_path: Path) -> None:
    banco = tmp_path / "cdmx-2024"
    banco.mkdir()
    shutil.copy(PLANTILLAS / "cdmx-2024" / "referencia.png", banco / "otra.png")
    hoja = {"file": "otra.png", "fields": {"PAN": 1}, "sha256": "0" * 64}
    (banco / VERDAD).write_text(json.dumps({"sheets": [hoja]}), encoding="utf-8")
    with pytest.raises(InstalacionIncompleta, match="no es la imagen de su verdad"):
        list(actas_reales(tmp_path / "formas", datos=tmp_path))
