"""The official CSV: golden bytes in each layout, and back again."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest

from publicacion.auditoria.lectura import leer
from publicacion.auditoria.textos import leer_cifra
from publicacion.base_datos import escribir_base, hora_corte
from publicacion.candidaturas import escribir_candidaturas
from publicacion.paquete import nombre_base, nombre_paquete
from verificacion.dominio.registro import EstadoActa, RegistroActa

DORADOS = Path(__file__).parent / "dorados"


def en(disposicion, proceso):
    """The same election with the habits of a real one: Durango 2025's, an ayuntamientos election's, INE's."""
    return dataclasses.replace(proceso, formato=dataclasses.replace(proceso.formato, **FORMATOS[disposicion]))


FORMATOS = {
    "2021": {},
    "2024": {"disposicion": "2024", "titulo": "DIPUTACIONES", "bom": False},
    "ayuntamientos": {
        "disposicion": "2024",
        "ambito": "MUNICIPIO",
        "titulo": "AYUNTAMIENTOS",
        "eleccion_siglas": "AYUN",
    },
    "federal": {
        "disposicion": "federal",
        "titulo": "DIPUTACIONES FEDERALES",
        "entidad_siglas": "",
        "eleccion_siglas": "Diputaciones",
        "ausente": "-",
    },
}


@pytest.mark.parametrize("disposicion", FORMATOS)
def test_the_bytes_are_the_golden_ones(noche, proceso, ahora, disposicion):
    """Every kind of row: counted, blank, illegible, over the limit, RP, SIN ACTA, awaited, out of the catalogue."""
    escrito = escribir_base(noche.registros, en(disposicion, proceso), ahora)

    assert escrito == (DORADOS / f"base-{disposicion}.csv").read_bytes()


@pytest.mark.parametrize("disposicion", FORMATOS)
def test_what_is_written_is_read_back_equal(noche, proceso, ahora, disposicion):
    eleccion = en(disposicion, proceso)

    leida = leer(escribir_base(noche.registros, eleccion, ahora))

    assert leida.corte == "06/06/2021 22:15 (UTC-5)"
    assert [leida.nombres[i] for i in leida.votos] == [c.columna for c in eleccion.contendientes]
    for i, registro in enumerate(noche.registros):
        votos = {c.columna: leer_cifra(leida.columna(c.columna)[i]) for c in eleccion.contendientes}
        votos = {columna: cifra for columna, cifra in votos.items() if cifra is not None}
        if registro.acta is None or registro.conteo is None:
            assert votos == {}
            continue
        presentes = eleccion.contendientes_en(registro.acta.casilla.distrito)
        assert votos == {c.columna: registro.conteo[c.clave] for c in presentes}
        assert leida.columna("CLAVE_ACTA")[i] == str(registro.acta.clave)
        assert leida.columna("AMBITO")[i] == registro.acta.casilla.distrito_nombre


def test_the_columns_of_where_a_candidacy_is_voted_for_are_a_setting(noche, proceso, ahora):
    columnas = leer(escribir_base(noche.registros, en("ayuntamientos", proceso), ahora)).nombres

    assert columnas[2:7] == ("ID_ENTIDAD", "ENTIDAD", "ID_MUNICIPIO", "MUNICIPIO", "SECCION")


@pytest.mark.parametrize(
    ("disposicion", "base", "paquete"),
    [
        ("ayuntamientos", "DGO_AYUN_2021.csv", "20210606_2215_PREP_DGO.zip"),
        ("federal", "Diputaciones_2021.csv", "20210606_2215_PREP.zip"),
    ],
)
def test_the_official_names_follow_the_layout(proceso, ahora, disposicion, base, paquete):
    eleccion = en(disposicion, proceso)

    assert (nombre_base(eleccion.formato), nombre_paquete(eleccion, ahora)) == (base, paquete)


def test_a_contender_absent_from_the_district_is_not_sin_dato(noche, proceso, ahora):
    formato = dataclasses.replace(proceso.formato, ausente="-")

    leida = leer(escribir_base(noche.registros, dataclasses.replace(proceso, formato=formato), ahora))

    assert leida.columna("CAND_IND_1")[0] == "-"
    assert leida.columna("C_PRI_PRD")[1] == "Sin dato"
    assert leida.columna("CAND_IND_1")[5] == "90"


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
    assert b'\n10,001,PAN,"ANA PRUEBA LOPEZ","LUISA PRUEBA DIAZ"\n' in escribir_candidaturas(en("2024", proceso))
