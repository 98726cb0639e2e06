"""``actario usuarios``: the first administrator, and the list of staff with its slips."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import select

from actario.cli import main
from tests.api.casa_api import mini
from verificacion.bd.sesion import consulta, crear_engine, migrar
from verificacion.bd.tablas import Usuario


@pytest.fixture
def instalada(tmp_path: Path) -> list[str]:
    (tmp_path / "datos").mkdir()
    migrar(f"sqlite:///{tmp_path / 'datos' / 'actario.sqlite3'}")
    mini(tmp_path)
    return ["--datos", str(tmp_path / "datos"), "--proceso", str(tmp_path / "proceso")]


def cuentas(carpeta: Path) -> dict[str, tuple[str, str | None, bool]]:
    engine = crear_engine(f"sqlite:///{carpeta / 'datos' / 'actario.sqlite3'}")
    with consulta(engine) as session:
        return {u.usuario: (u.roles, u.centro, u.temporal) for u in session.scalars(select(Usuario))}


def test_the_first_administrator_is_made_once(
    tmp_path: Path, instalada: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["usuarios", "primero", "jefa", *instalada]) == 0
    assert capsys.readouterr().out.startswith("jefa  ")
    assert main(["usuarios", "primero", "otra", *instalada]) != 0
    assert cuentas(tmp_path) == {"jefa": ("administrador", None, True)}


def test_a_list_becomes_accounts_and_slips_that_only_their_owner_reads(tmp_path: Path, instalada: list[str]) -> None:
    lista, hojas = tmp_path / "personal.csv", tmp_path / "hojas.html"
    lista.write_text(
        "usuario,roles,centro,nombre\nana.lopez,capturista|verificador,CCV-1,Ana <b>López</b>\nbeto,digitalizador,,\n",
        encoding="utf-8-sig",
    )
    orden = ["usuarios", "importar", str(lista), "--hojas", str(hojas), "--direccion", "prep.ejemplo.mx", *instalada]
    assert main(orden) == 0
    assert cuentas(tmp_path) == {
        "ana.lopez": ("capturista,verificador", "CCV-1", True),
        "beto": ("digitalizador", None, True),
    }
    pagina = hojas.read_text()
    assert "Ana &lt;b&gt;López&lt;/b&gt;" in pagina and "prep.ejemplo.mx" in pagina and pagina.count("<section>") == 2
    assert stat.S_IMODE(hojas.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("renglon", "dice"),
    [
        ("=HYPERLINK(1),capturista,,", "no es un usuario"),
        ("ana,jefe,,", "«jefe» no es un rol"),
        ("ana,sistema,,", "«sistema» no es un rol"),
        ("ana,capturista,=1+1,", "no es un centro"),
        ("buena,capturista,,", "está repetido"),
        ("ana,capturista,,,de mas", "más celdas"),
    ],
)
def test_a_list_with_a_fault_makes_no_account(
    tmp_path: Path, instalada: list[str], capsys: pytest.CaptureFixture[str], renglon: str, dice: str
) -> None:
    lista = tmp_path / "personal.csv"
    lista.write_text(f"usuario,roles,centro,nombre\nbuena,capturista,,\n{renglon}\n")
    assert main(["usuarios", "importar", str(lista), "--hojas", str(tmp_path / "hojas.html"), *instalada]) != 0
    salida = capsys.readouterr()
    dicho = " ".join((salida.err + salida.out).split())
    assert "renglón 3" in dicho and dice in dicho
    assert cuentas(tmp_path) == {} and not (tmp_path / "hojas.html").exists()
