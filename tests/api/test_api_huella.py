"""Whoever audits sees what runs, and is told when the disk is no longer what was started."""

import shutil
from pathlib import Path

from casa_api import Casa

from api.huella_viva import HuellaViva
from publicacion.huella import Huella
from tests.mesa import MINI
from verificacion.proceso import cargar_proceso


def test_the_api_says_the_same_as_the_page_and_can_be_compared(casa: Casa) -> None:
    dicha = casa.de("audita").get("/api/v1/huella").json()
    assert Huella.de_json(dicha).total == dicha["huella"]
    assert dicha["cambios"] == []
    pagina = casa.de("administra").get("/huella", headers={"accept": "text/html"}).text
    assert dicha["huella"] in pagina and "El disco cambió" not in pagina


def test_only_who_audits_or_administers_sees_it(casa: Casa) -> None:
    assert {casa.de(quien).get("/api/v1/huella").status_code for quien in ("captura1", "supervisa", "publica")} == {403}


def test_what_changed_on_the_disk_since_the_start_is_told_and_what_runs_stays(tmp_path: Path) -> None:
    proceso = cargar_proceso(Path(shutil.copytree(MINI, tmp_path / "proceso")))
    viva = HuellaViva(proceso, sitios=[]).arrancar()
    antes = viva.ver()
    (tmp_path / "proceso" / "casillas.csv").write_bytes(b"otra")
    despues = viva.ver()
    assert despues.huella.total == antes.huella.total
    assert (antes.cambios, despues.cambios) == ([], ["elección: casillas.csv cambió"])
