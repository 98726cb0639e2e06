"""Accounts through the API: one-time passwords, second factor and what whoever administers may do."""

from dataclasses import replace

import pytest
from casa_api import CLAVE, Casa, foto, identidad
from sqlalchemy import select, update
from starlette.testclient import TestClient

from api.app import crear_app
from api.terminal import nombre_de
from verificacion.bd.tablas import EntradaBitacora, Usuario
from verificacion.dominio.segundo_factor import codigo, paso_de

NUEVA = "cuatro palabras al azar"


def entrar(cliente: TestClient, usuario: str, contrasena: str, **otros: str):
    return cliente.post("/api/v1/sesiones", json={"usuario": usuario, "contrasena": contrasena, **otros})


def test_an_account_is_given_used_once_and_made_ones_own(casa: Casa) -> None:
    pedida = {"usuario": "beto", "roles": ["capturista"], "centro": "CCV-1"}
    dada = casa.de("administra").post("/api/v1/usuarios", json=pedida)
    assert (dada.status_code, dada.headers["cache-control"]) == (201, "no-store")
    una_vez = dada.json()["contrasena"]
    beto = casa.nadie()
    abierta = entrar(beto, "beto", una_vez).json()
    assert (abierta["centro"], abierta["pendientes"]) == ("CCV-1", ["cambiar_contrasena"])
    assert beto.post("/api/v1/tareas", json={"tipo": "captura"}).json()["codigo"] == "cuenta_incompleta"
    a_pagina = beto.get("/capturar", headers={"Accept": "text/html"}, follow_redirects=False)
    assert (a_pagina.status_code, a_pagina.headers["location"]) == (303, "/cuenta")
    assert "elija su contraseña" in beto.get("/cuenta").text
    cambio = {"actual": una_vez, "nueva": NUEVA}
    assert beto.put("/api/v1/cuenta/contrasena", json=cambio).status_code == 204
    assert beto.post("/api/v1/tareas", json={"tipo": "captura"}).status_code == 204
    assert entrar(casa.nadie(), "beto", una_vez).status_code == 401
    with casa.sesion() as session:
        textos = " ".join(str(d) for d in session.scalars(select(EntradaBitacora.datos)))
    assert una_vez not in textos and NUEVA not in textos


def test_the_second_factor_is_asked_where_the_election_is_real(casa: Casa) -> None:
    app = crear_app(replace(casa.contexto, segundo_factor=True))
    publica = TestClient(app, base_url="http://prueba")
    assert entrar(publica, "publica", CLAVE).json()["pendientes"] == ["inscribir_segundo_factor"]
    assert publica.post("/api/v1/cortes", json={}).json()["codigo"] == "cuenta_incompleta"
    dado = publica.post("/api/v1/cuenta/segundo-factor").json()
    assert dado["qr"].startswith("<?xml") and "<script" not in dado["qr"]
    ahora = paso_de(casa.reloj())
    assert publica.put("/api/v1/cuenta/segundo-factor", json={"codigo": codigo(dado["secreto"], ahora)}).is_success
    assert publica.get("/api/v1/cortes").status_code == 200
    otra = TestClient(app, base_url="http://prueba")
    assert entrar(otra, "publica", CLAVE).json()["codigo"] == "segundo_factor_pedido"
    casa.reloj.pasar(30)
    assert entrar(otra, "publica", CLAVE, codigo=codigo(dado["secreto"], ahora + 1)).status_code == 200
    pedido = {"motivo": "perdió su teléfono"}
    administra = casa.de("administra")
    assert administra.post("/api/v1/usuarios/publica/segundo-factor/retiro", json=pedido).status_code == 204
    assert otra.get("/api/v1/sesiones").status_code == 401


def test_a_suspended_person_is_out_at_once(casa: Casa) -> None:
    administra, captura = casa.de("administra"), casa.de("captura1")
    assert captura.get("/api/v1/sesiones").status_code == 200
    pedido = {"motivo": "ya no trabaja aquí"}
    assert administra.post("/api/v1/usuarios/captura1/suspension", json=pedido).status_code == 204
    assert captura.get("/api/v1/sesiones").status_code == 401
    assert "suspendida el" in administra.get("/usuarios").text


@pytest.mark.parametrize(
    ("metodo", "ruta"),
    [
        ("POST", "/credencial"),
        ("POST", "/suspension"),
        ("POST", "/restitucion"),
        ("POST", "/segundo-factor/retiro"),
        ("DELETE", "/sesiones"),
    ],
)
def test_nobody_administers_themself_nor_another_centre(casa: Casa, metodo: str, ruta: str) -> None:
    with casa.sesion() as session:
        session.execute(update(Usuario).where(Usuario.usuario == "administra").values(centro="CATD-1"))
    administra = casa.de("administra")
    cuerpo = {"motivo": "porque sí"} if metodo == "POST" else None
    propia = administra.request(metodo, f"/api/v1/usuarios/administra{ruta}", json=cuerpo)
    ajena = administra.request(metodo, f"/api/v1/usuarios/captura1{ruta}", json=cuerpo)
    assert (propia.status_code, propia.json()["codigo"]) == (403, "misma_persona")
    assert (ajena.status_code, ajena.json()["codigo"]) == (404, "no_existe")
    assert [c["usuario"] for c in administra.get("/api/v1/usuarios").json()] == ["administra"]


def test_a_centre_asks_only_of_the_images_it_sent(casa: Casa) -> None:
    datos = {"origen": "CATD", "digitalizacion": "ESCANER"}
    envia = casa.de("digitalizadora")
    sha256 = envia.post("/api/v1/imagenes", files={"imagen": ("a.jpg", foto(1))}, data=datos).json()["imagenes"][0][
        "sha256"
    ]
    with casa.sesion() as session:
        session.execute(update(Usuario).where(Usuario.usuario == "supervisa").values(centro="CATD-2"))
        session.execute(update(Usuario).where(Usuario.usuario == "digitalizadora").values(centro="CATD-1"))
    assert envia.get(f"/api/v1/imagenes/{sha256}").status_code == 200
    assert casa.de("supervisa").get(f"/api/v1/imagenes/{sha256}").status_code == 404
    assert casa.de("audita").get(f"/api/v1/imagenes/{sha256}").status_code == 200


def test_a_stolen_token_is_of_no_use_in_another_terminal(casa: Casa) -> None:
    ladron = casa.nadie()
    ladron.cookies.set("actario", casa.tokens["supervisa"])
    assert ladron.get("/api/v1/sesiones").status_code == 401
    ladron.cookies.set("actario-terminal", identidad("otra"))
    assert ladron.get("/api/v1/sesiones").status_code == 401
    assert nombre_de(identidad("supervisa")) in casa.de("supervisa").get("/cuenta").text
