"""Amounts in words: the grammar, the line net, and lines that say nothing."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from captura.geometria import Gris
from muestras.escritura import Escritor
from ocr.lexico import Lexico, Ruido
from ocr.palabras import entendida, escrito, leer_linea, limpiar
from ocr.renglon import MODELOS, RedRenglon
from verificacion.dominio.errores import InstalacionIncompleta
from verificacion.dominio.letra import a_letra

ALFABETO = ("", *"abcdefghijklmnopqrstuvwxyz-(", " ")
RUIDO = Ruido(1e-4, 0.01, 0.03, 3e-4, 0.7, 0.3, 0.1, 0.6, 1.0)


@pytest.fixture(scope="module")
def red() -> RedRenglon:
    return RedRenglon.cargar()


def _vistas(texto: str, seguro: float = 0.98) -> np.ndarray:
    """What a net sees where ``texto`` is plainly written: each letter, and nothing between letters."""
    cuadros = np.full((2 * len(texto) + 1, len(ALFABETO)), (1 - seguro) / len(ALFABETO))
    cuadros[::2, 0] += seguro
    for i, letra in enumerate(texto):
        cuadros[2 * i + 1, ALFABETO.index(letra)] += seguro
    return cuadros / cuadros.sum(axis=1, keepdims=True)


def _creer(texto: str) -> np.ndarray:
    return Lexico(ALFABETO, RUIDO).creer(_vistas(texto))


def test_every_figure_is_understood_as_it_should_be_written() -> None:
    lexico = Lexico(ALFABETO, RUIDO)
    sin_acentos = str.maketrans("áéíóú", "aeiou")
    for n in range(1000):
        creencia = lexico.creer(_vistas(a_letra(n).translate(sin_acentos)))
        assert creencia.sum() == pytest.approx(1)
        assert creencia.argmax() == n


@pytest.mark.parametrize(
    ("texto", "cifra"),
    [
        ("diescinueve", 19),
        ("dosientos sinco", 205),
        ("veinti dos", 22),
        ("venti tres", 23),
        ("treintaicinco", 35),
        ("treinta cinco", 35),
        ("diez y siete", 17),
        ("siento uno", 101),
        ("treinta y un votos", 31),
        ("cero uno nueve", 19),
        ("cero cero cero", 0),
        ("uno cero seis", 106),
        ("dos cuatro", 24),
        ("nuebecientos nobenta", 990),
        ("setenta y tres -----", 73),
        ("(ochenta-", 80),
    ],
)
def test_people_write_it_their_own_way(texto: str, cifra: int) -> None:
    creencia = _creer(texto)
    assert creencia.argmax() == cifra
    assert creencia[cifra] > 0.5


@pytest.mark.parametrize("texto", ["---", "xxx", "cancelado", "presidente", "juan perez garcia", "", "mkwgjbp"])
def test_what_is_no_amount_is_not_taken_for_one(texto: str) -> None:
    creencia = _creer(texto)
    assert creencia.argmax() == 1000
    assert creencia[:1000].max() < 0.5


def test_a_slip_that_fits_two_figures_leaves_both() -> None:
    """As "se_enta", sesenta or setenta."""
    creencia = _creer("se enta y dos")
    assert {*np.argsort(creencia)[-2:].tolist()} == {62, 72}
    assert creencia.max() < 0.9


def _linea(tinta: Gris | None, contraste: float = 150) -> Gris:
    gris = np.full((72, 800), 225.0)
    if tinta is not None:
        ancho = min(780, tinta.shape[1])
        gris[8:64, 10 : 10 + ancho] -= tinta[:, :ancho] / 255 * contraste
    gris += np.random.default_rng(0).normal(0, 2, gris.shape)
    return np.clip(gris, 0, 255).astype(np.uint8)


def test_hands_never_fitted_on_are_understood_and_never_misunderstood(red: RedRenglon) -> None:
    rng = np.random.default_rng(7)
    entendidas = 0
    for n in (0, 7, 22, 31, 58, 100, 113, 224, 582, 999):
        leida = entendida(leer_linea(red, _linea(Escritor.nuevo(rng, "prueba").palabras(a_letra(n), 56))))
        assert leida in (n, None)
        entendidas += leida == n
    assert entendidas >= 8


def test_an_empty_line_is_told_from_one_that_cannot_be_understood(red: RedRenglon) -> None:
    assert leer_linea(red, _linea(None)) is None
    garabato = leer_linea(red, _linea(Escritor.nuevo(np.random.default_rng(3), "prueba").tachon(56)))
    assert garabato is not None
    assert garabato.sum() == pytest.approx(1)
    assert entendida(garabato) is None


def test_pale_words_are_not_an_empty_line(red: RedRenglon) -> None:
    tinta = Escritor.nuevo(np.random.default_rng(5), "prueba").palabras("trescientos doce", 56)
    assert leer_linea(red, _linea(tinta, contraste=25)) is not None


def test_a_short_amount_is_read_without_the_rest_of_its_line(red: RedRenglon) -> None:
    linea = _linea(Escritor.nuevo(np.random.default_rng(5), "prueba").palabras("uno", 56))
    tramo = escrito(limpiar(linea), linea.shape)
    assert tramo is not None
    assert tramo.stop - tramo.start < linea.shape[1] / 2
    assert entendida(leer_linea(red, linea)) == 1


def test_an_amount_at_the_end_of_its_line_is_not_cut(red: RedRenglon) -> None:
    rng = np.random.default_rng(5)
    linea = _linea(Escritor.nuevo(rng, "prueba").palabras("ocho", 56))[:, ::-1].copy()
    al_final = _linea(None)
    al_final[:, -420:] = linea[:, ::-1][:, :420]
    assert entendida(leer_linea(red, al_final)) == 8


def test_a_line_of_any_shape_is_looked_at(red: RedRenglon) -> None:
    for forma in ((1, 1), (9, 3000), (300, 4)):
        assert np.isfinite(red.mirar(np.full(forma, 200, np.uint8))).all()
        assert leer_linea(red, np.full(forma, 200, np.uint8)) is None


def test_a_missing_or_changed_line_net_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InstalacionIncompleta) as error:
        RedRenglon.cargar(tmp_path)
    assert "renglon.json" in error.value.que
    assert error.value.remedio
    shutil.copy(MODELOS / "renglon.json", tmp_path)
    (tmp_path / "renglon.onnx").write_bytes(b"otra cosa")
    with pytest.raises(InstalacionIncompleta, match="SHA-256"):
        RedRenglon.cargar(tmp_path)
    (tmp_path / "renglon.json").write_text('{"archivo": 3}')
    with pytest.raises(InstalacionIncompleta, match="dañada"):
        RedRenglon.cargar(tmp_path)
