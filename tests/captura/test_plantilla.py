"""The form folder: what is accepted, and what each fault says."""

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from captura.plantilla import Caja, PlantillaInvalida, Problema, cargar_plantilla
from verificacion.dominio.eleccion import Suma, TipoCampo

BUENA: dict[str, Any] = {
    "clave": "prueba",
    "nombre": "Forma de prueba",
    "hoja_mm": [200.0, 100],
    "referencia": "referencia.png",
    "campos": [
        {
            "clave": "PAN",
            "tipo": "votos",
            "digitos": [{"x": 10 + 8 * i, "y": 10, "ancho": 8, "alto": 8} for i in range(3)],
            "letra": {"x": 50, "y": 10, "ancho": 40, "alto": 8},
        },
        {"clave": "PRI", "tipo": "votos", "digitos": [{"x": 10, "y": 20, "ancho": 8, "alto": 8}]},
        {"clave": "TOTAL", "tipo": "total", "digitos": [{"x": 10, "y": 30, "ancho": 8, "alto": 8}]},
    ],
    "sumas": [{"total": "TOTAL", "sumandos": ["PAN", "PRI"]}],
    "qr": {"x": 150, "y": 50, "ancho": 30, "alto": 30},
    "reservado": [{"x": 0, "y": 80, "ancho": 100, "alto": 20}],
    "mascara": [{"x": 10, "y": 10, "ancho": 24, "alto": 30}],
}


def escribir(carpeta: Path, datos: Any, referencia: tuple[int, int] | None = (400, 200)) -> Path:
    carpeta.mkdir(exist_ok=True)
    texto = datos if isinstance(datos, str) else json.dumps(datos, indent=1)
    (carpeta / "plantilla.json").write_text(texto, encoding="utf-8")
    if referencia:
        Image.fromarray(np.full(referencia[::-1], 255, np.uint8)).save(carpeta / "referencia.png")
    return carpeta


def fallas(carpeta: Path) -> list[Problema]:
    with pytest.raises(PlantillaInvalida) as e:
        cargar_plantilla(carpeta)
    assert all(p.remedio for p in e.value.problemas)
    return e.value.problemas


def test_a_good_folder_loads_as_written(tmp_path: Path):
    p = cargar_plantilla(escribir(tmp_path / "f", BUENA))
    assert (p.clave, p.nombre, p.hoja_mm) == ("prueba", "Forma de prueba", (200.0, 100.0))
    assert [c.clave for c in p.campos] == ["PAN", "PRI", "TOTAL"]
    assert p.campos[0].tipo is TipoCampo.VOTOS
    assert p.campos[0].digitos[1] == Caja(18, 10, 8, 8)
    assert p.campos[0].letra == Caja(50, 10, 40, 8)
    assert p.campos[1].letra is None
    assert p.sumas == (Suma("TOTAL", ("PAN", "PRI")),)
    assert p.qr == Caja(150, 50, 30, 30)
    assert p.referencia == tmp_path / "f" / "referencia.png"
    assert p.forma().claves == ("PAN", "PRI", "TOTAL")


def test_optional_parts_may_be_missing(tmp_path: Path):
    datos = {k: v for k, v in BUENA.items() if k not in {"qr", "sumas", "reservado", "mascara"}}
    p = cargar_plantilla(escribir(tmp_path / "f", datos))
    assert (p.qr, p.sumas, p.reservado, p.mascara) == (None, (), (), ())


def test_the_fingerprint_changes_with_the_reference(tmp_path: Path):
    una = cargar_plantilla(escribir(tmp_path / "f", BUENA)).huella
    assert cargar_plantilla(escribir(tmp_path / "f", BUENA, (800, 400))).huella != una


def _con(ruta: list[str | int], valor: Any) -> dict[str, Any]:
    datos = copy.deepcopy(BUENA)
    lugar: Any = datos
    for paso in ruta[:-1]:
        lugar = lugar[paso]
    lugar[ruta[-1]] = valor
    return datos


@pytest.mark.parametrize(
    ("ruta", "valor", "dice"),
    [
        (["color"], "rojo", "llave desconocida «color»"),
        (["campos", 0, "digitos", 0, "z"], 3, "llave desconocida «z»"),
        (["campos", 1, "digitos", 0, "y"], 12, "se encima"),
        (["campos", 1, "letra"], {"x": 60, "y": 12, "ancho": 40, "alto": 8}, "se encima"),
        (["campos", 2, "digitos", 0, "y"], 93, "se sale de la hoja"),
        (["mascara", 0, "x"], 190, "se sale de la hoja"),
        (["campos", 1, "clave"], "PAN", "la clave «PAN» está repetida"),
        (["sumas", 0, "sumandos", 1], "PRD", "«PRD», que no existe"),
        (["sumas", 0, "total"], "SUMA", "«SUMA», que no existe"),
        (["sumas", 0, "sumandos"], ["PAN", "PAN"], "cuenta dos veces PAN"),
        (["sumas", 0, "sumandos"], ["PAN", "TOTAL"], "cuenta dos veces TOTAL"),
        (["campos", 0, "tipo"], "voto", "«campos.0.tipo» es 'voto'"),
        (["campos", 0, "digitos"], [], "menos elementos"),
        (["campos", 0, "digitos"], [{"x": i, "y": 60, "ancho": 1, "alto": 1} for i in range(5)], "demasiados"),
        (["campos", 0, "digitos", 0, "x"], "10", "no es un número"),
        (["campos", 0, "digitos", 0, "x"], True, "no es un número"),
        (["campos", 0, "digitos", 0, "ancho"], 0, "fuera de rango"),
        (["campos", 0, "digitos", 0, "x"], -1, "fuera de rango"),
        (["campos", 0, "clave"], 7, "no es un texto"),
        (["campos", 0, "clave"], "  ", "no es un texto"),
        (["campos"], {}, "no es una lista"),
        (["hoja_mm"], [200], "falta «hoja_mm.1»"),
        (["hoja_mm"], [100, 200], "no tiene la proporción"),
        (["reservado", 0, "y"], 5, "tapa el dígito"),
        (["referencia"], "../fuera.png", "fuera de la carpeta"),
        (["referencia"], "otra.png", "falta la imagen"),
    ],
)
def test_each_fault_is_told_with_its_line_and_remedy(tmp_path: Path, ruta: list[str | int], valor: Any, dice: str):
    carpeta = escribir(tmp_path / "f", _con(ruta, valor))
    hallada = next(f for f in fallas(carpeta) if dice in f[1])
    assert hallada.linea is not None
    assert hallada.linea <= len((carpeta / "plantilla.json").read_text().splitlines())


def test_the_line_is_the_one_of_the_faulty_value(tmp_path: Path):
    carpeta = escribir(tmp_path / "f", _con(["sumas", 0, "sumandos", 1], "PRD"))
    renglones = (carpeta / "plantilla.json").read_text().splitlines()
    [(linea, _, _, ruta)] = fallas(carpeta)
    assert ruta == ("sumas", 0, "sumandos", 1)
    assert linea is not None
    assert '"PRD"' in renglones[linea - 1]


def test_all_faults_are_told_at_once(tmp_path: Path):
    datos = _con(["campos", 0, "tipo"], "voto")
    datos["sobra"] = 1
    datos["sumas"][0]["total"] = "NADA"
    datos["qr"]["x"] = 190
    assert len(fallas(escribir(tmp_path / "f", datos, referencia=None))) == 5


def test_a_repeated_key_of_the_json_is_told_with_its_line(tmp_path: Path):
    texto = json.dumps(BUENA, indent=1).replace('"nombre"', '"clave": "otra",\n "nombre"', 1)
    [(linea, que, _, _)] = fallas(escribir(tmp_path / "f", texto))
    assert (linea, que) == (3, "la llave «clave» está repetida")


def test_broken_json_is_told_with_its_line(tmp_path: Path):
    [(linea, que, _, _)] = fallas(escribir(tmp_path / "f", '{"clave": "a",\n "nombre": }'))
    assert linea == 2
    assert "no es JSON" in que


@pytest.mark.parametrize("texto", ["[]", "3", '"x"', "null", "", '{"clave": NaN}', "[" * 100_000])
def test_other_documents_are_refused(tmp_path: Path, texto: str):
    assert fallas(escribir(tmp_path / "f", texto))


def test_a_missing_folder_is_refused(tmp_path: Path):
    assert "no se puede abrir" in fallas(tmp_path / "nada")[0][1]


def test_a_damaged_reference_is_refused(tmp_path: Path):
    carpeta = escribir(tmp_path / "f", BUENA)
    buena = (carpeta / "referencia.png").read_bytes()
    (carpeta / "referencia.png").write_bytes(buena[: len(buena) // 2])
    assert "no se puede leer" in fallas(carpeta)[0][1]
