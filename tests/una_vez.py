"""What is dear to make and never changed: made once for all the processes that share the tests."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def una_vez(fabrica: pytest.TempPathFactory, nombre: str, hacer: Callable[[Path], object]) -> Path:
    """The folder ``nombre``, filled by ``hacer``; whoever comes while another makes it waits."""
    raiz = fabrica.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        raiz = raiz.parent  # that of the whole run
    carpeta, hecha = raiz / nombre, raiz / f"{nombre}.hecha"
    with (raiz / f"{nombre}.candado").open("w") as candado:
        fcntl.flock(candado, fcntl.LOCK_EX)
        if not hecha.exists():
            carpeta.mkdir()
            hacer(carpeta)
            hecha.touch()
    return carpeta
