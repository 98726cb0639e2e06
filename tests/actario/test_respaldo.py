"""An installation is copied while it works and put back on another machine, whole, checked, and never over another."""

import json
import sqlite3
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from actario.cli import main
from captura.almacen import nombre_de
from captura.deposito_s3 import DepositoS3
from tests.fixtures_bd import NuevaUrl
from tests.fixtures_s3 import ServidorS3
from tests.instalada import Instalada
from tests.mesa import BASICA, CONTIGUA, conteo_de

MIGRACIONES = Path(__file__).parents[2] / "verificacion" / "bd" / "migraciones"


@pytest.fixture
def casa(tmp_path: Path) -> Instalada:
    casa = Instalada(tmp_path / "datos")
    casa.mesa.leer(casa.llega(b"una"), BASICA)
    casa.mesa.captura(casa.mesa.turno(casa.persona), conteo_de(casa.mesa.proceso, BASICA, PAN=5), casa.persona)
    return casa


def orden(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, dict[str, object]]:
    """Run a verb with ``--json`` and return its status and answer."""
    capsys.readouterr()
    estado = main([*args, "--json"])
    salida = capsys.readouterr().out
    return estado, json.loads(salida) if salida else {}


def respaldar(capsys: pytest.CaptureFixture[str], casa: Instalada, en: Path) -> tuple[int, dict[str, object]]:
    return orden(capsys, "respaldo", str(en), "--datos", str(casa.conf.datos), "--proceso", str(casa.conf.proceso))


def restaurar(capsys: pytest.CaptureFixture[str], de: Path, a: Path, *mas: str) -> tuple[int, dict[str, object]]:
    return orden(capsys, "restaurar", str(de), "--datos", str(a), "--proceso", str(a / "proceso"), *mas)


@pytest.mark.parametrize("motor", ["sqlite", "postgresql"])
def test_what_was_backed_up_comes_back_on_another_machine_and_is_checked(
    casa: Instalada, tmp_path: Path, capsys: pytest.CaptureFixture[str], motor: str, request: pytest.FixtureRequest
) -> None:
    rara = casa.instalacion.almacen.apartar(b"no es imagen")
    assert respaldar(capsys, casa, tmp_path / "respaldo")[0] == 0
    a = tmp_path / "otra"
    if motor == "sqlite":
        estado, dicho = restaurar(capsys, tmp_path / "respaldo", a)
    else:
        nueva: NuevaUrl = request.getfixturevalue("nueva_postgresql")
        with nueva() as url:
            estado, dicho = restaurar(capsys, tmp_path / "respaldo", a, "--bd", url)
    assert (estado, dicho["intacto"]) == (0, True)
    assert (a / "imagenes" / "cuarentena" / rara).read_bytes() == b"no es imagen"
    assert (a / "proceso" / "proceso.json").is_file()
    de, en = (sorted(p.relative_to(r) for p in r.rglob("*")) for r in (casa.conf.carpeta_imagenes, a / "imagenes"))
    assert list(de) == list(en)


def test_the_images_go_back_to_a_server_that_speaks_s3(
    casa: Instalada,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    servidor_s3: ServidorS3,
    credenciales_s3: None,
) -> None:
    respaldar(capsys, casa, tmp_path / "respaldo")
    cubo = f"s3://{servidor_s3.cubo()}/prep"
    monkeypatch.setenv("ACTARIO_S3", cubo)
    monkeypatch.setenv("ACTARIO_S3_SERVIDOR", servidor_s3.direccion)
    estado, dicho = restaurar(capsys, tmp_path / "respaldo", tmp_path / "otra")
    assert (estado, dicho["intacto"]) == (0, True)
    restauradas = DepositoS3(cubo, servidor_s3.direccion).nombres()
    assert list(restauradas) == list(casa.instalacion.almacen.deposito.nombres()) != []
    assert not (tmp_path / "otra" / "imagenes").exists()


def test_a_second_backup_copies_only_what_is_new_and_the_first_can_still_be_restored(
    casa: Instalada, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    respaldo = tmp_path / "respaldo"
    _, primero = respaldar(capsys, casa, respaldo)
    casa.mesa.leer(casa.llega(b"otra"), CONTIGUA)
    _, segundo = respaldar(capsys, casa, respaldo)
    assert segundo["copiados"] == 2, "the image and its sheet"
    ultimo = restaurar(capsys, respaldo, tmp_path / "b")[1]
    viejo = restaurar(capsys, respaldo, tmp_path / "a", "--de", Path(str(primero["respaldo"])).name)[1]
    assert viejo["intacto"] and ultimo["intacto"]
    assert (viejo["entradas"], ultimo["entradas"]) == (primero["entradas"], segundo["entradas"])
    assert int(str(viejo["entradas"])) < int(str(ultimo["entradas"]))


def test_a_backup_taken_while_people_work_is_whole(
    casa: Instalada, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    basta = threading.Event()

    def trabajar() -> None:
        n = 0
        while not basta.wait(0.01):
            casa.llega(b"imagen %d" % (n := n + 1))

    hilo = threading.Thread(target=trabajar)
    hilo.start()
    try:
        hechos = [respaldar(capsys, casa, tmp_path / f"respaldo{n}") for n in range(3)]
    finally:
        basta.set()
        hilo.join()
    assert [estado for estado, _ in hechos] == [0, 0, 0]
    assert int(str(hechos[2][1]["entradas"])) > int(str(hechos[0][1]["entradas"]))
    for n in range(3):
        estado, dicho = restaurar(capsys, tmp_path / f"respaldo{n}", tmp_path / f"otra{n}")
        assert (estado, dicho["intacto"]) == (0, True)


def test_an_altered_image_is_told_and_does_not_replace_its_good_copy(
    casa: Instalada, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    antes = casa.llega(b"copiada antes")
    respaldar(capsys, casa, tmp_path / "respaldo")
    nunca = casa.llega(b"nunca copiada")
    for sha256 in (antes, nunca):
        (casa.conf.carpeta_imagenes / nombre_de(sha256)).write_bytes(b"otra cosa")
    estado, dicho = respaldar(capsys, casa, tmp_path / "respaldo")
    assert (estado, dicho["alterados"]) == (1, [nunca])
    assert restaurar(capsys, tmp_path / "respaldo", tmp_path / "otra")[0] == 1, "its image is missing"
    assert (tmp_path / "otra" / "imagenes" / nombre_de(antes)).read_bytes() == b"copiada antes"


def test_a_restore_refuses_a_folder_in_use_a_missing_backup_and_an_altered_file(
    casa: Instalada, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, hecho = respaldar(capsys, casa, tmp_path / "respaldo")
    assert restaurar(capsys, tmp_path / "respaldo", casa.conf.datos)[0] == 75
    assert restaurar(capsys, tmp_path / "respaldo", tmp_path / "otra", "--de", "20210606T000000Z")[0] == 66
    tabla = Path(str(hecho["respaldo"])) / "actas.ndjson.gz"
    tabla.write_bytes(tabla.read_bytes() + b"x")
    assert restaurar(capsys, tmp_path / "respaldo", tmp_path / "otra")[0] == 65
    assert not (tmp_path / "otra").exists()


def test_a_restore_into_a_database_in_use_does_not_even_change_its_schema(
    casa: Instalada, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    respaldar(capsys, casa, tmp_path / "respaldo")
    url = f"sqlite:///{tmp_path / 'vieja.sqlite3'}"
    esquema = Config()
    esquema.set_main_option("script_location", str(MIGRACIONES))
    esquema.set_main_option("sqlalchemy.url", url)
    command.upgrade(esquema, "0011")
    with sqlite3.connect(tmp_path / "vieja.sqlite3") as base:
        base.execute("INSERT INTO formas (clave, campos) VALUES ('f', '[]')")
    assert restaurar(capsys, tmp_path / "respaldo", tmp_path / "otra", "--bd", url)[0] == 75
    with sqlite3.connect(tmp_path / "vieja.sqlite3") as base:
        assert base.execute("SELECT version_num FROM alembic_version").fetchone() == ("0011",)
