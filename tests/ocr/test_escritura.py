"""Writers: repeatable, varied, and held out."""

import hashlib

import numpy as np

from muestras.escritura import Escritor
from muestras.escritura.fuentes import CARPETA, de_reparto, manifiesto


def _hoja(semilla: int) -> list[np.ndarray]:
    escritor = Escritor.nuevo(np.random.default_rng(semilla), "prueba")
    return [escritor.digito(d, 40) for d in range(10)] + [escritor.palabras("veintidós", 40)]


def test_the_same_seed_draws_the_same_ink() -> None:
    for una, otra in zip(_hoja(3), _hoja(3), strict=True):
        np.testing.assert_array_equal(una, otra)


def test_a_hand_never_repeats_a_digit_exactly() -> None:
    escritor = Escritor.nuevo(np.random.default_rng(1), "entrenamiento")
    dibujos = {escritor.digito(7, 40).tobytes() for _ in range(5)}
    assert len(dibujos) == 5


def test_every_mask_has_the_height_asked_for_and_ink() -> None:
    for semilla in range(12):
        escritor = Escritor.nuevo(np.random.default_rng(semilla), "entrenamiento")
        tintas = [escritor.digito(d, 32) for d in range(10)]
        tintas += [escritor.raya(32), escritor.tachon(32), escritor.palabras("novecientos noventa y nueve", 32)]
        for tinta in tintas:
            assert tinta.dtype == np.uint8 and tinta.shape[0] == 32
            assert tinta.max() > 100


def test_splits_share_no_font() -> None:
    repartos = [{f.sha256 for f in de_reparto(r)} for r in ("entrenamiento", "validacion", "prueba")]
    assert all(repartos)
    assert len(set.union(*repartos)) == sum(map(len, repartos)) == len(manifiesto())


def test_fonts_are_the_ones_of_the_manifest_and_bring_their_licence() -> None:
    for fuente in manifiesto():
        assert hashlib.sha256((CARPETA / fuente.archivo).read_bytes()).hexdigest() == fuente.sha256
        licencia = (CARPETA / f"{fuente.familia}.LICENSE.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE" in licencia and "with reserved" not in licencia.lower()
