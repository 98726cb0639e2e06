"""A cut is whole, checked, chained and tamper evident."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from publicacion.autocomprobacion import catalogo_de, revisar, revisar_resultados
from publicacion.base_datos import escribir_base
from publicacion.comprobacion import comprobar, encadenar
from publicacion.corte import carpetas, hacer_corte, registros_de
from publicacion.errores import CorteInvalido
from publicacion.fuente import EnCarpeta
from publicacion.registros_json import escribir_registros
from publicacion.revision_aparte import en_otro_proceso, revisar_archivos
from verificacion.dominio.agregacion import agregar


def revisada(base: bytes, noche, proceso, registros: bytes | None = None):
    """What the check of a cut says of a database and its records."""
    lineas = (registros or escribir_registros(noche.registros)).splitlines(keepends=True)
    return revisar(base.decode("utf-8-sig").splitlines(keepends=True), lineas, catalogo_de(proceso), ultimo_corte=False)


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

    revision = revisada(base.replace(b"8,8,1,7,", b"8,9,1,7,"), noche, proceso)

    assert revision.problemas == ["ACTAS_REGISTRADAS: dice '9' y sus renglones suman '8'"]


@pytest.mark.parametrize(
    ("antes", "despues", "problemas"),
    [
        (",309,500,", ",310,500,", ["100001B01003: TOTAL_VOTOS_CALCULADO no es 309"]),
        (",309,500,20,,1,", ",309,500,20,,0,", ["100001B01003: CONTABILIZADA no es 1"]),
        (",309,500,20,,1,", ",309,500,20,{algun},1,", ["100001B01003: OBSERVACIONES no es lo que dan sus cifras"]),
    ],
)
def test_a_wrong_total_status_or_observation_of_a_row_is_named(noche, proceso, ahora, antes, despues, problemas):
    base = escribir_base(noche.registros, proceso, ahora).decode()
    algun = proceso.formato.observaciones["algun_campo_ilegible_o_sin_dato"]
    assert base.count(antes) == 1

    revision = revisada(base.replace(antes, despues.format(algun=algun)).encode(), noche, proceso)

    assert [p for p in revision.problemas if p.startswith("100001B01003")] == problemas


def test_what_the_base_writes_holds_and_gives_the_results_of_the_pages(noche, proceso, ahora):
    resultado = agregar(noche.registros, proceso)
    revision = revisada(escribir_base(noche.registros, proceso, ahora), noche, proceso)

    assert revision.problemas == []
    assert revision.votos == {c.columna: resultado.entidad.votos[c.clave] for c in proceso.contendientes}
    assert revisar_resultados(revision, resultado, proceso, ultimo_corte=False) == []
    assert revisar_resultados(revision, resultado, proceso, ultimo_corte=True) == [
        "el encabezado de la base no es el de los resultados"
    ]


@pytest.mark.parametrize(
    ("antes", "despues", "problema"),
    [
        (b'"PAN":80', b'"PAN":81', "registros.json: 100001B01003 no es lo que dice la base"),
        (b'"acta":"100001B01003"', b'"acta":"100001C01003"', "registros.json: 100001B01003 no es lo que dice la base"),
        (b'"C_PRI_PRD":"SIN DATO"', b'"C_PRI_PRD":0', "registros.json: 100001C01003 no es lo que dice la base"),
        (b"\n]", b",\n{}\n]", "registros.json tiene más registros que renglones la base"),
    ],
)
def test_a_record_that_is_not_its_row_is_named(noche, proceso, ahora, antes, despues, problema):
    base, crudo = escribir_base(noche.registros, proceso, ahora), escribir_registros(noche.registros)
    assert crudo.count(antes) == 1

    assert revisada(base, noche, proceso, crudo.replace(antes, despues)).problemas == [problema]


def test_the_check_in_another_process_says_the_same(noche, proceso, ahora, tmp_path):
    """A country is checked apart; a small election, here, where it would not be worth it."""
    base, registros = tmp_path / "base.csv", tmp_path / "registros.json"
    base.write_bytes(escribir_base(noche.registros, proceso, ahora).replace(b",309,500,", b",310,500,"))
    registros.write_bytes(escribir_registros(noche.registros))

    aparte = en_otro_proceso(base, registros, catalogo_de(proceso), ultimo_corte=False)

    assert aparte == revisar_archivos(base, registros, catalogo_de(proceso), ultimo_corte=False)
    assert aparte.problemas == ["100001B01003: TOTAL_VOTOS_CALCULADO no es 309"]


def test_a_cut_that_fails_leaves_nothing_behind(noche, proceso, ahora, tmp_path):
    with pytest.raises(CorteInvalido):
        hacer_corte(noche.registros[1:], proceso, ahora, tmp_path, noche.leer)

    assert [p.name for p in (tmp_path / "cortes").iterdir()] == [".candado"]


def test_special_casillas_enter_the_turnout_only_in_the_last_cut(noche, proceso, ahora, tmp_path):
    antes = hacer_corte(noche.registros, proceso, ahora, tmp_path, noche.leer)
    cierre = hacer_corte(noche.registros, proceso, proceso.cierre, tmp_path, noche.leer, ultimo_corte=True)

    e = antes.encabezado
    assert e.total_votos_c_cs - e.total_votos_s_cs == 10 + 15 + 4 + 6 + 1
    assert e.porcentaje_participacion_ciudadana == f"{e.total_votos_s_cs * 1000000 // 1553 / 10000:.4f}"
    assert cierre.encabezado.porcentaje_participacion_ciudadana == f"{e.total_votos_c_cs * 1000000 // 1553 / 10000:.4f}"
    manifiesto = json.loads((cierre.carpeta / "manifiesto.json").read_text())
    assert manifiesto["ultimo"] is True
