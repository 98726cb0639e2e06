"""What a person is told while the database or the image store is away: nothing is half done, and it can be repeated."""

from dataclasses import replace
from pathlib import Path

from casa_api import Casa, foto
from sqlalchemy import func, select
from starlette.testclient import TestClient

from api.app import crear_app
from captura.almacen import Almacen
from captura.deposito import DepositoCarpeta
from verificacion.bd.sesion import crear_engine
from verificacion.bd.tablas import Imagen

NADIE_ESCUCHA = "postgresql+psycopg://nadie@127.0.0.1:1/nada"


def navegador(casa: Casa, **partes: object) -> TestClient:
    cliente = TestClient(crear_app(replace(casa.contexto, **partes)), base_url="http://prueba")  # pyright: ignore[reportArgumentType]
    cliente.cookies.update(casa.de("digitalizadora").cookies)
    return cliente


def enviar(cliente: TestClient, contenido: bytes):
    datos = {"origen": "CASILLA", "digitalizacion": "MOVIL"}
    return cliente.post("/api/v1/imagenes", files={"imagen": ("acta.jpg", contenido, "image/jpeg")}, data=datos)


def test_without_a_database_every_answer_says_so_and_when_to_repeat(casa: Casa) -> None:
    respuesta = enviar(navegador(casa, engine=crear_engine(NADIE_ESCUCHA)), foto(1))
    assert (respuesta.status_code, respuesta.json()["codigo"]) == (503, "base_no_responde")
    assert int(respuesta.headers["Retry-After"]) > 0


def test_a_store_that_cannot_write_acknowledges_nothing_and_the_same_photo_enters_when_it_is_back(
    casa: Casa, tmp_path: Path
) -> None:
    lleno = tmp_path / "no-es-carpeta"
    lleno.write_bytes(b"")
    sin_disco = navegador(casa, almacen=Almacen(DepositoCarpeta(lleno)))
    respuesta = enviar(sin_disco, foto(1))
    assert (respuesta.status_code, respuesta.json()["codigo"]) == (503, "deposito_no_responde")
    salud = sin_disco.get("/salud")
    assert (salud.status_code, salud.json()["almacen"]) == (503, False)
    with casa.sesion() as session:
        assert session.scalar(select(func.count()).select_from(Imagen)) == 0
    assert enviar(casa.de("digitalizadora"), foto(1)).status_code == 202
