"""Which file is published for an image: the original, or its covered copy with the original's hash in the log."""

import hashlib
from dataclasses import replace

from tests.mesa import BASICA, CONTIGUA, Mesa
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import EntradaBitacora
from verificacion.casos import resguardos
from verificacion.casos.sistema import SISTEMA
from verificacion.dominio.eleccion import Resguardo
from verificacion.dominio.registro import Actor, RegistroActa, Rol, TipoTarea

AREAS = [{"x": 0.1, "y": 0.2, "ancho": 0.3, "alto": 0.1}]


def sha(texto: str) -> str:
    return hashlib.sha256(texto.encode()).hexdigest()


def cubre(mesa: Mesa) -> Mesa:
    mesa.proceso = replace(mesa.proceso, resguardo=Resguardo.CUBRIR)
    return mesa


def forma(mesa: Mesa, clave: str) -> str:
    return mesa.proceso.forma_de(next(a for a in mesa.proceso.actas if str(a.clave) == clave)).clave


def copiar(mesa: Mesa, imagen: str, copia: str, con: str | None, actor: Actor = SISTEMA) -> None:
    with transaccion(mesa.engine) as session:
        areas = AREAS if con is None else []
        resguardos.registrar(session, imagen, copia, con, areas, actor, mesa.ahora)


def publicado(registro: RegistroActa) -> str | None:
    assert registro.imagen is not None
    return registro.imagen.sha256


def pendientes(mesa: Mesa) -> list[str]:
    with consulta(mesa.engine) as session:
        return [p.sha256 for p in resguardos.pendientes(session)]


def test_an_election_that_masks_nothing_publishes_the_original_itself(mesa: Mesa) -> None:
    original = mesa.llega(BASICA, mesa.persona("ana"))
    copiar(mesa, original, sha("copia"), forma(mesa, BASICA))
    assert publicado(mesa.registro(BASICA)) == original


def test_the_published_hash_is_of_the_covered_copy_and_the_log_holds_both(mesa: Mesa) -> None:
    cubre(mesa)
    original = mesa.llega(BASICA, mesa.persona("ana"))
    copiar(mesa, original, sha("copia"), forma(mesa, BASICA))
    assert publicado(mesa.registro(BASICA)) == sha("copia")
    assert publicado(next(r for r in mesa.todos() if r.acta and str(r.acta.clave) == BASICA)) == sha("copia")
    with consulta(mesa.engine) as session:
        [asiento] = [e for e in session.query(EntradaBitacora) if e.evento == "imagen_resguardada"]
    assert (asiento.datos["imagen"], asiento.datos["publicada"]) == (original, sha("copia"))


def test_an_image_without_a_copy_is_not_published_until_a_person_covers_it(mesa: Mesa) -> None:
    cubre(mesa)
    vera = mesa.persona("vera", Rol.VERIFICADOR)
    original = mesa.llega(BASICA, vera)
    assert publicado(mesa.registro(BASICA)) is None
    assert pendientes(mesa) == [original]
    copiar(mesa, original, sha("a mano"), None, vera)
    assert publicado(mesa.registro(BASICA)) == sha("a mano")
    assert pendientes(mesa) == []


def test_a_copy_made_with_the_areas_of_another_form_does_not_count(mesa: Mesa) -> None:
    """A person said that the image is of an acta of another form: its names are elsewhere on the sheet."""
    cubre(mesa)
    original = mesa.llega(BASICA, mesa.persona("ana"))
    copiar(mesa, original, sha("copia"), "otra-forma")
    assert publicado(mesa.registro(BASICA)) is None
    assert pendientes(mesa) == [original]


def test_the_last_copy_stands_and_the_same_one_twice_is_one(mesa: Mesa) -> None:
    cubre(mesa)
    original = mesa.llega(BASICA, mesa.persona("ana"))
    vera = mesa.persona("vera", Rol.VERIFICADOR)
    for _ in range(2):
        copiar(mesa, original, sha("copia"), forma(mesa, BASICA))
    copiar(mesa, original, sha("mejor"), None, vera)
    assert publicado(mesa.registro(BASICA)) == sha("mejor")
    with consulta(mesa.engine) as session:
        assert len([e for e in session.query(EntradaBitacora) if e.evento == "imagen_resguardada"]) == 2


def test_an_image_out_of_the_catalogue_is_covered_too(mesa: Mesa) -> None:
    cubre(mesa)
    ana = mesa.persona("ana")
    original = mesa.recibir("foto", ana).sha256
    mesa.leer(original, None)
    mesa.identifica(mesa.turno(ana, TipoTarea.IDENTIFICACION), None, ana)
    assert publicado(mesa.todos()[-1]) is None
    assert pendientes(mesa) == [original]
    copiar(mesa, original, sha("copia"), "la que sea")
    assert publicado(mesa.todos()[-1]) == sha("copia")


def test_an_image_kept_beside_the_one_in_use_does_not_wait_for_anybody(mesa: Mesa) -> None:
    cubre(mesa)
    ana = mesa.persona("ana")
    usada = mesa.llega(CONTIGUA, ana)
    mesa.llega(CONTIGUA, ana)
    assert pendientes(mesa) == [usada]
