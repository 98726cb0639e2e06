"""Acceptance: what is stated is what is kept, and what is unlike anything calibrated is accepted less."""

import json
import math
import shutil
from pathlib import Path

import numpy as np
import pytest

from ocr.calibracion import Calibracion, Regla, agrupar, cota_superior, logit
from ocr.condicion import Condicion
from ocr.digitos import MODELOS, RedDigitos
from verificacion.dominio.errores import InstalacionIncompleta

SHA = "a" * 64


def _tarjeta(**cambios: object) -> dict[str, object]:
    regla = {"pendiente": 1.0, "sesgo": 0.0}
    buena = {"cifras": 9000, **regla, "curva": [[0.9999, 4000, 0], [0.999, 6000, 1], [0.99, 8000, 9]]}
    corta = {"cifras": 90, **regla, "curva": [[0.9999, 40, 0], [0.99, 80, 0]]}
    return {
        "modelo": SHA,
        "cortes": {"escaner": [0.01, 0.05], "movil": [0.01, 0.05]},
        "limites": {"resolucion": [2.0, 1e6], "tinta": [30.0, 1e6], "duda": [0.0, 0.2]},
        "condiciones": {f"{medio}_{k}": corta if k == 2 else buena for medio in ("escaner", "movil") for k in range(3)},
    } | cambios


def _cargar(carpeta: Path, tarjeta: dict[str, object], riesgo: float = 1e-3) -> Calibracion:
    (carpeta / "calibracion.json").write_text(json.dumps(tarjeta), encoding="utf-8")
    return Calibracion.cargar(carpeta, SHA, riesgo)


def test_the_bound_is_clopper_and_pearsons() -> None:
    assert cota_superior(0, 3000) == pytest.approx(1 - 0.1 ** (1 / 3000), rel=1e-6)
    assert cota_superior(3, 10, 0.95) == pytest.approx(0.6066, abs=1e-3)  # their table of 1934
    assert cota_superior(5, 5) == 1.0


def test_the_threshold_is_the_laxest_that_keeps_the_risk(tmp_path: Path) -> None:
    calibracion = _cargar(tmp_path, _tarjeta())
    regla = calibracion.regla(Condicion(plana=True, resolucion=6, tinta=90, duda=0.005))
    assert regla.umbral == 0.999  # 9 of 8000 would not keep one in a thousand; 1 of 6000 does
    assert regla.acepta(0.9991)
    assert not regla.acepta(0.998)
    laxa = _cargar(tmp_path, _tarjeta(), riesgo=1e-2)
    assert laxa.regla(Condicion(True, 6, 90, 0.005)).umbral == pytest.approx(0.99)


def test_no_figure_is_accepted_whose_own_error_is_above_the_risk(tmp_path: Path) -> None:
    """A curve without a single fault does not carry along figures that are likelier wrong than stated."""
    sin_fallas = {"cifras": 9000, "pendiente": 0.9, "sesgo": -0.2, "curva": [[0.9999, 4000, 0], [0.9, 9000, 0]]}
    tarjeta = _tarjeta()
    condiciones = {nombre: sin_fallas for nombre in ("escaner_0", "escaner_1", "escaner_2", "movil_0")}
    regla = _cargar(tmp_path, tarjeta | {"condiciones": condiciones}).regla(Condicion(True, 6, 90, 0.005))
    assert regla.probabilidad(regla.umbral) == pytest.approx(0.999)


def test_a_condition_with_little_data_is_held_to_the_calibrated_probability(tmp_path: Path) -> None:
    regla = _cargar(tmp_path, _tarjeta()).regla(Condicion(plana=False, resolucion=6, tinta=90, duda=0.1))
    assert regla.condicion == "movil_2"
    assert regla.umbral == pytest.approx(1 - 1e-3 / 2)


@pytest.mark.parametrize(
    "rara",
    [Condicion(True, 1.0, 90, 0.001), Condicion(True, 6, 10, 0.001), Condicion(False, 6, 90, 0.5)],
    ids=["poca resolución", "tinta pálida", "la red duda de todo"],
)
def test_a_condition_unlike_any_is_accepted_less(tmp_path: Path, rara: Condicion) -> None:
    calibracion = _cargar(tmp_path, _tarjeta())
    ajena = calibracion.regla(rara)
    assert ajena.condicion == "ajena"
    assert all(ajena.umbral > regla.umbral for nombre, regla in calibracion.reglas.items() if nombre != "ajena")


def test_the_probability_is_the_calibrated_one() -> None:
    regla = Regla("x", 0.5, -1.0, 0.999)
    assert logit(regla.probabilidad(0.99)) == pytest.approx(0.5 * math.log(99) - 1)
    assert regla.probabilidad(0.0) < 1e-3
    assert 0.9 < regla.probabilidad(1.0) < 1
    assert not Regla("nada", 1.0, 0.0, 2.0).acepta(1.0)


def test_more_doubt_is_another_group() -> None:
    cortes = {"escaner": (0.01, 0.05), "movil": (0.02, 0.06)}
    assert [agrupar(Condicion(True, 6, 90, d), cortes) for d in (0.0, 0.02, 0.3)] == [
        "escaner_0",
        "escaner_1",
        "escaner_2",
    ]
    assert agrupar(Condicion(False, 6, 90, 0.015), cortes) == "movil_0"


@pytest.mark.parametrize("mala", ["{", "[]", json.dumps({"modelo": SHA}), json.dumps(_tarjeta(condiciones={"a": {}}))])
def test_a_damaged_calibration_is_a_clear_error(tmp_path: Path, mala: str) -> None:
    (tmp_path / "calibracion.json").write_text(mala, encoding="utf-8")
    with pytest.raises(InstalacionIncompleta, match="dañada"):
        Calibracion.cargar(tmp_path, SHA, 1e-3)


def test_the_calibration_of_another_net_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InstalacionIncompleta, match="falta"):
        Calibracion.cargar(tmp_path, SHA, 1e-3)
    with pytest.raises(InstalacionIncompleta, match="otro modelo"):
        _cargar(tmp_path, _tarjeta(modelo="b" * 64))


def test_the_shipped_calibration_is_that_of_the_shipped_net() -> None:
    assert Calibracion.cargar(MODELOS, RedDigitos.cargar().sha256, 1e-3).reglas


def test_the_runtime_says_what_the_net_said_where_it_was_trained(tmp_path: Path) -> None:
    """The card keeps a few boxes with torch's own answers; ONNX must give the same."""
    guardado = np.load(MODELOS / "digitos-prueba.npz")
    red = RedDigitos.cargar()
    nuestras = red.clasificar(list(zip(guardado["tinta"], guardado["celda"], strict=True)))
    z = guardado["logits"].mean(axis=1) / red.temperatura
    suyas = np.exp(z - z.max(axis=1, keepdims=True))
    suyas /= suyas.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(nuestras, suyas, atol=1e-4)
    shutil.copytree(MODELOS, tmp_path / "m")
    (tmp_path / "m" / "digitos.onnx").write_bytes((MODELOS / "digitos.onnx").read_bytes()[:-1])
    with pytest.raises(InstalacionIncompleta):
        RedDigitos.cargar(tmp_path / "m")
