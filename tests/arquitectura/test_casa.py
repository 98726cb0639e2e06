"""The house keeps its own rules."""

import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

RAIZ = Path(__file__).parents[2]
PAQUETES = ("actario", "api", "captura", "ocr", "verificacion", "publicacion", "muestras")
MAX_LINEAS = 400


def _fuentes() -> list[Path]:
    return [f for paquete in PAQUETES for f in (RAIZ / paquete).rglob("*.py")]


def test_layers_hold():
    lint = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=RAIZ, capture_output=True, text=True)
    assert lint.returncode == 0, lint.stdout


@pytest.mark.parametrize("archivo", _fuentes(), ids=lambda f: str(f.relative_to(RAIZ)))
def test_no_module_outgrows_its_reader(archivo: Path):
    assert len(archivo.read_text().splitlines()) <= MAX_LINEAS


def test_importing_every_module_touches_no_file_and_no_socket():
    """Configuration and connections at import are the commonest trap of services of this kind."""
    modulos = [
        m.name
        for paquete in PAQUETES
        for m in pkgutil.walk_packages([str(RAIZ / paquete)], prefix=f"{paquete}.")
        if "__main__" not in m.name and "entrenamiento" not in m.name and "migraciones" not in m.name
    ]
    guion = f"""
import builtins, importlib, socket, sys
def vigilar(evento, args):
    escribe = evento == "open" and isinstance(args[1], str) and any(c in args[1] for c in "wax+")
    conecta = evento in ("socket.connect", "socket.bind", "sqlite3.connect")
    if conecta or (escribe and "__pycache__" not in str(args[0])):
        raise SystemExit(f"{{evento}} {{args}}")
sys.addaudithook(vigilar)
for modulo in {modulos!r}:
    importlib.import_module(modulo)
print(len({modulos!r}))
"""
    salida = subprocess.run([sys.executable, "-c", guion], cwd=RAIZ, capture_output=True, text=True)
    assert salida.returncode == 0, salida.stderr
    assert int(salida.stdout) > 50


@pytest.mark.parametrize("cerradura", sorted((RAIZ / "requirements").glob("*.lock")), ids=lambda f: f.name)
def test_lock_names_no_host(cerradura: Path):
    assert not re.search(r"https?://|--index-url|--find-links", cerradura.read_text())
    assert "--hash=sha256:" in cerradura.read_text()


@pytest.mark.parametrize("nombre", ["utils", "helpers", "common", "shared", "managers", "services"])
def test_no_module_is_named_after_nothing(nombre: str):
    assert not [f for f in _fuentes() if nombre in (f.stem, f.parent.name)]
