"""The store gives back what was kept, or says that it cannot."""

import hashlib
from pathlib import Path

import pytest

from captura.almacen import Almacen, ContenidoAlterado, NombreInvalido
from verificacion.dominio.errores import NoExiste


def test_what_is_kept_is_read_back_by_its_hash(tmp_path: Path):
    almacen = Almacen(tmp_path / "imagenes")
    sha = almacen.guardar(b"acta")
    assert sha == hashlib.sha256(b"acta").hexdigest()
    assert almacen.existe(sha)
    assert almacen.leer(sha) == b"acta"


def test_keeping_twice_leaves_one_file(tmp_path: Path):
    almacen = Almacen(tmp_path)
    assert almacen.guardar(b"acta") == almacen.guardar(b"acta")
    assert len([r for r in tmp_path.rglob("*") if r.is_file()]) == 1


def test_a_changed_file_is_told_and_healed_by_the_good_bytes(tmp_path: Path):
    almacen = Almacen(tmp_path)
    sha = almacen.guardar(b"acta")
    almacen.ruta(sha).write_bytes(b"actA")
    with pytest.raises(ContenidoAlterado):
        almacen.leer(sha)
    almacen.guardar(b"acta")
    assert almacen.leer(sha) == b"acta"


def test_what_was_never_kept_does_not_exist(tmp_path: Path):
    sha = hashlib.sha256(b"otra").hexdigest()
    assert not Almacen(tmp_path).existe(sha)
    with pytest.raises(NoExiste):
        Almacen(tmp_path).leer(sha)


def test_a_derived_file_stands_beside_and_may_be_replaced(tmp_path: Path):
    almacen = Almacen(tmp_path)
    sha = almacen.guardar(b"acta")
    with pytest.raises(NoExiste):
        almacen.leer_derivada(sha, "hoja.jpg")
    almacen.guardar_derivada(sha, "hoja.jpg", b"una")
    almacen.guardar_derivada(sha, "hoja.jpg", b"dos")
    assert almacen.leer_derivada(sha, "hoja.jpg") == b"dos"
    assert almacen.leer(sha) == b"acta"


@pytest.mark.parametrize("nombre", ["../fuera", "/etc/passwd", "", ".oculto", "a/b"])
def test_a_name_cannot_leave_the_store(tmp_path: Path, nombre: str):
    almacen = Almacen(tmp_path)
    sha = almacen.guardar(b"acta")
    with pytest.raises(NombreInvalido):
        almacen.guardar_derivada(sha, nombre, b"x")
    with pytest.raises(NombreInvalido):
        almacen.leer(nombre)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path):
    almacen = Almacen(tmp_path)
    destino = almacen.ruta(hashlib.sha256(b"acta").hexdigest())
    destino.mkdir(parents=True)  # the rename onto a folder fails
    (destino / "x").touch()
    with pytest.raises(IsADirectoryError):
        almacen.guardar(b"acta")
    assert not list(tmp_path.rglob(".nuevo-*"))
