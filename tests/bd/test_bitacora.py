from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from verificacion.bd.bitacora import anotar, asientos_de, verificar
from verificacion.bd.sesion import consulta, transaccion
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.errores import BitacoraRota
from verificacion.dominio.registro import Actor, Rol

AHORA = datetime(2021, 6, 7, 3, 0, 0, 123456, tzinfo=UTC)
ANA = Actor(UsuarioId(1), "ana", frozenset({Rol.CAPTURISTA, Rol.VERIFICADOR}), "terminal 1")


def anotar_tres(engine: Engine) -> None:
    for n in (1, 2, 3):
        with transaccion(engine) as session:
            anotar(session, ANA, "prueba", {"n": n, "texto": "año «ñ»", "lista": ["b", "a"]}, AHORA)


def sin_resguardo(engine: Engine, orden: str) -> None:
    """What somebody with the password of the database could do: take the guards off and write."""
    with engine.begin() as conexion:
        if engine.dialect.name == "sqlite":
            conexion.execute(text("DROP TRIGGER bitacora_sin_update"))
            conexion.execute(text("DROP TRIGGER bitacora_sin_delete"))
        else:
            conexion.execute(text("ALTER TABLE bitacora DISABLE TRIGGER ALL"))
        conexion.execute(text(orden))


def test_an_untouched_log_verifies_and_gives_its_head(engine: Engine) -> None:
    anotar_tres(engine)
    with consulta(engine) as session:
        numero, huella = verificar(session)
    assert numero == 3
    assert len(huella) == 64


@pytest.mark.parametrize(
    ("orden", "numero", "motivo"),
    [
        ("UPDATE bitacora SET usuario = 'otro' WHERE numero = 2", 2, "cambiada"),
        ("UPDATE bitacora SET datos = '{\"n\": 9}' WHERE numero = 1", 1, "cambiada"),
        ("DELETE FROM bitacora WHERE numero = 2", 2, "falta"),
        ("DELETE FROM bitacora WHERE numero = 3", 3, "falta"),
    ],
)
def test_the_first_broken_entry_is_named(engine: Engine, orden: str, numero: int, motivo: str) -> None:
    anotar_tres(engine)
    sin_resguardo(engine, orden)
    with consulta(engine) as session, pytest.raises(BitacoraRota) as rota:
        verificar(session)
    assert (rota.value.numero, rota.value.motivo) == (numero, motivo)


def test_an_act_rolled_back_leaves_no_entry(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), transaccion(engine) as session:
        anotar(session, ANA, "prueba", {}, AHORA)
        _ = 1 / 0
    with consulta(engine) as session:
        assert verificar(session)[0] == 0


def test_entries_written_at_the_same_time_still_make_one_chain(engine: Engine) -> None:
    def escribir(n: int) -> int:
        with transaccion(engine) as session:
            return anotar(session, ANA, "prueba", {"n": n}, AHORA)

    with ThreadPoolExecutor(6) as hilos:
        numeros = list(hilos.map(escribir, range(30)))
    assert sorted(numeros) == list(range(1, 31))
    with consulta(engine) as session:
        assert verificar(session)[0] == 30


def test_the_entries_of_an_acta_and_of_its_images_are_found_in_order_without_walking_the_log(engine: Engine) -> None:
    dichos = ({"imagen": "i1"}, {"acta": "A"}, {"acta": "B"}, {"acta": "A", "imagen": "i2"}, {"imagen": "i3"})
    with transaccion(engine) as session:
        for datos in dichos:
            anotar(session, ANA, "prueba", datos, AHORA)
    suyos = asientos_de("A", ("i1", "i2"))
    with consulta(engine) as session:
        assert [e.numero for e in session.scalars(suyos)] == [1, 2, 4]
        if engine.dialect.name == "sqlite":  # of so few rows PostgreSQL uses no index
            plan = suyos.compile(engine, compile_kwargs={"literal_binds": True, "render_postcompile": True})
            pasos = [paso[3] for paso in session.execute(text(f"EXPLAIN QUERY PLAN {plan}"))]
            assert not [paso for paso in pasos if paso == "SCAN bitacora"]
