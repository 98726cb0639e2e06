"""Many people at the same instant, on both engines, with real threads and real transactions."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

from sqlalchemy import func, select

from tests.mesa import BASICA, CONTIGUA, Mesa, conteo_de, lectura_de
from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta
from verificacion.bd.tablas import CapturaHecha, Identificacion, Imagen, Trabajo, Turno
from verificacion.dominio.registro import EstadoActa, Rol, TipoTarea

VUELTAS = 12
T = TypeVar("T")


def a_la_vez(actos: Sequence[Callable[[], T]]) -> list[T]:
    """Start every act at the same instant, one thread each; the first error is raised."""
    salida = Barrier(len(actos))

    def correr(acto: Callable[[], T]) -> T:
        salida.wait(timeout=30)
        return acto()

    with ThreadPoolExecutor(len(actos)) as hilos:
        return list(hilos.map(correr, actos))


def test_an_acta_is_never_in_more_than_two_pairs_of_hands(mesa: Mesa) -> None:
    """On PostgreSQL a count made before somebody else's commit gave a third and a fourth turn of the same acta."""
    gente = [mesa.persona(f"capturista {n}") for n in range(8)]
    for vuelta in range(VUELTAS):
        for clave in (BASICA, CONTIGUA) if vuelta == 0 else ():
            mesa.llega(clave, gente[0])
        tomadas = a_la_vez([lambda yo=yo: mesa.toma(yo) for yo in gente])
        manos = Counter(str(tarea.clave) for tarea in tomadas if tarea is not None)
        assert manos
        assert max(manos.values()) <= 2
        mesa.pasan(minutes=6)


def test_two_tabs_of_one_person_get_the_same_turn(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    mesa.llega(CONTIGUA, ana)
    for _ in range(VUELTAS):
        tomadas = a_la_vez([lambda: mesa.toma(ana)] * 4)
        assert len({tarea.turno for tarea in tomadas if tarea is not None}) == 1
        mesa.pasan(minutes=6)


def test_a_discrepancy_is_in_one_pair_of_hands(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    gente = [mesa.persona(f"verificadora {n}", Rol.VERIFICADOR) for n in range(6)]
    mesa.llega(BASICA, ana)
    mesa.captura(mesa.turno(ana), conteo_de(mesa.proceso, BASICA, PAN=1), ana)
    mesa.captura(mesa.turno(beto), conteo_de(mesa.proceso, BASICA, PAN=2), beto)
    for _ in range(VUELTAS):
        tomadas = a_la_vez([lambda yo=yo: mesa.toma(yo, TipoTarea.DISCREPANCIA) for yo in gente])
        assert len([tarea for tarea in tomadas if tarea is not None]) == 1
        mesa.pasan(minutes=6)


def test_an_image_to_identify_is_in_one_pair_of_hands(mesa: Mesa) -> None:
    gente = [mesa.persona(f"digitalizador {n}") for n in range(6)]
    mesa.leer(mesa.recibir("sin QR", gente[0]).sha256, None)
    for _ in range(VUELTAS):
        tomadas = a_la_vez([lambda yo=yo: mesa.toma(yo, TipoTarea.IDENTIFICACION) for yo in gente])
        assert len([tarea for tarea in tomadas if tarea is not None]) == 1
        mesa.pasan(minutes=6)


def test_a_double_click_counts_once(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    mesa.llega(BASICA, ana)
    conteo = conteo_de(mesa.proceso, BASICA, PAN=1)
    suyo, otro = mesa.turno(ana), mesa.turno(beto)
    estados = a_la_vez([lambda: mesa.captura(suyo, conteo, ana)] * 5 + [lambda: mesa.captura(otro, conteo, beto)] * 5)
    assert Counter(estados) == {EstadoActa.CAPTURADA: 5, EstadoActa.VERIFICADA: 5}
    with consulta(mesa.engine) as session:
        assert session.scalar(select(func.count()).select_from(CapturaHecha)) == 2


def test_the_same_image_uploaded_at_once_is_kept_once(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    for vuelta in range(VUELTAS):
        recibos = a_la_vez([lambda n=vuelta: mesa.recibir(f"foto {n}", ana)] * 5)
        assert sorted(recibo.repetida for recibo in recibos) == [False, True, True, True, True]
    with consulta(mesa.engine) as session:
        assert session.scalar(select(func.count()).select_from(Imagen)) == VUELTAS
        assert session.scalar(select(func.count()).select_from(Trabajo)) == VUELTAS


def test_reading_an_acta_s_second_image_does_not_block_its_captures(mesa: Mesa) -> None:
    """The reader took the log first and the acta after, a capture the other way round: PostgreSQL broke the knot."""
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    claves = [str(acta.clave) for acta in mesa.proceso.actas]
    for clave in claves:
        mesa.llega(clave, ana)
    for clave in claves:
        suyo, otro = mesa.turno(ana), mesa.turno(beto)
        conteo = conteo_de(mesa.proceso, clave, PAN=1)
        otras = [mesa.recibir(f"otra {n} de {clave}", ana).sha256 for n in range(4)]
        lecturas = [partial(mesa.leer, sha256, clave, lectura_de(conteo)) for sha256 in otras]
        envios = [partial(mesa.captura, suyo, conteo, ana), partial(mesa.captura, otro, conteo, beto)]
        a_la_vez([*envios, *lecturas])
    assert {mesa.registro(clave).estado for clave in claves} == {EstadoActa.VERIFICADA}
    with consulta(mesa.engine) as session:
        assert session.scalar(select(func.count()).select_from(Identificacion)) == 5 * len(claves)
        bitacora.verificar(session)


def test_a_whole_night_at_once_counts_every_capture_once(mesa: Mesa) -> None:
    gente = [mesa.persona(f"capturista {n}") for n in range(6)]
    claves = [str(acta.clave) for acta in mesa.proceso.actas]
    for clave in claves:
        mesa.llega(clave, gente[0])

    def capturar_todo(numero: int) -> int:
        hechas = 0
        while any(registro.estado is not EstadoActa.VERIFICADA for registro in mesa.todos()):
            if (tarea := mesa.toma(gente[numero])) is None:
                continue  # what is left is in the hands of others at this instant
            conteo = conteo_de(mesa.proceso, str(tarea.clave), PAN=7)
            mesa.captura(tarea.turno, conteo, gente[numero])
            hechas += 1
        return hechas

    hechas = a_la_vez([lambda n=n: capturar_todo(n) for n in range(len(gente))])
    assert sum(hechas) == 2 * len(claves)
    assert all(registro.estado is EstadoActa.VERIFICADA for registro in mesa.todos())
    with consulta(mesa.engine) as session:
        assert session.scalar(select(func.count()).select_from(CapturaHecha)) == 2 * len(claves)
        assert session.scalar(select(func.count()).select_from(Turno)) == 2 * len(claves)
        bitacora.verificar(session)
