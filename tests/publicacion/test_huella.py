"""One hash of what runs: the same wherever it is installed, and a difference is called by its name."""

import json
import shutil
from pathlib import Path

import pytest

from actario.cli import main
from publicacion.errores import HuellaIlegible
from publicacion.huella import Huella, Parte, comparar, dependencias, propias
from verificacion.proceso import cargar_proceso

MINI = Path(__file__).parents[1] / "procesos" / "mini"


def instalar(sitio: Path, nombre: str, version: str, codigo: str) -> None:
    """A package as pip leaves it."""
    (sitio / nombre / "__pycache__").mkdir(parents=True)
    (sitio / nombre / "__init__.py").write_text(codigo)
    (sitio / nombre / "__pycache__" / "__init__.pyc").write_bytes(str(sitio).encode())
    ficha = sitio / f"{nombre}-{version}.dist-info"
    ficha.mkdir()
    (ficha / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {nombre}\nVersion: {version}\n")
    (ficha / "INSTALLER").write_text(sitio.name)
    nombres = [f"{nombre}/__init__.py", f"{nombre}/__pycache__/__init__.pyc", f"../../../bin/{nombre}"]
    nombres += [f"{ficha.name}/{n}" for n in ("METADATA", "INSTALLER", "RECORD")]
    (ficha / "RECORD").write_text("".join(f"{n},,\n" for n in nombres))


@pytest.fixture
def sitio(tmp_path: Path) -> Path:
    sitio = tmp_path / "uno"
    instalar(sitio, "numeros", "2.4.6", "VALOR = 1\n")
    (sitio / "actario.pth").write_text(f"{tmp_path / 'proyecto-uno'}\n")
    return sitio


def medir(sitio: Path, proyecto: str = "proyecto-uno") -> Huella:
    return Huella(dependencias([str(sitio)], sitio.parent / proyecto))


def test_the_folder_the_installer_and_the_caches_do_not_change_it(sitio: Path, tmp_path: Path) -> None:
    otro = tmp_path / "otro"
    instalar(otro, "numeros", "2.4.6", "VALOR = 1\n")
    (otro / "actario.pth").write_text(f"{tmp_path / 'proyecto-dos'}\n")
    assert medir(otro, "proyecto-dos").total == medir(sitio).total


def test_a_library_whose_bytes_changed_is_named_although_its_record_says_otherwise(sitio: Path) -> None:
    antes = medir(sitio)
    (sitio / "numeros" / "__init__.py").write_text("VALOR = 2\n")
    assert comparar(medir(sitio), antes) == ["dependencias: numeros==2.4.6 cambió"]


def test_another_version_and_a_file_of_no_package_are_named(sitio: Path, tmp_path: Path) -> None:
    otro = tmp_path / "otro"
    instalar(otro, "numeros", "2.5.0", "VALOR = 1\n")
    shutil.copy(sitio / "actario.pth", otro)
    (otro / "sitecustomize.py").write_text("import numeros\n")
    assert comparar(medir(otro), medir(sitio)) == [
        "dependencias: falta numeros==2.4.6",
        "dependencias: sobra numeros==2.5.0",
        "sin paquete: sobra sitecustomize.py",
    ]


def test_a_form_and_the_catalogue_are_parts_of_their_own(tmp_path: Path) -> None:
    copia = Path(shutil.copytree(MINI, tmp_path / "proceso"))
    antes = Huella(propias(cargar_proceso(copia)))
    casillas = copia / "casillas.csv"
    casillas.write_bytes(casillas.read_bytes() + b"\n")
    (copia / "plantillas" / "general" / "referencia.png").write_bytes(b"otra")
    despues = Huella(propias(cargar_proceso(copia)))
    assert comparar(despues, antes) == [
        "formas: plantillas/general/referencia.png cambió",
        "elección: casillas.csv cambió",
    ]
    assert antes.total != despues.total


def test_code_and_models_are_listed_and_nothing_of_the_tests() -> None:
    codigo, modelos, *_ = propias(cargar_proceso(MINI))
    assert "verificacion/bd/bitacora.py" in codigo.archivos and "api/paginas/huella.html" in codigo.archivos
    assert "ocr/modelos/digitos.onnx" in modelos.archivos
    assert not any(nombre.startswith(("tests/", "docs/")) or "__pycache__" in nombre for nombre in codigo.archivos)


def test_the_listing_is_that_of_sha256sum() -> None:
    """``sha256sum`` of the two lines "aa…  a" and "bb…  b" gives this."""
    parte = Parte("código", {"b": "bb", "a": "aa"})
    assert parte.huella == "b862e08ce447fbc39d7546008cf8c0f7ea41b449df79d6e395abad7626f0d1b2"


def test_the_command_compares_and_ends_with_1_naming_what_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    auditada = Huella((Parte("código", {"a.py": "1"}), Parte("dependencias", {"numeros==1": "2"})))
    esta = Huella((Parte("código", {"a.py": "9"}), Parte("dependencias", {"numeros==1": "2"})))
    for nombre, huella in (("auditada", auditada), ("esta", esta)):
        (tmp_path / f"{nombre}.json").write_text(json.dumps(huella.a_json()))
    orden = ["huella", "--comparar", str(tmp_path / "auditada.json"), "--de"]
    assert main([*orden, str(tmp_path / "auditada.json")]) == 0
    assert "Es lo auditado." in capsys.readouterr().out
    assert main([*orden, str(tmp_path / "esta.json")]) == 1
    assert "código: a.py cambió" in capsys.readouterr().out


def test_a_listing_whose_total_was_changed_by_hand_is_refused() -> None:
    objeto = Huella((Parte("código", {"a.py": "1"}),)).a_json()
    objeto["partes"][0]["archivos"]["a.py"] = "2"
    with pytest.raises(HuellaIlegible, match="alguien la cambió"):
        Huella.de_json(objeto)
