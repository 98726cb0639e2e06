"""A second image of an acta is kept; a person chooses which is used, and figures follow their image."""

import hashlib

import pytest

from tests.mesa import BASICA, CONTIGUA, Mesa, conteo_de
from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import EntradaBitacora
from verificacion.casos import eleccion_imagen, registros, tareas
from verificacion.casos.eleccion_imagen import ImagenesDeActa, VariasImagenes
from verificacion.casos.imagenes import PasoImagen
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import CambioReservado, NoExiste, TurnoVencido
from verificacion.dominio.registro import Actor, EstadoActa, Rol, TipoTarea


def elegir(mesa: Mesa, clave: str, sha256: str, actor: Actor, motivo: str = "se lee mejor") -> EstadoActa:
    with transaccion(mesa.engine) as session:
        return eleccion_imagen.elegir(session, ClaveActa.de_texto(clave), sha256, motivo, actor, mesa.ahora)


def imagenes(mesa: Mesa, clave: str) -> ImagenesDeActa:
    with consulta(mesa.engine) as session:
        return eleccion_imagen.de_acta(session, ClaveActa.de_texto(clave))


def con_varias(mesa: Mesa) -> list[VariasImagenes]:
    with consulta(mesa.engine) as session:
        return eleccion_imagen.con_varias(session)


def verificar(mesa: Mesa, *personas: Actor, **cifras: int) -> EstadoActa:
    estado = EstadoActa.ESPERADA
    for persona in personas:
        estado = mesa.captura(mesa.turno(persona), conteo_de(mesa.proceso, BASICA, **cifras), persona)
    return estado


def test_an_acta_with_one_image_waits_for_nobody(mesa: Mesa) -> None:
    mesa.llega(BASICA, mesa.persona("ana"))
    assert con_varias(mesa) == []


def test_a_second_image_asks_for_a_decision_until_somebody_takes_it(mesa: Mesa) -> None:
    ana, vera = mesa.persona("ana"), mesa.persona("vera", Rol.VERIFICADOR)
    primera, segunda = mesa.llega(BASICA, ana), mesa.llega(BASICA, ana)
    [varias] = con_varias(mesa)
    assert (varias.clave, varias.cuantas, varias.pendiente) == (BASICA, 2, True)
    assert [(i.sha256, i.en_uso) for i in imagenes(mesa, BASICA).imagenes] == [(primera, True), (segunda, False)]

    mesa.pasan(seconds=1)
    elegir(mesa, BASICA, segunda, vera)
    assert not con_varias(mesa)[0].pendiente
    assert mesa.imagen(segunda).estado is PasoImagen.IDENTIFICADA
    assert mesa.imagen(primera).estado is PasoImagen.GUARDADA

    mesa.pasan(seconds=1)
    mesa.llega(BASICA, ana)
    assert con_varias(mesa)[0].pendiente


def test_the_captures_of_the_former_image_do_not_count_for_the_new_one(mesa: Mesa) -> None:
    ana, beto, carla, vera = (mesa.persona(n) for n in ("ana", "beto", "carla", "vera"))
    supervisa = mesa.persona("supe", Rol.SUPERVISOR)
    _, segunda = mesa.llega(BASICA, ana), mesa.llega(BASICA, ana)
    assert verificar(mesa, ana, beto, PAN=5) is EstadoActa.VERIFICADA

    assert elegir(mesa, BASICA, segunda, supervisa) is EstadoActa.DIGITALIZADA
    registro = mesa.registro(BASICA)
    assert (registro.conteo, registro.capturada_en, registro.verificada_en) == (None, None, None)
    assert registro.imagen is not None and registro.imagen.sha256 == segunda
    assert [r for r in mesa.todos() if r.conteo is not None] == []
    assert mesa.toma(ana) is None  # who took part does not type the acta again, from whatever image

    assert verificar(mesa, carla, vera, PAN=6) is EstadoActa.VERIFICADA
    conteo = mesa.registro(BASICA).conteo
    assert conteo is not None and conteo["PAN"] == 6
    assert next(r.conteo for r in mesa.todos() if r.conteo) == conteo


def test_going_back_to_an_image_brings_its_captures_back(mesa: Mesa) -> None:
    ana, beto, carla = (mesa.persona(n) for n in ("ana", "beto", "carla"))
    supervisa = mesa.persona("supe", Rol.SUPERVISOR)
    primera, segunda = mesa.llega(BASICA, ana), mesa.llega(BASICA, ana)
    capturada_en = mesa.ahora
    verificar(mesa, ana, beto, PAN=5)
    mesa.pasan(minutes=1)
    elegir(mesa, BASICA, segunda, supervisa)
    mesa.captura(mesa.turno(carla), conteo_de(mesa.proceso, BASICA, PAN=9), carla)
    assert mesa.registro(BASICA).estado is EstadoActa.CAPTURADA

    assert elegir(mesa, BASICA, primera, supervisa) is EstadoActa.VERIFICADA
    registro = mesa.registro(BASICA)
    assert registro.conteo is not None and registro.conteo["PAN"] == 5
    assert registro.capturada_en == capturada_en


def test_whoever_follows_the_cursor_is_told_that_figures_were_withdrawn(mesa: Mesa) -> None:
    ana, beto, supervisa = mesa.persona("ana"), mesa.persona("beto"), mesa.persona("supe", Rol.SUPERVISOR)
    _, segunda = mesa.llega(BASICA, ana), mesa.llega(BASICA, ana)
    verificar(mesa, ana, beto, PAN=5)
    with consulta(mesa.engine) as session:
        _, cursor = registros.verificados_desde(session, mesa.proceso, 0, 10)
    elegir(mesa, BASICA, segunda, supervisa)
    with consulta(mesa.engine) as session:
        [(_, registro)], _ = registros.verificados_desde(session, mesa.proceso, cursor, 10)
    assert (registro.estado, registro.conteo) == (EstadoActa.DIGITALIZADA, None)


def test_a_turn_on_the_former_image_ends_and_gives_way_to_the_new_one(mesa: Mesa) -> None:
    ana, beto, vera = mesa.persona("ana"), mesa.persona("beto"), mesa.persona("vera", Rol.VERIFICADOR)
    _, segunda = mesa.llega(BASICA, ana), mesa.llega(BASICA, ana)
    viejo = mesa.turno(beto)
    elegir(mesa, BASICA, segunda, vera)
    with pytest.raises(TurnoVencido):
        mesa.captura(viejo, conteo_de(mesa.proceso, BASICA), beto)
    with pytest.raises(TurnoVencido), transaccion(mesa.engine) as session:
        tareas.renovar(session, viejo, beto, mesa.ahora)
    nueva = mesa.toma(beto)
    assert nueva is not None
    assert (nueva.turno != viejo, nueva.sha256) == (True, segunda)
    assert mesa.toma(ana) is not None  # the ended turn does not hold a place in the queue


def test_only_a_supervisor_changes_the_image_of_a_verified_acta(mesa: Mesa) -> None:
    ana, beto, vera = mesa.persona("ana"), mesa.persona("beto"), mesa.persona("vera", Rol.VERIFICADOR)
    primera, segunda = mesa.llega(BASICA, ana), mesa.llega(BASICA, ana)
    verificar(mesa, ana, beto)
    antes = mesa.registro(BASICA)
    with pytest.raises(CambioReservado):
        elegir(mesa, BASICA, segunda, vera)
    assert elegir(mesa, BASICA, primera, vera, "es la mejor") is EstadoActa.VERIFICADA
    assert mesa.registro(BASICA) == antes


def test_an_image_of_another_acta_cannot_be_chosen(mesa: Mesa) -> None:
    ana, vera = mesa.persona("ana"), mesa.persona("vera", Rol.VERIFICADOR)
    mesa.llega(BASICA, ana)
    ajena = mesa.llega(CONTIGUA, ana)
    for sha256 in (ajena, hashlib.sha256(b"ninguna").hexdigest()):
        with pytest.raises(NoExiste):
            elegir(mesa, BASICA, sha256, vera)
    with pytest.raises(NoExiste):
        elegir(mesa, "109999B01003", ajena, vera)


def test_each_choice_is_kept_with_who_when_and_why_and_leaves_its_entry(mesa: Mesa) -> None:
    ana, vera = mesa.persona("ana"), mesa.persona("vera", Rol.VERIFICADOR)
    primera, segunda = mesa.llega(BASICA, ana), mesa.llega(BASICA, ana)
    elegir(mesa, BASICA, segunda, vera, "la otra tiene un dedo")
    mesa.pasan(minutes=1)
    elegir(mesa, BASICA, segunda, vera, "confirmada")
    assert [(e.anterior, e.sha256, e.usuario, e.motivo) for e in imagenes(mesa, BASICA).elecciones] == [
        (primera, segunda, "vera", "la otra tiene un dedo"),
        (segunda, segunda, "vera", "confirmada"),
    ]
    with consulta(mesa.engine) as session:
        bitacora.verificar(session)
        entradas = [e for e in session.query(EntradaBitacora) if e.evento in ("imagen_elegida", "imagen_confirmada")]
    assert [e.evento for e in entradas] == ["imagen_elegida", "imagen_confirmada"]
    assert entradas[0].datos["anterior"] == primera and entradas[0].datos["motivo"] == "la otra tiene un dedo"


def test_a_person_who_decided_on_one_image_does_not_decide_on_the_other(mesa: Mesa) -> None:
    """They saw figures: they are not blind any more."""
    ana, beto, carla, dora = (mesa.persona(n) for n in ("ana", "beto", "carla", "dora"))
    vera = mesa.persona("vera", Rol.VERIFICADOR)
    _, segunda = mesa.llega(BASICA, ana), mesa.llega(BASICA, ana)
    for persona, pan in ((ana, 1), (beto, 2)):
        mesa.captura(mesa.turno(persona), conteo_de(mesa.proceso, BASICA, PAN=pan), persona)
    mesa.decide(mesa.turno(vera, TipoTarea.DISCREPANCIA), {"PAN": 1}, vera)
    elegir(mesa, BASICA, segunda, mesa.persona("supe", Rol.SUPERVISOR))
    for persona, pan in ((carla, 3), (dora, 4)):
        mesa.captura(mesa.turno(persona), conteo_de(mesa.proceso, BASICA, PAN=pan), persona)
    assert mesa.toma(vera, TipoTarea.DISCREPANCIA) is None
