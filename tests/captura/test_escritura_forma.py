"""What a person edits is never lost, and what is saved is always a form that loads."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from captura.escritura_forma import (
    FormaCambiada,
    FormaExistente,
    abrir_forma,
    descartar_borrador,
    escribir_nueva,
    guardar_borrador,
    guardar_forma,
)
from captura.plantilla import PlantillaInvalida, cargar_plantilla

DATOS: dict[str, Any] = {
    "clave": "prueba",
    "nombre": "Prueba",
    "hoja_mm": [200.0, 100.0],
    "campos": [
        {"clave": "PAN", "tipo": "votos", "digitos": [{"x": 10.0, "y": 10.0, "ancho": 6.0, "alto": 7.0}]},
        {"clave": "TOTAL", "tipo": "total", "digitos": [{"x": 10.0, "y": 30.0, "ancho": 6.0, "alto": 7.0}]},
    ],
}


@pytest.fixture
def carpeta(tmp_path: Path) -> Path:
    forma = tmp_path / "forma"
    forma.mkdir()
    Image.new("L", (400, 200), 255).save(tmp_path / "r.png")
    escribir_nueva(forma, DATOS, (tmp_path / "r.png").read_bytes(), {"archivo": "a.pdf", "avisos": ["Revise el QR."]})
    return forma


def con_clave(clave: str) -> dict[str, Any]:
    datos = json.loads(json.dumps(DATOS))
    datos["campos"][0]["clave"] = clave
    return datos


def test_a_form_is_opened_with_its_notes_and_without_faults(carpeta: Path):
    forma = abrir_forma(carpeta)
    assert forma.datos == DATOS
    assert forma.avisos == ("Revise el QR.",)
    assert forma.problemas == () and not forma.es_borrador


def test_saving_keeps_every_version_before(carpeta: Path):
    base = abrir_forma(carpeta).base
    base = guardar_forma(carpeta, con_clave("PRI"), base)
    guardar_forma(carpeta, con_clave("PRD"), base)
    assert [c.clave for c in cargar_plantilla(carpeta).campos] == ["PRD", "TOTAL"]
    anteriores = [json.loads(v.read_text())["campos"][0]["clave"] for v in sorted((carpeta / "versiones").iterdir())]
    assert anteriores == ["PAN", "PRI"]


def test_saving_the_same_again_makes_no_version(carpeta: Path):
    guardar_forma(carpeta, DATOS, abrir_forma(carpeta).base)
    assert not (carpeta / "versiones").exists()


def test_faults_replace_nothing_and_the_draft_keeps_them(carpeta: Path):
    malos = con_clave("TOTAL")
    with pytest.raises(PlantillaInvalida):
        guardar_forma(carpeta, malos, abrir_forma(carpeta).base)
    assert cargar_plantilla(carpeta).campos[0].clave == "PAN"
    forma = abrir_forma(carpeta)
    assert forma.es_borrador and forma.datos["campos"][0]["clave"] == "TOTAL"
    [problema] = forma.problemas
    assert problema.ruta == ("campos", 1, "clave") and "repetida" in problema.que


def test_two_people_do_not_overwrite_each_other(carpeta: Path):
    """Both opened the same version; the second to save is told, and keeps hers as the draft."""
    base = abrir_forma(carpeta).base
    guardar_forma(carpeta, con_clave("PRI"), base)
    with pytest.raises(FormaCambiada):
        guardar_forma(carpeta, con_clave("PRD"), base)
    assert cargar_plantilla(carpeta).campos[0].clave == "PRI"
    assert abrir_forma(carpeta).datos["campos"][0]["clave"] == "PRD"


def test_a_draft_survives_and_is_dropped_only_when_asked(carpeta: Path):
    assert guardar_borrador(carpeta, con_clave("MC")) == ()
    assert abrir_forma(carpeta).es_borrador
    descartar_borrador(carpeta)
    assert abrir_forma(carpeta).datos == DATOS


def test_a_broken_draft_gives_way_to_what_is_saved(carpeta: Path):
    (carpeta / "borrador.json").write_text("{")
    assert abrir_forma(carpeta).datos == DATOS


def test_a_proposal_is_never_written_over_a_form(carpeta: Path):
    with pytest.raises(FormaExistente):
        escribir_nueva(carpeta, con_clave("PRI"), b"", {})
    assert cargar_plantilla(carpeta).campos[0].clave == "PAN"


@pytest.mark.parametrize("texto", ["", "{", "[1, 2]"])
def test_what_is_not_a_form_is_told(carpeta: Path, texto: str):
    (carpeta / "plantilla.json").write_text(texto)
    with pytest.raises(PlantillaInvalida) as e:
        abrir_forma(carpeta)
    assert e.value.problemas
