"""The unpublished work of somebody beyond the limit goes back to the queue, all of it and nothing else."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, select

from tests.casos.control_mesa import MesaMedida
from tests.mesa import BASICA, CONTIGUA, conteo_de
from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import EntradaBitacora
from verificacion.casos import auditoria, devoluciones
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import ErrorDentroDeLimite, NoExiste
from verificacion.dominio.registro import Actor, EstadoActa, Rol


@pytest.fixture
def mesa(engine: Engine) -> MesaMedida:
    """Caro errs in half of the fields of the known acta, and is the first to type the other one."""
    mesa = MesaMedida(engine, conocidas=1.0)
    mesa.verifica(BASICA)
    mesa.llega(CONTIGUA, mesa.digitaliza)
    caro = mesa.persona("caro")
    campos = list(conteo_de(mesa.proceso, BASICA))
    mesa.captura(mesa.turno(caro), {c: i % 2 for i, c in enumerate(campos)}, caro)
    mesa.captura(mesa.turno(caro), conteo_de(mesa.proceso, CONTIGUA, PAN=3), caro)
    return mesa


def devuelve(mesa: MesaMedida, usuario: str, actor: Actor, publicado_hasta: int = 0) -> Sequence[ClaveActa]:
    with transaccion(mesa.engine) as session:
        return devoluciones.devolver(
            session, mesa.proceso.control, usuario, "confunde", actor, mesa.ahora, publicado_hasta
        )


def corte(mesa: MesaMedida) -> int:
    """Number of the log in a cut made now."""
    with consulta(mesa.engine) as session:
        return bitacora.cabeza(session)[0]


def captura_otra(mesa: MesaMedida, usuario: str, pan: int) -> EstadoActa:
    persona = mesa.persona(usuario)
    turno = mesa.turno(persona)
    while str((tarea := mesa.toma(persona)) and tarea.clave) != CONTIGUA:  # a known acta came first
        mesa.captura(turno, conteo_de(mesa.proceso, BASICA), persona)
        turno = mesa.turno(persona)
    return mesa.captura(turno, conteo_de(mesa.proceso, CONTIGUA, PAN=pan), persona)


@pytest.mark.parametrize("pan", [None, 4, 3], ids=["typed once", "discrepant", "verified"])
def test_it_is_captured_again_by_two_others_whatever_became_of_it(mesa: MesaMedida, pan: int | None) -> None:
    supervisa = mesa.persona("supervisa", Rol.SUPERVISOR)
    if pan is not None:
        captura_otra(mesa, "dora", pan)
    assert [str(c) for c in devuelve(mesa, "caro", supervisa)] == [CONTIGUA]
    assert mesa.registro(CONTIGUA).estado is EstadoActa.DIGITALIZADA
    assert mesa.registro(BASICA).estado is EstadoActa.VERIFICADA, "what she typed to be measured is nobody's work"
    for usuario in ("elsa", "flor"):
        captura_otra(mesa, usuario, 3)
    assert mesa.registro(CONTIGUA).estado is EstadoActa.VERIFICADA
    assert devuelve(mesa, "caro", supervisa) == []
    with consulta(mesa.engine) as session:
        assert auditoria.verificar(session).hallazgos == ()


def test_what_was_published_stays(mesa: MesaMedida) -> None:
    captura_otra(mesa, "dora", 3)
    supervisa = mesa.persona("supervisa", Rol.SUPERVISOR)
    assert devuelve(mesa, "caro", supervisa, publicado_hasta=corte(mesa)) == []
    assert mesa.registro(CONTIGUA).estado is EstadoActa.VERIFICADA


def test_the_log_says_whose_work_went_back_why_and_with_what_measure(mesa: MesaMedida) -> None:
    devuelve(mesa, "caro", mesa.persona("supervisa", Rol.SUPERVISOR))
    with consulta(mesa.engine) as session:
        acto = session.scalars(select(EntradaBitacora).where(EntradaBitacora.evento == "trabajo_devuelto")).one()
    campos = len(conteo_de(mesa.proceso, BASICA))
    assert acto.usuario == "supervisa"
    assert acto.datos == {
        "usuario": "caro",
        "motivo": "confunde",
        "errores": campos // 2,
        "campos": campos,
        "actas": [CONTIGUA],
    }


def test_nobody_within_the_limit_has_their_work_given_back(mesa: MesaMedida) -> None:
    supervisa = mesa.persona("supervisa", Rol.SUPERVISOR)
    with pytest.raises(ErrorDentroDeLimite):
        devuelve(mesa, "ana", supervisa)
    with pytest.raises(NoExiste):
        devuelve(mesa, "nadie", supervisa)
