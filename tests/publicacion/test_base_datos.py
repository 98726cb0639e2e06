"""The official CSV: golden bytes in both layouts, and back again."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest

from publicacion.base_datos import escribir_base, hora_corte
from publicacion.candidaturas import escribir_candidaturas
from publicacion.errores import BaseIlegible
from publicacion.lectura_base import leer_base
from verificacion.dominio.registro import EstadoActa, RegistroActa

DORADOS = Path(__file__).parent / "dorados"


def en_2024(proceso):
    """The same election with Durango 2025's habits."""
    return dataclasses.replace(
        proceso, formato=dataclasses.replace(proceso.formato, disposicion="2024", titulo="DIPUTACIONES", bom=False)
    )


@pytest.mark.parametrize("disposicion", ["2021", "2024"])
def test_the_bytes_are_the_golden_ones(noche, proceso, ahora, disposicion):
    """Every kind of row: counted, blank, illegible, over the limit, RP, SIN ACTA, awaited, out of the catalogue."""
    eleccion = proceso if disposicion == "2021" else en_2024(proceso)

    assert escribir_base(noche.registros, eleccion, ahora) == (DORADOS / f"base-{disposicion}.csv").read_bytes()


@pytest.mark.parametrize("disposicion", ["2021", "2024"])
def test_what_is_written_is_read_back_equal(noche, proceso, ahora, disposicion):
    eleccion = proceso if disposicion == "2021" else en_2024(proceso)

    leida = leer_base(escribir_base(noche.registros, eleccion, ahora))

    assert leida.corte == "06/06/2021 22:15 (UTC-5)"
    assert leida.columnas_votos == tuple(c.columna for c in eleccion.contendientes)
    for fila, registro in zip(leida.filas, noche.registros, strict=True):
        if registro.acta is None or registro.conteo is None:
            assert fila.votos == {}
            continue
        presentes = eleccion.contendientes_en(registro.acta.casilla.distrito)
        assert fila.votos == {c.columna: registro.conteo[c.clave] for c in presentes}
        assert fila.celdas["CLAVE_ACTA"] == str(registro.acta.clave)


def test_a_contender_absent_from_the_district_is_not_sin_dato(noche, proceso, ahora):
    formato = dataclasses.replace(proceso.formato, ausente="-")

    leida = leer_base(escribir_base(noche.registros, dataclasses.replace(proceso, formato=formato), ahora))

    assert leida.filas[0].celdas["CAND_IND_1"] == "-"
    assert leida.filas[1].celdas["C_PRI_PRD"] == "Sin dato"
    assert leida.filas[5].celdas["CAND_IND_1"] == "90"


def test_an_acta_captured_once_shows_nothing_yet(noche, proceso, ahora):
    """A first blind capture must not be seen from outside."""
    primera = dataclasses.replace(noche.registros[0], estado=EstadoActa.CAPTURADA, conteo=None, verificada_en=None)

    con_primera = escribir_base((primera, *noche.registros[1:]), proceso, ahora)
    sin_nada = escribir_base(
        (RegistroActa(noche.registros[0].acta, EstadoActa.ESPERADA), *noche.registros[1:]), proceso, ahora
    )

    assert con_primera == sin_nada


@pytest.mark.parametrize(
    ("momento", "texto"),
    [
        (datetime(2021, 6, 7, 1, 0, tzinfo=UTC), "06/06/2021 20:00 (UTC-5)"),
        (datetime(2025, 6, 3, 2, 0, tzinfo=UTC), "02/06/2025 20:00 (UTC-6)"),
    ],
)
def test_the_offset_is_the_one_of_that_day(proceso, momento, texto):
    assert hora_corte(momento, proceso.zona) == texto


def test_candidacies_write_identifiers_as_each_layout(proceso):
    assert b"\n10,1,PAN,ANA PRUEBA LOPEZ,LUISA PRUEBA DIAZ\n" in escribir_candidaturas(proceso)
    assert b'\n10,001,PAN,"ANA PRUEBA LOPEZ","LUISA PRUEBA DIAZ"\n' in escribir_candidaturas(en_2024(proceso))


def test_a_row_with_a_column_missing_is_refused_with_its_line(noche, proceso, ahora):
    lineas = escribir_base(noche.registros, proceso, ahora).splitlines(keepends=True)
    lineas[6] = lineas[6].replace(b",", b"", 1)

    with pytest.raises(BaseIlegible) as fallo:
        leer_base(b"".join(lineas))

    assert fallo.value.linea == 7


@pytest.mark.parametrize("contenido", [b"", b"hola\n", b"\xff\xfe\x00", b"CLAVE_CASILLA,OTRA\n"])
def test_a_file_that_is_not_a_database_is_refused(contenido):
    with pytest.raises(BaseIlegible):
        leer_base(contenido)
