"""The report of quality counts what it says it counts; the reader itself is measured by running it."""

import csv
from pathlib import Path

import pytest

from actario.cli import main
from actario.informe_calidad import (
    MEDIDAS,
    SIN_DANO,
    Cantidad,
    FotoMedida,
    dibujar,
    escribir_fotos,
    juzgar,
    resumir,
)
from captura.veredicto import BUENA, MIN_NITIDEZ

BUENAS = {
    "nitidez": 0.4,
    "resolucion": 8.0,
    "papel": 220.0,
    "contraste": 120.0,
    "tinta": 1.0,
    "sombra": 0.0,
    "tono": 0.0,
}


def cantidad(clave: str, bien: bool, en_zona: bool = False, **medidas: float) -> Cantidad:
    return Cantidad(clave, BUENAS | medidas, bien, en_zona)


def foto(dano: str, *cantidades: Cantidad, frase: str = BUENA, senalados: tuple[str, ...] = ()) -> FotoMedida:
    return FotoMedida("acta.jpg", dano, 0.5, frase, None, senalados, cantidades)


@pytest.fixture
def fotos() -> list[FotoMedida]:
    return [
        foto(SIN_DANO, *(cantidad(f"C{i}", True, nitidez=0.2 + i / 1000) for i in range(100))),
        foto(SIN_DANO, cantidad("A", False)),
        foto(
            "borrosa",
            cantidad("A", False, nitidez=0.05),
            cantidad("B", False, nitidez=0.05),
            cantidad("C", False, nitidez=0.3),
            cantidad("D", True, nitidez=0.05),
            frase="La foto está borrosa",
        ),
        foto(
            "reflejo",
            cantidad("A", False, en_zona=True, tinta=0.1),
            cantidad("B", True, en_zona=False, tinta=0.3),
            frase="Hay reflejo",
            senalados=("A", "B"),
        ),
        FotoMedida("acta.jpg", "movida", 1.0, "No coincide", "forma_distinta", (), ()),
    ]


def test_a_threshold_is_judged_by_what_it_rejects_and_what_it_catches(fotos: list[FotoMedida]) -> None:
    nitidez = next(j for j in juzgar(fotos) if j.nombre == "nitidez")
    assert nitidez.umbral == MIN_NITIDEZ
    assert nitidez.rechaza_buenas == 0.0
    assert nitidez.atrapa_malas == 0.5  # two of the four misread on spoiled photos
    assert nitidez.sugerido == pytest.approx(0.201, abs=0.001)
    assert nitidez.atrapa_sugerido == 0.5


def test_the_summary_separates_the_warned_from_the_silent(fotos: list[FotoMedida]) -> None:
    por_dano = {r.dano: r for r in resumir(fotos)}
    assert (por_dano[SIN_DANO].fotos, por_dano[SIN_DANO].avisadas) == (2, 0)
    assert por_dano[SIN_DANO].mal_calladas == 0.5
    assert (por_dano["borrosa"].avisadas, por_dano["borrosa"].mal_avisadas) == (1, 0.75)
    assert por_dano["reflejo"].bien_senalados == 0.5
    assert (por_dano["movida"].fotos, por_dano["movida"].sin_enderezar) == (1, 1)
    assert "oscura" not in por_dano


def test_each_photo_has_its_line_and_each_measure_its_drawing(fotos: list[FotoMedida], tmp_path: Path) -> None:
    escribir_fotos(fotos, tmp_path / "fotos.csv")
    filas = list(csv.DictReader((tmp_path / "fotos.csv").open(encoding="utf-8")))
    assert len(filas) == len(fotos)
    assert (filas[2]["nitidez"], filas[2]["mal_leidas"]) == ("0.050", "0.750")
    assert (filas[4]["error"], filas[4]["nitidez"]) == ("forma_distinta", "")
    lamina = dibujar(fotos)
    assert lamina.shape[0] % len(MEDIDAS) == 0
    assert len({tuple(p) for p in lamina.reshape(-1, 3)[::97]}) > 3


def test_a_folder_without_truth_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calidad", "informe", str(tmp_path), "--proceso", str(tmp_path)]) == 66
    assert "verdad" in capsys.readouterr().err
