"""The store gives back what was kept, or says that it cannot; the same on a folder and on a server that speaks S3."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from captura.almacen import Almacen, ContenidoAlterado, NombreInvalido, nombre_de
from captura.deposito import Deposito, DepositoCarpeta, DepositoNoResponde
from captura.deposito_s3 import DepositoS3
from tests.fixtures_s3 import ServidorS3
from verificacion.dominio.errores import InstalacionIncompleta, NoExiste

SHA = hashlib.sha256(b"acta").hexdigest()


@pytest.fixture(params=["carpeta", "s3"])
def deposito(request: pytest.FixtureRequest, tmp_path: Path) -> Deposito:
    """Each kind of place in turn."""
    return (
        DepositoCarpeta(tmp_path / "imagenes") if request.param == "carpeta" else request.getfixturevalue("deposito_s3")
    )


@pytest.fixture
def disco_de_64_kb(tmp_path: Path) -> Iterator[Path]:
    """A real file system, where the machine lets us mount one."""
    montado = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tmp_path], capture_output=True)
    if montado.returncode != 0:
        pytest.skip(f"no se puede montar un disco pequeno: {montado.stderr.decode()}")
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)


@pytest.fixture
def almacen(deposito: Deposito) -> Almacen:
    return Almacen(deposito)


def test_what_is_kept_is_read_back_by_its_hash(almacen: Almacen):
    assert almacen.guardar(b"acta") == SHA
    assert almacen.existe(SHA)
    assert almacen.leer(SHA) == b"acta"


def test_keeping_twice_leaves_one_file(almacen: Almacen):
    assert almacen.guardar(b"acta") == almacen.guardar(b"acta")
    assert list(almacen.deposito.nombres()) == [nombre_de(SHA)]


def test_a_changed_file_is_told_and_healed_by_the_good_bytes(almacen: Almacen):
    almacen.guardar(b"acta")
    almacen.deposito.escribir(nombre_de(SHA), b"actA")
    with pytest.raises(ContenidoAlterado):
        almacen.leer(SHA)
    almacen.guardar(b"acta")
    assert almacen.leer(SHA) == b"acta"


def test_what_was_never_kept_does_not_exist(almacen: Almacen):
    assert not almacen.existe(SHA)
    for leer in (almacen.leer, almacen.leer_apartado):
        with pytest.raises(NoExiste):
            leer(SHA)


def test_a_derived_file_stands_beside_and_may_be_replaced(almacen: Almacen):
    almacen.guardar(b"acta")
    with pytest.raises(NoExiste):
        almacen.leer_derivada(SHA, "hoja.jpg")
    almacen.guardar_derivada(SHA, "hoja.jpg", b"una")
    almacen.guardar_derivada(SHA, "hoja.jpg", b"dos")
    assert almacen.leer_derivada(SHA, "hoja.jpg") == b"dos"
    assert almacen.leer(SHA) == b"acta"


def test_what_is_refused_is_kept_apart_and_is_no_image(almacen: Almacen):
    assert almacen.apartar(b"acta") == SHA
    assert almacen.leer_apartado(SHA) == b"acta"
    assert not almacen.existe(SHA)


@pytest.mark.parametrize("nombre", ["../fuera", "/etc/passwd", "", ".oculto", "a/b"])
def test_a_name_cannot_leave_the_store(tmp_path: Path, nombre: str):
    almacen = Almacen(DepositoCarpeta(tmp_path))
    almacen.guardar(b"acta")
    with pytest.raises(NombreInvalido):
        almacen.guardar_derivada(SHA, nombre, b"x")
    for leer in (almacen.leer, almacen.leer_apartado):
        with pytest.raises(NombreInvalido):
            leer(nombre)


def test_a_write_that_fails_is_told_and_leaves_nothing_behind(tmp_path: Path):
    destino = tmp_path / nombre_de(SHA)
    destino.mkdir(parents=True)  # the rename onto a folder fails
    (destino / "x").touch()
    with pytest.raises(DepositoNoResponde):
        Almacen(DepositoCarpeta(tmp_path)).guardar(b"acta")
    assert not list(tmp_path.rglob(".nuevo-*"))


def test_a_full_disk_is_told_as_such_and_what_was_kept_stays(disco_de_64_kb: Path):
    almacen = Almacen(DepositoCarpeta(disco_de_64_kb))
    almacen.guardar(b"acta")
    with pytest.raises(DepositoNoResponde, match="space"):
        almacen.guardar(os.urandom(100_000))
    assert almacen.leer(SHA) == b"acta"
    assert list(almacen.deposito.nombres()) == [nombre_de(SHA)]


def test_a_server_that_goes_and_comes_back_loses_nothing(servidor_s3: ServidorS3, deposito_s3: DepositoS3):
    almacen = Almacen(deposito_s3)
    almacen.guardar(b"acta")
    servidor_s3.detener()
    try:
        for acto in (lambda: almacen.guardar(b"otra"), lambda: almacen.leer(SHA), almacen.probar):
            with pytest.raises(DepositoNoResponde):
                acto()
    finally:
        servidor_s3.arrancar()
    assert almacen.leer(SHA) == b"acta"
    assert almacen.leer(almacen.guardar(b"otra")) == b"otra"


def test_a_store_without_its_bucket_or_with_a_bad_address_is_told(servidor_s3: ServidorS3, credenciales_s3: None):
    with pytest.raises(DepositoNoResponde):
        DepositoS3("s3://no-existe", servidor_s3.direccion).escribir("salud", b"")
    with pytest.raises(InstalacionIncompleta):
        DepositoS3("/una/carpeta")
