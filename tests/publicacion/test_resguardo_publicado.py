"""An election that covers personal data: the code is of the published file, and a raw photo never gets out."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from publicacion.auditoria.lectura import leer
from publicacion.corte import hacer_corte
from publicacion.leeme import escribir_leeme
from publicacion.sitio import generar
from verificacion.dominio.eleccion import Resguardo

BASICA = "100001B01003"


@pytest.fixture
def cubre(proceso):
    return replace(proceso, resguardo=Resguardo.CUBRIR)


def sin_cubrir(noche, clave):
    """The same night, with the image of one acta waiting for a person."""
    return tuple(
        replace(r, imagen=replace(r.imagen, sha256=None)) if r.acta and str(r.acta.clave) == clave else r
        for r in noche.registros
    )


def publicar(registros, proceso, ahora, tmp_path, noche):
    corte = hacer_corte(registros, proceso, ahora, tmp_path, noche.leer)
    generar(corte, proceso, tmp_path / "sitio", noche.leer)
    return corte


def test_an_image_that_waits_has_no_code_and_no_file_but_its_figures_are_published(cubre, noche, ahora, tmp_path):
    corte = publicar(sin_cubrir(noche, BASICA), cubre, ahora, tmp_path, noche)
    base = leer((corte.carpeta / corte.base).read_bytes())
    codigos = dict(zip(base.columna("CLAVE_ACTA"), base.columna("CODIGO_INTEGRIDAD"), strict=True))
    fila = base.columna("CLAVE_ACTA").index(BASICA)
    assert (codigos[BASICA], base.columna("PAN")[fila], base.columna("ORIGEN")[fila]) == ("", "80", "CASILLA")
    assert (tmp_path / "sitio" / "imagenes" / f"{codigos['100001C01003']}.jpg").is_file()
    pagina = (tmp_path / "sitio" / "actas" / f"{BASICA}.html").read_text()
    assert "en cuanto una persona cubra" in pagina and '<img src="../imagenes' not in pagina


def test_every_published_image_hashes_to_its_code(cubre, noche, ahora, tmp_path):
    corte = publicar(sin_cubrir(noche, BASICA), cubre, ahora, tmp_path, noche)
    codigos = set(leer((corte.carpeta / corte.base).read_bytes()).columna("CODIGO_INTEGRIDAD"))
    publicadas = {hashlib.sha256(p.read_bytes()).hexdigest() for p in (tmp_path / "sitio" / "imagenes").iterdir()}
    assert publicadas == codigos - {"", "N/A"}
    assert len(publicadas) == 6


def test_a_file_replaced_by_a_better_covered_one_is_withdrawn(cubre, noche, ahora, tmp_path):
    publicar(noche.registros, cubre, ahora, tmp_path, noche)
    viejo = next(r.imagen.sha256 for r in noche.registros if r.acta and str(r.acta.clave) == BASICA)
    assert (tmp_path / "sitio" / "imagenes" / f"{viejo}.jpg").is_file()
    publicar(sin_cubrir(noche, BASICA), cubre, ahora + timedelta(minutes=15), tmp_path, noche)
    assert not (tmp_path / "sitio" / "imagenes" / f"{viejo}.jpg").exists()


def test_the_reading_guide_says_that_data_are_covered_only_where_they_are(proceso, cubre):
    assert b"cubiertos los datos personales" in escribir_leeme(cubre)
    assert b"cubiertos" not in escribir_leeme(proceso)
