"""The states of docs/estados.md: tables of transitions, and properties over random nights."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verificacion.dominio.captura_doble import (
    Captura,
    Discrepante,
    EnSupervision,
    Estado,
    Pendiente,
    PrimeraHecha,
    Resolucion,
    Verificada,
    adelantar,
    capturar,
    opciones,
    resolver,
    revisar,
)
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.cotejo import diferencias
from verificacion.dominio.eleccion import Politica
from verificacion.dominio.errores import ConteoInvalido, MismoCapturista, TransicionInvalida
from verificacion.dominio.lectura import LecturaActa, LecturaCampo

ANA, BETO, CARLA, DORA = map(UsuarioId, (1, 2, 3, 4))
ELLOS = (ANA, BETO)
CAMPOS = ("PAN", "PRI", "NULOS")
VEINTE: dict[str, Cifra] = {"PAN": 20, "PRI": 7, "NULOS": 0}

cifras = st.one_of(st.integers(0, 3), st.sampled_from(Leyenda))  # few values, so that people often agree
conteos = st.fixed_dictionaries(dict.fromkeys(CAMPOS, cifras))
lecturas_de_campo = st.builds(LecturaCampo, cifras, st.floats(0, 1), st.booleans())
lecturas = st.none() | st.builds(
    LecturaActa, st.fixed_dictionaries(dict.fromkeys(CAMPOS, lecturas_de_campo)), st.just("lector")
)
politicas = st.sampled_from(Politica)


def lectura(conteo: Mapping[str, Cifra], aceptado: bool = True) -> LecturaActa:
    return LecturaActa({campo: LecturaCampo(cifra, 0.999, aceptado) for campo, cifra in conteo.items()}, "lector")


def dos(a: Mapping[str, Cifra], b: Mapping[str, Cifra], testigo: LecturaActa | None = None) -> Estado:
    return capturar(capturar(Pendiente(), Captura(ANA, a), testigo), Captura(BETO, b), testigo)


def discrepante(a: Mapping[str, Cifra], b: Mapping[str, Cifra], testigo: LecturaActa | None = None) -> Discrepante:
    estado = dos(a, b, testigo)
    assert isinstance(estado, Discrepante)
    return estado


def test_two_equal_captures_verify() -> None:
    assert dos(VEINTE, VEINTE) == Verificada(VEINTE, ELLOS)


def test_one_capture_does_not_verify() -> None:
    assert capturar(Pendiente(), Captura(ANA, VEINTE), None) == PrimeraHecha(Captura(ANA, VEINTE))


def test_same_capturista_cannot_capture_twice() -> None:
    with pytest.raises(MismoCapturista):
        capturar(PrimeraHecha(Captura(ANA, VEINTE)), Captura(ANA, VEINTE), None)


@pytest.mark.parametrize("otro", [8, Leyenda.SIN_DATO, Leyenda.ILEGIBLE])
def test_only_the_fields_that_differ_go_to_a_third_person(otro: Cifra) -> None:
    assert discrepante(VEINTE, {**VEINTE, "PRI": otro}).campos == {"PRI"}


def test_a_blank_is_not_a_zero() -> None:
    assert discrepante(VEINTE, {**VEINTE, "NULOS": Leyenda.SIN_DATO}).campos == {"NULOS"}


def test_an_accepted_reading_against_two_equal_captures_calls_a_third_person() -> None:
    assert discrepante(VEINTE, VEINTE, lectura({**VEINTE, "PAN": 26})).campos == {"PAN"}


def test_a_doubtful_reading_does_not_stop_two_equal_captures() -> None:
    assert dos(VEINTE, VEINTE, lectura({**VEINTE, "PAN": 26}, aceptado=False)) == Verificada(VEINTE, ELLOS)


@pytest.mark.parametrize("decidida", [7, 8])
def test_a_third_person_who_agrees_with_one_capture_settles_the_field(decidida: int) -> None:
    estado = resolver(discrepante(VEINTE, {**VEINTE, "PRI": 8}), Resolucion(CARLA, {"PRI": decidida}))
    assert estado == Verificada({**VEINTE, "PRI": decidida}, ELLOS)


@pytest.mark.parametrize("decidida", [9, Leyenda.ILEGIBLE, Leyenda.SIN_DATO])
def test_a_third_opinion_that_matches_neither_goes_to_a_supervisor(decidida: Cifra) -> None:
    estado = resolver(discrepante(VEINTE, {**VEINTE, "PRI": 8}), Resolucion(CARLA, {"PRI": decidida}))
    assert isinstance(estado, EnSupervision)
    assert estado.campos == {"PRI"}
    final = resolver(estado, Resolucion(DORA, {"PRI": decidida}))
    assert final == Verificada({**VEINTE, "PRI": decidida}, ELLOS)


def test_a_third_person_who_sides_with_the_reader_against_two_goes_to_a_supervisor() -> None:
    estado = resolver(discrepante(VEINTE, VEINTE, lectura({**VEINTE, "PAN": 26})), Resolucion(CARLA, {"PAN": 26}))
    assert isinstance(estado, EnSupervision)


def test_only_what_the_third_opinion_left_open_goes_to_the_supervisor() -> None:
    estado = resolver(discrepante(VEINTE, {"PAN": 21, "PRI": 8, "NULOS": 0}), Resolucion(CARLA, {"PAN": 21, "PRI": 9}))
    assert isinstance(estado, EnSupervision)
    assert estado.campos == {"PRI"}
    assert resolver(estado, Resolucion(DORA, {"PRI": 8})) == Verificada({"PAN": 21, "PRI": 8, "NULOS": 0}, ELLOS)


@pytest.mark.parametrize("persona", [ANA, BETO])
def test_who_captured_does_not_decide(persona: UsuarioId) -> None:
    with pytest.raises(MismoCapturista):
        resolver(discrepante(VEINTE, {**VEINTE, "PRI": 8}), Resolucion(persona, {"PRI": 8}))


@pytest.mark.parametrize("persona", [ANA, BETO, CARLA])
def test_the_supervisor_is_a_fourth_person(persona: UsuarioId) -> None:
    estado = resolver(discrepante(VEINTE, {**VEINTE, "PRI": 8}), Resolucion(CARLA, {"PRI": 9}))
    with pytest.raises(MismoCapturista):
        resolver(estado, Resolucion(persona, {"PRI": 9}))


@pytest.mark.parametrize(
    ("decididas", "problema"), [({}, {"PRI": "falta"}), ({"PRI": 8, "PAN": 1}, {"PAN": "desconocido"})]
)
def test_a_decision_covers_the_fields_in_doubt_and_no_other(
    decididas: dict[str, Cifra], problema: dict[str, str]
) -> None:
    with pytest.raises(ConteoInvalido) as invalido:
        resolver(discrepante(VEINTE, {**VEINTE, "PRI": 8}), Resolucion(CARLA, decididas))
    assert invalido.value.problemas == problema


@pytest.mark.parametrize(
    "estado",
    [
        Discrepante(Captura(ANA, VEINTE), Captura(BETO, VEINTE), frozenset({"PAN"})),
        EnSupervision(Captura(ANA, VEINTE), Captura(BETO, VEINTE), Resolucion(CARLA, {"PAN": 9}), frozenset({"PAN"})),
        Verificada(VEINTE, ELLOS),
    ],
)
def test_nobody_captures_after_two_captures(estado: Estado) -> None:
    with pytest.raises(TransicionInvalida):
        capturar(estado, Captura(DORA, VEINTE), None)


@pytest.mark.parametrize("estado", [Pendiente(), PrimeraHecha(Captura(ANA, VEINTE)), Verificada(VEINTE, ELLOS)])
def test_nothing_to_decide_means_no_decision(estado: Estado) -> None:
    with pytest.raises(TransicionInvalida):
        resolver(estado, Resolucion(DORA, {}))


def test_a_reader_sure_of_every_field_is_the_first_capture_where_the_policy_says_so() -> None:
    estado = adelantar(Pendiente(), lectura(VEINTE), Politica.LECTOR_Y_PERSONA, CAMPOS)
    assert estado == PrimeraHecha(Captura(None, VEINTE))
    assert capturar(estado, Captura(ANA, VEINTE), lectura(VEINTE)) == Verificada(VEINTE, (None, ANA))


@pytest.mark.parametrize(
    ("leida", "politica"),
    [
        (lectura(VEINTE), Politica.DOBLE_CIEGA),
        (lectura(VEINTE, aceptado=False), Politica.LECTOR_Y_PERSONA),
        (lectura({"PAN": 20, "PRI": 7}), Politica.LECTOR_Y_PERSONA),
        (lectura({}), Politica.LECTOR_Y_PERSONA),
    ],
)
def test_otherwise_two_people_capture(leida: LecturaActa, politica: Politica) -> None:
    """A reading of part of the form once counted as a whole capture: the rest had one person's word."""
    assert adelantar(Pendiente(), leida, politica, CAMPOS) == Pendiente()


def test_a_third_person_may_side_with_the_reader_that_captured() -> None:
    estado = capturar(PrimeraHecha(Captura(None, VEINTE)), Captura(ANA, {**VEINTE, "PRI": 1}), lectura(VEINTE))
    assert resolver(estado, Resolucion(CARLA, {"PRI": 7})) == Verificada(VEINTE, (None, ANA))


def test_a_doubted_figure_stands_when_a_third_person_reads_the_same() -> None:
    dudosa = revisar(dos(VEINTE, VEINTE), "PRI")
    assert isinstance(dudosa, Discrepante)
    assert opciones(dudosa) == {"PRI": (7,)}
    assert resolver(dudosa, Resolucion(CARLA, {"PRI": 7})) == Verificada(VEINTE, ELLOS)


def test_a_doubted_figure_that_a_third_person_reads_otherwise_is_decided_by_a_supervisor() -> None:
    abierta = resolver(revisar(dos(VEINTE, VEINTE), "PRI"), Resolucion(CARLA, {"PRI": 1}))
    assert isinstance(abierta, EnSupervision)
    assert resolver(abierta, Resolucion(DORA, {"PRI": 1})) == Verificada({**VEINTE, "PRI": 1}, ELLOS)


def test_a_figure_that_was_decided_may_be_doubted_too_and_the_rest_stays() -> None:
    decidida = resolver(discrepante(VEINTE, {**VEINTE, "PRI": 8}), Resolucion(CARLA, {"PRI": 8}))
    final = resolver(revisar(decidida, "PAN"), Resolucion(DORA, {"PAN": 20}))
    assert final == Verificada({**VEINTE, "PRI": 8}, ELLOS)


def test_only_a_settled_figure_of_the_acta_is_doubted() -> None:
    with pytest.raises(TransicionInvalida):
        revisar(PrimeraHecha(Captura(ANA, VEINTE)), "PRI")
    with pytest.raises(ConteoInvalido):
        revisar(dos(VEINTE, VEINTE), "NADIE")


def test_the_options_do_not_tell_who_said_what() -> None:
    b = {**VEINTE, "PRI": 3, "NULOS": Leyenda.SIN_DATO}
    assert opciones(discrepante(VEINTE, b)) == opciones(discrepante(b, VEINTE))


@given(conteos, conteos)
def test_differences_are_symmetric_and_none_only_between_equals(a: dict[str, Cifra], b: dict[str, Cifra]) -> None:
    assert diferencias(a, b) == diferencias(b, a)
    assert (not diferencias(a, b)) == (a == b)


@given(conteos, conteos, lecturas, conteos, conteos)
def test_the_order_of_captures_does_not_change_the_result(
    a: dict[str, Cifra],
    b: dict[str, Cifra],
    testigo: LecturaActa | None,
    tercera: dict[str, Cifra],
    cuarta: dict[str, Cifra],
) -> None:
    assert resultado(dos(a, b, testigo), tercera, cuarta) == resultado(dos(b, a, testigo), tercera, cuarta)


def resultado(estado: Estado, *opiniones: Mapping[str, Cifra]) -> Mapping[str, Cifra]:
    """Carry an acta to its end, letting CARLA and then DORA say what they think of whatever is in doubt."""
    for persona, opinion in zip((CARLA, DORA), opiniones, strict=True):
        if isinstance(estado, Discrepante | EnSupervision):
            estado = resolver(estado, Resolucion(persona, {campo: opinion[campo] for campo in estado.campos}))
    assert isinstance(estado, Verificada)
    return estado.conteo


@given(conteos, conteos, lecturas, politicas, conteos, conteos)
def test_no_figure_is_settled_on_one_persons_word_and_none_is_invented(
    a: dict[str, Cifra],
    b: dict[str, Cifra],
    testigo: LecturaActa | None,
    politica: Politica,
    tercera: dict[str, Cifra],
    cuarta: dict[str, Cifra],
) -> None:
    """Two voices back every final figure, unless a supervisor decided it after three opinions."""
    estado: Estado = Pendiente()
    if testigo is not None:
        estado = adelantar(estado, testigo, politica, CAMPOS)
    lector_capturo = isinstance(estado, PrimeraHecha)
    voces: list[Mapping[str, Cifra]] = [testigo.conteo()] if testigo is not None and lector_capturo else []
    for persona, conteo in ((ANA, a), (BETO, b)):
        if isinstance(estado, Pendiente | PrimeraHecha):
            estado = capturar(estado, Captura(persona, conteo), testigo)
            voces.append(conteo)
    assert len(voces) == 2
    supervisados: frozenset[str] = frozenset()
    for persona, opinion in ((CARLA, tercera), (DORA, cuarta)):
        if isinstance(estado, Discrepante | EnSupervision):
            supervisados = estado.campos if isinstance(estado, EnSupervision) else supervisados
            dicho = {campo: opinion[campo] for campo in estado.campos}
            estado = resolver(estado, Resolucion(persona, dicho))
            voces.append(dicho)
    assert isinstance(estado, Verificada)
    assert estado.conteo.keys() == set(CAMPOS)
    for campo, cifra in estado.conteo.items():
        favor = sum(voz.get(campo) == cifra for voz in voces)
        assert favor >= (1 if campo in supervisados else 2)


@given(conteos, lecturas, politicas, st.lists(st.tuples(st.sampled_from((ANA, BETO, CARLA, DORA)), conteos)))
def test_any_sequence_of_acts_ends_in_a_state_or_a_named_refusal(
    inicial: dict[str, Cifra],
    testigo: LecturaActa | None,
    politica: Politica,
    actos: list[tuple[UsuarioId, dict[str, Cifra]]],
) -> None:
    estado: Estado = Pendiente() if testigo is None else adelantar(Pendiente(), testigo, politica, CAMPOS)
    for persona, conteo in [(ANA, inicial), *actos]:
        antes = estado
        try:
            if isinstance(estado, Discrepante | EnSupervision):
                estado = resolver(estado, Resolucion(persona, {campo: conteo[campo] for campo in estado.campos}))
            else:
                estado = capturar(estado, Captura(persona, conteo), testigo)
        except (MismoCapturista, TransicionInvalida):
            assert estado is antes
        assert not (isinstance(antes, Verificada) and estado != antes)
