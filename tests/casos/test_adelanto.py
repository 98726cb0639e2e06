"""The task after the one in hand, reserved while it is typed: one at most, of another acta, and never the last one."""

from tests.mesa import BASICA, CONTIGUA, Mesa, conteo_de
from verificacion.bd.sesion import transaccion
from verificacion.casos import tareas
from verificacion.casos.tareas import TareaTomada
from verificacion.dominio.registro import Actor, EstadoActa, TipoTarea

ESPECIAL = "100002B01003"


def adelanta(mesa: Mesa, actor: Actor) -> TareaTomada | None:
    with transaccion(mesa.engine) as session:
        return tareas.adelantar(session, TipoTarea.CAPTURA, actor, mesa.ahora)


def llegan(mesa: Mesa, digitalizador: Actor, *claves: str) -> None:
    for clave in claves:
        mesa.llega(clave, digitalizador)


def test_the_reserved_acta_is_another_one_and_is_what_comes_next(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    llegan(mesa, ana, BASICA, CONTIGUA, ESPECIAL)
    primera = mesa.toma(ana)
    mesa.pasan(seconds=1)
    reservada = adelanta(mesa, ana)
    assert primera and reservada and primera.clave != reservada.clave
    assert mesa.turno(ana) == primera.turno, "what is being typed is still the first one"
    assert mesa.captura(primera.turno, conteo_de(mesa.proceso, BASICA), ana) is EstadoActa.CAPTURADA
    assert mesa.turno(ana) == reservada.turno


def test_no_more_than_one_is_reserved_however_often_it_is_asked(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    llegan(mesa, ana, BASICA, CONTIGUA, ESPECIAL)
    mesa.toma(ana)
    mesa.pasan(seconds=1)
    assert adelanta(mesa, ana) == adelanta(mesa, ana)


def test_nothing_is_reserved_without_a_task_in_hand(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    llegan(mesa, ana, BASICA)
    assert adelanta(mesa, ana) is None


def test_the_last_acta_is_left_for_whoever_is_free(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    llegan(mesa, ana, BASICA, CONTIGUA, ESPECIAL)
    assert mesa.toma(ana) and mesa.toma(beto)
    # both type the first acta: two wait, so one of them may reserve; then one waits for two people
    assert adelanta(mesa, ana) is not None
    assert adelanta(mesa, beto) is None


def test_a_reserved_acta_goes_back_when_its_lease_ends(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    llegan(mesa, ana, BASICA, CONTIGUA)
    primera = mesa.toma(ana)
    reservada = adelanta(mesa, ana)
    assert primera and reservada
    mesa.pasan(minutes=4)
    with transaccion(mesa.engine) as session:
        tareas.renovar(session, primera.turno, ana, mesa.ahora)
    mesa.pasan(minutes=2)
    capturada = mesa.toma(beto)
    assert capturada and capturada.clave == primera.clave
    mesa.captura(capturada.turno, conteo_de(mesa.proceso, BASICA), beto)
    assert (otra := mesa.toma(beto)) and otra.clave == reservada.clave


def test_a_reserved_acta_is_never_the_second_capture_of_ones_own(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    llegan(mesa, ana, BASICA)
    mesa.toma(ana)
    assert adelanta(mesa, ana) is None


def test_the_image_of_a_reserved_acta_may_be_loaded(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    llegan(mesa, ana, BASICA, CONTIGUA)
    mesa.toma(ana)
    reservada = adelanta(mesa, ana)
    assert reservada
    with transaccion(mesa.engine) as session:
        assert reservada.sha256 in tareas.imagenes_en_turno(session, ana, mesa.ahora)
