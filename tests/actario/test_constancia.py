"""The certificates: given only when it is true, signed, readable, and refused naming the one thing that was found."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import text

from actario.cli import main
from actario.constancia.documento import Tipo, comprobar
from actario.constancia.emision import ConstanciaNegada, Emitida, emitir
from actario.firma import hacer_llave
from publicacion.errores import LlaveInvalida
from publicacion.huella import Huella, Parte
from publicacion.llaves import leer
from tests.actario.test_auditar import Noche, anochecer
from tests.casos.test_auditoria import alterar
from tests.fixtures_bd import NuevaUrl
from tests.instalada import Instalada
from verificacion.bd.sesion import consulta
from verificacion.casos import auditoria
from verificacion.dominio.registro import Rol

UN_CIERRE = """INSERT INTO cierres (hasta, motivo, usuario, hecho_en)
SELECT hecho_en, usuario, usuario, hecho_en FROM bitacora LIMIT 1"""
HUELLA = Huella((Parte("código", {"a.py": "1"}),))


def abierta(carpeta: Path, bd: str = "") -> Instalada:
    """An election open in zeros, with its key and one account."""
    casa = Instalada(carpeta / "datos", bd)
    hacer_llave(casa.instalacion.engine, casa.conf.archivo_llave, casa.mesa.ahora)
    return casa


@pytest.fixture(scope="module")
def molde(tmp_path_factory: pytest.TempPathFactory) -> Path:
    carpeta = tmp_path_factory.mktemp("ceros")
    abierta(carpeta).instalacion.engine.dispose()
    return carpeta


@pytest.fixture
def casa(molde: Path, tmp_path: Path) -> Instalada:
    return Instalada.reabrir(Path(shutil.copytree(molde, tmp_path / "copia")) / "datos")


def expide(casa: Instalada, tipo: Tipo = Tipo.CEROS) -> Emitida:
    destino = casa.conf.datos.parent / "constancias"
    return emitir(tipo, casa.instalacion, destino, casa.mesa.ahora, lambda _proceso: HUELLA)


def negada(casa: Instalada, tipo: Tipo = Tipo.CEROS) -> list[str]:
    with pytest.raises(ConstanciaNegada) as e:
        expide(casa, tipo)
    assert not (casa.conf.datos.parent / "constancias").exists(), "nothing is written"
    return e.value.hallado


def texto_de(pdf: Path) -> str:
    documento = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(hoja.get_textpage().get_text_range().split()) for hoja in documento)
    finally:
        documento.close()


def test_the_zero_state_is_certified_signed_and_says_so_on_paper(casa: Instalada) -> None:
    hecha = expide(casa)
    assert comprobar(hecha.json, leer(casa.conf.archivo_llave).actual.huella) == []
    assert {n for n, c in hecha.constancia.datos["tablas"].items() if c} == {
        "actas",
        "bitacora",
        "bitacora_cabeza",
        "formas",
        "proceso",
        "usuarios",
    }
    dicho = texto_de(hecha.pdf)
    assert "no contienen ninguna imagen, lectura, captura, resolución, cotejo ni corte" in dicho
    assert "8 actas, todas en estado esperada" in dicho
    assert hecha.constancia.datos["bitacora"]["huella"] in dicho and HUELLA.total in dicho


def test_it_is_certified_on_postgresql_and_the_act_goes_to_the_log(tmp_path: Path, nueva_postgresql: NuevaUrl) -> None:
    with nueva_postgresql() as url:
        casa = abierta(tmp_path, url)
        assert expide(casa).constancia.datos["instalacion"]["base"] == "postgresql"
        with consulta(casa.instalacion.engine) as session:
            assert auditoria.verificar(session).hallazgos == ()
            ultimo = session.execute(text("SELECT evento, usuario FROM bitacora ORDER BY numero DESC LIMIT 1")).one()
        assert tuple(ultimo) == ("constancia_emitida", "consola")
        casa.instalacion.engine.dispose()


def _fila(orden: str) -> Callable[[Instalada], object]:
    return lambda casa: alterar(casa.instalacion.engine, orden)


def _archivo(nombre: str) -> Callable[[Instalada], object]:
    def dejar(casa: Instalada) -> None:
        ruta = casa.conf.datos / nombre
        ruta.parent.mkdir(parents=True, exist_ok=True)
        ruta.write_bytes(b"x")

    return dejar


@pytest.mark.parametrize(
    ("algo", "hallado"),
    [
        (_fila(UN_CIERRE),
         "la tabla cierres tiene 1 renglón"),
        (_fila("UPDATE actas SET estado = 'verificada' WHERE id = 1"), "1 acta en estado verificada"),
        (_fila("DELETE FROM actas WHERE id = 1"), "hay 7 actas y el catálogo 8"),
        (lambda casa: casa.instalacion.almacen.guardar(b"una"), "imágenes en el almacén: hay 1 ("),
        (lambda casa: casa.instalacion.almacen.apartar(b"una"), "archivos en cuarentena: hay 1 (cuarentena/"),
        (_archivo("cargas/uno/parte-0"), "envíos de teléfonos a medias: hay 1 (uno/parte-0)"),
        (_archivo("publico/sitio/index.html"), "archivos en el sitio publicado: hay 1 (index.html)"),
        (lambda casa: casa.llega(b"foto"), "la tabla imagenes tiene 1 renglón"),
    ],
)  # fmt: skip
def test_one_single_thing_is_enough_to_refuse_and_is_named(
    casa: Instalada, algo: Callable[[Instalada], object], hallado: str
) -> None:
    algo(casa)
    assert any(cosa.startswith(hallado) for cosa in negada(casa))


def test_what_was_used_and_emptied_again_is_given_away_by_the_log(casa: Instalada) -> None:
    sha256 = casa.llega(b"foto")
    alterar(casa.instalacion.engine, "DELETE FROM imagenes", "DELETE FROM trabajos")
    shutil.rmtree(casa.conf.carpeta_imagenes)
    assert f"base de datos: imagenes {sha256}: falta, y la bitácora dice que existe" in negada(casa)


def test_a_published_cut_is_named(casa: Instalada) -> None:
    Noche(casa).publica()
    assert any(cosa.startswith("el corte 0001-") for cosa in negada(casa))


def test_without_a_key_nothing_can_be_certified(casa: Instalada) -> None:
    casa.conf.archivo_llave.unlink()
    with pytest.raises(LlaveInvalida):
        expide(casa)


def test_the_close_says_exactly_what_there_is_and_only_after_the_last_cut(tmp_path: Path) -> None:
    noche = anochecer(Instalada(tmp_path / "datos"))
    assert any("no es el de cierre" in cosa for cosa in negada(noche.casa, Tipo.CIERRE))
    noche.publica(ultimo=True)
    hecha = expide(noche.casa, Tipo.CIERRE)
    datos = hecha.constancia.datos
    assert (datos["tablas"]["capturas"], datos["tablas"]["resoluciones"]) == (4, 1)
    assert (datos["almacen"]["imagenes"]["archivos"], len(datos["cortes"])) == (2, 3)
    dicho = texto_de(hecha.pdf)
    assert "cerrada con 3 cortes" in dicho and datos["cortes"][-1]["huella"] in dicho
    shutil.rmtree(tmp_path / "constancias")
    alterar(noche.engine, "UPDATE capturas SET cifras = '{\"PAN\": 999}' WHERE id = 1")
    assert any("capturas" in cosa and "999" in cosa for cosa in negada(noche.casa, Tipo.CIERRE))


def test_a_certificate_that_was_changed_or_signed_by_another_is_not_believed(casa: Instalada) -> None:
    hecha = expide(casa)
    assert main(["constancia", "comprobar", str(hecha.json), "--llave", "f" * 64]) == 1
    hecha.json.write_bytes(hecha.json.read_bytes().replace(b'"capturas": 0', b'"capturas": 1'))
    hecha.pdf.write_bytes(hecha.pdf.read_bytes() + b"\n")
    assert comprobar(hecha.json, None) == [
        "constancia-ceros.json cambió desde que se firmó",
        "constancia-ceros.pdf cambió desde que se firmó",
    ]


def test_the_command_refuses_with_1_and_names_what_it_found(
    casa: Instalada, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    casa.mesa.persona("otra", Rol.AUDITOR)
    casa.llega(b"foto")
    orden = ["constancia", "ceros", "-o", str(tmp_path / "c"), "--datos", str(casa.conf.datos)]
    assert main([*orden, "--proceso", str(casa.conf.proceso), "--json"]) == 1
    dicho = json.loads(capsys.readouterr().out)
    assert dicho["expedida"] is False and "la tabla imagenes tiene 1 renglón" in dicho["hallado"]
