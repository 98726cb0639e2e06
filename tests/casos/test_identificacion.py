"""Images whose acta the code does not tell: people say which it is, or that it is out of the catalogue."""

import pytest

from tests.mesa import BASICA, CONTIGUA, Mesa, conteo_de
from verificacion.casos.imagenes import PasoImagen
from verificacion.dominio.errores import NoExiste, TurnoYaUsado
from verificacion.dominio.registro import EstadoActa, TipoTarea

AJENA = "109999B01003"
IDENTIFICACION = TipoTarea.IDENTIFICACION


@pytest.mark.parametrize("codigo", [None, AJENA], ids=["sin codigo", "codigo fuera del catalogo"])
def test_an_image_without_a_known_acta_waits_for_a_person_who_says_which(mesa: Mesa, codigo: str | None) -> None:
    ana = mesa.persona("ana")
    sha256 = mesa.recibir("foto", ana).sha256
    mesa.leer(sha256, codigo)
    assert mesa.imagen(sha256).estado is PasoImagen.POR_IDENTIFICAR
    assert mesa.toma(ana) is None

    tarea = mesa.toma(ana, IDENTIFICACION)
    assert tarea is not None
    assert (tarea.sha256, tarea.clave, tarea.campos) == (sha256, None, ())
    mesa.identifica(tarea.turno, CONTIGUA, ana)
    assert (mesa.imagen(sha256).estado, mesa.imagen(sha256).clave) == (PasoImagen.IDENTIFICADA, CONTIGUA)
    captura = mesa.toma(ana)
    assert captura is not None
    assert str(captura.clave) == CONTIGUA


def test_an_image_not_read_yet_is_not_offered(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.recibir("foto", ana)
    assert mesa.toma(ana, IDENTIFICACION) is None


def test_an_image_out_of_the_catalogue_is_recorded_after_the_expected_actas(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    sha256 = mesa.recibir("foto", ana).sha256
    mesa.leer(sha256, AJENA)
    mesa.identifica(mesa.turno(ana, IDENTIFICACION), None, ana)
    assert mesa.imagen(sha256).estado is PasoImagen.FUERA_DE_CATALOGO
    todos = mesa.todos()
    assert len(todos) == len(mesa.proceso.actas) + 1
    assert todos[-1].acta is None
    assert todos[-1].imagen is not None
    assert todos[-1].imagen.sha256 == sha256


def test_an_acta_that_is_not_in_the_catalogue_is_refused_and_the_turn_goes_on(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    sha256 = mesa.recibir("foto", ana).sha256
    mesa.leer(sha256, None)
    turno = mesa.turno(ana, IDENTIFICACION)
    with pytest.raises(NoExiste):
        mesa.identifica(turno, AJENA, ana)
    mesa.identifica(turno, BASICA, ana)
    assert mesa.imagen(sha256).clave == BASICA


def test_answering_twice_is_harmless_and_answering_otherwise_is_refused(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    mesa.leer(mesa.recibir("foto", ana).sha256, None)
    turno = mesa.turno(ana, IDENTIFICACION)
    mesa.identifica(turno, BASICA, ana)
    mesa.identifica(turno, BASICA, ana)
    with pytest.raises(TurnoYaUsado):
        mesa.identifica(turno, CONTIGUA, ana)
    assert mesa.registro(CONTIGUA).estado is EstadoActa.ESPERADA


def test_the_code_of_the_sheet_prevails_over_what_the_uploader_said(mesa: Mesa) -> None:
    ana = mesa.persona("ana")
    sha256 = mesa.recibir("foto", ana, CONTIGUA).sha256
    mesa.leer(sha256, BASICA)
    assert mesa.imagen(sha256).clave == BASICA


def test_an_image_identified_as_an_acta_already_captured_does_not_disturb_it(mesa: Mesa) -> None:
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    mesa.llega(BASICA, ana)
    for persona in (ana, beto):
        mesa.captura(mesa.turno(persona), conteo_de(mesa.proceso, BASICA, PAN=5), persona)
    antes = mesa.registro(BASICA)
    sha256 = mesa.recibir("otra foto", ana).sha256
    mesa.leer(sha256, None)
    mesa.identifica(mesa.turno(ana, IDENTIFICACION), BASICA, ana)
    assert mesa.imagen(sha256).estado is PasoImagen.GUARDADA
    assert mesa.registro(BASICA) == antes
