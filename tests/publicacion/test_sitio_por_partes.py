"""A cut draws again only what changed, and all of it after a generation that died halfway."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from publicacion.corte import hacer_corte
from publicacion.errores import CorteInvalido
from publicacion.reportes import ReporteCerrado
from publicacion.sitio import cambios, generar
from verificacion.dominio.eleccion import ParteSitio
from verificacion.dominio.registro import EstadoActa, RegistroActa

BASICA = "100001B01003"


@pytest.fixture
def publicar(noche, proceso, tmp_path):
    """Make a cut of the records and its site; returns the cut."""

    def hacer(registros, momento, proceso=proceso, **extra):
        corte = hacer_corte(registros, proceso, momento, tmp_path, noche.leer, **extra)
        generar(corte, proceso, tmp_path / "sitio", noche.leer)
        return corte

    return hacer


def sin_la_primera(noche):
    return (RegistroActa(noche.registros[0].acta, EstadoActa.ESPERADA), *noche.registros[1:])


def test_only_the_acta_that_changed_is_to_be_drawn(publicar, noche, proceso, ahora, tmp_path):
    publicar(sin_la_primera(noche), ahora)
    corte = hacer_corte(noche.registros, proceso, ahora + timedelta(minutes=15), tmp_path, noche.leer)

    assert cambios.tomar(tmp_path / "sitio", corte, proceso) == {BASICA}


def test_the_page_of_the_acta_that_changed_is_the_new_one(publicar, noche, ahora, tmp_path):
    publicar(sin_la_primera(noche), ahora)
    publicar(noche.registros, ahora + timedelta(minutes=15))

    assert "Acta contabilizada" in (tmp_path / "sitio" / "actas" / f"{BASICA}.html").read_text()
    assert "Contabilizada: " in (tmp_path / "sitio" / "secciones" / "0001.html").read_text()


def test_parts_and_whole_give_the_same_files(publicar, noche, proceso, ahora, tmp_path):
    publicar(sin_la_primera(noche), ahora)
    corte = publicar(noche.registros, ahora + timedelta(minutes=15))
    generar(corte, proceso, tmp_path / "entero", noche.leer)

    def archivos(carpeta):
        return {p.relative_to(carpeta): p.read_bytes() for p in carpeta.rglob("*") if p.is_file()}

    assert archivos(tmp_path / "sitio") == archivos(tmp_path / "entero")


def test_after_a_generation_that_died_everything_is_drawn(publicar, noche, proceso, ahora, tmp_path):
    publicar(sin_la_primera(noche), ahora)
    corte = hacer_corte(noche.registros, proceso, ahora + timedelta(minutes=15), tmp_path, noche.leer)
    with pytest.raises(CorteInvalido):
        generar(corte, proceso, tmp_path / "sitio", lambda sha256: b"otra cosa")

    assert cambios.tomar(tmp_path / "sitio", corte, proceso) is None


def test_another_election_under_the_same_folder_is_drawn_whole(publicar, noche, proceso, ahora, tmp_path):
    corte = publicar(noche.registros, ahora)

    assert cambios.tomar(tmp_path / "sitio", corte, replace(proceso, huella="otra")) is None


def test_a_closed_report_appears_on_the_page_of_its_acta(publicar, noche, ahora, tmp_path):
    publicar(noche.registros, ahora)
    reporte = ReporteCerrado("R-7", BASICA, "cifra", ahora, ahora, True, "Se corrigió la cifra del PAN.")
    publicar(noche.registros, ahora + timedelta(minutes=15), reportes=[reporte])

    pagina = (tmp_path / "sitio" / "actas" / f"{BASICA}.html").read_text()
    assert "Procedió" in pagina and "Se corrigió la cifra del PAN." in pagina


def test_what_an_election_does_not_have_is_absent(publicar, noche, proceso, ahora, tmp_path):
    publicar(noche.registros, ahora, proceso=replace(proceso, sitio_omite=frozenset(ParteSitio)))
    sitio = tmp_path / "sitio"

    assert not {"partidos.html", "comparar.html", "avance.html", "estadistica.html"} & {p.name for p in sitio.iterdir()}
    assert not [p for p in sitio.rglob("*.html") if "partidos.html" in p.read_text() or "avance.html" in p.read_text()]


def test_the_night_has_a_line_per_candidacy_and_a_row_per_hour(publicar, noche, ahora, tmp_path):
    publicar(sin_la_primera(noche), ahora)
    publicar(noche.registros, ahora + timedelta(minutes=15))
    publicar(noche.registros, ahora + timedelta(minutes=60))
    pagina = (tmp_path / "sitio" / "avance.html").read_text()

    assert pagina.count("<polyline") == 4
    assert pagina.count('<th scope="row"') == 2
    assert json.loads((tmp_path / "sitio" / "datos" / "corte.json").read_text()) == {"numero": 3}
