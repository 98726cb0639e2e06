"""Whatever bytes come to a door, they are used or refused with an error of ours: nothing else ever comes out."""

import io
import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from actario.personal_csv import leer_personal
from captura.plantilla import cargar_plantilla
from captura.recepcion import recibir
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import ErrorActario
from verificacion.proceso import cargar_proceso

EJEMPLOS = os.environ.get("ACTARIO_DIFUSAS")

BUSCAR = settings(
    max_examples=int(EJEMPLOS or 25),
    deadline=None,
    derandomize=EJEMPLOS is None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""The same few examples each time in ``make test``; as many new ones as one says in ``make fuzz``."""

MINI = Path(__file__).parents[1] / "procesos" / "mini"
FORMA = next((MINI / "plantillas").iterdir())


def _semillas() -> dict[str, bytes]:
    pixeles = np.random.default_rng(1).integers(0, 255, (220, 220, 3), np.uint8)
    imagen = Image.fromarray(pixeles)
    semillas = {"jpg": cv2.imencode(".jpg", pixeles)[1].tobytes(), "png": cv2.imencode(".png", pixeles)[1].tobytes()}
    for formato in ("TIFF", "WEBP", "PDF"):
        salida = io.BytesIO()
        imagen.save(salida, formato)
        semillas[formato.lower()] = salida.getvalue()
    semillas["heic"] = (Path(__file__).parents[1] / "captura" / "datos" / "derecha.heic").read_bytes()
    return semillas


SEMILLAS = _semillas()
CAMBIOS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=6)), max_size=8)
"""Where, as a fraction of the file, and what is written there."""


def danar(contenido: bytes, cambios: list[tuple[float, bytes]], hasta: float = 1.0) -> bytes:
    danado = bytearray(contenido)
    for donde, que in cambios:
        lugar = int(donde * len(danado))
        danado[lugar : lugar + len(que)] = que
    return bytes(danado[: max(1, int(hasta * len(danado)))])


@pytest.mark.parametrize("formato", SEMILLAS)
@BUSCAR
@given(cambios=CAMBIOS, hasta=st.floats(0.01, 1))
def test_a_damaged_image_is_used_or_refused(formato: str, cambios: list[tuple[float, bytes]], hasta: float) -> None:
    with suppress(ErrorActario):
        assert recibir(danar(SEMILLAS[formato], cambios, hasta), "a")


@BUSCAR
@given(contenido=st.binary(max_size=2000))
def test_any_bytes_as_an_image_are_used_or_refused(contenido: bytes) -> None:
    with suppress(ErrorActario):
        assert recibir(contenido, "a")


@BUSCAR
@given(texto=st.text(max_size=40))
def test_any_text_of_a_qr_is_a_key_or_is_refused(texto: str) -> None:
    with suppress(ErrorActario):
        clave = ClaveActa.de_texto(texto)
        assert ClaveActa.de_texto(str(clave)) == clave


@BUSCAR
@given(
    filas=st.lists(st.lists(st.text(max_size=20), max_size=6), max_size=6), crudo=st.none() | st.binary(max_size=200)
)
def test_any_list_of_staff_is_read_or_refused(tmp_path: Path, filas: list[list[str]], crudo: bytes | None) -> None:
    archivo = tmp_path / "personal.csv"
    texto = "usuario,roles,centro,nombre\n" + "\n".join(",".join(fila) for fila in filas)
    archivo.write_bytes(texto.encode("utf-8", "surrogatepass") if crudo is None else crudo)
    with suppress(ErrorActario):
        leer_personal(archivo)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda hijos: st.lists(hijos, max_size=3) | st.dictionaries(st.text(max_size=6), hijos, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("archivo", ["proceso.json", "casillas.csv"])
@BUSCAR
@given(cambios=CAMBIOS, llave=st.integers(0, 30), valor=JSON)
def test_a_damaged_election_is_read_or_refused(
    tmp_path: Path, archivo: str, cambios: list[tuple[float, bytes]], llave: int, valor: object
) -> None:
    carpeta = tmp_path / "proceso"
    if not carpeta.exists():
        shutil.copytree(MINI, carpeta)
    original = (MINI / archivo).read_bytes()
    if archivo.endswith(".json") and not cambios:
        datos = json.loads(original)
        datos[list(datos)[llave % len(datos)]] = valor
        original = json.dumps(datos).encode("utf-8", "surrogatepass")
    (carpeta / archivo).write_bytes(danar(original, cambios))
    with suppress(ErrorActario):
        cargar_proceso(carpeta)


@BUSCAR
@given(cambios=CAMBIOS, llave=st.integers(0, 30), valor=JSON)
def test_a_damaged_form_is_read_or_refused(
    tmp_path: Path, cambios: list[tuple[float, bytes]], llave: int, valor: object
) -> None:
    carpeta = tmp_path / "forma"
    if not carpeta.exists():
        shutil.copytree(FORMA, carpeta)
    original = (FORMA / "plantilla.json").read_bytes()
    if not cambios:
        datos = json.loads(original)
        datos[list(datos)[llave % len(datos)]] = valor
        original = json.dumps(datos).encode("utf-8", "surrogatepass")
    (carpeta / "plantilla.json").write_bytes(danar(original, cambios))
    with suppress(ErrorActario):
        cargar_plantilla(carpeta)
