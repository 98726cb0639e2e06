"""A cut is whole, checked, chained and tamper evident."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from publicacion.autocomprobacion import revisar_encabezado, revisar_renglones
from publicacion.base_datos import escribir_base
from publicacion.comprobacion import comprobar, encadenar
from publicacion.corte import carpetas, hacer_corte, registros_de
from publicacion.errores import CorteInvalido
from publicacion.fuente import EnCarpeta
from publicacion.lectura_base import leer_base


def test_a_cut_holds_the_package_the_base_and_its_records(noche, proceso, ahora, tmp_path):
    corte = hacer_corte(noche.registros, proceso, ahora, tmp_path, noche.leer)

    assert corte.carpeta.name == "0001-20210606_2215"
    assert corte.paquete == "20210606_2215_PREP_DGO.zip"
    assert registros_de(corte, proceso) == noche.registros
    assert comprobar(EnCarpeta(corte.carpeta)).problemas == []
    with zipfile.ZipFile(corte.carpeta / corte.paquete) as fuera:
        assert fuera.namelist() == ["20210606_2215_PREP_DIP_LOC_DGO.zip"]
        with zipfile.ZipFile(io.BytesIO(fuera.read(fuera.namelist()[0]))) as dentro:
            raiz = "20210606_2215_PREP_DIP_LOC_DGO"
            assert dentro.namelist() == [
                f"{raiz}/DGO_DIP_LOC_2021.csv",
                f"{raiz}/DGO_DIP_LOC_CANDIDATURA_2021.csv",
                f"{raiz}/LEEME.txt",
            ]
            assert dentro.read(f"{raiz}/DGO_DIP_LOC_2021.csv") == (corte.carpeta / corte.base).read_bytes()
            assert "SIMULACRO" in dentro.read(f"{raiz}/LEEME.txt").decode()


def test_the_same_records_and_moment_give_the_same_bytes(noche, proceso, ahora, tmp_path):
    uno = hacer_corte(noche.registros, proceso, ahora, tmp_path / "a", noche.leer)
    otro = hacer_corte(noche.registros, proceso, ahora, tmp_path / "b", noche.leer)

    assert uno.huella == otro.huella
    assert uno.archivos == otro.archivos


def test_cuts_are_numbered_and_chained(noche, proceso, ahora, tmp_path):
    uno = hacer_corte(noche.registros, proceso, ahora, tmp_path, noche.leer)
    dos = hacer_corte(noche.registros, proceso, ahora + timedelta(minutes=15), tmp_path, noche.leer)

    assert (dos.numero, dos.anterior) == (2, uno.huella)
    assert carpetas(tmp_path) == (uno.carpeta, dos.carpeta)


def test_a_rewritten_manifest_breaks_the_chain_of_the_next_cut(noche, proceso, ahora, tmp_path):
    uno = hacer_corte(noche.registros, proceso, ahora, tmp_path, noche.leer)
    dos = hacer_corte(noche.registros, proceso, ahora + timedelta(minutes=15), tmp_path, noche.leer)
    ruta = uno.carpeta / "manifiesto.json"
    ruta.chmod(0o644)
    ruta.write_text(ruta.read_text().replace('"ultimo": false', '"ultimo": true'))

    comprobados = [comprobar(EnCarpeta(c.carpeta), a_fondo=False) for c in (uno, dos)]

    assert encadenar(comprobados) == [
        "0002-20210606_2230 no sigue al corte 0001-20210606_2215: la huella de su manifiesto cambió"
    ]


def test_an_added_file_is_named(noche, proceso, ahora, tmp_path):
    corte = hacer_corte(noche.registros, proceso, ahora, tmp_path, noche.leer)
    (corte.carpeta / "otro.csv").write_text("x")

    assert comprobar(EnCarpeta(corte.carpeta)).problemas == ["sobra otro.csv"]


def test_an_image_that_is_not_its_hash_stops_the_release(noche, proceso, ahora, tmp_path):
    with pytest.raises(CorteInvalido) as fallo:
        hacer_corte(noche.registros, proceso, ahora, tmp_path, lambda sha256: noche.leer(sha256) + b"x")

    assert len(fallo.value.problemas) == len(noche.imagenes)
    assert carpetas(tmp_path) == ()


def test_a_record_missing_from_the_catalogue_stops_the_release(noche, proceso, ahora, tmp_path):
    with pytest.raises(CorteInvalido, match="una a una y en orden"):
        hacer_corte(noche.registros[1:], proceso, ahora, tmp_path, noche.leer)

    assert carpetas(tmp_path) == ()


def test_a_header_that_does_not_add_up_is_named_with_both_figures(noche, proceso, ahora):
    base = escribir_base(noche.registros, proceso, ahora)
    falsa = leer_base(base.replace(b"8,8,1,7,", b"8,9,1,7,"))

    assert revisar_encabezado(falsa, ultimo_corte=False) == ["ACTAS_REGISTRADAS: dice '9' y sus renglones suman '8'"]


def test_a_wrong_printed_total_and_status_are_named(noche, proceso, ahora):
    leida = leer_base(escribir_base(noche.registros, proceso, ahora))
    fila = leida.filas[0]
    torcida = replace(fila, celdas={**fila.celdas, "TOTAL_VOTOS_CALCULADO": "310", "CONTABILIZADA": "0"})

    assert revisar_renglones(replace(leida, filas=(torcida, *leida.filas[1:])), proceso) == [
        "100001B01003: TOTAL_VOTOS_CALCULADO no es 309",
        "100001B01003: CONTABILIZADA no es 1",
    ]


def test_special_casillas_enter_the_turnout_only_in_the_last_cut(noche, proceso, ahora, tmp_path):
    antes = hacer_corte(noche.registros, proceso, ahora, tmp_path, noche.leer)
    cierre = hacer_corte(noche.registros, proceso, proceso.cierre, tmp_path, noche.leer, ultimo_corte=True)

    e = antes.encabezado
    assert e.total_votos_c_cs - e.total_votos_s_cs == 10 + 15 + 4 + 6 + 1
    assert e.porcentaje_participacion_ciudadana == f"{e.total_votos_s_cs * 1000000 // 1553 / 10000:.4f}"
    assert cierre.encabezado.porcentaje_participacion_ciudadana == f"{e.total_votos_c_cs * 1000000 // 1553 / 10000:.4f}"
    manifiesto = json.loads((cierre.carpeta / "manifiesto.json").read_text())
    assert manifiesto["ultimo"] is True
