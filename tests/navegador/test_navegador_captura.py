"""A person types actas with the keyboard alone, and nothing typed is lost."""

from pathlib import Path

import pytest
from casa_api import Casa
from mesa_navegador import Muestra, entrar
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from verificacion.bd.tablas import CapturaHecha
from verificacion.casos.turnos import ARRIENDO
from verificacion.dominio.conteo import Cifra, Leyenda

pytestmark = pytest.mark.navegador

TECLA = {Leyenda.ILEGIBLE: ".", Leyenda.SIN_DATO: "-"}


def teclear(pagina: Page, cifra: Cifra) -> int:
    """Type one figure the short way; answers how many keys it took."""
    teclas = [TECLA[cifra]] if isinstance(cifra, Leyenda) else list(str(cifra))
    if isinstance(cifra, int) and len(teclas) < 3:
        teclas.append("Enter")
    for tecla in teclas:
        pagina.keyboard.press(tecla)
    return len(teclas)


def teclear_acta(pagina: Page, casa: Casa, clave: str, conteo: dict[str, Cifra]) -> int:
    """Type a whole acta and send it; answers the number of keys."""
    campos = casa.campos(clave)
    teclas = sum(teclear(pagina, conteo[campo]) for campo in campos)
    ultima = conteo[campos[-1]]
    if not (isinstance(ultima, int) and ultima < 100):  # a short last figure was already sent by its Enter
        pagina.keyboard.press("Enter")
        teclas += 1
    return teclas


def test_an_acta_is_typed_and_sent_with_the_keyboard_alone(
    pagina: Page, casa: Casa, muestra: Muestra, retratos: Path
) -> None:
    primera, segunda = [a for a in muestra.actas if a.hoja][:2]
    for acta in (primera, segunda):
        casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
        casa.reloj.pasar(1)
    entrar(pagina, "captura1", "/capturar")
    expect(pagina.locator("#clave")).to_have_text(f"Acta {primera.clave}")
    expect(pagina.locator(".fila")).to_have_count(len(casa.campos(primera.clave)))
    expect(pagina.locator("#visor image")).to_be_attached()
    conteo = dict(primera.conteo)
    mitad = len(casa.campos(primera.clave)) // 2
    for campo in casa.campos(primera.clave)[:mitad]:
        teclear(pagina, conteo[campo])
    pagina.wait_for_timeout(400)
    pagina.screenshot(path=retratos / "capturar-1366.png")
    for campo in casa.campos(primera.clave)[mitad:]:
        teclear(pagina, conteo[campo])
    for _ in range(3):  # sends, and once more if the sum was asked about
        if pagina.locator("#clave").inner_text() == f"Acta {primera.clave}":
            pagina.keyboard.press("Enter")
            pagina.wait_for_timeout(250)
    expect(pagina.locator("#clave")).to_have_text(f"Acta {segunda.clave}")
    expect(pagina.locator("#progreso")).to_have_text(f"0 de {len(casa.campos(segunda.clave))}")
    acta = casa.de("supervisa").get(f"/api/v1/actas/{primera.clave}").json()
    assert acta["estado"] == "capturada"


def test_a_key_says_that_the_words_prevailed_in_a_field_and_again_that_they_did_not(
    pagina: Page, casa: Casa, muestra: Muestra
) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    campos = casa.campos(acta.clave)
    entrar(pagina, "captura1", "/capturar")
    expect(pagina.locator("#clave")).to_have_text(f"Acta {acta.clave}")
    for veces, campo in zip((1, 2), campos, strict=False):
        for _ in range(veces):
            pagina.keyboard.press("l")
        teclear(pagina, acta.conteo[campo])
    expect(pagina.locator(".por-letra")).to_have_count(1)
    for campo in campos[2:]:
        teclear(pagina, acta.conteo[campo])
    for _ in range(3):  # sends, and once more if the sum was asked about
        if pagina.locator("#vacio").is_hidden():
            pagina.keyboard.press("Enter")
            pagina.wait_for_timeout(250)
    expect(pagina.locator("#vacio")).to_be_visible()
    with casa.sesion() as session:
        assert session.scalars(select(CapturaHecha.por_letra)).one() == [campos[0]]


def test_what_is_typed_survives_a_reload_and_a_lost_connection(pagina: Page, casa: Casa, muestra: Muestra) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    entrar(pagina, "captura1", "/capturar")
    expect(pagina.locator("#clave")).to_have_text(f"Acta {acta.clave}")
    campos = casa.campos(acta.clave)
    for cifra in (123, Leyenda.SIN_DATO, 7):
        teclear(pagina, cifra)
    pagina.reload()
    expect(pagina.locator("#clave")).to_have_text(f"Acta {acta.clave}")
    for campo, valor in zip(campos, ("123", "Sin dato", "7"), strict=False):
        expect(pagina.locator(f"[name='{campo}']")).to_have_value(valor)
    expect(pagina.locator(f"[name='{campos[3]}']")).to_be_focused()
    for campo in campos[3:]:
        teclear(pagina, Leyenda.SIN_DATO if campo == campos[-1] else 0)
    pagina.context.set_offline(True)
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#aviso")).to_contain_text("Sin conexión")
    pagina.context.set_offline(False)
    expect(pagina.locator("#vacio")).to_be_visible(timeout=10_000)
    assert casa.de("supervisa").get(f"/api/v1/actas/{acta.clave}").json()["estado"] == "capturada"


def test_what_is_typed_comes_back_at_another_machine(
    pagina: Page, casa: Casa, muestra: Muestra, browser: Browser, servidor: str
) -> None:
    acta = muestra.actas[0]
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    entrar(pagina, "captura1", "/capturar")
    expect(pagina.locator("#filas input").first).to_be_focused()
    with pagina.expect_response("**/borrador"):
        pagina.keyboard.type("123.-")
    with browser.new_context() as otra:  # no tab, no storage of the first machine
        alli = otra.new_page()
        alli.goto(f"{servidor}/entrar")
        entrar(alli, "captura1", "/capturar")
        for n, texto in enumerate(("123", "Ilegible", "Sin dato")):
            expect(alli.locator("#filas input").nth(n)).to_have_value(texto)
        expect(alli.locator("#filas input").nth(3)).to_be_focused()


def test_what_looks_wrong_is_asked_about_once_and_never_changed(
    pagina: Page, casa: Casa, muestra: Muestra, retratos: Path
) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    entrar(pagina, "captura1", "/capturar")
    expect(pagina.locator("#clave")).to_have_text(f"Acta {acta.clave}")
    conteo: dict[str, Cifra] = dict.fromkeys(casa.campos(acta.clave), 0) | {"PAN": 10, "TOTAL": 20}
    teclear_acta(pagina, casa, acta.clave, conteo)
    aviso = pagina.locator("#aviso")
    expect(aviso).to_contain_text("El TOTAL escrito está lejos de la suma de los votos.")
    expect(pagina.locator(".fila.mirar")).to_have_count(2)
    expect(pagina.locator("[name='PAN']")).to_be_focused()
    expect(pagina.locator("[name='TOTAL']")).to_have_value("20")
    pagina.screenshot(path=retratos / "capturar-aviso.png")
    pagina.wait_for_timeout(350)  # an Enter sooner than a person can read is not an answer
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#vacio")).to_be_visible()


def test_the_next_acta_is_ready_without_asking_for_its_task_or_its_image(
    pagina: Page, casa: Casa, muestra: Muestra
) -> None:
    primera, segunda = [a for a in muestra.actas if a.hoja][:2]
    for acta in (primera, segunda):
        casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
        casa.reloj.pasar(1)
    entrar(pagina, "captura1", "/capturar")
    expect(pagina.locator("#clave")).to_have_text(f"Acta {primera.clave}")
    pagina.wait_for_load_state("networkidle")
    campos = casa.campos(primera.clave)
    for campo in campos:
        teclear(pagina, Leyenda.SIN_DATO if campo == campos[-1] else 0)
    pedidas: list[str] = []
    pagina.on("request", lambda r: pedidas.append(f"{r.method} {r.url.split('/api/v1')[-1].split('?')[0]}"))
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#clave")).to_have_text(f"Acta {segunda.clave}")
    expect(pagina.locator("#visor image")).to_be_attached()
    antes = [p for p in pedidas if not p.startswith("POST /tareas")]  # what comes after the next may be asked for
    assert [p.rsplit("/", 1)[-1] for p in antes] == ["captura"]


def test_letters_and_pasted_text_are_answered_and_lose_nothing(pagina: Page, casa: Casa, muestra: Muestra) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    entrar(pagina, "captura1", "/capturar")
    campos = casa.campos(acta.clave)
    entrada, aviso = pagina.locator(f"[name='{campos[0]}']"), pagina.locator("#aviso")
    expect(entrada).to_be_focused()
    pagina.keyboard.type("4x2")
    expect(entrada).to_have_value("42")
    expect(aviso).to_contain_text("Aquí solo van dígitos, hasta 3")
    for texto in ("1234", "-5", "doce", "1.5"):
        pegar(pagina, texto)
        expect(aviso).to_contain_text(f"Lo pegado («{texto}») no es una cifra de 0 a 999")
        expect(entrada).to_have_value("42")
    pegar(pagina, "077")
    expect(pagina.locator(f"[name='{campos[1]}']")).to_be_focused()
    expect(entrada).to_have_value("77")


def pegar(pagina: Page, texto: str) -> None:
    pagina.evaluate(
        """texto => { const datos = new DataTransfer(); datos.setData("text", texto);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste",
          { clipboardData: datos, bubbles: true, cancelable: true })); }""",
        texto,
    )


def test_an_expired_turn_keeps_what_was_typed_for_when_the_acta_comes_back(
    pagina: Page, casa: Casa, muestra: Muestra
) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    entrar(pagina, "captura1", "/capturar")
    campos = casa.campos(acta.clave)
    expect(pagina.locator(f"[name='{campos[0]}']")).to_be_focused()
    for campo in campos:
        teclear(pagina, Leyenda.SIN_DATO if campo == campos[-1] else 0)
    casa.reloj.pasar(400)
    pagina.keyboard.press("Enter")
    aviso = pagina.locator("#aviso")
    expect(aviso).to_contain_text("el acta volvió a la fila")
    expect(aviso).to_contain_text("está guardado y reaparece")
    expect(pagina.locator("#clave")).to_have_text(f"Acta {acta.clave}")
    expect(pagina.locator("#progreso")).to_have_text(f"{len(campos)} de {len(campos)}")
    pagina.locator(f"[name='{campos[-1]}']").press("Enter")
    expect(pagina.locator("#vacio")).to_be_visible()


def test_what_one_person_typed_is_never_shown_to_the_next_at_the_same_terminal(
    pagina: Page, casa: Casa, muestra: Muestra
) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    entrar(pagina, "captura1", "/capturar")
    campos = casa.campos(acta.clave)
    expect(pagina.locator(f"[name='{campos[0]}']")).to_be_focused()
    teclear(pagina, 123)
    pagina.goto(pagina.url.replace("/capturar", "/entrar"))  # without leaving: the same tab, the same storage
    entrar(pagina, "captura2", "/capturar")
    expect(pagina.locator("#vacio")).to_be_visible()  # while the first person has it, not at this terminal
    casa.reloj.pasar(ARRIENDO.total_seconds() + 1)
    expect(pagina.locator("#clave")).to_have_text(f"Acta {acta.clave}", timeout=15_000)
    expect(pagina.locator("#progreso")).to_have_text(f"0 de {len(campos)}")
    expect(pagina.locator(f"[name='{campos[0]}']")).to_have_value("")


def test_a_closed_session_asks_to_sign_in_and_what_was_typed_is_there(
    pagina: Page, casa: Casa, muestra: Muestra
) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    entrar(pagina, "captura1", "/capturar")
    campos = casa.campos(acta.clave)
    expect(pagina.locator(f"[name='{campos[0]}']")).to_be_focused()
    for campo in campos:
        teclear(pagina, Leyenda.SIN_DATO if campo == campos[-1] else 0)
    pagina.context.clear_cookies()
    pagina.keyboard.press("Enter")
    pagina.wait_for_url("**/entrar?siguiente=%2Fcapturar")
    entrar(pagina, "captura1", "/capturar")
    expect(pagina.locator("#progreso")).to_have_text(f"{len(campos)} de {len(campos)}")


def test_fingers_have_the_keys_too(pagina: Page, casa: Casa, muestra: Muestra) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    pagina.set_viewport_size({"width": 820, "height": 1180})
    entrar(pagina, "captura1", "/capturar")
    campos = casa.campos(acta.clave)
    expect(pagina.locator(f"[name='{campos[0]}']")).to_be_focused()
    pagina.get_by_role("button", name=". ilegible").click()
    expect(pagina.locator(f"[name='{campos[0]}']")).to_have_value("Ilegible")
    expect(pagina.locator(f"[name='{campos[1]}']")).to_be_focused()
    pagina.get_by_role("button", name="/ regresa").click()
    expect(pagina.locator(f"[name='{campos[0]}']")).to_be_focused()
    assert pagina.locator(".fila .recorte").first.is_visible(), "a tablet keeps the crops"


def test_an_acta_takes_no_key_beyond_its_figures(pagina: Page, casa: Casa, muestra: Muestra) -> None:
    """One key per digit, one to pass on after a short figure, one per legend, one to send: ``docs/captura.md``."""
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    entrar(pagina, "captura1", "/capturar")
    campos = casa.campos(acta.clave)
    expect(pagina.locator(f"[name='{campos[0]}']")).to_be_focused()
    conteo: dict[str, Cifra] = {  # nothing to ask about: each figure is different and the votes are few
        campo: (i % 10, 10 + i, 0, Leyenda.SIN_DATO, Leyenda.ILEGIBLE)[i % 5] for i, campo in enumerate(campos)
    } | {campos[0]: 123, "TOTAL": Leyenda.SIN_DATO}
    minimas = sum(1 if isinstance(c, Leyenda) else 3 if c > 99 else len(str(c)) + 1 for c in conteo.values())
    ultima = conteo[campos[-1]]
    assert teclear_acta(pagina, casa, acta.clave, conteo) == minimas + (isinstance(ultima, Leyenda) or ultima > 99)
    expect(pagina.locator("#vacio")).to_be_visible()


def test_missing_fields_are_pointed_at_and_not_sent(pagina: Page, casa: Casa, muestra: Muestra) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    entrar(pagina, "captura1", "/capturar")
    campos = casa.campos(acta.clave)
    expect(pagina.locator(".fila")).to_have_count(len(campos))
    pagina.keyboard.press("Enter")  # leaves the first one empty
    for _ in campos[1:]:
        teclear(pagina, Leyenda.SIN_DATO)
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#aviso")).to_contain_text("Falta 1")
    expect(pagina.locator(f"[name='{campos[0]}']")).to_be_focused()


def test_keys_move_back_and_correct(pagina: Page, casa: Casa, muestra: Muestra) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    entrar(pagina, "captura1", "/capturar")
    campos = casa.campos(acta.clave)
    expect(pagina.locator(f"[name='{campos[0]}']")).to_be_focused()
    teclear(pagina, 123)
    expect(pagina.locator(f"[name='{campos[1]}']")).to_be_focused()
    pagina.keyboard.press("/")
    expect(pagina.locator(f"[name='{campos[0]}']")).to_be_focused()
    pagina.keyboard.type("04")
    pagina.keyboard.press("ArrowDown")
    expect(pagina.locator(f"[name='{campos[0]}']")).to_have_value("4")
    pagina.keyboard.press(".")
    expect(pagina.locator(f"[name='{campos[1]}']")).to_have_value("Ilegible")
    pagina.keyboard.press("Shift+Tab")
    pagina.keyboard.press("5")
    expect(pagina.locator(f"[name='{campos[1]}']")).to_have_value("5")


def test_a_photo_that_could_not_be_straightened_is_shown_whole_with_zoom(
    pagina: Page, casa: Casa, muestra: Muestra, retratos: Path
) -> None:
    acta = muestra.actas[0]
    casa.leida(acta.foto, acta.clave)
    entrar(pagina, "captura1", "/capturar")
    expect(pagina.locator("#aviso")).to_contain_text("no se pudo enderezar")
    expect(pagina.locator(".recorte")).to_have_count(0)
    visor = pagina.locator("#visor")
    expect(pagina.locator("#visor image")).to_be_attached()
    antes = visor.get_attribute("viewBox")
    pagina.keyboard.press("+")
    assert visor.get_attribute("viewBox") != antes
    pagina.screenshot(path=retratos / "capturar-entera.png")
    pagina.keyboard.press("r")
    girado = (visor.get_attribute("viewBox") or "").split()
    assert antes and girado[2:] == antes.split()[:1:-1]


@pytest.mark.parametrize("ancho", [390])
def test_capture_fits_a_phone(pagina: Page, casa: Casa, muestra: Muestra, retratos: Path, ancho: int) -> None:
    acta = next(a for a in muestra.actas if a.hoja)
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    pagina.set_viewport_size({"width": ancho, "height": 844})
    entrar(pagina, "captura1", "/capturar")
    expect(pagina.locator("#clave")).to_have_text(f"Acta {acta.clave}")
    pagina.wait_for_timeout(500)
    pagina.screenshot(path=retratos / "capturar-390.png")
    assert pagina.evaluate("document.documentElement.scrollWidth") <= ancho
