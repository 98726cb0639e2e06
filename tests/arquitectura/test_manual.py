"""The staff manual shows screens that the browser tests take, and its links lead somewhere."""

import re
from pathlib import Path

import pytest

RAIZ = Path(__file__).parents[2]
PAGINAS = sorted((RAIZ / "docs" / "manual").glob("*.md"))


@pytest.mark.parametrize("pagina", PAGINAS, ids=lambda p: p.name)
def test_every_link_and_screen_of_the_manual_is_there(pagina: Path) -> None:
    destinos = re.findall(r"\]\(([^)#:]+)\)", pagina.read_text())
    assert [d for d in destinos if not (pagina.parent / d).exists()] == []


def test_every_screen_of_the_manual_is_taken_by_a_browser_test() -> None:
    pruebas = "".join(p.read_text() for p in (RAIZ / "tests" / "navegador").glob("*.py"))
    tomados = set(re.findall(r'retratos / f?"([^"{]+)"', pruebas))
    pantallas = {n for p in PAGINAS for n in re.findall(r"imagenes/([\w.-]+)", p.read_text())}
    assert pantallas - tomados == set() and len(pantallas) > 10
