"""Refused files are listed for whoever supervises: what, who, when, why; and only they take them away."""

import hashlib

from casa_api import Casa, identidad

from api.terminal import nombre_de
from verificacion.bd.tablas import EntradaBitacora

CONTENIDO = b"GIF89a no es de las admitidas"
SHA256 = hashlib.sha256(CONTENIDO).hexdigest()


def rechazar(casa: Casa, nombre: str = "acta.gif") -> None:
    forma = {"origen": "CASILLA", "digitalizacion": "MOVIL"}
    respuesta = casa.de("digitalizadora").post("/api/v1/imagenes", files={"imagen": (nombre, CONTENIDO)}, data=forma)
    assert respuesta.status_code == 422


def test_a_refused_file_is_listed_with_who_when_and_why(casa: Casa) -> None:
    rechazar(casa)
    [fila] = casa.de("supervisa").get("/api/v1/cuarentena").json()
    assert fila["sha256"] == SHA256
    assert (fila["nombre"], fila["bytes"], fila["codigo"]) == ("acta.gif", len(CONTENIDO), "formato_desconocido")
    assert (fila["usuario"], fila["terminal"]) == ("digitalizadora", nombre_de(identidad("digitalizadora")))
    assert fila["recibido_en"].startswith("2021-06-07T02:00:00")
    assert fila["motivo"] == "Formato no admitido"
    pagina = casa.de("audita").get("/cuarentena", headers={"accept": "text/html"})
    assert "acta.gif" in pagina.text and "Formato no admitido" in pagina.text
    with casa.sesion() as session:
        eventos = [e.evento for e in session.query(EntradaBitacora)]
    assert "archivo_rechazado" in eventos


def test_the_same_refused_file_twice_is_two_rows_and_one_content(casa: Casa) -> None:
    rechazar(casa)
    casa.reloj.pasar(60)
    rechazar(casa, "otra.gif")
    filas = casa.de("supervisa").get("/api/v1/cuarentena").json()
    assert [f["nombre"] for f in filas] == ["otra.gif", "acta.gif"]
    assert sum(n.startswith("cuarentena/") for n in casa.contexto.almacen.deposito.nombres()) == 1


def test_only_a_supervisor_takes_the_bytes_and_the_browser_does_not_open_them(casa: Casa) -> None:
    rechazar(casa)
    ruta = f"/api/v1/cuarentena/{SHA256}/archivo"
    for quien in ("audita", "digitalizadora", "captura1", "verifica"):
        assert casa.de(quien).get(ruta).status_code == 403
    respuesta = casa.de("supervisa").get(ruta)
    assert respuesta.content == CONTENIDO
    assert respuesta.headers["content-type"] == "application/octet-stream"
    assert respuesta.headers["content-disposition"].startswith("attachment")
    assert respuesta.headers["x-content-type-options"] == "nosniff"


def test_what_was_never_refused_is_not_found_whatever_the_path(casa: Casa) -> None:
    cliente = casa.de("supervisa")
    assert cliente.get(f"/api/v1/cuarentena/{'0' * 64}/archivo").status_code == 404
    assert cliente.get("/api/v1/cuarentena/..%2F..%2Fbd.sqlite3/archivo").status_code == 404


def test_a_name_with_markup_is_shown_as_text(casa: Casa) -> None:
    rechazar(casa, "<script>alert(1)</script>.gif")
    pagina = casa.de("supervisa").get("/cuarentena", headers={"accept": "text/html"}).text
    assert "<script>alert" not in pagina and "&lt;script&gt;alert" in pagina
