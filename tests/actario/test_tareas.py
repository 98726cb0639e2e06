"""One image that the reader cannot take, or a store that is away, stops nothing else."""

from pathlib import Path

import pytest
from sqlalchemy import select

from actario.tareas import trabajar
from ocr.motor import Lector
from tests.api.casa_api import foto
from tests.instalada import Instalada
from verificacion.bd.cola import MAX_INTENTOS
from verificacion.bd.sesion import consulta
from verificacion.bd.tablas import Imagen, Lectura, Trabajo


@pytest.fixture(scope="module")
def lector() -> Lector:
    return Lector()


def leer_todo(casa: Instalada, lector: Lector, vueltas: int) -> None:
    """As many turns of the worker's loop; its clock moves a minute at each."""
    quedan = iter(range(vueltas))
    trabajar(
        casa.instalacion,
        lector,
        lambda: casa.mesa.pasan(minutes=1),
        seguir=lambda: next(quedan, None) is not None,
        esperar=lambda _s: None,
    )


def errores(casa: Instalada) -> dict[str, str | None]:
    with consulta(casa.instalacion.engine) as session:
        filas = session.execute(select(Imagen.sha256, Lectura.error).join(Lectura, Lectura.imagen_id == Imagen.id))
        return {sha256: error for sha256, error in filas}


def test_a_poison_image_is_tried_three_times_set_apart_and_the_rest_goes_on(tmp_path: Path, lector: Lector) -> None:
    casa = Instalada(tmp_path / "datos")
    veneno = casa.llega(b"esto no es una imagen")
    buena = casa.llega(foto(1))
    leer_todo(casa, lector, MAX_INTENTOS + 2)
    dichos = errores(casa)
    assert dichos[veneno] == "lectura_fallida"
    assert dichos[buena] not in (None, "lectura_fallida"), "read, and found to be no acta"
    with consulta(casa.instalacion.engine) as session:
        assert dict(session.execute(select(Trabajo.clave, Trabajo.estado)).all()) == {  # pyright: ignore[reportArgumentType]
            veneno: "apartado",
            buena: "hecho",
        }


def test_a_store_that_is_away_costs_an_image_no_try(tmp_path: Path, lector: Lector) -> None:
    casa = Instalada(tmp_path / "datos")
    sha256 = casa.llega(foto(1))
    lejos = tmp_path / "lejos"
    casa.conf.carpeta_imagenes.rename(lejos)
    casa.conf.carpeta_imagenes.write_bytes(b"")  # what is there now is no folder
    leer_todo(casa, lector, 2 * MAX_INTENTOS)
    assert errores(casa) == {}
    casa.conf.carpeta_imagenes.unlink()
    lejos.rename(casa.conf.carpeta_imagenes)
    leer_todo(casa, lector, 1)
    assert errores(casa)[sha256] not in (None, "lectura_fallida")
