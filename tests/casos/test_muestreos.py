"""Draws of verified actas, typed again to measure the result."""

from sqlalchemy import Engine, select

from tests.casos.control_mesa import MesaMedida
from tests.mesa import BASICA, CONTIGUA, conteo_de
from verificacion.bd.sesion import consulta
from verificacion.bd.tablas import EntradaBitacora
from verificacion.bd.tablas_control import ActaMuestreada, Muestra
from verificacion.casos import auditoria, mediciones
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.control import Control
from verificacion.dominio.muestreo import semilla_de_periodo, sortear
from verificacion.dominio.rechazo import Remedio
from verificacion.dominio.registro import Rol


def medida(mesa: MesaMedida) -> mediciones.ErrorResidual:
    with consulta(mesa.engine) as session:
        return mediciones.error_residual(session)


def recaptura(mesa: MesaMedida, usuario: str, **cifras: int) -> None:
    persona = mesa.persona(usuario)
    tarea = mesa.toma(persona)
    assert tarea
    mesa.captura(tarea.turno, conteo_de(mesa.proceso, str(tarea.clave), **cifras), persona)


def test_a_draw_can_be_made_again_from_the_log_and_the_public_seed(engine: Engine) -> None:
    mesa = MesaMedida(engine, muestreo=0.5)
    for clave in (BASICA, CONTIGUA):
        mesa.verifica(clave)
    mesa.pasan(hours=2)
    assert mesa.sortea() == 1
    with consulta(engine) as session:
        sorteo = session.scalars(select(Muestra)).one()
        huella = session.get_one(EntradaBitacora, sorteo.asiento).huella
        acta_id = session.scalars(select(ActaMuestreada.acta_id)).one()
        elegida = next(c for c in (BASICA, CONTIGUA) if mesa.fila(session, c).id == acta_id)
    semilla = semilla_de_periodo("bola de nieve", huella)
    assert (sorteo.huella, sorteo.semilla, sorteo.poblacion) == (huella, semilla, 2)
    claves = [ClaveActa.de_texto(c) for c in (BASICA, CONTIGUA)]
    assert [str(c) for c in sortear(semilla, claves, 0.5)] == [elegida]


def test_each_period_is_drawn_once_and_an_acta_once(engine: Engine) -> None:
    mesa = MesaMedida(engine, muestreo=1.0)
    mesa.verifica(BASICA)
    assert mesa.sortea() == 0  # its hour has not ended
    mesa.pasan(hours=2)
    assert [mesa.sortea(), mesa.sortea()] == [1, 0]
    mesa.verifica(CONTIGUA)
    mesa.pasan(hours=5)
    assert [mesa.sortea(), mesa.sortea()] == [1, 0]
    assert [s.poblacion for s in medida(mesa).sorteos] == [1, 1]


def test_without_sampling_in_the_election_nothing_is_drawn(engine: Engine) -> None:
    mesa = MesaMedida(engine)
    mesa.verifica(BASICA)
    mesa.pasan(hours=3)
    assert mesa.proceso.control.muestreo is None
    assert mesa.sortea() == 0
    assert Control().muestreo is None


def test_a_drawn_acta_is_typed_again_blind_by_somebody_new(engine: Engine) -> None:
    mesa = MesaMedida(engine, muestreo=1.0)
    mesa.verifica(BASICA, PAN=9)
    mesa.pasan(hours=2)
    mesa.sortea()
    assert mesa.toma(mesa.ana) is None
    caro, dora = mesa.persona("caro"), mesa.persona("dora")
    tarea = mesa.toma(caro)
    assert tarea and str(tarea.clave) == BASICA and tarea.opciones == {}
    assert mesa.toma(dora) is None  # one is enough, and it is in hand
    mesa.captura(tarea.turno, conteo_de(mesa.proceso, BASICA, PAN=9), caro)
    assert mesa.toma(dora) is None
    leida = medida(mesa)
    assert (leida.sorteadas, leida.recapturadas, leida.en_revision) == (1, 1, 0)
    assert (leida.por_acta.errores, leida.por_campo.errores) == (0, 0)
    assert leida.sorteos[0].terminadas == (BASICA,)


def test_a_difference_becomes_a_review_and_changes_no_figure(engine: Engine) -> None:
    mesa = MesaMedida(engine, muestreo=1.0)
    mesa.verifica(BASICA, PAN=9)
    mesa.pasan(hours=2)
    mesa.sortea()
    antes = mesa.todos()
    recaptura(mesa, "caro", PAN=6)
    assert mesa.todos() == antes
    leida = medida(mesa)
    assert (leida.en_revision, leida.por_acta.errores) == (1, 0)
    assert (leida.por_acta.desde, leida.por_acta.hasta) == (0.0, 1.0)


def test_a_review_that_rejects_the_published_figure_counts_as_residual_error(engine: Engine) -> None:
    mesa = MesaMedida(engine, muestreo=1.0)
    mesa.verifica(BASICA, PAN=9)
    mesa.pasan(hours=2)
    mesa.sortea()
    recaptura(mesa, "caro", PAN=6)
    mesa.cotejo(mesa.coteja, "PAN")
    leida = medida(mesa)
    assert (leida.en_revision, leida.por_acta.errores, leida.por_campo.errores) == (0, 1, 1)
    assert leida.por_campo.casos == len(conteo_de(mesa.proceso, BASICA))


def test_a_review_that_upholds_the_published_figure_counts_against_whoever_typed_again(engine: Engine) -> None:
    """Also where the acta had been compared before: what differs is looked at again."""
    mesa = MesaMedida(engine, muestreo=1.0)
    mesa.verifica(BASICA, PAN=9)
    mesa.cotejo(mesa.coteja)
    mesa.pasan(hours=2)
    mesa.sortea()
    recaptura(mesa, "caro", PAN=6)
    mesa.pasan(minutes=1)
    mesa.cotejo(mesa.persona("otra", Rol.COTEJADOR))
    assert medida(mesa).por_acta.errores == 0
    assert mesa.registro(BASICA).cotejada == 1
    with consulta(engine) as session:
        caro = next(p for p in mediciones.personas(session, mesa.proceso.control) if p.usuario == "caro")
    assert caro.medida.por_campo.errores == 1


def test_what_was_typed_again_of_a_round_set_aside_is_not_shown_nor_judged_in_the_next(engine: Engine) -> None:
    mesa = MesaMedida(engine, muestreo=1.0)
    mesa.verifica(BASICA, PAN=7)
    mesa.pasan(hours=2)
    mesa.sortea()
    recaptura(mesa, "carla", PAN=8)
    assert medida(mesa).en_revision == 1
    mesa.reabre(BASICA, Remedio.RECAPTURAR, mesa.persona("supervisa", Rol.SUPERVISOR))
    for usuario in ("dora", "elsa"):
        recaptura(mesa, usuario, PAN=9)
    _, vista = mesa.toma_cotejo(mesa.coteja)
    assert (vista.publicadas["PAN"], vista.dudas) == (9, {})
    mesa.cotejo(mesa.coteja)
    despues = medida(mesa)
    assert (despues.en_revision, despues.por_acta.casos) == (0, 1)
    assert despues.por_acta.hasta == 1.0  # nobody will ever say whether that 7 was wrong


def test_an_acta_drawn_again_in_another_round_is_typed_again(engine: Engine) -> None:
    mesa = MesaMedida(engine, muestreo=1.0)
    mesa.verifica(BASICA)
    mesa.pasan(hours=2)
    mesa.sortea()
    recaptura(mesa, "carla")
    mesa.reabre(BASICA, Remedio.RECAPTURAR, mesa.persona("supervisa", Rol.SUPERVISOR))
    for usuario in ("dora", "elsa"):
        recaptura(mesa, usuario)
    mesa.pasan(hours=2)
    mesa.sortea()
    recaptura(mesa, "flor")
    assert [len(s.terminadas) for s in medida(mesa).sorteos] == [1, 1]
    with consulta(engine) as session:
        assert auditoria.verificar(session).hallazgos == ()


def test_an_acta_set_aside_before_it_was_typed_again_is_withdrawn_from_its_draw(engine: Engine) -> None:
    mesa = MesaMedida(engine, muestreo=1.0)
    mesa.verifica(BASICA)
    mesa.pasan(hours=2)
    mesa.sortea()
    mesa.reabre(BASICA, Remedio.RECAPTURAR, mesa.persona("supervisa", Rol.SUPERVISOR))
    for usuario in ("dora", "elsa"):
        recaptura(mesa, usuario)
    assert medida(mesa).retiradas == 1
    assert mesa.toma(mesa.persona("flor")) is None
