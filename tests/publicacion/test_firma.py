"""Signed cuts: what anybody can check with nothing but the files, and what a change of one byte says."""

import functools
import gzip
import json
import shutil
import subprocess
import threading
from dataclasses import replace
from datetime import timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from actario.cli import main
from publicacion import llaves
from publicacion.anuncio import anunciar
from publicacion.compresion import MIN_BYTES
from publicacion.comprobacion import comprobar, confiar, encadenar
from publicacion.corte import hacer_corte
from publicacion.difusor import difundir
from publicacion.errores import CorteInvalido, FuenteInalcanzable, LlaveInvalida, SinFirma
from publicacion.fuente import EnCarpeta, abrir, cortes_de
from verificacion.dominio.eleccion import Ejercicio


class Callado(SimpleHTTPRequestHandler):
    """The plainest web server there is, without its log."""

    def log_message(self, *_):
        pass


@pytest.fixture
def firmante(tmp_path, ahora):
    return llaves.crear(tmp_path / "llaves" / "corte.pem", ahora)


@pytest.fixture
def publico(noche, proceso, ahora, tmp_path, firmante):
    """Two signed cuts and a small site, as released."""
    destino = tmp_path / "publico"
    for i in range(2):
        momento = ahora + timedelta(minutes=15 * i)
        hacer_corte(
            noche.registros, proceso, momento, destino, noche.leer, firmante=firmante, bitacora=(7 + i, "a" * 64)
        )
        escribir_sitio(destino, proceso, firmante, f"corte {i + 1}")
    return destino


def escribir_sitio(destino, proceso, firmante, texto):
    (destino / "sitio").mkdir(exist_ok=True)
    (destino / "sitio" / "index.html").write_text(texto)
    (destino / "sitio" / "fijo.css").write_text("a{}\n" * 2000)
    anunciar(destino, proceso, firmante)


@pytest.fixture
def servidor(publico):
    manejador = functools.partial(Callado, directory=publico)
    with ThreadingHTTPServer(("127.0.0.1", 0), manejador) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


def ultimo(publico):
    return sorted((publico / "cortes").glob("0*"))[-1]


def alterar(ruta, lugar=None):
    contenido = bytearray(ruta.read_bytes())
    contenido[len(contenido) // 2 if lugar is None else lugar] ^= 1
    ruta.chmod(0o644)
    ruta.write_bytes(contenido)


def test_a_signed_cut_and_its_chain_hold(publico, firmante):
    cortes = [comprobar(c) for c in cortes_de(EnCarpeta(publico))]

    assert [c.problemas for c in cortes] == [[], []]
    assert encadenar(cortes) == confiar(cortes, firmante.actual.huella) == []


def test_openssl_agrees(publico):
    corte = ultimo(publico)
    orden = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "llave-publica.pem",
        "-rawin",
        "-in",
        "manifiesto.json",
    ]
    if shutil.which("openssl") is None:
        pytest.skip("no hay openssl en esta máquina")

    assert (
        subprocess.run([*orden, "-sigfile", "manifiesto.firma"], cwd=corte, check=False, capture_output=True).returncode
        == 0
    )


def test_one_byte_of_any_file_is_found_and_named(publico, tmp_path):
    """Every file of the cut in turn, the manifest, the signature and the key included."""
    corte = ultimo(publico)
    archivos = EnCarpeta(corte).nombres()
    assert {"manifiesto.json", "manifiesto.firma", "llave-publica.pem", "llaves.json", "datos/actas/001.json"} <= set(
        archivos
    )
    for archivo in archivos:
        copia = tmp_path / "copia" / corte.name
        shutil.copytree(corte, copia)
        alterar(copia / archivo)
        try:
            problemas = comprobar(EnCarpeta(copia)).problemas
        except CorteInvalido as error:
            problemas = error.problemas

        assert any(archivo in p for p in problemas), archivo
        shutil.rmtree(copia)


def test_a_missing_and_an_added_file_are_named(publico):
    corte = ultimo(publico)
    (corte / "registros.json").unlink()
    (corte / "datos" / ".otro").write_text("x")

    assert comprobar(EnCarpeta(corte)).problemas == ["falta registros.json", "sobra datos/.otro"]


def test_a_cut_signed_again_by_another_is_not_trusted(publico, noche, proceso, ahora, tmp_path, firmante):
    """Whoever forges a whole cut needs the key of the authority."""
    ajena = llaves.crear(tmp_path / "ajena.pem", ahora)
    falso = hacer_corte(noche.registros, proceso, ahora, tmp_path / "falso", noche.leer, firmante=ajena)
    comprobado = comprobar(EnCarpeta(falso.carpeta))

    assert comprobado.problemas == []
    assert confiar([comprobado], firmante.actual.huella) != []


def test_a_cut_in_a_zip_is_checked_too(publico, tmp_path, capsys):
    paquete = shutil.make_archive(str(tmp_path / "todo"), "zip", publico)
    uno = shutil.make_archive(str(tmp_path / "uno"), "zip", ultimo(publico))

    assert main(["corte", "verificar", paquete, "--json"]) == 0
    assert [c["corte"] for c in json.loads(capsys.readouterr().out)["cortes"]] == [
        "0001-20210606_2215",
        "0002-20210606_2230",
    ]
    assert main(["corte", "verificar", uno]) == 0


def test_the_command_checks_over_http_and_names_what_changed(publico, servidor, firmante, capsys):
    assert main(["corte", "verificar", servidor, "--llave", firmante.actual.huella]) == 0
    assert main(["corte", "verificar", f"{servidor}/cortes/{ultimo(publico).name}"]) == 0
    alterar(ultimo(publico) / "datos" / "serie.json")
    capsys.readouterr()

    assert main(["corte", "verificar", servidor]) == 1
    assert "datos/serie.json no es el que se publicó" in capsys.readouterr().out


def test_a_cut_alone_is_chained_to_the_one_beside_it(publico, capsys):
    alterar(publico / "cortes" / "0001-20210606_2215" / "manifiesto.json", -3)

    assert main(["corte", "verificar", str(ultimo(publico))]) == 1
    assert "0001-20210606_2215: manifiesto.json no se puede leer" in capsys.readouterr().out


def test_an_election_is_not_published_unsigned(noche, proceso, ahora, tmp_path):
    with pytest.raises(SinFirma):
        hacer_corte(noche.registros, replace(proceso, ejercicio=Ejercicio.JORNADA), ahora, tmp_path, noche.leer)


def test_the_key_is_only_its_owners_and_is_never_overwritten(tmp_path, firmante, ahora):
    ruta = tmp_path / "llaves" / "corte.pem"

    assert ruta.stat().st_mode & 0o777 == 0o600
    with pytest.raises(LlaveInvalida, match="ya existe"):
        llaves.crear(ruta, ahora)
    ruta.chmod(0o644)
    with pytest.raises(LlaveInvalida, match="chmod 600"):
        llaves.leer(ruta)


def test_a_rotated_key_is_presented_by_the_one_before(publico, noche, proceso, ahora, tmp_path, firmante):
    nueva = llaves.rotar(tmp_path / "llaves" / "corte.pem", ahora, "cambio programado")
    hacer_corte(noche.registros, proceso, ahora + timedelta(minutes=30), publico, noche.leer, firmante=nueva)
    cortes = [comprobar(c) for c in cortes_de(EnCarpeta(publico))]

    assert [len(c.llaves) for c in cortes] == [1, 1, 2]
    assert encadenar(cortes) == confiar(cortes, firmante.actual.huella) == []


def test_a_key_that_replaces_a_lost_one_needs_the_authoritys_own_word(
    publico, noche, proceso, ahora, tmp_path, firmante
):
    nueva = llaves.rotar(tmp_path / "llaves" / "corte.pem", ahora, "robo", sin_anterior=True)
    hacer_corte(noche.registros, proceso, ahora + timedelta(minutes=30), publico, noche.leer, firmante=nueva)
    cortes = [comprobar(c) for c in cortes_de(EnCarpeta(publico))]

    assert any("no fue presentada" in p for p in confiar(cortes, firmante.actual.huella))
    assert confiar(cortes[-1:], nueva.actual.huella) == []


def test_the_mirror_serves_the_last_cut_and_brings_only_what_is_new(
    publico, servidor, noche, proceso, ahora, tmp_path, firmante
):
    espejo = tmp_path / "espejo"
    assert difundir(abrir(servidor), espejo).nuevos == 2
    assert (espejo / "actual" / "sitio" / "index.html").read_text() == "corte 2"
    assert difundir(abrir(servidor), espejo).archivos == 0
    fijo = (espejo / "actual" / "sitio" / "fijo.css").stat().st_ino
    hacer_corte(noche.registros, proceso, ahora + timedelta(minutes=30), publico, noche.leer, firmante=firmante)
    escribir_sitio(publico, proceso, firmante, "corte 3")

    assert difundir(abrir(servidor), espejo).nuevos == 1
    assert (espejo / "actual" / "sitio" / "index.html").read_text() == "corte 3"
    assert (espejo / "actual" / "sitio" / "fijo.css").stat().st_ino == fijo
    assert main(["corte", "verificar", str(espejo / "actual"), "--llave", firmante.actual.huella]) == 0


def test_the_mirror_keeps_what_changed_compressed_for_its_web_server(publico, servidor, proceso, firmante, tmp_path):
    sitio = tmp_path / "espejo" / "actual" / "sitio"
    difundir(abrir(servidor), tmp_path / "espejo")
    (publico / "sitio" / "datos.json").write_text("0" * MIN_BYTES)
    escribir_sitio(publico, proceso, firmante, "x" * MIN_BYTES)
    difundir(abrir(servidor), tmp_path / "espejo")
    antes = (sitio / "fijo.css.gz").stat().st_ino
    escribir_sitio(publico, proceso, firmante, "y" * MIN_BYTES)

    difundir(abrir(servidor), tmp_path / "espejo")

    for nombre in ("index.html", "fijo.css", "datos.json"):
        assert gzip.decompress((sitio / f"{nombre}.gz").read_bytes()) == (sitio / nombre).read_bytes()
    assert (sitio / "fijo.css.gz").stat().st_ino == antes
    assert len(list(sitio.glob("*.gz"))) == 3


@pytest.mark.parametrize(
    ("archivo", "error"),
    [
        ("sitio/index.html", CorteInvalido),
        ("cortes/sitio.json", CorteInvalido),
        ("cortes/sitio.firma", CorteInvalido),
        ("cortes/0003-20210606_2245/datos/avance.json", CorteInvalido),
        ("cortes/0003-20210606_2245/manifiesto.firma", CorteInvalido),
    ],
)
def test_what_was_changed_on_the_way_leaves_the_mirror_as_it_was(
    publico, servidor, noche, proceso, ahora, tmp_path, firmante, archivo, error
):
    espejo = tmp_path / "espejo"
    difundir(abrir(servidor), espejo)
    hacer_corte(noche.registros, proceso, ahora + timedelta(minutes=30), publico, noche.leer, firmante=firmante)
    escribir_sitio(publico, proceso, firmante, "corte 3")
    alterar(publico / archivo)

    with pytest.raises(error):
        difundir(abrir(servidor), espejo)
    assert (espejo / "actual" / "sitio" / "index.html").read_text() == "corte 2"
    alterar(publico / archivo)
    assert difundir(abrir(servidor), espejo).corte == 3


def test_a_mirror_of_a_mirror_holds_when_the_first_server_is_off(publico, servidor, tmp_path):
    uno, dos = tmp_path / "uno", tmp_path / "dos"
    difundir(abrir(servidor), uno)
    shutil.rmtree(publico)

    with pytest.raises(FuenteInalcanzable):
        difundir(abrir(servidor), uno)
    assert difundir(EnCarpeta(uno / "actual"), dos).corte == 2
    assert (dos / "actual" / "sitio" / "index.html").read_text() == "corte 2"


def test_the_mirror_trusts_the_first_key_it_met(publico, servidor, noche, proceso, ahora, tmp_path):
    espejo = tmp_path / "espejo"
    difundir(abrir(servidor), espejo)
    shutil.rmtree(publico / "cortes")
    ajena = llaves.crear(tmp_path / "ajena.pem", ahora)
    for i in range(3):
        momento = ahora + timedelta(minutes=15 * i)
        hacer_corte(noche.registros, proceso, momento, publico, noche.leer, firmante=ajena)
    escribir_sitio(publico, proceso, ajena, "otro")

    with pytest.raises(CorteInvalido):
        difundir(abrir(servidor), espejo)
    assert (espejo / "actual" / "sitio" / "index.html").read_text() == "corte 2"
