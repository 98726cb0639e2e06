"""The editor of forms over HTTP: who enters, what is kept, what is refused, and that the form in use never changes."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from casa_api import Casa
from sqlalchemy import select
from starlette.testclient import TestClient

from actario.editor import crear_editor
from api.estante import Estante
from captura.plantilla import ARCHIVO, cargar_plantilla
from verificacion.bd.sesion import consulta
from verificacion.bd.tablas import EntradaBitacora
from verificacion.dominio.errores import NoExiste


def forma_de(casa: Casa) -> str:
    return next(iter(casa.contexto.plantillas))


def ruta(casa: Casa, resto: str = "") -> str:
    return f"/api/v1/plantillas/{forma_de(casa)}{resto}"


def renombrado(abierta: dict[str, Any], clave: str) -> dict[str, Any]:
    datos = json.loads(json.dumps(abierta["datos"]))
    antes = datos["campos"][0]["clave"]
    datos["campos"][0]["clave"] = clave
    for suma in datos.get("sumas", []):
        suma["sumandos"] = [clave if s == antes else s for s in suma["sumandos"]]
        suma["total"] = clave if suma["total"] == antes else suma["total"]
    return datos


@pytest.mark.parametrize(("usuario", "estado"), [("administra", 200), ("supervisa", 200), ("captura1", 403)])
def test_only_those_who_answer_for_the_forms_open_them(casa: Casa, usuario: str, estado: int) -> None:
    assert casa.de(usuario).get(ruta(casa)).status_code == estado
    assert casa.de(usuario).get("/plantillas").status_code == estado


def test_a_form_comes_with_the_contenders_to_link_and_its_picture(casa: Casa) -> None:
    assert casa.de("administra").get("/plantillas").status_code == 200
    assert not casa.contexto.carpeta_formas.exists()  # looking at the list copies nothing
    abierta = casa.de("administra").get(ruta(casa)).json()
    assert abierta["avisos"] == []
    assert [c["clave"] for c in abierta["contendientes"]] == [c.clave for c in casa.contexto.proceso.contendientes]
    assert abierta["problemas"] == [] and "votos" in abierta["tipos"]
    imagen = casa.de("administra").get(ruta(casa, "/referencia"))
    assert imagen.headers["content-type"] == "image/png" and imagen.content.startswith(b"\x89PNG")


def test_saving_changes_the_copy_with_a_record_and_never_the_form_in_use(casa: Casa) -> None:
    cliente, en_uso = casa.de("administra"), casa.contexto.plantillas[forma_de(casa)]
    huella = cargar_plantilla(en_uso.carpeta).huella
    abierta = cliente.get(ruta(casa)).json()
    datos = renombrado(abierta, "OTRA")
    respuesta = cliente.post(ruta(casa, "/versiones"), json={"datos": datos, "base": abierta["base"]})
    assert respuesta.status_code == 201, respuesta.text
    assert cliente.get(ruta(casa)).json()["datos"]["campos"][0]["clave"] == "OTRA"
    assert cargar_plantilla(en_uso.carpeta).huella == huella
    assert any("no es la forma en uso" in aviso for aviso in cliente.get(ruta(casa)).json()["avisos"])
    with consulta(casa.contexto.engine) as session:
        ultima = session.scalars(select(EntradaBitacora).order_by(EntradaBitacora.numero.desc())).first()
    assert ultima is not None
    assert (ultima.evento, ultima.usuario) == ("forma_guardada", "administra")
    assert ultima.datos == {"forma": forma_de(casa), "sha256": respuesta.json()["base"]}


def test_faults_are_told_with_the_place_they_are_in_and_nothing_is_lost(casa: Casa) -> None:
    cliente = casa.de("supervisa")
    abierta = cliente.get(ruta(casa)).json()
    datos = abierta["datos"]
    datos["campos"][1]["digitos"][0]["x"] = 9000
    revision = cliente.put(ruta(casa, "/borrador"), json={"datos": datos}).json()
    assert {tuple(p["ruta"]) for p in revision["problemas"]} == {("campos", 1, "digitos", 0, "x")}
    assert all(p["remedio"] for p in revision["problemas"])
    respuesta = cliente.post(ruta(casa, "/versiones"), json={"datos": datos, "base": abierta["base"]})
    assert (respuesta.status_code, respuesta.json()["codigo"]) == (422, "plantilla_invalida")
    de_nuevo = cliente.get(ruta(casa)).json()
    assert de_nuevo["es_borrador"] and de_nuevo["datos"]["campos"][1]["digitos"][0]["x"] == 9000
    assert cliente.delete(ruta(casa, "/borrador")).status_code == 204
    assert cliente.get(ruta(casa)).json()["datos"]["campos"][1]["digitos"][0]["x"] < 9000


def test_two_people_who_save_are_told_apart(casa: Casa) -> None:
    base = casa.de("administra").get(ruta(casa)).json()
    una = {"datos": renombrado(base, "UNA"), "base": base["base"]}
    otra = {"datos": renombrado(base, "OTRA"), "base": base["base"]}
    assert casa.de("administra").post(ruta(casa, "/versiones"), json=una).status_code == 201
    respuesta = casa.de("supervisa").post(ruta(casa, "/versiones"), json=otra)
    assert (respuesta.status_code, respuesta.json()["codigo"]) == (409, "forma_cambiada")


def test_the_folder_is_taken_whole(casa: Casa, tmp_path: Path) -> None:
    paquete = zipfile.ZipFile(io.BytesIO(casa.de("administra").get(ruta(casa, "/carpeta.zip")).content))
    paquete.extractall(tmp_path / "z")
    assert cargar_plantilla(tmp_path / "z" / forma_de(casa)).clave == forma_de(casa)


def test_a_picture_outside_the_folder_is_not_served(casa: Casa) -> None:
    """A draft may say anything: only files of the folder leave it."""
    cliente = casa.de("administra")
    datos = cliente.get(ruta(casa)).json()["datos"] | {"referencia": "../../bd.sqlite3"}
    cliente.put(ruta(casa, "/borrador"), json={"datos": datos})
    assert cliente.get(ruta(casa, "/referencia")).status_code == 404
    assert zipfile.ZipFile(io.BytesIO(cliente.get(ruta(casa, "/carpeta.zip")).content)).namelist() == [
        f"{forma_de(casa)}/{ARCHIVO}"
    ]


def test_a_form_that_is_not_of_the_election_does_not_exist(casa: Casa) -> None:
    respuesta = casa.de("administra").get("/api/v1/plantillas/..%2Fproceso")
    assert respuesta.status_code == 404
    assert casa.de("administra").get("/plantillas/otra").status_code == 404


@pytest.mark.parametrize("clave", ["../fuera", "a/b", ".oculta", "Acta de Jefatura"])
def test_a_key_of_any_signs_never_leaves_the_workshop(casa: Casa, tmp_path: Path, clave: str) -> None:
    origen = casa.contexto.plantillas[forma_de(casa)].carpeta
    taller = tmp_path / "taller"
    copia = Estante({clave: origen}, taller=taller).carpeta(clave)
    assert copia.parent == taller and (copia / ARCHIVO).exists()
    with pytest.raises(NoExiste):
        Estante({clave: origen}, taller=taller).carpeta("otra")


def test_the_editor_of_one_machine_opens_only_with_its_address(casa: Casa) -> None:
    carpeta = casa.contexto.plantillas[forma_de(casa)].carpeta
    app = crear_editor(carpeta, None, "la-llave")
    pagina = f"/plantillas/{carpeta.resolve().name}"
    extrano = TestClient(app)
    assert extrano.get(pagina).status_code == 403
    assert extrano.get("/?llave=otra").status_code == 403
    assert extrano.put(f"/api/v1{pagina}/borrador", json={"datos": {}}).status_code == 403
    dueno = TestClient(app)
    entrada = dueno.get("/?llave=la-llave")
    assert entrada.status_code == 200 and entrada.url.path == pagina
    assert "la-llave" not in entrada.text
    assert "script-src 'self'" in entrada.headers["content-security-policy"]
    assert dueno.get(f"/api/v1{pagina}").json()["contendientes"] == []
    ajena = dueno.put(f"/api/v1{pagina}/borrador", json={"datos": {}}, headers={"sec-fetch-site": "cross-site"})
    assert (ajena.status_code, ajena.json()["codigo"]) == (403, "origen_ajeno")


def test_the_editor_of_one_machine_saves_in_the_folder_itself(casa: Casa) -> None:
    carpeta = casa.contexto.plantillas[forma_de(casa)].carpeta
    cliente = TestClient(crear_editor(carpeta, casa.contexto.proceso, "k"))
    cliente.get("/?llave=k")
    abierta = cliente.get(f"/api/v1/plantillas/{carpeta.name}").json()
    cuerpo = {"datos": renombrado(abierta, "OTRA"), "base": abierta["base"]}
    assert cliente.post(f"/api/v1/plantillas/{carpeta.name}/versiones", json=cuerpo).status_code == 201
    assert cargar_plantilla(carpeta).campos[0].clave == "OTRA"
    assert len(list((carpeta / "versiones").iterdir())) == 1
