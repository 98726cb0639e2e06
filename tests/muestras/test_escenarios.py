from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from muestras.anotacion import RAYA, TACHON, Anotacion, Manera, anotar, leer
from muestras.escenarios import ActaVerdad, EstadoQr, escenario
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Cifra, Leyenda, exigir_completo, numero
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.inconsistencia import Observacion, evaluar
from verificacion.dominio.letra import de_letra


@pytest.fixture(scope="module")
def verdades(proceso_entero: Proceso) -> tuple[ActaVerdad, ...]:
    return escenario(proceso_entero, 3)


def observaciones(proceso: Proceso, verdad: ActaVerdad) -> frozenset[Observacion]:
    acta = proceso.por_clave[ClaveActa.de_texto(verdad.clave)]
    votos = [c.clave for c in proceso.contendientes_en(verdad.distrito)]
    return frozenset(h.observacion for h in evaluar(verdad.conteo, votos, acta.casilla.limite))


def test_every_expected_acta_has_one_truth_that_fits_its_form(
    proceso_entero: Proceso, verdades: tuple[ActaVerdad, ...]
) -> None:
    en_catalogo = [v for v in verdades if v.en_catalogo]
    assert [v.clave for v in en_catalogo] == [str(a.clave) for a in proceso_entero.actas]
    for verdad in en_catalogo:
        if verdad.sin_acta is None:
            acta = proceso_entero.por_clave[ClaveActa.de_texto(verdad.clave)]
            exigir_completo(verdad.conteo, proceso_entero.forma_de(acta).claves)
        else:
            assert not verdad.conteo


def test_a_careful_person_reads_the_truth_from_what_is_written(verdades: tuple[ActaVerdad, ...]) -> None:
    for verdad in verdades:
        for campo, cifra in verdad.conteo.items():
            assert verdad.anotaciones is not None
            escrita = verdad.anotaciones[campo]
            palabras = de_letra(escrita.letra) if escrita.letra and not escrita.letra_tachada else None
            if escrita.letra and not escrita.letra_tachada:
                assert palabras is not None, escrita.letra  # also when misspelt
            assert leer(escrita, palabras) == cifra, (verdad.clave, campo, escrita)


def test_rates_of_failure_are_like_those_of_real_nights(
    proceso_entero: Proceso, verdades: tuple[ActaVerdad, ...]
) -> None:
    con_imagen = [v for v in verdades if v.en_catalogo and v.sin_acta is None]
    vistas = Counter(o for v in con_imagen for o in observaciones(proceso_entero, v))
    n = len(con_imagen)
    assert 0.13 < vistas[Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO] / n < 0.27
    assert 0.01 < vistas[Observacion.TODOS_ILEGIBLES_O_SIN_DATO] / n < 0.05
    assert 0.001 < vistas[Observacion.EXCEDE_LISTA_NOMINAL] / n < 0.01
    assert 0.03 < sum(v.sin_acta is not None for v in verdades) / len(verdades) < 0.07
    parciales = [v for v in con_imagen if "todos" not in v.notas]
    leyendas = Counter(
        c
        for v in parciales
        for clave, c in v.conteo.items()
        if isinstance(c, Leyenda) and clave in proceso_entero.contendiente_por_clave
    )
    assert 1.8 < leyendas[Leyenda.SIN_DATO] / leyendas[Leyenda.ILEGIBLE] < 4.0


def test_written_totals_fail_as_often_as_in_sonora(proceso_entero: Proceso, verdades: tuple[ActaVerdad, ...]) -> None:
    iguales: list[bool] = []
    for verdad in verdades:
        votos = [verdad.conteo[c] for c in verdad.conteo if c in proceso_entero.contendiente_por_clave]
        total = verdad.conteo.get("TOTAL")
        if isinstance(total, int) and votos and not any(isinstance(v, Leyenda) for v in votos):
            iguales.append(total == sum(map(numero, votos)))
    assert 0.74 < sum(iguales) / len(iguales) < 0.86


def test_votes_add_up_to_durangos_turnout_and_shares(proceso_entero: Proceso, verdades: tuple[ActaVerdad, ...]) -> None:
    votos: Counter[str] = Counter()
    for verdad in verdades:
        if verdad.en_catalogo:
            votos.update({c: numero(v) for c, v in verdad.conteo.items() if c in proceso_entero.contendiente_por_clave})
    con_acta = {v.clave for v in verdades if v.sin_acta is None}
    lista = sum(a.casilla.lista_nominal for a in proceso_entero.actas if str(a.clave) in con_acta)
    assert votos.total() / lista == pytest.approx(0.427, abs=0.03)
    coalicion = sum(votos[c] for c in ("PAN", "PRI", "PRD", "PAN_PRI_PRD", "PAN_PRI", "PAN_PRD", "PRI_PRD"))
    assert coalicion / votos.total() == pytest.approx(247_472 / 569_252, abs=0.03)
    assert sum(votos[c] for c in ("PAN_PRI_PRD", "PAN_PRI", "PAN_PRD", "PRI_PRD", "PT_MORENA")) < 0.04 * votos.total()
    assert votos["CAND_IND_1"] > 0


def test_every_rare_case_happens_even_in_a_short_drill(proceso_entero: Proceso) -> None:
    corto = replace(proceso_entero, actas=proceso_entero.actas[:40])
    verdades = escenario(corto, 1)
    notas = {nota for v in verdades for nota in v.notas}
    assert {"sin acta", "todos", "excede", "sin_qr", "qr_ilegible", "duplicada", "fuera de catálogo"} <= notas
    assert {v.qr for v in verdades} == set(EstadoQr)
    fuera = [v for v in verdades if not v.en_catalogo]
    assert fuera
    assert all(ClaveActa.de_texto(v.clave) not in corto.por_clave for v in fuera)


def test_the_seed_decides_everything(proceso_chico: Proceso) -> None:
    assert escenario(proceso_chico, 1) == escenario(proceso_chico, 1)
    assert escenario(proceso_chico, 1) != escenario(proceso_chico, 2)


@pytest.mark.parametrize(
    ("escrita", "palabras", "leida"),
    [
        (Anotacion(("0", "2", "2"), "treinta"), 30, 30),
        (Anotacion(("0", "2", "2"), "treinta", letra_tachada=True), None, 22),
        (Anotacion(("", "", ""), "treinta"), 30, 30),
        (Anotacion(("", "2", "2")), None, 22),
        (Anotacion(("", "", "")), None, Leyenda.SIN_DATO),
        (Anotacion((TACHON, TACHON, TACHON)), None, Leyenda.ILEGIBLE),
        (Anotacion((TACHON, TACHON, TACHON), "treinta"), 30, 30),
        (Anotacion((RAYA, RAYA, RAYA), "cero"), 0, 0),
    ],
)
def test_letters_prevail_unless_struck_out(escrita: Anotacion, palabras: int | None, leida: Cifra) -> None:
    assert leer(escrita, palabras) == leida


def test_a_dash_for_zero_always_goes_with_the_word() -> None:
    rng = np.random.default_rng(0)
    for _ in range(300):
        escrita = anotar(0, Manera("ceros", "raya", True), rng)
        assert RAYA not in escrita.casilleros or escrita.letra == "cero"
