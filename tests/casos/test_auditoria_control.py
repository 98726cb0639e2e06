"""Every act that anybody can do is known to the replay, those of quality control and of the public among them."""

import ast
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from tests.casos.control_mesa import MesaMedida
from tests.mesa import BASICA, CONTIGUA, conteo_de
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import auditoria, cierre, reportes
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.registro import Rol
from verificacion.dominio.repaso import REGLAS, SIN_FILAS
from verificacion.dominio.vida import Acto

RAIZ = Path(__file__).parents[2]
PAQUETES = ("verificacion", "publicacion", "api", "actario")


def _textos(nodo: ast.expr) -> Iterator[str]:
    """Event names that an argument may be: a literal, one of two, or a constant of its module."""
    match nodo:
        case ast.Constant(value=str(texto)):
            yield texto
        case ast.IfExp(body=una, orelse=otra):
            yield from (*_textos(una), *_textos(otra))
        case _:
            return


def _eventos(modulo: Path) -> Iterator[str]:
    arbol = ast.parse(modulo.read_text(encoding="utf-8"))
    constantes = {
        n.targets[0].id: n.value for n in arbol.body if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name)
    }
    for nodo in ast.walk(arbol):
        llamada = nodo.func if isinstance(nodo, ast.Call) else None
        nombre = getattr(llamada, "attr", getattr(llamada, "id", ""))
        posicion = {"anotar": 2, "asentar": 4}.get(nombre)
        if isinstance(nodo, ast.Call) and posicion is not None and len(nodo.args) > posicion:
            evento = nodo.args[posicion]
            yield from _textos(constantes.get(evento.id, evento) if isinstance(evento, ast.Name) else evento)


def test_every_event_that_the_source_writes_is_known_to_the_replay() -> None:
    escritos = {e for paquete in PAQUETES for modulo in (RAIZ / paquete).rglob("*.py") for e in _eventos(modulo)}
    assert {"acta_cotejada", "llave_rotada"} <= escritos
    assert escritos | {acto.value for acto in Acto} <= REGLAS.keys() | SIN_FILAS


def test_replaying_a_night_with_quality_control_gives_its_very_rows(engine: Engine) -> None:
    mesa = MesaMedida(engine, muestreo=1.0)
    mesa.verifica(BASICA, PAN=7)
    mesa.verifica(CONTIGUA)
    mesa.pasan(hours=2)
    assert mesa.sortea() == 1
    carla, otra = mesa.persona("carla"), mesa.persona("otra", Rol.COTEJADOR)
    mesa.captura(mesa.turno(carla), conteo_de(mesa.proceso, BASICA, PAN=8), carla)
    mesa.cotejo(mesa.coteja, "PAN")
    mesa.cotejo(otra)
    with transaccion(engine) as session:
        clave = ClaveActa.de_texto(BASICA)
        folio = reportes.recibir(session, clave, "dice otra cosa", "192.0.2.1", "sal", mesa.ahora).folio
        reportes.cerrar(session, folio, False, "coincide", mesa.coteja, mesa.ahora)
        hasta = mesa.proceso.cierre.replace(year=mesa.proceso.cierre.year + 1)
        cierre.extender(session, mesa.proceso, hasta, "acuerdo 1", mesa.coteja, mesa.ahora)
    with consulta(engine) as session:
        assert auditoria.verificar(session).hallazgos == ()
