"""What a scanner drops in a folder reaches the server once, whatever happens in between; nothing is ever deleted."""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "api"))

from casa_api import CLAVE, Casa, Molde, foto, levantar, mini, moldear, servida
from sqlalchemy import func, select

from actario.cli import main
from actario.vigilancia import CuentaSinPermiso, Destino, Movimiento, Remitente, SinServidor, Vigilante
from captura.recepcion import MAX_BYTES
from verificacion.bd.tablas import Imagen

DATOS = {"origen": "CATD", "digitalizacion": "ESCANER"}


@pytest.fixture(scope="module")
def molde(tmp_path_factory: pytest.TempPathFactory) -> Molde:
    carpeta = tmp_path_factory.mktemp("molde")
    mini(carpeta)
    return moldear(carpeta)


@pytest.fixture
def casa(molde: Molde, tmp_path: Path) -> Casa:
    return levantar(molde, tmp_path / "casa")


@pytest.fixture
def servidor(casa: Casa) -> Iterator[str]:
    with servida(casa) as direccion:
        yield direccion


@pytest.fixture
def carpeta(tmp_path: Path) -> Path:
    entrada = tmp_path / "entrada"
    entrada.mkdir()
    return entrada


def vigilante(carpeta: Path, servidor: str, usuario: str = "digitalizadora", clave: str = CLAVE) -> Vigilante:
    return Vigilante(carpeta, Remitente(servidor, usuario, clave), DATOS)


def mirar(quien: Vigilante, veces: int = 2) -> list[Movimiento]:
    movidos: list[Movimiento] = []
    for _ in range(veces):
        quien.mirar(movidos.append)
    return movidos


def cuantas(casa: Casa) -> int:
    with casa.sesion() as session:
        return session.scalar(select(func.count()).select_from(Imagen)) or 0


def test_a_stable_file_is_sent_and_moved_with_its_receipt(casa: Casa, servidor: str, carpeta: Path) -> None:
    (carpeta / "scan0001.jpg").write_bytes(foto(1))
    quien = vigilante(carpeta, servidor)
    assert mirar(quien, 1) == []
    [movido] = mirar(quien, 1)
    assert (movido.destino, movido.archivo) == (Destino.RECIBIDO, carpeta / "recibidos" / "scan0001.jpg")
    assert movido.archivo.read_bytes() == foto(1)
    recibo = json.loads((carpeta / "recibidos" / "scan0001.jpg.recibo.json").read_text())
    assert recibo["imagenes"][0]["sha256"] == hashlib.sha256(foto(1)).hexdigest()
    with casa.sesion() as session:
        imagen = session.scalars(select(Imagen)).one()
    assert (imagen.origen, imagen.digitalizacion, imagen.nombre) == ("CATD", "ESCANER", "scan0001.jpg")


def test_a_file_that_grows_or_is_half_written_waits(casa: Casa, servidor: str, carpeta: Path) -> None:
    creciente, vacio = carpeta / "scan0001.jpg", carpeta / "scan0002.jpg"
    (carpeta / "scan0003.jpg.part").write_bytes(foto(3))
    (carpeta / ".oculto.jpg").write_bytes(foto(4))
    vacio.touch()
    quien = vigilante(carpeta, servidor)
    for parte in (200, 900, 1500):
        creciente.write_bytes(foto(1)[:parte])
        assert mirar(quien, 1) == []
    creciente.write_bytes(foto(1))
    assert [m.archivo.name for m in mirar(quien)] == ["scan0001.jpg"]
    assert sorted(p.name for p in carpeta.iterdir() if p.is_file()) == [
        ".oculto.jpg",
        "scan0002.jpg",
        "scan0003.jpg.part",
    ]


def test_what_is_not_an_image_goes_apart_with_the_reason(casa: Casa, servidor: str, carpeta: Path) -> None:
    (carpeta / "Thumbs.db").write_bytes(b"no es una imagen")
    [movido] = mirar(vigilante(carpeta, servidor))
    assert movido.destino is Destino.RECHAZADO
    assert (carpeta / "rechazados" / "Thumbs.db").read_bytes() == b"no es una imagen"
    rechazo = json.loads((carpeta / "rechazados" / "Thumbs.db.rechazo.json").read_text())
    assert (rechazo["codigo"], rechazo["conservada"]) == ("formato_desconocido", True)


def test_a_file_over_the_limit_is_set_apart_without_being_read(casa: Casa, servidor: str, carpeta: Path) -> None:
    with (carpeta / "enorme.tif").open("wb") as enorme:
        enorme.truncate(MAX_BYTES + 1)
    [movido] = mirar(vigilante(carpeta, servidor))
    assert movido.respuesta["codigo"] == "cuerpo_excesivo"
    assert (carpeta / "rechazados" / "enorme.tif").stat().st_size == MAX_BYTES + 1


def test_a_restart_between_the_receipt_and_the_move_doubles_nothing(
    casa: Casa, servidor: str, carpeta: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process died after the server answered: the next one sends again and is told that it was there."""
    (carpeta / "scan0001.jpg").write_bytes(foto(1))

    def se_va_la_luz(self: Path, destino: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as corte:
        corte.setattr(Path, "rename", se_va_la_luz)
        with pytest.raises(KeyboardInterrupt):
            mirar(vigilante(carpeta, servidor))
    assert (carpeta / "scan0001.jpg").exists()
    [movido] = mirar(vigilante(carpeta, servidor))
    assert movido.destino is Destino.REPETIDO
    assert cuantas(casa) == 1


def test_two_files_of_the_same_name_are_both_kept(casa: Casa, servidor: str, carpeta: Path) -> None:
    """Scanners begin again at scan0001 every day."""
    quien = vigilante(carpeta, servidor)
    for n in (1, 2):
        (carpeta / "scan0001.jpg").write_bytes(foto(n))
        mirar(quien)
    assert (carpeta / "recibidos" / "scan0001.jpg").read_bytes() == foto(1)
    assert (carpeta / "recibidos" / "scan0001-2.jpg").read_bytes() == foto(2)
    assert (carpeta / "recibidos" / "scan0001-2.jpg.recibo.json").is_file()


def test_without_server_nothing_moves_and_it_goes_when_it_comes_back(casa: Casa, servidor: str, carpeta: Path) -> None:
    (carpeta / "scan0001.jpg").write_bytes(foto(1))
    caido = vigilante(carpeta, "http://127.0.0.1:9")
    with pytest.raises(SinServidor):
        mirar(caido)
    assert [p.name for p in carpeta.iterdir()] == ["scan0001.jpg"]
    caido.remitente = Remitente(servidor, "digitalizadora", CLAVE)
    assert [m.destino for m in mirar(caido)] == [Destino.RECIBIDO]


def test_a_session_that_ended_is_opened_again(casa: Casa, servidor: str, carpeta: Path) -> None:
    quien = vigilante(carpeta, servidor)
    (carpeta / "a.jpg").write_bytes(foto(1))
    mirar(quien)
    casa.reloj.pasar(60 * 60 * 48)
    (carpeta / "b.jpg").write_bytes(foto(2))
    assert [m.destino for m in mirar(quien)] == [Destino.RECIBIDO]


@pytest.mark.parametrize(
    ("usuario", "clave"), [("captura1", CLAVE), ("digitalizadora", "otra-clave"), ("nadie", CLAVE)]
)
def test_an_account_that_may_not_send_is_told_and_nothing_moves(
    casa: Casa, servidor: str, carpeta: Path, usuario: str, clave: str
) -> None:
    (carpeta / "a.jpg").write_bytes(foto(1))
    with pytest.raises(CuentaSinPermiso):
        mirar(vigilante(carpeta, servidor, usuario, clave))
    assert (carpeta / "a.jpg").exists()


def test_the_command_sends_what_there_is_and_ends(
    casa: Casa, servidor: str, carpeta: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for n in (1, 2):
        (carpeta / f"scan{n}.jpg").write_bytes(foto(n))
    (carpeta / "nota.txt").write_bytes(b"hola")
    monkeypatch.setenv("ACTARIO_CONTRASENA", CLAVE)
    estado = main(["vigilar", str(carpeta), "--servidor", servidor, "--usuario", "digitalizadora", "--una-vez"])
    assert estado == 1  # one was refused
    lineas = capsys.readouterr().out.splitlines()
    assert sorted(linea.split("\t")[0] for linea in lineas) == ["rechazado", "recibido", "recibido"]
    assert cuantas(casa) == 2
