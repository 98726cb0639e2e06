"""A whole drill, shortened: an installation of its own that loses a reader, its server, its database and the power."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from muestras.simulacro.verdad import Verdad

pytestmark = pytest.mark.recorrido


def test_a_drill_with_faults_loses_nothing_and_publishes_the_truth(muestra: tuple[Path, Verdad], tmp_path: Path):
    trabajo = tmp_path / "simulacro"
    trabajo.mkdir()
    (trabajo / "fotos").symlink_to(muestra[0].parent / "fotos")  # the photos of this election are already made
    orden = ["simulacro", "--proceso", str(muestra[0]), "--semilla", "7", "--carpeta", str(trabajo), "--error", "0.01"]
    orden += [
        "--velocidad",
        "2400",
        "--capturistas",
        "6",
        "--fallas",
        "4",
        "--postgresql",
        "--json",
        str(tmp_path / "informe.json"),
    ]
    hecho = subprocess.run([sys.executable, "-m", "actario", *orden], capture_output=True, text=True)
    assert hecho.returncode == 0, hecho.stdout + hecho.stderr
    informe = json.loads((tmp_path / "informe.json").read_text())
    assert informe["actas_perdidas"] == []
    assert informe["error_residual"]["sin_explicar"] == 0, informe["diferencias"]
    assert informe["votos_publicados"] == informe["votos_verdaderos"] or informe["error_residual"]["distintos"] == 1
    assert {f["nombre"] for f in informe["fallas"]} >= {"muere un lector", "muere la base", "se va la luz"}
    assert informe["recibidas"] == informe["fotos"] and informe["errores_de_tecleo"] > 0
    assert informe["espera"]["actas"] == len(muestra[1].conteos())
    pagina = (trabajo / "informe" / "informe.html").read_text()
    assert "SIMULACRO" in pagina and pagina.count("<svg") == 2
