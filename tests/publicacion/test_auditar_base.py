"""A published database is audited by its own figures, however its publisher spells it."""

import io
import json
import lzma
import zipfile

import pytest

from actario.cli import main
from publicacion.auditoria.archivos import bases_en
from publicacion.auditoria.auditar import auditar
from publicacion.auditoria.textos import Celda, Otra, leer_celda, leer_entero, leer_observaciones
from publicacion.base_datos import escribir_base
from publicacion.errores import BaseIlegible
from verificacion.dominio.inconsistencia import Observacion


@pytest.fixture
def base(noche, proceso, ahora):
    return escribir_base(noche.registros, proceso, ahora)


def con(base, viejo, nuevo):
    assert viejo.encode() in base
    return base.replace(viejo.encode(), nuevo.encode(), 1)


def test_our_own_database_holds(base):
    auditoria = auditar(base)

    assert auditoria.cuadra
    assert auditoria.filas == 9
    assert auditoria.observacion_igual == auditoria.contabilizada_igual == auditoria.calculado_igual == 9
    assert (auditoria.algoritmo, auditoria.votos["MORENA"]) == ("SHA-256", 120 + 130 + 15 + 6 + 88)


def federal(texto):
    """As INE published in 2018-2021: pipes, ``sep=``, its own names and observations."""
    for viejo, nuevo in {
        "EXCEDE LISTA NOMINAL, ALGÚN CAMPO ILEGIBLE O SIN DATO": "Excede Lista Nominal; Ilegible",
        "ALGÚN CAMPO ILEGIBLE O SIN DATO": "['Sin dato']",
        "SIN ACTA POR CASILLA NO INSTALADA": "Sin Acta(2)",
        "FUERA DE CATÁLOGO": "No identificadas - Fuera del catálogo",
        "ACTAS_FUERA_CATALOGO": "ACTAS_FUERA_DE_CATÁLOGO",
        "NO_REGISTRADOS": "CNR",
        "NULOS": "VN",
        "TOTAL_VOTOS_CALCULADO": "TOTAL_VOTOS_CALCULADOS",
        "ID_DISTRITO_LOCAL": "ID_DISTRITO_FEDERAL",
        '"': "",
        ",": "|",
        ";": ",",
    }.items():
        texto = texto.replace(viejo, nuevo)
    return "sep=|\n" + texto


VARIANTES = {
    "federal en cp1252": lambda t: federal(t).encode("cp1252"),
    "punto y coma": lambda t: t.replace(",", ";").replace("NOMINAL; ", "NOMINAL, ").encode(),
    "tabuladores y CRLF": lambda t: t.replace(",", "\t").replace("\n", "\r\n").encode(),
    "UTF-16": lambda t: t.encode("utf-16"),
    "sin acentos y en minúsculas": lambda t: t.replace("Ú", "u").replace("CATÁLOGO", "catalogo").encode(),
    "apóstrofos a ambos lados": lambda t: t.replace("'100001B01003,", "'100001B01003',").encode(),
    "porcentajes con signo y decimales de más": lambda t: (
        t.replace("87.5000", "87.5000%").replace("62.5000", "'62.5%").replace(",845,", ",845.0,").encode()
    ),
    "miles": lambda t: t.replace(",1553,", ',"1,553",').encode(),
    "sin dato en mayúsculas y ausentes con guion": lambda t: (
        t.replace("Sin dato", "SIN DATO").replace(",,", ",-,").encode()
    ),
    "separadores de más al final": lambda t: t.replace("\n", ",\n").encode(),
    "observación única": lambda t: t.replace(
        '"EXCEDE LISTA NOMINAL, ALGÚN CAMPO ILEGIBLE O SIN DATO"', "EXCEDE LISTA NOMINAL"
    ).encode(),
}


@pytest.mark.parametrize("variante", VARIANTES)
def test_the_same_database_holds_in_every_spelling(base, variante):
    auditoria = auditar(VARIANTES[variante](base.decode("utf-8-sig")))

    assert auditoria.diferencias == []
    assert {n: c for n, c in auditoria.encabezado.items() if not c.igual} == {}
    assert len(auditoria.encabezado) == 13
    assert auditoria.votos["PAN"] == 80 + 70 + 10 + 4 + 50


@pytest.mark.parametrize(
    ("viejo", "nuevo", "campo", "linea"),
    [
        (",309,309,500,", ",309,310,500,", "TOTAL_VOTOS_CALCULADO", 7),
        (",500,20,,1,", ",500,20,,0,", "CONTABILIZADA", 7),
        (",500,20,,1,", ",500,20,TODOS ILEGIBLES O SIN DATO,1,", "OBSERVACIONES", 7),
        (",500,20,,1,", ",500,20,LLUVIA,1,", "OBSERVACIONES", 7),
        ("'100001B0100,", "'100001C0100,", "CLAVE_CASILLA", 7),
        ("'100001B01003,", "'100001B01004,", "CLAVE_ACTA", 7),
        (",309,80,60,", ",309,-80,60,", "PAN", 7),
        (",309,80,60,", ",309,8O,60,", "PAN", 7),
    ],
)
def test_one_wrong_cell_is_found_where_it_is(base, viejo, nuevo, campo, linea):
    auditoria = auditar(con(base, viejo, nuevo))

    assert not auditoria.cuadra
    assert (linea, campo) in {(d.linea, d.campo) for d in auditoria.diferencias}


def test_a_hash_that_cannot_be_one_is_found(base, noche):
    sha256 = noche.registros[0].imagen.sha256

    assert [d.campo for d in auditar(con(base, sha256, sha256[:-1])).diferencias] == ["CODIGO_INTEGRIDAD"]


def test_every_header_figure_is_checked(base):
    """Each figure in turn, one more than it is."""
    lineas = base.decode("utf-8-sig").split("\n")
    for i, valor in enumerate(lineas[3].split(",")):
        cambiada = lineas[3].split(",")
        cambiada[i] = f"{float(valor) + 1:.4f}" if "." in valor else str(int(valor) + 1)
        otra = auditar("\n".join([*lineas[:3], ",".join(cambiada), *lineas[4:]]).encode())

        assert [n for n, c in otra.encabezado.items() if not c.igual] == [lineas[2].split(",")[i]]


def test_a_rounded_percentage_is_told_from_a_wrong_one(base):
    redondeada = auditar(con(base, ",52.0927", ",52.0928")).encabezado["PORCENTAJE_PARTICIPACION_CIUDADANA"]
    mala = auditar(con(base, ",52.0927", ",53.0927")).encabezado["PORCENTAJE_PARTICIPACION_CIUDADANA"]

    assert not redondeada.igual
    assert "redondeado" in redondeada.nota
    assert not mala.igual
    assert "redondeado" not in mala.nota


def test_a_row_of_other_width_is_named(base):
    auditoria = auditar(con(base, ",309,309,500,", ",309,309,500,1,"))

    assert any("columnas" in d.que and d.linea == 7 for d in auditoria.diferencias)


def test_the_official_zip_of_zips_is_opened(base, tmp_path):
    dentro, fuera = io.BytesIO(), tmp_path / "20210606_2215_PREP_DGO.zip"
    with zipfile.ZipFile(dentro, "w") as z:
        z.writestr("x/DGO_DIP_LOC_2021.csv", base)
        z.writestr("x/DGO_DIP_LOC_CANDIDATURA_2021.csv", "no es una base")
        z.writestr("x/LEEME.txt", "tampoco")
    with zipfile.ZipFile(fuera, "w") as z:
        z.writestr("x.zip", dentro.getvalue())

    assert list(bases_en(fuera)) == [("x/DGO_DIP_LOC_2021.csv", base)]


def test_the_command_answers_in_json_and_by_its_status(base, tmp_path, capsys):
    buena, mala = tmp_path / "buena.csv.xz", tmp_path / "mala.csv"
    buena.write_bytes(lzma.compress(base))
    mala.write_bytes(con(base, ",309,309,500,", ",309,310,500,"))

    assert main(["auditar-base", str(buena), "--json"]) == 0
    salida = json.loads(capsys.readouterr().out)
    assert (salida["filas"], salida["contabilizada_igual"], salida["diferencias"]) == (9, 9, [])
    assert salida["encabezado"]["ACTAS_ESPERADAS"] == {"publicado": "8", "recalculado": "8", "igual": True, "nota": ""}
    assert main(["auditar-base", str(mala)]) == 1
    assert "línea 7 100001B01003: dice «310», debe ser «309»" in capsys.readouterr().out
    assert main(["auditar-base", str(tmp_path / "no.csv")]) == 65


@pytest.mark.parametrize("contenido", [b"", b"hola\n", b"PK\x03\x04roto", b"\xfd7zXZ\x00roto", b"a,b\n1,2\n"])
def test_what_is_no_database_is_refused(contenido, tmp_path):
    (tmp_path / "x.csv").write_bytes(contenido)

    with pytest.raises(BaseIlegible):
        [auditar(c) for _, c in bases_en(tmp_path / "x.csv")]


@pytest.mark.parametrize(
    ("texto", "leido"),
    [
        ("12", 12),
        ("'007", 7),
        ("1,234", 1234),
        ("12.0", 12),
        ("", Celda.VACIA),
        (" - ", Celda.VACIA),
        ("N/A", Celda.VACIA),
        ("ilegible", Celda.LEYENDA),
        ("'Sin Dato'", Celda.LEYENDA),
        ("SIN ACTA", Celda.SIN_ACTA),
        ("-3", Celda.IMPOSIBLE),
        ("1.5", Celda.IMPOSIBLE),
    ],
)
def test_a_vote_cell_is_read(texto, leido):
    assert leer_celda(texto) == leido


def test_thousands_are_only_groups_of_three():
    assert (leer_entero("1,234,567"), leer_entero("12,34"), leer_entero("100.0000%")) == (1234567, None, 100)


@pytest.mark.parametrize(
    ("texto", "leidas"),
    [
        ("Ilegible, Sin dato", {Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO}),
        (
            "['Excede Lista Nominal','Sin dato']",
            {Observacion.EXCEDE_LISTA_NOMINAL, Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO},
        ),
        ("Todos los campos vacíos", {Observacion.TODOS_ILEGIBLES_O_SIN_DATO}),
        ("Sin Acta(4)", {Otra.SIN_ACTA}),
        ("PC-UE: sin acta por contingencia en urna electrónica", {Otra.SIN_ACTA}),
        ("Identificación forzada", {Otra.IDENTIFICACION}),
        (" - ", set()),
        ("Llovió", {Otra.DESCONOCIDA}),
    ],
)
def test_observations_of_other_publishers_are_folded(texto, leidas):
    assert leer_observaciones(texto) == leidas
