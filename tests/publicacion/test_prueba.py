"""The proof of an acta: it holds with nothing but itself, and whatever is changed in it is found."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actario.cli import main
from publicacion import llaves
from publicacion.arbol import camino, raiz, subir
from publicacion.comprobacion import comprobar as comprobar_corte
from publicacion.corte import hacer_corte
from publicacion.errores import PruebaIlegible
from publicacion.fuente import EnCarpeta
from publicacion.prueba import comprobar, probar
from verificacion.dominio.errores import NoExiste

BASICA = "100001B01003"


@pytest.fixture
def firmante(tmp_path, ahora):
    return llaves.crear(tmp_path / "corte.pem", ahora)


@pytest.fixture
def corte(noche, proceso, ahora, tmp_path, firmante):
    cabeza = (7, "a" * 64)
    return hacer_corte(
        noche.registros, proceso, ahora, tmp_path / "publico", noche.leer, firmante=firmante, bitacora=cabeza
    )


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_every_record_leads_to_the_root_and_no_other_does(lineas: list[bytes], data: st.DataObject) -> None:
    lugar = data.draw(st.integers(0, len(lineas) - 1))
    pasos = camino(lineas, lugar)
    assert subir(lineas[lugar], pasos) == raiz(lineas)
    assert subir(lineas[lugar] + b"x", pasos) != raiz(lineas)
    assert len(pasos) <= (len(lineas) - 1).bit_length()


def test_the_tree_is_that_of_rfc_6962() -> None:
    """Roots of the first 1, 2, 3 and 7 of the inputs that its implementations test with."""
    entradas = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
    assert {n: raiz(entradas[:n])[:16] for n in (1, 2, 3, 7)} == {
        1: "6e340b9cffb37a98",
        2: "fac54203e7cc696c",
        3: "aeb6bcfe274b70a1",
        7: "ddb89be403809e32",
    }


def test_a_proof_holds_alone_and_says_key_cut_and_head_of_the_log(corte, firmante) -> None:
    veredicto = comprobar(json.loads(json.dumps(probar(EnCarpeta(corte.carpeta), BASICA))), firmante.actual.huella)
    assert veredicto.problemas == []
    assert (veredicto.corte, veredicto.registro["conteo"]["PAN"]) == (1, 80)
    assert veredicto.bitacora == {"numero": 7, "huella": "a" * 64}


def _otra_cifra(p: dict[str, Any]) -> None:
    p["registro"] = p["registro"].replace('"PAN":80', '"PAN":81')


def _otra_acta(p: dict[str, Any]) -> None:
    p["acta"] = "100001C01003"


def _otro_manifiesto(p: dict[str, Any]) -> None:
    p["manifiesto"] = p["manifiesto"].replace('"numero": 1', '"numero": 2')


def _otra_firma(p: dict[str, Any]) -> None:
    p["firma"] = ("B" if p["firma"][0] == "A" else "A") + p["firma"][1:]


@pytest.mark.parametrize(
    ("cambio", "dicho"),
    [
        (_otra_cifra, "el registro no está en ese corte"),
        (_otra_acta, "el registro es de 100001B01003"),
        (_otro_manifiesto, "la firma no es la del manifiesto"),
        (_otra_firma, "la firma no es la del manifiesto"),
    ],
)
def test_what_was_changed_in_a_proof_is_told(corte, cambio: Callable[[dict[str, Any]], None], dicho: str) -> None:
    prueba = probar(EnCarpeta(corte.carpeta), BASICA)
    cambio(prueba)
    assert any(p.startswith(dicho) for p in comprobar(prueba).problemas)


def test_the_key_of_somebody_else_is_not_believed(noche, proceso, ahora, tmp_path, firmante) -> None:
    ajena = llaves.crear(tmp_path / "ajena.pem", ahora)
    falso = hacer_corte(noche.registros, proceso, ahora, tmp_path / "falso", noche.leer, firmante=ajena)
    prueba = probar(EnCarpeta(falso.carpeta), BASICA)
    assert comprobar(prueba).problemas == []
    assert comprobar(prueba, firmante.actual.huella).problemas != []


def test_a_root_that_is_not_of_its_records_makes_the_cut_invalid(corte) -> None:
    manifiesto = corte.carpeta / "manifiesto.json"
    datos = json.loads(manifiesto.read_bytes())
    datos["raiz_registros"] = "0" * 64
    datos["llave"] = None
    for archivo in ("llaves.json",):
        del datos["archivos"][archivo]
        (corte.carpeta / archivo).unlink()
    manifiesto.chmod(0o644)
    manifiesto.write_text(json.dumps(datos))
    assert "manifiesto.json: su raíz no es la de registros.json" in comprobar_corte(EnCarpeta(corte.carpeta)).problemas


def test_an_acta_that_is_not_there_and_a_file_that_is_no_proof_are_refused(corte) -> None:
    with pytest.raises(NoExiste):
        probar(EnCarpeta(corte.carpeta), "999999B01003")
    for basura in ({}, {"manifiesto": "x"}, {"acta": 1, "registro": "[]", "camino": [], "manifiesto": "{}"}):
        with pytest.raises(PruebaIlegible):
            comprobar(basura)


def test_the_commands_take_the_last_cut_and_need_no_installation(
    corte, noche, proceso, ahora, firmante, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publico = tmp_path / "publico"
    hacer_corte(noche.registros, proceso, ahora + timedelta(minutes=15), publico, noche.leer, firmante=firmante)
    salida = tmp_path / "p.json"
    assert main(["bitacora", "prueba", BASICA, "--corte", str(publico), "-o", str(salida)]) == 0
    assert salida.stat().st_size < 10_000
    assert main(["bitacora", "comprobar", str(salida), "--llave", firmante.actual.huella]) == 0
    assert f"El acta {BASICA} está en el corte 2" in capsys.readouterr().out
    assert main(["bitacora", "comprobar", str(salida), "--llave", "f" * 64]) == 1
