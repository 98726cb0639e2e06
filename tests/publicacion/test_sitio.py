"""The results site says what the cut says, and nothing else."""

import hashlib
import html
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from publicacion.corte import hacer_corte
from publicacion.errores import CorteInvalido
from publicacion.sitio import generar
from verificacion.dominio.registro import EstadoActa, RegistroActa


@pytest.fixture
def sitio(noche, proceso, ahora, tmp_path):
    corte = hacer_corte(noche.registros, proceso, ahora, tmp_path, noche.leer)
    generar(corte, proceso, tmp_path / "sitio", noche.leer)
    return tmp_path / "sitio"


def texto(ruta):
    """Visible text of a page, with runs of space as one."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", ruta.read_text())))


def test_the_first_page_shows_progress_and_every_candidacy(sitio):
    inicio = texto(sitio / "index.html")

    assert "87.5000 % 7 de 8" in inicio
    assert "Último corte 22:15 h 6 de junio de 2021 (UTC-5), corte 1" in inicio
    assert "Siguiente corte 22:30 h" in inicio
    assert "no son definitivos" in inicio
    assert "Simulacro Datos de prueba" in inicio
    va = (80 + 60 + 5 + 20 + 7) + (70 + 66) + 10 + (4 + 1) + 50
    assert re.search(rf"Coalición de prueba Norte PAN PRI PRD \d+ {va} ", inicio)
    assert re.search(r"Rosa Ejemplo Soto \d+ 90 ", inicio)


def test_an_election_of_town_councils_speaks_of_municipalities(noche, proceso, ahora, tmp_path):
    municipal = replace(proceso, formato=replace(proceso.formato, ambito="MUNICIPIO"))
    corte = hacer_corte(noche.registros, municipal, ahora, tmp_path, noche.leer)
    generar(corte, municipal, tmp_path / "sitio", noche.leer)

    dicho = {p.relative_to(tmp_path): texto(p) for p in (tmp_path / "sitio").rglob("*.html")}

    assert "Municipio 1, " in dicho[Path("sitio/distritos/1.html")]
    assert "ventaja en cada municipio" in dicho[Path("sitio/index.html")]
    assert [p for p, palabras in dicho.items() if re.search("distrito", palabras, re.IGNORECASE)] == []


def test_the_district_shows_the_arithmetic_of_the_split(sitio):
    distrito = texto(sitio / "distritos" / "1.html")

    assert "PAN · PRI · PRD : 20 votos ÷ 3 = 6 a cada partido y sobran 2" in distrito
    assert "PAN +7 PRI +7 PRD +6" in distrito


def test_the_acta_page_shows_figures_observation_image_and_hash(sitio, noche):
    registro = noche.registros[1]
    pagina = sitio / "actas" / f"{registro.acta.clave}.html"

    assert "Morena 130" in texto(pagina)
    assert "PRI · PRD Sin dato" in texto(pagina)
    assert "ALGÚN CAMPO ILEGIBLE O SIN DATO" in texto(pagina)
    assert registro.imagen.sha256 in texto(pagina)
    publicada = sitio / "imagenes" / f"{registro.imagen.sha256}.jpg"
    assert hashlib.sha256(publicada.read_bytes()).hexdigest() == registro.imagen.sha256


def test_an_acta_not_yet_verified_shows_no_figure_and_no_image(sitio, noche):
    pagina = sitio / "actas" / f"{noche.registros[7].acta.clave}.html"

    assert "todavía no se captura" in texto(pagina)
    assert "<img" not in pagina.read_text()
    assert "<td" not in pagina.read_text()


def test_no_page_has_inline_script_style_or_a_third_party(sitio):
    paginas = list(sitio.rglob("*.html"))

    assert len(paginas) > 12
    for pagina in paginas:
        crudo = pagina.read_text()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", crudo), pagina
        assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", crudo), pagina


def test_every_link_leads_to_a_file(sitio):
    for pagina in sitio.rglob("*.html"):
        for destino in re.findall(r'(?:href|src|action)="([^"#]+)', pagina.read_text()):
            assert (pagina.parent / destino).is_file(), f"{pagina.relative_to(sitio)} → {destino}"


def test_a_second_generation_writes_nothing_and_the_next_cut_only_what_changed(sitio, noche, proceso, ahora, tmp_path):
    antes = {p: p.stat().st_mtime_ns for p in (sitio / "actas").iterdir()}
    siguiente = hacer_corte(noche.registros, proceso, ahora + timedelta(minutes=15), tmp_path, noche.leer)

    assert generar(siguiente, proceso, sitio, noche.leer) > 0
    assert generar(siguiente, proceso, sitio, noche.leer) == 0
    assert {p: p.stat().st_mtime_ns for p in (sitio / "actas").iterdir()} == antes


def test_the_lookup_index_has_every_acta_with_its_surnames(sitio, proceso):
    indice = json.loads((sitio / "datos" / "casillas" / "00.json").read_text())

    assert {c["acta"] for casillas in indice.values() for c in casillas} == {str(a.clave) for a in proceso.actas}
    assert [(c["casilla"], c["desde"], c["hasta"]) for c in indice["0001"]] == [
        ("Básica", "A", "LOPEZ"),
        ("Contigua 1", "LOPEZ", "Z"),
    ]


def test_the_zero_state_has_all_pages_and_says_that_nothing_is_counted(proceso, ahora, tmp_path):
    registros = [RegistroActa(a, EstadoActa.ESPERADA) for a in proceso.actas]
    corte = hacer_corte(registros, proceso, ahora, tmp_path, lambda sha256: b"")

    generar(corte, proceso, tmp_path / "sitio", lambda sha256: b"")

    inicio = texto(tmp_path / "sitio" / "index.html")
    assert "Estado inicial en ceros. A las 22:15 h, de 8 actas esperadas se han contabilizado 0." in inicio
    assert "Movimiento Ciudadano" in inicio and "Total de votos 0" in inicio
    assert len(list((tmp_path / "sitio" / "actas").iterdir())) == 8


def test_an_image_that_is_not_its_hash_is_not_published(noche, proceso, ahora, tmp_path):
    corte = hacer_corte(noche.registros, proceso, ahora, tmp_path, noche.leer)

    with pytest.raises(CorteInvalido):
        generar(corte, proceso, tmp_path / "sitio", lambda sha256: b"otra cosa")

    assert not (tmp_path / "sitio" / "index.html").exists()


def test_two_cuts_in_one_minute_keep_their_own_package(sitio, noche, proceso, ahora, tmp_path):
    """They have the same official name; the download must be the one whose hash the page prints."""
    menos = (RegistroActa(noche.registros[0].acta, EstadoActa.ESPERADA), *noche.registros[1:])
    otro = hacer_corte(menos, proceso, ahora, tmp_path, noche.leer)
    generar(otro, proceso, sitio, noche.leer)

    publicado = (sitio / "descargas" / "0002" / otro.paquete).read_bytes()
    assert hashlib.sha256(publicado).hexdigest() == otro.archivos[otro.paquete]
    assert otro.archivos[otro.paquete] in texto(sitio / "base-de-datos.html")
