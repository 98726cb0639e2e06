"""In which order actas are offered, and to whom they are not."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.mesa import BASICA, CONTIGUA, Mesa, conteo_de
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import Acta
from verificacion.casos import prioridad, sin_acta, tareas
from verificacion.casos.reaperturas import Remedio
from verificacion.casos.tareas import TareaTomada
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import MismaTerminal
from verificacion.dominio.registro import Actor, CausaSinActa, EstadoActa, Rol, TipoTarea

OTRO_DISTRITO = "100003B01003"


def toma(mesa: Mesa, actor: Actor, rezagados: frozenset[int] = frozenset()) -> TareaTomada | None:
    with transaccion(mesa.engine) as session:
        return tareas.tomar(session, TipoTarea.CAPTURA, actor, mesa.ahora, rezagados)


def clave_de(tarea: TareaTomada | None) -> str | None:
    return None if tarea is None else str(tarea.clave)


def _de_otro_distrito(mesa: Mesa) -> tuple[str, int]:
    distrito = next(a for a in mesa.proceso.actas if str(a.clave) == BASICA).casilla.distrito
    acta = next(a for a in mesa.proceso.actas if a.casilla.distrito != distrito)
    return str(acta.clave), acta.casilla.distrito


def test_the_same_terminal_never_gets_both_captures_of_an_acta(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    beto = replace(mesa.persona("beto"), terminal=ana.terminal)  # sits down where Ana was
    carla = mesa.persona("carla")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    assert toma(mesa, beto) is None, "while Ana has it in hand"
    mesa.captura(turno, conteo_de(mesa.proceso, BASICA), ana)
    assert toma(mesa, beto) is None, "once Ana sent it"
    assert clave_de(toma(mesa, carla)) == BASICA


def test_a_capture_sent_from_the_terminal_of_the_other_one_is_refused_and_enters_from_elsewhere(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    mesa.llega(BASICA, ana)
    turnos = mesa.turno(ana), mesa.turno(beto)
    conteo = conteo_de(mesa.proceso, BASICA)
    mesa.captura(turnos[0], conteo, ana)
    with pytest.raises(MismaTerminal):
        mesa.captura(turnos[1], conteo, replace(beto, terminal=ana.terminal))
    assert mesa.captura(turnos[1], conteo, beto) is EstadoActa.VERIFICADA


def test_an_acta_to_be_captured_again_may_be_typed_where_it_was_before(mesa: Mesa) -> None:
    ana, beto, elsa = mesa.persona("ana"), mesa.persona("beto"), mesa.persona("elsa", Rol.SUPERVISOR)
    carla = replace(mesa.persona("carla"), terminal=ana.terminal)
    mesa.llega(BASICA, ana)
    for actor in (ana, beto):
        mesa.captura(mesa.turno(actor), conteo_de(mesa.proceso, BASICA), actor)
    mesa.reabre(BASICA, Remedio.RECAPTURAR, elsa)
    assert mesa.captura(mesa.turno(carla), conteo_de(mesa.proceso, BASICA), carla) is EstadoActa.CAPTURADA


def test_a_turn_that_was_given_back_does_not_bar_its_terminal(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    beto = replace(mesa.persona("beto"), terminal=ana.terminal)
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    with transaccion(mesa.engine) as session:
        tareas.soltar(session, turno, ana, mesa.ahora)
    assert clave_de(toma(mesa, beto)) == BASICA


def test_what_lacks_one_capture_goes_before_what_lacks_two(mesa: Mesa) -> None:
    ana, beto, carla = (mesa.persona(n) for n in ("ana", "beto", "carla"))
    mesa.llega(BASICA, ana)
    mesa.llega(CONTIGUA, ana)
    assert clave_de(toma(mesa, ana)) == BASICA
    assert clave_de(toma(mesa, beto)) == BASICA
    turno = mesa.turno(carla)  # both places of the first acta are taken: the second one
    mesa.captura(turno, conteo_de(mesa.proceso, CONTIGUA), carla)
    dora = mesa.persona("dora")
    mesa.llega(_de_otro_distrito(mesa)[0], ana)
    assert clave_de(toma(mesa, dora)) == CONTIGUA


def test_a_district_that_lags_goes_before_older_actas(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    lejana, distrito = _de_otro_distrito(mesa)
    mesa.llega(BASICA, ana)
    mesa.llega(lejana, ana)
    assert clave_de(toma(mesa, ana, frozenset({distrito}))) == lejana
    assert clave_de(toma(mesa, mesa.persona("beto"))) == BASICA


def test_what_waited_too_long_goes_first_whoever_lags(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    lejana, distrito = _de_otro_distrito(mesa)
    mesa.llega(BASICA, ana)
    mesa.pasan(seconds=prioridad.PACIENCIA.total_seconds())
    mesa.llega(lejana, ana)
    assert clave_de(toma(mesa, ana, frozenset({distrito}))) == BASICA


def test_an_acta_past_its_patience_is_given_before_everything_newer(mesa: Mesa) -> None:
    """Whatever keeps arriving, whichever district lags: so none waits for ever."""
    azar = random.Random(7)
    ana = mesa.persona("ana")
    distritos = {str(a.clave): a.casilla.distrito for a in mesa.proceso.actas}
    por_llegar = azar.sample(sorted(distritos), len(distritos))
    llego: dict[str, datetime] = {}
    faltan: dict[str, int] = {}
    vencidas = 0
    for ronda in range(2 * len(distritos)):
        if por_llegar:
            clave = por_llegar.pop()
            llego[clave], faltan[clave] = mesa.ahora, 2
            mesa.llega(clave, ana)
        mesa.pasan(minutes=azar.choice([1, 4, 9]))
        persona = mesa.persona(f"persona {ronda}")
        tarea = toma(mesa, persona, frozenset({azar.choice(sorted(distritos.values()))}))
        assert tarea is not None
        dada = str(tarea.clave)
        antes = [c for c, n in faltan.items() if n and llego[c] <= mesa.ahora - prioridad.PACIENCIA]
        assert not antes or llego[dada] == min(llego[c] for c in antes)
        vencidas += bool(antes)
        mesa.captura(tarea.turno, conteo_de(mesa.proceso, dada), persona)
        faltan[dada] -= 1
    assert vencidas > 3
    assert set(faltan.values()) == {0}


def test_the_districts_that_lag_are_those_far_below_the_whole(mesa: Mesa) -> None:
    supervisora = mesa.persona("supervisora", Rol.SUPERVISOR)
    distrito = next(a for a in mesa.proceso.actas if str(a.clave) == BASICA).casilla.distrito
    with transaccion(mesa.engine) as session:
        for acta in mesa.proceso.actas:
            if acta.casilla.distrito == distrito:
                causa = CausaSinActa.PAQUETE_NO_ENTREGADO
                sin_acta.declarar(session, ClaveActa.de_texto(str(acta.clave)), causa, supervisora, mesa.ahora)
    with consulta(mesa.engine) as session:
        rezagados = prioridad.distritos_rezagados(session)
    assert distrito not in rezagados
    assert rezagados == {a.casilla.distrito for a in mesa.proceso.actas} - {distrito}


def test_in_zeros_no_district_lags(mesa: Mesa) -> None:
    with consulta(mesa.engine) as session:
        assert prioridad.distritos_rezagados(session) == frozenset()


def test_every_candidate_is_in_the_last_list(mesa: Mesa) -> None:
    """The lists before it only choose who goes first: nobody is left out of all."""
    ana = mesa.persona("ana")
    lejana, distrito = _de_otro_distrito(mesa)
    mesa.llega(lejana, ana)
    with transaccion(mesa.engine) as session:
        fila = mesa.fila(session, lejana)
        assert fila.estado == EstadoActa.DIGITALIZADA and isinstance(fila, Acta)
    mesa.ahora -= timedelta(minutes=1)
    assert clave_de(toma(mesa, ana, frozenset({distrito + 1000}))) == lejana
