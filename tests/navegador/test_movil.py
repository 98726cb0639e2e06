"""The phone application in a real Chromium with a fake camera: no photo is lost, none is doubled.

The server is a process of its own that is killed without notice; the browser keeps its profile between openings.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from casa_api import CLAVE, levantar
from mesa_navegador import Muestra
from movil_telefono import (
    LENTA,
    Servidor,
    Telefono,
    entrar,
    esperar_a_medias,
    guardadas,
    lista_para_abrir_sin_senal,
    poner_linea,
    tomar,
)
from PIL import Image
from playwright.sync_api import Playwright, expect
from sqlalchemy import delete

from actario.instalacion_viva import puerto_libre
from verificacion.bd.tablas_acceso import Sesion
from verificacion.casos.lecturas import ResultadoLectura, registrar_lectura
from verificacion.dominio.claves import ClaveActa

pytestmark = pytest.mark.navegador

ALTO, ANCHO = 1080, 1440
CUADROS = 16


@pytest.fixture
def servidor_movil(muestra: Muestra, tmp_path: Path) -> Iterator[Servidor]:
    carpeta = tmp_path / "casa"
    servidor = Servidor(levantar(muestra.molde, carpeta), carpeta, puerto_libre())
    servidor.encender()
    yield servidor
    servidor.matar()


@pytest.fixture(scope="session")
def camara(muestra: Muestra, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the fake camera sees: a photographed acta, with the grain of the light different in each frame."""
    foto = cv2.imdecode(np.frombuffer(muestra.actas[0].foto, np.uint8), cv2.IMREAD_COLOR)
    assert foto is not None
    apaisada = foto if foto.shape[1] > foto.shape[0] else cv2.rotate(foto, cv2.ROTATE_90_CLOCKWISE)
    chica = cv2.resize(apaisada, (ANCHO, ALTO), interpolation=cv2.INTER_AREA).astype(np.int16)
    rng = np.random.default_rng(1)
    archivo = tmp_path_factory.mktemp("camara") / "acta.mjpeg"
    with archivo.open("wb") as pelicula:
        for _ in range(CUADROS):
            grano = rng.integers(-6, 7, (ALTO, ANCHO, 1), np.int16)
            pelicula.write(cv2.imencode(".jpg", np.clip(chica + grano, 0, 255).astype(np.uint8))[1].tobytes())
    return archivo


@pytest.fixture
def telefono(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], camara: Path, tmp_path: Path
) -> Telefono:
    return Telefono(playwright, browser_type_launch_args, tmp_path / "perfil", camara)


def test_a_photo_is_taken_seen_kept_and_sent_with_its_receipt(
    telefono: Telefono, servidor_movil: Servidor, retratos: Path
) -> None:
    with telefono.abierto(servidor_movil.url) as pagina:
        pagina.screenshot(path=retratos / "movil-entrar.png")
        entrar(pagina)
        expect(pagina.locator("#consejo")).to_contain_text("Tome la foto", timeout=15_000)
        assert len((pagina.locator("#orilla").get_attribute("points") or "").split()) == 4
        pagina.screenshot(path=retratos / "movil-camara.png")
        pagina.click("#disparar")
        expect(pagina.locator("#dictamen")).to_have_text("Se ve bien", timeout=20_000)
        pagina.screenshot(path=retratos / "movil-revision.png")
        pagina.click("#usar")
        expect(pagina.locator("#fotos .que")).to_have_text("Recibida", timeout=20_000)
        expect(pagina.locator("#nombre")).to_have_text("digitalizadora")
        pagina.click("summary")
        pagina.screenshot(path=retratos / "movil-recibida.png")
        assert pagina.evaluate("document.documentElement.scrollWidth") <= 390
        (foto,) = guardadas(pagina)
        (imagen,) = servidor_movil.imagenes()
        assert foto["sha256"] == imagen.sha256
        assert (pagina.locator("dd code").text_content() or "").replace(" ", "") == imagen.sha256
        assert foto["quedan"] == 0  # the receipt is what stays
        contenido = servidor_movil.casa.contexto.almacen.leer(imagen.sha256)
        assert hashlib.sha256(contenido).hexdigest() == imagen.sha256
        pixeles = cv2.imdecode(np.frombuffer(contenido, np.uint8), cv2.IMREAD_COLOR)
        assert pixeles is not None and pixeles.shape[:2] == (ALTO, ANCHO)  # all that the camera gives
        assert imagen.tomada_en == datetime.fromisoformat(foto["tomada_en"]) == imagen.acopio_en
        assert imagen.enviada_en is not None and imagen.tomada_en <= imagen.enviada_en <= imagen.recibida_en
        pagina.click("#salir")
        expect(pagina.locator("#sesion")).to_be_visible()
        assert pagina.evaluate("fetch('/api/v1/sesiones').then((r) => r.status)") == 401


def test_without_signal_it_opens_keeps_photos_through_a_closing_and_sends_them_alone(
    telefono: Telefono, servidor_movil: Servidor, retratos: Path
) -> None:
    with telefono.abierto(servidor_movil.url) as pagina:
        entrar(pagina)
        lista_para_abrir_sin_senal(pagina)
        pagina.context.set_offline(True)
        tomar(pagina)
        tomar(pagina)
        expect(pagina.locator("#senal")).to_have_text("Sin señal")
        expect(pagina.locator("#resumen")).to_contain_text("2 fotos por enviar")
        pagina.screenshot(path=retratos / "movil-cola-sin-senal.png")
        pagina.reload()
        expect(pagina.locator("#disparar")).to_be_enabled(timeout=15_000)
        pagina.screenshot(path=retratos / "movil-camara-sin-senal.png")
        antes = guardadas(pagina)
    assert len(antes) == 2 and all(f["quedan"] == f["bytes"] for f in antes)
    servidor_movil.matar()
    with telefono.abierto(servidor_movil.url) as pagina:  # opens although nobody answers
        expect(pagina.locator("#cuenta")).to_have_text("2")
        assert guardadas(pagina) == antes
        servidor_movil.encender()
        pagina.click("#ver-cola")
        expect(pagina.locator("#resumen")).to_have_text("Todas llegaron al servidor.", timeout=90_000)
        despues = guardadas(pagina)
    assert (
        {i.sha256 for i in servidor_movil.imagenes()} == {f["sha256"] for f in antes} == {f["sha256"] for f in despues}
    )
    assert len(servidor_movil.imagenes()) == 2


def test_a_network_cut_in_the_middle_resumes_where_it_was(telefono: Telefono, servidor_movil: Servidor) -> None:
    with telefono.abierto(servidor_movil.url) as pagina:
        entrar(pagina)
        expect(pagina.locator("#disparar")).to_be_enabled(timeout=15_000)
        cdp = pagina.context.new_cdp_session(pagina)
        poner_linea(cdp, LENTA)
        tomar(pagina)
        recibidos = esperar_a_medias(servidor_movil, pagina)
        poner_linea(cdp, cortada=True)
        expect(pagina.locator("#senal")).to_have_text("Sin señal", timeout=15_000)
        (en_disco,) = (servidor_movil.carpeta / "cargas").glob("*/*/contenido")
        assert en_disco.stat().st_size >= recibidos > 0
        desplazamientos: list[int] = []
        pagina.on("request", lambda r: _anotar(r, desplazamientos))
        poner_linea(cdp)
        expect(pagina.locator("#fotos .que")).to_have_text("Recibida", timeout=90_000)
    assert desplazamientos and desplazamientos[0] >= recibidos  # nothing sent is sent again
    assert len(servidor_movil.imagenes()) == 1


def _anotar(peticion: Any, desplazamientos: list[int]) -> None:
    if peticion.method == "PATCH":
        desplazamientos.append(int(peticion.headers["upload-offset"]))


def test_the_server_killed_in_the_middle_and_the_page_closed_lose_and_double_nothing(
    telefono: Telefono, servidor_movil: Servidor
) -> None:
    with telefono.abierto(servidor_movil.url) as pagina:
        entrar(pagina)
        lista_para_abrir_sin_senal(pagina)
        poner_linea(pagina.context.new_cdp_session(pagina), LENTA)
        tomar(pagina)
        recibidos = esperar_a_medias(servidor_movil, pagina)
        servidor_movil.matar()
        (foto,) = guardadas(pagina)
        assert foto["estado"] == "pendiente" and foto["quedan"] == foto["bytes"]
    (en_disco,) = (servidor_movil.carpeta / "cargas").glob("*/*/contenido")
    assert en_disco.stat().st_size >= recibidos
    servidor_movil.encender()
    with telefono.abierto(servidor_movil.url) as pagina:
        pagina.click("#ver-cola")
        expect(pagina.locator("#fotos .que")).to_have_text("Recibida", timeout=90_000)
    (imagen,) = servidor_movil.imagenes()
    assert imagen.sha256 == foto["sha256"]
    assert hashlib.sha256(servidor_movil.casa.contexto.almacen.leer(imagen.sha256)).hexdigest() == imagen.sha256


def test_a_lost_answer_does_not_double_the_photo(telefono: Telefono, servidor_movil: Servidor) -> None:
    """The server received it and the answer was lost with the signal: the phone sends again, the server knows it."""
    with telefono.abierto(servidor_movil.url) as pagina:
        entrar(pagina)
        expect(pagina.locator("#disparar")).to_be_enabled(timeout=15_000)
        perdidas: list[int] = []

        def perder(ruta: Any) -> None:
            perdidas.append(ruta.fetch().status)
            ruta.abort()

        pagina.route("**/fin", perder, times=1)
        tomar(pagina)
        expect(pagina.locator("#fotos .que")).to_have_text("Ya se había recibido", timeout=60_000)
    assert perdidas == [202]
    assert len(servidor_movil.imagenes()) == 1


def test_an_ended_session_keeps_the_queue_and_asks_to_sign_in_again(
    telefono: Telefono, servidor_movil: Servidor, retratos: Path
) -> None:
    with telefono.abierto(servidor_movil.url) as pagina:
        entrar(pagina)
        expect(pagina.locator("#disparar")).to_be_enabled(timeout=15_000)
        with servidor_movil.casa.sesion() as session:
            session.execute(delete(Sesion))
        tomar(pagina)
        expect(pagina.locator("#pedir-sesion")).to_be_visible(timeout=30_000)
        expect(pagina.locator("#pedir-sesion")).to_contain_text("entre de nuevo para enviar (1)")
        pagina.screenshot(path=retratos / "movil-sesion-vencida.png")
        (foto,) = guardadas(pagina)
        assert foto["estado"] == "pendiente" and foto["quedan"] == foto["bytes"]
        pagina.click("#pedir-sesion")
        assert pagina.input_value("#usuario") == "digitalizadora"
        pagina.fill("#contrasena", CLAVE)
        pagina.click("#entrar [type=submit]")
        expect(pagina.locator("#fotos .que")).to_have_text("Recibida", timeout=20_000)
    assert [i.sha256 for i in servidor_movil.imagenes()] == [foto["sha256"]]


def test_only_an_open_camera_can_shoot_and_its_advice_is_of_what_it_sees_now(
    telefono: Telefono, servidor_movil: Servidor
) -> None:
    """A tap while the camera opened again ended in an error, for its button and its advice were those of before."""
    with telefono.abierto(servidor_movil.url) as pagina:
        expect(pagina.locator("#sesion")).to_be_visible()
        expect(pagina.locator("#disparar")).to_be_disabled()
        entrar(pagina)
        tomar(pagina)
        expect(pagina.locator("#disparar")).to_be_disabled()
        expect(pagina.locator("#consejo")).to_have_text("Ponga el acta completa dentro del cuadro")
        tomar(pagina)
        expect(pagina.locator("#cuenta")).to_have_text("2")


def test_without_camera_the_phones_own_is_offered_and_a_blurred_photo_is_told_at_once(
    telefono: Telefono, servidor_movil: Servidor, muestra: Muestra, retratos: Path
) -> None:
    foto = cv2.imdecode(np.frombuffer(muestra.actas[0].foto, np.uint8), cv2.IMREAD_COLOR)
    assert foto is not None
    movida = cv2.imencode(".jpg", cv2.GaussianBlur(foto, (0, 0), 4))[1].tobytes()
    with telefono.abierto(servidor_movil.url, permitir=False) as pagina:
        entrar(pagina)
        expect(pagina.locator("#sin-camara")).to_be_visible(timeout=15_000)
        pagina.screenshot(path=retratos / "movil-sin-camara.png")
        assert pagina.locator("#archivo").get_attribute("capture") == "environment"
        pagina.set_input_files("#archivo", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": movida})
        expect(pagina.locator("#dictamen")).to_have_text("La foto no se ve bien", timeout=20_000)
        expect(pagina.locator("#detalle")).to_contain_text("borrosa")
        pagina.screenshot(path=retratos / "movil-borrosa.png")
        pagina.click("#repetir")
        pagina.set_input_files(
            "#archivo", {"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": muestra.actas[0].foto}
        )
        expect(pagina.locator("#dictamen")).to_have_text("Se ve bien", timeout=20_000)
        expect(pagina.locator("#detalle")).to_contain_text(muestra.actas[0].clave)  # its QR was read on the phone
        pagina.click("#usar")
        expect(pagina.locator("#fotos .que")).to_have_text("Recibida", timeout=20_000)
    (imagen,) = servidor_movil.imagenes()
    assert imagen.sha256 == hashlib.sha256(muestra.actas[0].foto).hexdigest()  # the very bytes of the camera
    assert imagen.nombre == "IMG_2.jpg"


def test_what_the_server_refuses_is_told_and_stays_until_the_person_removes_it(
    telefono: Telefono, servidor_movil: Servidor, retratos: Path
) -> None:
    with telefono.abierto(servidor_movil.url) as pagina:
        entrar(pagina)
        expect(pagina.locator("#disparar")).to_be_enabled(timeout=15_000)
        danada = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"esto no es una foto" * 500}
        pagina.set_input_files("#archivo", danada)
        pagina.click("#usar")
        expect(pagina.locator("#fotos .que")).to_have_text("El servidor no la aceptó", timeout=20_000)
        expect(pagina.locator("#fotos .consejo-foto")).to_contain_text("Envíe JPEG")
        pagina.screenshot(path=retratos / "movil-rechazada.png")
        assert guardadas(pagina)[0]["quedan"] > 0
        pagina.click(".quitar")
        expect(pagina.locator("#fotos li")).to_have_count(1)
        pagina.click(".quitar")
        expect(pagina.locator("#fotos li")).to_have_count(0)


def test_it_can_be_installed(telefono: Telefono, servidor_movil: Servidor) -> None:
    with telefono.abierto(servidor_movil.url) as pagina:
        lista_para_abrir_sin_senal(pagina)
        cdp = pagina.context.new_cdp_session(pagina)
        manifiesto = cdp.send("Page.getAppManifest")
        assert manifiesto["errors"] == [] and manifiesto["url"].endswith("/movil/manifiesto.webmanifest")
        assert cdp.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
        icono = pagina.request.get(servidor_movil.url + "/movil/icono-512.png")
        pixeles = cv2.imdecode(np.frombuffer(icono.body(), np.uint8), cv2.IMREAD_COLOR)
        assert pixeles is not None and pixeles.shape == (512, 512, 3)


def test_a_photo_with_exif_is_of_the_time_that_its_camera_says(
    telefono: Telefono, servidor_movil: Servidor, muestra: Muestra
) -> None:
    con_hora = BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2021:06:06 21:07:08"
    Image.open(BytesIO(muestra.actas[0].foto)).save(con_hora, "JPEG", exif=exif)
    otra = BytesIO()
    exif.get_ifd(0x8769)[0x9011] = "-07:00"
    Image.open(BytesIO(muestra.actas[1].foto)).save(otra, "JPEG", exif=exif)
    with telefono.abierto(servidor_movil.url, permitir=False) as pagina:
        entrar(pagina)
        expect(pagina.locator("#sin-camara")).to_be_visible(timeout=15_000)
        foto = {"name": "IMG_7.jpg", "mimeType": "image/jpeg", "buffer": con_hora.getvalue()}
        pagina.set_input_files("#archivo", foto)
        pagina.click("#usar", timeout=20_000)
        expect(pagina.locator("#fotos .que")).to_have_text("Recibida", timeout=20_000)
        pagina.goto(servidor_movil.url + "/subir")  # the desktop page says it too
        pagina.set_input_files("#archivos", {"name": "IMG_8.jpg", "mimeType": "image/jpeg", "buffer": otra.getvalue()})
        expect(pagina.locator(".envio.hecho .que")).to_have_text("Recibida", timeout=20_000)
    horas = {i.nombre: i.tomada_en for i in servidor_movil.imagenes()}
    assert horas == {  # Monterrey was at UTC-5 that summer; with its own zone, the photo's rules
        "IMG_7.jpg": datetime(2021, 6, 7, 2, 7, 8, tzinfo=UTC),
        "IMG_8.jpg": datetime(2021, 6, 7, 4, 7, 8, tzinfo=UTC),
    }


def test_what_the_reader_says_of_a_photo_reaches_the_phone(
    telefono: Telefono, servidor_movil: Servidor, muestra: Muestra, retratos: Path
) -> None:
    frase = "Hay reflejo sobre los renglones 4 a 6: incline el teléfono y repita."
    clave = ClaveActa.de_texto(muestra.actas[0].clave)
    with telefono.abierto(servidor_movil.url) as pagina:
        entrar(pagina)
        tomar(pagina)
        expect(pagina.locator("#fotos .que")).to_have_text("Recibida", timeout=20_000)
        (imagen,) = servidor_movil.imagenes()
        resultado = ResultadoLectura(clave, None, "hoja_no_encontrada", {"veredicto": frase})
        with servidor_movil.casa.sesion() as session:
            registrar_lectura(session, imagen.sha256, resultado, datetime.now(UTC))
        expect(pagina.locator("#fotos .que")).to_have_text("Recibida, pero repita la foto", timeout=20_000)
        expect(pagina.locator("#fotos .consejo-foto")).to_have_text(frase)
        pagina.screenshot(path=retratos / "movil-repetir.png")
        pagina.click("#volver")
        expect(pagina.locator("#ver-cola")).to_contain_text("por repetir")  # seen from the camera too


def test_the_system_wakes_the_worker_to_send_what_the_page_could_not(
    telefono: Telefono, servidor_movil: Servidor
) -> None:
    """Background Sync, as Android does it: the service worker sends by itself and the page sees it done."""
    with telefono.abierto(servidor_movil.url) as pagina:
        cdp = pagina.context.new_cdp_session(pagina)
        registros: list[str] = []
        cdp.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda e: registros.extend(r["registrationId"] for r in e["registrations"]),
        )
        cdp.send("ServiceWorker.enable")
        entrar(pagina)
        lista_para_abrir_sin_senal(pagina)
        cortar = "() => { window.fetch = () => Promise.reject(new TypeError('cortada')); }"  # only the page's line
        pagina.evaluate(cortar)
        tomar(pagina)
        cdp.send(
            "ServiceWorker.dispatchSyncEvent",
            {"origin": servidor_movil.url, "registrationId": registros[0], "tag": "enviar", "lastChance": False},
        )
        expect(pagina.locator("#fotos .que")).to_have_text("Recibida", timeout=20_000)
    assert len(servidor_movil.imagenes()) == 1
