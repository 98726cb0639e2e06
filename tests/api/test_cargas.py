"""Uploads in pieces: they resume, repeating is harmless, and what was acknowledged is on the disk."""

import fcntl
import hashlib
from datetime import UTC, datetime, timedelta

from anyio.from_thread import start_blocking_portal
from casa_api import AHORA, Casa, foto
from sqlalchemy import select
from starlette.testclient import TestClient
from starlette.types import Message

from api.cargas import MAX_ABIERTAS, MAX_TROZO, VIGENCIA
from verificacion.bd.tablas import EntradaBitacora, Imagen, Trabajo

RUTA = "/api/v1/cargas"
TROZO = 3000


def huella(contenido: bytes) -> str:
    return hashlib.sha256(contenido).hexdigest()


def declarar(contenido: bytes, **otros: object) -> dict[str, object]:
    return {
        "sha256": huella(contenido),
        "bytes": len(contenido),
        "nombre": "acta.jpg",
        "origen": "CASILLA",
        "digitalizacion": "MOVIL",
    } | otros


def abrir(cliente: TestClient, contenido: bytes, **otros: object):
    return cliente.post(RUTA, json=declarar(contenido, **otros))


def agregar(cliente: TestClient, contenido: bytes, desde: int, hasta: int):
    ruta = f"{RUTA}/{huella(contenido)}"
    return cliente.patch(ruta, content=contenido[desde:hasta], headers={"Upload-Offset": str(desde)})


def terminar(cliente: TestClient, contenido: bytes, **cuerpo: object):
    return cliente.post(f"{RUTA}/{huella(contenido)}/fin", json=cuerpo)


def enviar(cliente: TestClient, contenido: bytes):
    for desde in range(0, len(contenido), TROZO):
        assert agregar(cliente, contenido, desde, desde + TROZO).status_code == 200
    return terminar(cliente, contenido)


def problema(respuesta) -> tuple[int, str]:
    return respuesta.status_code, respuesta.json()["codigo"]


def test_a_file_sent_in_pieces_gets_the_receipt_of_a_whole_one(casa: Casa) -> None:
    yo, contenido = casa.de("digitalizadora"), foto(1)
    abierta = abrir(yo, contenido)
    assert (abierta.status_code, abierta.json()["recibidos"]) == (201, 0)
    assert abierta.headers["location"] == f"{RUTA}/{huella(contenido)}"
    respuesta = enviar(yo, contenido)
    (imagen,) = respuesta.json()["imagenes"]
    assert (respuesta.status_code, imagen["sha256"], imagen["repetida"]) == (202, huella(contenido), False)
    assert casa.contexto.almacen.leer(huella(contenido)) == contenido
    assert yo.get(RUTA).json() == []
    with casa.sesion() as session:
        assert session.scalars(select(Trabajo.clave)).all() == [huella(contenido)]


def test_it_goes_on_from_where_it_was_cut_even_in_another_process(casa: Casa) -> None:
    yo, contenido = casa.de("digitalizadora"), foto(1)
    abrir(yo, contenido)
    agregar(yo, contenido, 0, TROZO)
    assert yo.head(f"{RUTA}/{huella(contenido)}").headers["upload-offset"] == str(TROZO)
    again = abrir(yo, contenido)
    assert (again.status_code, again.json()["recibidos"]) == (200, TROZO)
    agregar(yo, contenido, TROZO, len(contenido))
    assert terminar(yo, contenido).status_code == 202


def test_a_piece_out_of_place_is_refused_with_the_right_offset(casa: Casa) -> None:
    yo, contenido = casa.de("digitalizadora"), foto(1)
    abrir(yo, contenido)
    agregar(yo, contenido, 0, TROZO)
    for desde in (0, TROZO + 1):
        respuesta = agregar(yo, contenido, desde, desde + TROZO)
        assert problema(respuesta) == (409, "carga_desfasada")
        assert respuesta.json()["recibidos"] == TROZO
    respuesta = terminar(yo, contenido)
    assert problema(respuesta) == (409, "carga_incompleta") and respuesta.json()["recibidos"] == TROZO


def test_bytes_past_the_declared_size_are_refused(casa: Casa) -> None:
    yo, contenido = casa.de("digitalizadora"), foto(1)
    abrir(yo, contenido)
    ruta = f"{RUTA}/{huella(contenido)}"
    respuesta = yo.patch(ruta, content=contenido + b"x", headers={"Upload-Offset": "0"})
    assert respuesta.status_code == 422 and "cuerpo" in respuesta.json()["campos"]
    assert yo.head(ruta).headers["upload-offset"] == "0"


def test_finishing_twice_gives_the_first_receipt_and_one_image(casa: Casa) -> None:
    """The answer to the first was lost on the way: the phone asks again."""
    yo, contenido = casa.de("digitalizadora"), foto(1)
    abrir(yo, contenido)
    primera = enviar(yo, contenido).json()["imagenes"][0]
    casa.reloj.pasar(60)
    assert terminar(yo, contenido).json()["imagenes"] == [primera | {"repetida": True}]
    reabierta = abrir(yo, contenido)
    assert reabierta.status_code == 200
    assert reabierta.json()["recibo"]["imagenes"] == [primera | {"repetida": True}]
    assert yo.get(f"{RUTA}/{huella(contenido)}").json()["recibidos"] == len(contenido)
    with casa.sesion() as session:
        assert len(session.scalars(select(Imagen)).all()) == 1


def test_a_file_that_came_whole_by_another_way_needs_no_byte_more(casa: Casa) -> None:
    yo, contenido = casa.de("digitalizadora"), foto(1)
    abrir(yo, contenido)
    agregar(yo, contenido, 0, TROZO)
    yo.post(
        "/api/v1/imagenes",
        files={"imagen": ("a.jpg", contenido)},
        data={"origen": "CASILLA", "digitalizacion": "MOVIL"},
    )
    assert abrir(yo, contenido).json()["recibo"]["imagenes"][0]["sha256"] == huella(contenido)
    assert yo.get(RUTA).json() == []


def test_what_does_not_hash_as_declared_is_refused_kept_and_starts_over(casa: Casa) -> None:
    yo, contenido = casa.de("digitalizadora"), foto(1)
    abrir(yo, contenido)
    otro = bytes(len(contenido))
    yo.patch(f"{RUTA}/{huella(contenido)}", content=otro, headers={"Upload-Offset": "0"})
    respuesta = terminar(yo, contenido)
    assert problema(respuesta) == (422, "carga_alterada")
    assert casa.contexto.almacen.leer_apartado(huella(otro)) == otro
    assert abrir(yo, contenido).json()["recibidos"] == 0
    assert enviar(yo, contenido).status_code == 202


def test_what_is_not_an_image_is_refused_with_its_reason_and_kept(casa: Casa) -> None:
    yo, contenido = casa.de("digitalizadora"), b"esto no es una foto" * 300
    abrir(yo, contenido)
    respuesta = enviar(yo, contenido)
    assert problema(respuesta) == (422, "formato_desconocido") and respuesta.json()["conservada"] is True
    assert yo.get(RUTA).json() == []


def test_nobody_writes_into_the_upload_of_another(casa: Casa) -> None:
    contenido = foto(1)
    abrir(casa.de("digitalizadora"), contenido)
    assert agregar(casa.de("supervisa"), contenido, 0, TROZO).status_code == 404
    assert casa.de("supervisa").delete(f"{RUTA}/{huella(contenido)}").status_code == 404
    for usuario in ("captura1", "verifica", "publica"):
        assert abrir(casa.de(usuario), contenido).status_code == 403
    assert abrir(casa.nadie(), contenido).status_code == 401


def test_two_writers_at_once_do_not_mix_their_bytes(casa: Casa) -> None:
    yo, contenido = casa.de("digitalizadora"), foto(1)
    abrir(yo, contenido)
    (archivo,) = casa.contexto.carpeta_cargas.glob(f"*/{huella(contenido)}/contenido")
    with archivo.open("r+b") as otro:
        fcntl.flock(otro, fcntl.LOCK_EX)
        assert problema(agregar(yo, contenido, 0, TROZO)) == (409, "carga_ocupada")
    assert agregar(yo, contenido, 0, TROZO).status_code == 200


def test_what_arrived_of_a_piece_cut_short_is_kept(casa: Casa) -> None:
    """The phone went behind a hill in the middle of a piece: the bytes that came are not asked for again."""
    yo, contenido = casa.de("digitalizadora"), foto(1)
    abrir(yo, contenido)
    llegan: list[Message] = [
        {"type": "http.request", "body": contenido[:700], "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return llegan.pop(0) if llegan else {"type": "http.disconnect"}

    async def send(_mensaje: Message) -> None:
        pass

    ruta = f"{RUTA}/{huella(contenido)}"
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "PATCH",
        "scheme": "http",
        "path": ruta,
        "raw_path": ruta.encode(),
        "query_string": b"",
        "server": ("prueba", 80),
        "client": ("127.0.0.1", 9),
        "headers": [
            (b"host", b"prueba"),
            (b"upload-offset", b"0"),
            (b"content-length", str(TROZO).encode()),
            (b"cookie", "; ".join(f"{c}={v}" for c, v in yo.cookies.items()).encode()),
        ],
    }
    with start_blocking_portal() as portal:
        portal.call(casa.app, scope, receive, send)
    assert yo.head(ruta).headers["upload-offset"] == "700"


def test_limits_are_told_in_words(casa: Casa) -> None:
    yo = casa.de("digitalizadora")
    grande = abrir(yo, b"x", bytes=41_000_000)
    assert problema(grande) == (413, "cuerpo_excesivo") and "40 MB" in grande.json()["detail"]
    assert abrir(yo, b"x", sha256="../../x").status_code == 422
    assert abrir(yo, b"x", bytes=0).status_code == 422
    assert abrir(yo, b"x", tomada_en="2021-06-06T20:30:00").status_code == 422
    assert problema(abrir(yo, b"x", clave_acta="3}")) == (422, "clave_invalida")
    contenido = bytes(MAX_TROZO + 10)
    abrir(yo, contenido)
    assert problema(agregar(yo, contenido, 0, MAX_TROZO + 1)) == (413, "cuerpo_excesivo")
    assert problema(agregar(yo, b"nunca se anunci\xc3\xb3", 0, 5)) == (404, "no_existe")
    assert yo.patch(f"{RUTA}/{huella(contenido)}", content=b"x").status_code == 422


def test_the_same_hash_with_another_size_is_refused(casa: Casa) -> None:
    yo, contenido = casa.de("digitalizadora"), foto(1)
    abrir(yo, contenido)
    respuesta = abrir(yo, contenido, bytes=len(contenido) + 1)
    assert respuesta.status_code == 422 and "bytes" in respuesta.json()["campos"]


def test_too_many_unfinished_uploads_are_refused_until_some_end_or_expire(casa: Casa) -> None:
    yo = casa.de("digitalizadora")
    for n in range(MAX_ABIERTAS):
        assert abrir(yo, b"%d" % n).status_code == 201
    assert problema(abrir(yo, b"una mas")) == (429, "demasiadas_cargas")
    assert abrir(yo, b"0").status_code == 201  # one already open is found, not refused
    assert yo.delete(f"{RUTA}/{huella(b'0')}").status_code == 204
    assert abrir(yo, b"una mas").status_code == 201


def test_an_abandoned_upload_is_listed_as_expired_and_can_still_be_resumed(casa: Casa) -> None:
    yo, contenido = casa.de("digitalizadora"), foto(1)
    abrir(yo, contenido)
    agregar(yo, contenido, 0, TROZO)
    antes = casa.de("supervisa").get(RUTA).json()
    assert [(c["usuario"], c["recibidos"], c["vencida"]) for c in antes] == [("digitalizadora", TROZO, False)]
    (archivo,) = casa.contexto.carpeta_cargas.glob(f"*/{huella(contenido)}/contenido")
    assert datetime.fromtimestamp(archivo.stat().st_mtime, UTC) == AHORA
    casa.reloj.pasar(VIGENCIA.total_seconds())
    # the first session has expired too
    yo.cookies.set("actario", casa.abrir("digitalizadora"))
    (vencida,) = yo.get(RUTA).json()
    assert vencida["vencida"] is True and vencida["recibidos"] == TROZO
    agregar(yo, contenido, TROZO, len(contenido))
    assert terminar(yo, contenido).status_code == 202


def test_giving_up_an_upload_is_logged(casa: Casa) -> None:
    yo, contenido = casa.de("digitalizadora"), foto(1)
    abrir(yo, contenido)
    agregar(yo, contenido, 0, TROZO)
    assert yo.delete(f"{RUTA}/{huella(contenido)}").status_code == 204
    with casa.sesion() as session:
        datos = session.scalars(select(EntradaBitacora.datos).where(EntradaBitacora.evento == "carga_descartada")).one()
    assert datos == {"archivo": huella(contenido), "recibidos": TROZO, "bytes": len(contenido)}


def test_both_clocks_are_kept_and_the_photos_is_the_time_of_acopio(casa: Casa) -> None:
    yo, contenido = casa.de("digitalizadora"), foto(1)
    tomada, enviada = AHORA - timedelta(minutes=20), AHORA + timedelta(seconds=90)
    abrir(yo, contenido, tomada_en=tomada.isoformat())
    agregar(yo, contenido, 0, len(contenido))
    terminar(yo, contenido, enviada_en=enviada.isoformat())
    estado = yo.get(f"/api/v1/imagenes/{huella(contenido)}").json()
    assert datetime.fromisoformat(estado["tomada_en"]) == tomada
    assert datetime.fromisoformat(estado["enviada_en"]) == enviada
    assert estado["desfase_s"] == -90.0
    with casa.sesion() as session:
        imagen = session.scalars(select(Imagen)).one()
        assert (imagen.acopio_en, imagen.tomada_en, imagen.enviada_en) == (tomada, tomada, enviada)
        datos = session.scalars(select(EntradaBitacora.datos).where(EntradaBitacora.evento == "imagen_recibida")).one()
    assert datetime.fromisoformat(datos["enviada_en"]) == enviada


def test_a_wrong_clock_is_corrected_and_whoever_sent_is_told_what_to_do(casa: Casa) -> None:
    yo, contenido, adelanto = casa.de("digitalizadora"), foto(2), timedelta(hours=3)
    tomada, enviada = AHORA - timedelta(minutes=20) + adelanto, AHORA + adelanto
    abrir(yo, contenido, tomada_en=tomada.isoformat())
    agregar(yo, contenido, 0, len(contenido))
    recibo = terminar(yo, contenido, enviada_en=enviada.isoformat()).json()
    assert "Póngalo en hora automática" in recibo["imagenes"][0]["aviso"]
    assert "Póngalo en hora automática" in yo.get(f"/api/v1/imagenes/{huella(contenido)}").json()["aviso"]
    with casa.sesion() as session:
        assert session.scalars(select(Imagen.acopio_en)).one() == AHORA - timedelta(minutes=20)
        datos = session.scalars(select(EntradaBitacora.datos).where(EntradaBitacora.evento == "imagen_recibida")).one()
    assert datos["reloj"] == "reloj_desfasado"
