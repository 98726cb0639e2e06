import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from muestras.camara import Camara, Papel3D, camara_sobre
from muestras.degradacion import Condicion, fotografiar
from muestras.durango.contendientes import contendientes
from muestras.formas.dibujo import dibujar_pdf
from muestras.formas.maqueta import HOJA_MM, MARCA_MM, MARCAS_MM, maquetar
from muestras.fotos import FormaAjena, generar_fotos
from muestras.hoja import Pagina, forma_en_blanco
from muestras.simulacro.verdad import leer_verdad
from verificacion.dominio.eleccion import Proceso


@pytest.fixture(scope="module")
def blanco() -> Pagina:
    maqueta = maquetar("prueba", "Prueba", "DIPUTACIONES LOCALES", "DURANGO", "3", contendientes())
    return forma_en_blanco(dibujar_pdf(maqueta))


@pytest.mark.parametrize(
    ("condicion", "semilla"), [("movil", s) for s in range(5)] + [("escaner", s) for s in range(3)]
)
def test_the_truth_says_where_each_corner_square_fell(blanco: Pagina, condicion: Condicion, semilla: int) -> None:
    foto = fotografiar(blanco, np.random.default_rng(semilla), condicion)
    gris = cv2.cvtColor(foto.imagen, cv2.COLOR_BGR2GRAY)
    alto, ancho = gris.shape
    for x, y in MARCAS_MM:
        centro = foto.ubicar(np.array([[x + MARCA_MM / 2, y + MARCA_MM / 2]]))[0]
        lado = np.array([[x + 0.7, y + 0.7], [x + MARCA_MM - 0.7, y + MARCA_MM - 0.7]])
        fuera = np.array([[x - 1.5, y + 4], [x + MARCA_MM + 1.5, y + 4], [x + 4, y - 1.5], [x + 4, y + MARCA_MM + 1.5]])
        assert 0 <= centro[0] < ancho
        assert 0 <= centro[1] < alto
        dentro = [float(gris[round(py), round(px)]) for px, py in (*foto.ubicar(lado), centro)]
        alrededor = [float(gris[round(py), round(px)]) for px, py in foto.ubicar(fuera)]
        assert max(dentro) + 25 < min(alrededor)


def test_undoing_the_camera_returns_the_millimetres_of_a_curled_sheet() -> None:
    papel = Papel3D(HOJA_MM, ((4.0, 0.03, 0.01, 1.0),), (340.0, 0.0, 12.0, 90.0))
    camara = camara_sobre(papel, (3264, 2448), 450.0, (12.0, -9.0), 93.0, 0.9)
    rng = np.random.default_rng(0)
    mm = rng.uniform((0, 0), HOJA_MM, (500, 2))
    assert np.abs(camara.deshacer(camara.ubicar(mm)) - mm).max() < 0.1
    plana = Camara(camara.matriz, Papel3D(HOJA_MM))
    assert np.abs(plana.ubicar(mm) - camara.ubicar(mm)).max() > 10.0


def test_photos_are_reproducible_and_different_by_seed(blanco: Pagina) -> None:
    una, otra, distinta = (
        fotografiar(blanco, np.random.default_rng(s), "movil", foto_px=(1200, 900)).imagen for s in (1, 1, 2)
    )
    assert np.array_equal(una, otra)
    assert una.shape != distinta.shape or not np.array_equal(una, distinta)


@pytest.fixture(scope="module")
def fotos(proceso_chico: Proceso, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generar_fotos(_con_actas(proceso_chico, 4), tmp_path_factory.mktemp("fotos"), 3, lambda _h, _t: None, 1)


def _con_actas(proceso: Proceso, cuantas: int) -> Proceso:
    return replace(proceso, actas=proceso.actas[:cuantas])


def test_every_photo_has_its_file_its_hash_and_its_truth(proceso_chico: Proceso, fotos: Path) -> None:
    verdad = leer_verdad(fotos)
    assert len(verdad.fotos) + len(verdad.sin_acta) >= 4
    for foto in verdad.fotos:
        assert hashlib.sha256(foto.archivo.read_bytes()).hexdigest() == foto.sha256
        assert foto.conteo
    claves = {str(a.clave) for a in proceso_chico.actas[:4]}
    assert {f.clave for f in verdad.fotos if f.clave} | set(verdad.sin_acta) == claves


def test_photos_already_made_are_kept_for_a_later_night_of_the_same_election(
    proceso_chico: Proceso, fotos: Path
) -> None:
    antes = {f: f.stat().st_mtime_ns for f in (fotos.parent / "fotos").iterdir()}
    avances: list[tuple[int, int]] = []
    otra_noche = replace(_con_actas(proceso_chico, 4), apertura=proceso_chico.apertura + timedelta(days=1))
    generar_fotos(otra_noche, fotos.parent, 3, lambda h, t: avances.append((h, t)), 1)
    assert avances == [(len(antes), len(antes))]
    assert {f: f.stat().st_mtime_ns for f in (fotos.parent / "fotos").iterdir()} == antes


def test_another_seed_makes_them_again_and_two_processes_give_the_same_bytes(
    proceso_chico: Proceso, tmp_path: Path
) -> None:
    proceso = _con_actas(proceso_chico, 2)
    hechas: list[int] = []

    def sha(semilla: int, procesos: int) -> list[str]:
        archivo = generar_fotos(proceso, tmp_path, semilla, lambda h, _t: hechas.append(h), procesos)
        return [f["sha256"] for f in json.loads(archivo.read_text(encoding="utf-8"))["fotos"]]

    primera = sha(1, 1)
    assert sha(2, 1) != primera
    assert sha(1, 2) == primera
    assert hechas == [*range(1, len(primera) + 1)] * 3


def test_a_form_that_we_do_not_draw_is_refused(proceso_chico: Proceso, tmp_path: Path) -> None:
    forma = proceso_chico.formas[-1]
    ajena = replace(forma, carpeta="ajena")
    origen = Path(proceso_chico.carpeta) / forma.carpeta
    carpeta = tmp_path / "proceso"
    (carpeta / "ajena").mkdir(parents=True)
    datos = json.loads((origen / "plantilla.json").read_text(encoding="utf-8"))
    datos["campos"][-1]["letra"]["ancho"] -= 5.0
    (carpeta / "ajena" / "plantilla.json").write_text(json.dumps(datos), encoding="utf-8")
    (carpeta / "ajena" / "referencia.png").write_bytes((origen / "referencia.png").read_bytes())
    proceso = replace(_con_actas(proceso_chico, 1), formas=(ajena,), carpeta=str(carpeta))
    with pytest.raises(FormaAjena):
        generar_fotos(proceso, tmp_path / "fotos", 1, lambda _h, _t: None, 1)
