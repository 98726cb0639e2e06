"""The whole life of an acta, from the zero state to the record that is published."""

from dataclasses import replace

import pytest

from tests.mesa import BASICA, CONTIGUA, Mesa, conteo_de, lectura_de
from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import avance, catalogo, registros
from verificacion.casos.imagenes import PasoImagen
from verificacion.dominio.conteo import Leyenda
from verificacion.dominio.errores import ConteoInvalido, NoExiste, OtraEleccion
from verificacion.dominio.registro import EstadoActa


def test_an_acta_goes_from_expected_to_published_figures(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    conteo = conteo_de(mesa.proceso, BASICA, PAN=22, PRI=Leyenda.ILEGIBLE, PRD=Leyenda.SIN_DATO)
    assert mesa.registro(BASICA).estado is EstadoActa.ESPERADA

    recibo = mesa.recibir("foto", ana)
    assert (recibo.repetida, recibo.estado) == (False, PasoImagen.EN_COLA)
    recibida_en = mesa.ahora
    mesa.pasan(seconds=3)
    mesa.leer(recibo.sha256, BASICA, lectura_de(conteo))
    assert mesa.imagen(recibo.sha256).estado is PasoImagen.IDENTIFICADA
    assert mesa.registro(BASICA).estado is EstadoActa.DIGITALIZADA

    capturada_en = mesa.pasan(minutes=1)
    assert mesa.captura(mesa.turno(ana), conteo, ana) is EstadoActa.CAPTURADA
    assert mesa.registro(BASICA).conteo is None
    verificada_en = mesa.pasan(minutes=1)
    assert mesa.captura(mesa.turno(beto), conteo, beto) is EstadoActa.VERIFICADA

    registro = mesa.registro(BASICA)
    assert registro.conteo == conteo
    assert (registro.capturada_en, registro.verificada_en) == (capturada_en, verificada_en)
    assert registro.imagen is not None
    assert (registro.imagen.sha256, registro.imagen.acopio_en) == (recibo.sha256, recibida_en)


def test_the_record_has_every_expected_acta_in_the_order_of_the_catalogue(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    mesa.llega(CONTIGUA, ana)
    mesa.captura(mesa.turno(ana), conteo_de(mesa.proceso, CONTIGUA), ana)
    mesa.captura(mesa.turno(beto), conteo_de(mesa.proceso, CONTIGUA), beto)
    todos = mesa.todos()
    assert [registro.acta for registro in todos] == list(mesa.proceso.actas)
    assert [str(r.acta.clave) for r in todos if r.acta and r.estado is EstadoActa.VERIFICADA] == [CONTIGUA]
    assert all(registro == mesa.registro(str(registro.acta.clave)) for registro in todos if registro.acta)


def test_the_cursor_gives_each_settled_acta_once_in_the_order_in_which_they_settled(mesa: Mesa) -> None:
    ana, beto, carla = (mesa.persona(nombre) for nombre in ("ana", "beto", "carla"))
    basica, contigua = (conteo_de(mesa.proceso, clave) for clave in (BASICA, CONTIGUA))
    for clave in (BASICA, CONTIGUA):
        mesa.llega(clave, ana)
    mesa.captura(mesa.turno(ana), basica, ana)
    lento = mesa.turno(beto)  # of the first acta, which arrives first and settles last
    mesa.captura(mesa.turno(ana), contigua, ana)
    mesa.captura(mesa.turno(carla), contigua, carla)
    mesa.captura(lento, basica, beto)

    vistas: list[str] = []
    cursor = 0
    for _ in range(3):
        with consulta(mesa.engine) as session:
            pagina, cursor = registros.verificados_desde(session, mesa.proceso, cursor, 1)
        vistas += [str(registro.acta.clave) for _, registro in pagina if registro.acta]
    assert vistas == [CONTIGUA, BASICA]


def test_the_same_image_again_returns_the_first_receipt(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    primero = mesa.recibir("foto", ana, BASICA)
    mesa.leer(primero.sha256, None)
    mesa.pasan(minutes=5)
    segundo = mesa.recibir("foto", ana)
    assert segundo == replace(primero, repetida=True, estado=PasoImagen.IDENTIFICADA)


def test_a_second_image_of_an_acta_is_kept_and_does_not_take_its_place(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    primera = mesa.llega(BASICA, ana)
    segunda = mesa.llega(BASICA, ana)
    assert mesa.imagen(segunda).estado is PasoImagen.GUARDADA
    assert mesa.imagen(segunda).clave == BASICA
    imagen = mesa.registro(BASICA).imagen
    assert imagen is not None
    assert imagen.sha256 == primera
    tarea = mesa.toma(ana)
    assert tarea is not None
    assert tarea.sha256 == primera


def test_reading_an_image_twice_changes_nothing(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    sha256 = mesa.llega(BASICA, ana)
    mesa.leer(sha256, CONTIGUA)
    assert mesa.imagen(sha256).clave == BASICA
    assert mesa.registro(CONTIGUA).estado is EstadoActa.ESPERADA


def test_an_image_that_could_not_be_straightened_goes_to_people_whole(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    sha256 = mesa.recibir("foto torcida", ana, BASICA).sha256
    mesa.leer(sha256, None)
    assert (mesa.imagen(sha256).estado, mesa.imagen(sha256).error) == (PasoImagen.IDENTIFICADA, "hoja_no_encontrada")
    tarea = mesa.toma(ana)
    assert tarea is not None
    assert tarea.sha256 == sha256


def test_figures_that_do_not_fit_the_form_are_refused_and_the_turn_goes_on(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    turno = mesa.turno(ana)
    bueno = conteo_de(mesa.proceso, BASICA)
    incompleto = {campo: cifra for campo, cifra in bueno.items() if campo != "PAN"}
    with pytest.raises(ConteoInvalido) as error:
        mesa.captura(turno, {**incompleto, "PRI": 1000, "VERDE": 1}, ana)
    assert error.value.problemas == {"PAN": "falta", "PRI": "fuera_de_rango", "VERDE": "desconocido"}
    assert mesa.captura(turno, bueno, ana) is EstadoActa.CAPTURADA


def test_opening_again_changes_nothing_and_another_election_is_refused(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.llega(BASICA, ana)
    with transaccion(mesa.engine) as session:
        catalogo.abrir(session, mesa.proceso, mesa.ahora)
    assert mesa.registro(BASICA).estado is EstadoActa.DIGITALIZADA
    with pytest.raises(OtraEleccion) as error, transaccion(mesa.engine) as session:
        catalogo.abrir(session, replace(mesa.proceso, huella="0" * 64), mesa.ahora)
    assert error.value.huella == mesa.proceso.huella


def test_an_image_never_received_has_no_state_and_no_reading(mesa: Mesa) -> None:
    with pytest.raises(NoExiste):
        mesa.imagen("0" * 64)
    with pytest.raises(NoExiste):
        mesa.leer("0" * 64, BASICA)


def test_progress_counts_every_acta_and_every_queue(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    desde = mesa.ahora
    mesa.llega(BASICA, ana)
    mesa.leer(mesa.recibir("sin QR", ana).sha256, None)
    mesa.recibir("sin leer", ana)
    mesa.captura(mesa.turno(ana), conteo_de(mesa.proceso, BASICA, PAN=1), ana)
    with consulta(mesa.engine) as session:
        a_medias = avance.avance(session)
    mesa.captura(mesa.turno(beto), conteo_de(mesa.proceso, BASICA, PAN=2), beto)
    with consulta(mesa.engine) as session:
        despues = avance.avance(session)
    assert (a_medias.por_cola["captura"].cuantas, a_medias.por_cola["captura"].mas_antigua_en) == (1, desde)
    assert (despues.por_cola["captura"].cuantas, despues.por_cola["captura"].mas_antigua_en) == (0, None)
    assert despues.por_cola["discrepancia"].cuantas == 1
    assert despues.por_cola["identificacion"].cuantas == 1
    assert despues.por_cola["lectura"].cuantas == 3  # nobody ran the reader's queue here
    assert despues.imagenes == 3
    assert despues.por_estado[EstadoActa.DISCREPANTE] == 1
    assert sum(despues.por_estado.values()) == len(mesa.proceso.actas)
    assert sum(sum(d.values()) for d in despues.por_distrito.values()) == len(mesa.proceso.actas)


def test_every_act_leaves_its_entry_in_the_log(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    mesa.llega(BASICA, ana)
    for persona in (ana, beto):
        mesa.captura(mesa.turno(persona), conteo_de(mesa.proceso, BASICA), persona)
    with consulta(mesa.engine) as session:
        largo, _ = bitacora.verificar(session)
    assert largo == 8  # two accounts, opened, received, read, identified, two captures
