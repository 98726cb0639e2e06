"""Uploads: nothing acknowledged is lost, nothing sent is thrown away."""

import hashlib
from io import BytesIO
from pathlib import Path

from casa_api import Casa, foto
from PIL import Image
from sqlalchemy import select
from starlette.testclient import TestClient

from verificacion.bd.tablas import Imagen, Trabajo

FORMA = {"origen": "CASILLA", "digitalizacion": "MOVIL"}


def subir(cliente: TestClient, contenido: bytes, nombre: str = "acta.jpg", **datos: str):
    return cliente.post("/api/v1/imagenes", files={"imagen": (nombre, contenido)}, data=FORMA | datos)


def test_upload_is_acknowledged_after_bytes_row_and_job_are_safe(casa: Casa) -> None:
    contenido = foto(1)
    respuesta = subir(casa.de("digitalizadora"), contenido)
    sha256 = hashlib.sha256(contenido).hexdigest()
    assert respuesta.status_code == 202
    assert respuesta.headers["location"] == f"/api/v1/imagenes/{sha256}"
    (recibo,) = respuesta.json()["imagenes"]
    assert (recibo["sha256"], recibo["repetida"], recibo["estado"]) == (sha256, False, "en_cola")
    assert casa.contexto.almacen.leer(sha256) == contenido
    with casa.sesion() as session:
        assert session.scalars(select(Trabajo.clave)).all() == [sha256]
    estado = casa.de("digitalizadora").get(respuesta.headers["location"]).json()
    assert estado["estado"] == "en_cola" and estado["error"] is None


def test_same_bytes_again_give_the_first_receipt_and_no_second_job(casa: Casa) -> None:
    primera = subir(casa.de("digitalizadora"), foto(1)).json()["imagenes"][0]
    casa.reloj.pasar(60)
    segunda = subir(casa.de("supervisa"), foto(1), "otro-nombre.jpg").json()["imagenes"][0]
    assert segunda == primera | {"repetida": True}
    with casa.sesion() as session:
        assert len(session.scalars(select(Trabajo)).all()) == 1


def test_each_page_of_a_document_is_an_image(casa: Casa) -> None:
    paginas = [Image.open(BytesIO(foto(n))) for n in (1, 2, 3)]
    tiff = BytesIO()
    paginas[0].save(tiff, "TIFF", save_all=True, append_images=paginas[1:])
    respuesta = subir(casa.de("digitalizadora"), tiff.getvalue(), "lote.tif", origen="CATD", digitalizacion="ESCANER")
    imagenes = respuesta.json()["imagenes"]
    assert len({i["sha256"] for i in imagenes}) == 3
    original = hashlib.sha256(tiff.getvalue()).hexdigest()
    assert casa.contexto.almacen.leer(original) == tiff.getvalue()
    with casa.sesion() as session:
        assert set(session.scalars(select(Imagen.original_sha256))) == {original}


def test_what_is_not_an_image_is_refused_in_words_and_kept_in_quarantine(casa: Casa) -> None:
    contenido = b"GIF89a no es de las admitidas"
    respuesta = subir(casa.de("digitalizadora"), contenido, "acta.gif")
    cuerpo = respuesta.json()
    assert respuesta.status_code == 422
    assert (cuerpo["codigo"], cuerpo["conservada"]) == ("formato_desconocido", True)
    sha256 = hashlib.sha256(contenido).hexdigest()
    assert cuerpo["sha256"] == sha256 and sha256[:8] in cuerpo["detail"]
    assert casa.contexto.almacen.leer_apartado(sha256) == contenido
    with casa.sesion() as session:
        assert session.scalars(select(Imagen)).all() == []


def test_a_truncated_photo_is_refused_with_its_own_reason(casa: Casa) -> None:
    cuerpo = subir(casa.de("digitalizadora"), foto(1)[:2000]).json()
    assert cuerpo["codigo"] == "imagen_danada" and cuerpo["conservada"] is True


def test_declared_key_must_have_the_official_form(casa: Casa) -> None:
    respuesta = subir(casa.de("digitalizadora"), foto(1), clave_acta="3}")
    assert (respuesta.status_code, respuesta.json()["codigo"]) == (422, "clave_invalida")


def test_times_without_zone_are_refused(casa: Casa) -> None:
    respuesta = subir(casa.de("digitalizadora"), foto(1), tomada_en="2021-06-06T20:30:00")
    assert respuesta.status_code == 422 and "tomada_en" in respuesta.json()["campos"]


def test_metrics_and_health_tell_what_waits(casa: Casa, tmp_path: Path) -> None:
    subir(casa.de("digitalizadora"), foto(1))
    subir(casa.de("digitalizadora"), b"basura")
    casa.reloj.pasar(30)
    metricas = casa.nadie().get("/metricas").text
    assert 'actario_imagenes_subidas_total{resultado="nueva"} 1.0' in metricas
    assert 'actario_imagenes_subidas_total{resultado="rechazada"} 1.0' in metricas
    assert 'actario_cola{cola="lectura"} 1.0' in metricas
    salud = casa.nadie().get("/salud")
    assert salud.status_code == 200
    assert salud.json()["trabajos_en_espera"] == 1 and salud.json()["trabajo_mas_antiguo_s"] == 30.0
    assert salud.json()["disco_libre_mb"] > 0 and salud.json()["reloj_atrasado_s"] == 0
    casa.reloj.pasar(-3600)
    assert casa.nadie().get("/salud").json()["reloj_atrasado_s"] == 3570


def test_health_is_503_when_the_database_is_gone(casa: Casa) -> None:
    casa.contexto.engine.dispose()
    Path(str(casa.contexto.engine.url.database)).write_bytes(b"no es una base de datos " * 100)
    salud = casa.nadie().get("/salud")
    assert salud.status_code == 503
    assert (salud.json()["estado"], salud.json()["base_de_datos"]) == ("falla", False)
