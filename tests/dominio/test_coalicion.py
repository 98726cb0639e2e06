"""The split of coalition votes (LGIPE 311.1.c)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verificacion.dominio.coalicion import por_partido, repartir
from verificacion.dominio.eleccion import Contendiente, TipoContendiente

PARTIDOS = ("PAN", "PRI", "PRD")


def contendientes():
    filas = [Contendiente(p, p, TipoContendiente.PARTIDO, p, (p,)) for p in PARTIDOS]
    for miembros in (PARTIDOS, ("PAN", "PRI"), ("PAN", "PRD"), ("PRI", "PRD")):
        clave = "_".join(miembros)
        filas.append(Contendiente(clave, clave, TipoContendiente.COMBINACION, f"C_{clave}", miembros))
    return (*filas, Contendiente("NULOS", "Nulos", TipoContendiente.NULOS, "NULOS"))


@pytest.mark.parametrize(
    ("votos", "votacion", "esperado"),
    [
        (148, {"PAN": 10, "PRI": 30, "PRD": 20}, {"PAN": 49, "PRI": 50, "PRD": 49}),
        (149, {"PAN": 10, "PRI": 30, "PRD": 20}, {"PAN": 49, "PRI": 50, "PRD": 50}),
        (150, {"PAN": 10, "PRI": 30, "PRD": 20}, {"PAN": 50, "PRI": 50, "PRD": 50}),
        (1, {"PAN": 0, "PRI": 0, "PRD": 0}, {"PAN": 1, "PRI": 0, "PRD": 0}),
        (1, {"PAN": 5, "PRI": 9, "PRD": 9}, {"PAN": 0, "PRI": 1, "PRD": 0}),
        (0, {"PAN": 5, "PRI": 9, "PRD": 9}, {"PAN": 0, "PRI": 0, "PRD": 0}),
    ],
    ids=["one over, to the most voted", "two over", "exact", "tie of all keeps the acta's order", "tie of two", "none"],
)
def test_leftovers_go_to_the_most_voted(votos, votacion, esperado):
    assert repartir(votos, PARTIDOS, votacion) == esperado


@given(st.integers(0, 100_000), st.permutations(PARTIDOS), st.tuples(*[st.integers(0, 999)] * 3))
def test_a_split_conserves_votes_and_is_fair_within_one(votos, partidos, propios):
    partes = repartir(votos, partidos, dict(zip(PARTIDOS, propios, strict=True)))

    assert sum(partes.values()) == votos
    assert max(partes.values()) - min(partes.values()) <= 1


@given(st.lists(st.integers(0, 50_000), min_size=8, max_size=8))
def test_the_party_view_conserves_every_vote_of_the_district(cifras):
    filas = contendientes()
    votos = dict(zip((c.clave for c in filas), cifras, strict=True))

    por_partidos = por_partido(votos, filas)

    assert sum(por_partidos.values()) == sum(cifras)
    assert por_partidos["NULOS"] == votos["NULOS"]


def test_splitting_the_district_sum_is_not_splitting_each_casilla():
    """Three casillas with one vote each for the three: per casilla the largest takes all, on the sum one each."""
    votacion = {"PAN": 9, "PRI": 1, "PRD": 1}

    assert repartir(3, PARTIDOS, votacion) == {"PAN": 1, "PRI": 1, "PRD": 1}
    assert repartir(1, PARTIDOS, votacion) == {"PAN": 1, "PRI": 0, "PRD": 0}
