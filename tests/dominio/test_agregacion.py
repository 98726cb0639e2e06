"""Header figures and results at every level, on exact integers."""

from decimal import ROUND_DOWN, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verificacion.dominio.agregacion import FilaActa, agregar, encabezar, punteros, truncar
from verificacion.dominio.conteo import Leyenda, numero
from verificacion.dominio.eleccion import Principio
from verificacion.dominio.registro import CausaSinActa, EstadoActa, RegistroActa
from verificacion.proceso import cargar_proceso

PROCESO = cargar_proceso(Path(__file__).parents[1] / "procesos" / "mini")


@pytest.mark.parametrize(
    ("numerador", "denominador", "esperado"),
    [
        (2499, 2678, "93.3159"),
        (595761, 1327669, "44.8727"),
        (2667, 2678, "99.5892"),
        (2, 3, "66.6666"),
        (1, 1, "100.0000"),
        (0, 7, "0.0000"),
        (1, 10_000_000, "0.0000"),
        (5, 0, None),
    ],
)
def test_percentages_are_truncated_to_four_decimals(numerador, denominador, esperado):
    assert truncar(numerador, denominador) == esperado


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_truncation_is_exact_for_any_integers(numerador, denominador):
    exacto = (Decimal(numerador) * 100 / Decimal(denominador)).quantize(Decimal("0.0001"), ROUND_DOWN)

    assert truncar(numerador, denominador) == str(exacto)


def test_the_header_tells_captured_counted_and_out_of_catalogue_apart():
    filas = [
        FilaActa(True, True, True, False, False, 500, 300),
        FilaActa(True, True, True, True, False, 400, 200),
        FilaActa(True, True, False, True, False, 100, 900),
        FilaActa(True, True, False, False, False, 350, 0),
        FilaActa(True, True, True, False, True, 0, 80),
        FilaActa(True, False, False, False, False, 600, 0),
        FilaActa(False, False, False, False, False, 0, 0),
    ]

    antes, cierre = encabezar(filas, ultimo_corte=False), encabezar(filas, ultimo_corte=True)

    assert (antes.actas_esperadas, antes.actas_registradas, antes.actas_fuera_catalogo) == (6, 6, 1)
    assert (antes.actas_capturadas, antes.porcentaje_actas_capturadas) == (5, "83.3333")
    assert (antes.actas_contabilizadas, antes.actas_no_contabilizadas) == (3, 2)
    assert antes.porcentaje_actas_inconsistencias == "33.3333"
    assert (antes.lista_nominal_actas_contabilizadas, antes.total_votos_c_cs, antes.total_votos_s_cs) == (900, 580, 500)
    assert antes.porcentaje_participacion_ciudadana == "55.5555"
    assert cierre.porcentaje_participacion_ciudadana == "64.4444"


@st.composite
def registros(draw):
    """Any state of the night over the small election."""
    lista = []
    for acta in PROCESO.actas:
        match draw(st.sampled_from(["esperada", "sin_acta", "verificada", "verificada", "verificada"])):
            case "esperada":
                lista.append(RegistroActa(acta, EstadoActa.ESPERADA))
            case "sin_acta":
                lista.append(RegistroActa(acta, EstadoActa.SIN_ACTA, causa=draw(st.sampled_from(CausaSinActa))))
            case _:
                cifra = st.one_of(st.integers(0, 80), st.sampled_from(Leyenda))
                conteo = {clave: draw(cifra) for clave in PROCESO.forma_de(acta).claves}
                lista.append(RegistroActa(acta, EstadoActa.VERIFICADA, conteo))
    return lista + [RegistroActa(None, EstadoActa.DIGITALIZADA)] * draw(st.integers(0, 2))


@settings(max_examples=60)
@given(registros())
def test_votes_are_conserved_at_every_level_and_in_both_reports(lista):
    resultado = agregar(lista, PROCESO)
    contadas = [a for a in resultado.entidad.actas if a.cuenta]
    rp = sum(a.total or 0 for a in contadas if a.registro.acta and a.registro.acta.principio is Principio.RP)

    assert resultado.entidad.total == sum(a.total or 0 for a in contadas)
    assert resultado.entidad.total == sum(d.total for d in resultado.distritos.values()) + rp
    assert sum(s.total for s in resultado.secciones.values()) == sum(d.total for d in resultado.distritos.values())
    for ambito in (resultado.entidad, *resultado.distritos.values()):
        assert sum(ambito.candidaturas.values()) == ambito.total == sum(ambito.partidos.values())
    for ambito in resultado.secciones.values():
        assert sum(ambito.candidaturas.values()) == ambito.total


@given(registros())
@settings(max_examples=30)
def test_an_acta_counts_exactly_when_some_figure_is_legible_and_it_is_within_its_limit(lista):
    for evaluada in agregar(lista, PROCESO).entidad.actas:
        acta, conteo = evaluada.registro.acta, evaluada.registro.conteo
        if acta is None or conteo is None:
            assert not evaluada.cuenta
            continue
        votos = [conteo[c.clave] for c in PROCESO.contendientes_en(acta.casilla.distrito)]
        legible = any(isinstance(v, int) for v in votos)
        assert evaluada.cuenta == (legible and sum(map(numero, votos)) <= acta.casilla.limite)


def test_rp_actas_add_only_to_the_entity():
    acta = next(a for a in PROCESO.actas if a.principio is Principio.RP)
    conteo = dict.fromkeys(PROCESO.forma_de(acta).claves, 0) | {"PAN": 7, "C_PAN_PRI": 1}
    lista = [RegistroActa(acta, EstadoActa.VERIFICADA, conteo)]
    lista += [RegistroActa(a, EstadoActa.ESPERADA) for a in PROCESO.actas if a is not acta]

    resultado = agregar(lista, PROCESO)

    assert resultado.entidad.candidaturas["VA"] == 8
    assert (resultado.entidad.partidos["PAN"], resultado.entidad.partidos["PRI"]) == (8, 0)
    assert resultado.distritos[1].total == 0
    assert len(resultado.distritos[1].actas) == 4


def test_a_tie_has_several_leaders_and_nulos_never_lead():
    assert punteros({"VA": 5, "JUNTOS": 5, "MC": 1, "NULOS": 90}, PROCESO) == ("VA", "JUNTOS")
    assert punteros({"VA": 0, "NULOS": 3}, PROCESO) == ()
