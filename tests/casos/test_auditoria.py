"""The record is exactly what the log says; and each kind of thing that somebody alters is found and called by name."""

import json
from collections.abc import Mapping

import pytest
from sqlalchemy import Engine, select, text

from tests.mesa import BASICA, CONTIGUA, Mesa, conteo_de, lectura_de
from verificacion.bd.sesion import consulta
from verificacion.bd.tablas import SOLO_SE_AGREGA, CapturaHecha
from verificacion.casos import auditoria
from verificacion.casos.reaperturas import Remedio
from verificacion.dominio.conteo import Cifra
from verificacion.dominio.registro import Actor, Rol, TipoTarea
from verificacion.dominio.repaso import Hallazgo
from verificacion.dominio.vida import Declaracion

DISCREPANCIA = TipoTarea.DISCREPANCIA
TODOS = (Rol.CAPTURISTA, Rol.VERIFICADOR, Rol.SUPERVISOR)


@pytest.fixture
def noche(mesa: Mesa) -> Mesa:
    """A history with a bit of everything: discrepancy, supervision, correction, another image, one unread."""
    ana, beto, carla, dora, fito = (mesa.persona(n, *TODOS) for n in ("ana", "beto", "carla", "dora", "fito"))
    base = conteo_de(mesa.proceso, BASICA, PAN=20)
    mesa.llega(BASICA, ana, lectura_de(base))
    _captura(mesa, ana, base)
    _captura(mesa, beto, {**base, "PAN": 26})
    mesa.decide(mesa.turno(carla, DISCREPANCIA), {"PAN": 28}, carla)
    mesa.decide(mesa.turno(dora, DISCREPANCIA), {"PAN": 20}, dora)
    mesa.reabre(BASICA, Remedio.RECAPTURAR, fito)
    mesa.llega(CONTIGUA, ana)
    mesa.recibir("otra cosa", ana)
    return mesa


def _captura(mesa: Mesa, actor: Actor, conteo: Mapping[str, Cifra]) -> None:
    mesa.captura(mesa.turno(actor), conteo, actor)


def hallazgos(engine: Engine) -> tuple[Hallazgo, ...]:
    with consulta(engine) as session:
        return auditoria.verificar(session).hallazgos


def alterar(engine: Engine, *ordenes: str) -> None:
    """What somebody with the password of the database could do: take the guards off and write."""
    with engine.begin() as conexion:
        for tabla in SOLO_SE_AGREGA:
            if engine.dialect.name == "sqlite":
                conexion.execute(text(f"DROP TRIGGER {tabla}_sin_update"))
                conexion.execute(text(f"DROP TRIGGER {tabla}_sin_delete"))
            else:
                conexion.execute(text(f"ALTER TABLE {tabla} DISABLE TRIGGER ALL"))
        for orden in ordenes:
            conexion.execute(text(orden))


def test_replaying_an_untouched_night_gives_its_very_rows(noche: Mesa) -> None:
    assert hallazgos(noche.engine) == ()


def test_replaying_declared_images_and_images_identified_again_gives_their_rows(mesa: Mesa) -> None:
    ana, beto, carla, dora = (mesa.persona(nombre, *TODOS) for nombre in ("ana", "beto", "carla", "dora"))
    base = conteo_de(mesa.proceso, BASICA)
    mesa.llega(BASICA, ana)
    _captura(mesa, ana, base)
    _captura(mesa, beto, {**base, "PAN": 1})
    mesa.declara(mesa.turno(carla, DISCREPANCIA), Declaracion.OTRA_ACTA, carla)
    mesa.identifica(mesa.turno(dora, TipoTarea.IDENTIFICACION), None, dora)
    assert hallazgos(mesa.engine) == ()


CIFRAS = json.dumps({"PAN": 999})


@pytest.mark.parametrize(
    ("orden", "tabla", "clave", "columna"),
    [
        (f"UPDATE actas SET estado = 'verificada' WHERE clave = '{BASICA}'", "actas", BASICA, "estado"),
        (f"UPDATE actas SET cotejada = 1 WHERE clave = '{BASICA}'", "actas", BASICA, "cotejada"),
        (f"UPDATE actas SET distrito = 9 WHERE clave = '{CONTIGUA}'", "actas", CONTIGUA, "distrito"),
        ("UPDATE usuarios SET roles = 'administrador' WHERE usuario = 'ana'", "usuarios", "ana", "roles"),
        ("UPDATE proceso SET politica = 'lector_y_persona'", "proceso", "mini-2021-dip", "politica"),
        (f"UPDATE capturas SET cifras = '{CIFRAS}' WHERE id = 1", "capturas", f"{BASICA} de ana", "cifras"),
        (f"UPDATE resoluciones SET cifras = '{CIFRAS}' WHERE id = 2", "resoluciones", f"{BASICA} de dora", "cifras"),
        ("DELETE FROM resoluciones WHERE id = 1", "resoluciones", f"{BASICA} de carla", ""),
        ("UPDATE reaperturas SET motivo = 'otro' WHERE id = 1", "reaperturas", BASICA, "motivo"),
        (
            "INSERT INTO usuarios (usuario, contrasena, roles, creado_en) "
            "VALUES ('intruso', 'x', 'administrador', '2021-06-07 00:00:00')",
            "usuarios",
            "intruso",
            "",
        ),
    ],
)
def test_a_changed_missing_or_added_row_is_called_by_its_name(
    noche: Mesa, orden: str, tabla: str, clave: str, columna: str
) -> None:
    alterar(noche.engine, orden)
    assert [(h.tabla, h.clave, h.columna) for h in hallazgos(noche.engine)] == [(tabla, clave, columna)]


@pytest.mark.parametrize(
    ("tabla", "columna"), [("imagenes", "bytes"), ("lecturas", "huella"), ("identificaciones", "acta")]
)
def test_a_changed_image_reading_or_identification_is_named_by_its_image(noche: Mesa, tabla: str, columna: str) -> None:
    ordenes = {
        "imagenes": "UPDATE imagenes SET bytes = 7 WHERE id = 1",
        "lecturas": "UPDATE lecturas SET campos = '{}' WHERE imagen_id = 1",
        "identificaciones": "UPDATE identificaciones SET acta_id = NULL WHERE imagen_id = 1",
    }
    primera = noche.registro(BASICA).imagen
    assert primera is not None
    alterar(noche.engine, ordenes[tabla])
    assert [(h.tabla, h.clave, h.columna) for h in hallazgos(noche.engine)] == [(tabla, primera.sha256, columna)]


def test_two_captures_that_changed_places_are_both_named(noche: Mesa) -> None:
    """Each row still exists, and so does each figure: only who typed which was swapped."""
    with consulta(noche.engine) as session:
        una, otra = (json.dumps(c) for c in session.scalars(select(CapturaHecha.cifras).order_by(CapturaHecha.id)))
    alterar(
        noche.engine,
        f"UPDATE capturas SET cifras = '{otra}' WHERE id = 1".replace(":", "\\:"),
        f"UPDATE capturas SET cifras = '{una}' WHERE id = 2".replace(":", "\\:"),
    )
    assert {h.clave for h in hallazgos(noche.engine)} == {f"{BASICA} de ana", f"{BASICA} de beto"}
