"""Cotejo with the keyboard alone, and the page of quality control."""

from pathlib import Path

import pytest
from casa_api import Casa
from mesa_navegador import ActaFotografiada, Muestra, entrar
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.navegador


@pytest.fixture
def publicadas(casa: Casa, muestra: Muestra) -> list[ActaFotografiada]:
    """Two verified actas, in the order in which they are compared."""
    actas = [a for a in muestra.actas if a.hoja][:2]
    for acta in actas:
        casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
        for usuario in ("captura1", "captura2"):
            tarea = casa.de(usuario).post("/api/v1/tareas", json={"tipo": "captura"}).json()
            casa.de(usuario).post(f"/api/v1/turnos/{tarea['turno']}/captura", json={"campos": acta.conteo})
        casa.reloj.pasar(1)
    return actas


def test_one_key_accepts_and_three_reject(
    pagina: Page, casa: Casa, publicadas: list[ActaFotografiada], retratos: Path
) -> None:
    entrar(pagina, "coteja", "/cotejar")
    expect(pagina.locator("#clave")).to_have_text(f"Acta {publicadas[0].clave}")
    expect(pagina.locator(".fila")).to_have_count(len(publicadas[0].conteo))
    pagina.screenshot(path=retratos / "cotejar.png")
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#clave")).to_have_text(f"Acta {publicadas[1].clave}")
    pagina.keyboard.press("ArrowDown")
    pagina.keyboard.press("Space")
    expect(pagina.locator(".fila.marcada")).to_have_count(1)
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#aviso")).to_contain_text("elija 1")
    pagina.screenshot(path=retratos / "cotejar-marcada.png")
    pagina.keyboard.press("1")
    expect(pagina.locator("#vacio")).to_be_visible()
    assert casa.de("supervisa").get(f"/api/v1/actas/{publicadas[0].clave}").json()["cotejada"] == 1
    assert casa.de("supervisa").get(f"/api/v1/actas/{publicadas[1].clave}").json()["cotejada"] == 3


def test_whoever_supervises_sees_what_was_measured(
    pagina: Page, publicadas: list[ActaFotografiada], retratos: Path
) -> None:
    entrar(pagina, "supervisa", "/control")
    expect(pagina.locator("#cotejos li").first).to_contain_text("Sin cotejar2")
    expect(pagina.locator("#personas tbody tr")).to_have_count(2)
    pagina.screenshot(path=retratos / "control.png", full_page=True)


def test_the_odd_box_of_a_group_is_sent_to_a_third_person_by_a_click_and_a_published_one_by_two(
    pagina: Page, casa: Casa, publicadas: list[ActaFotografiada], retratos: Path
) -> None:
    entrar(pagina, "verifica", "/grupos")
    suyos = pagina.locator(f"[data-acta='{publicadas[0].clave}']")
    expect(suyos.first).to_be_visible()
    pagina.wait_for_timeout(300)
    pagina.screenshot(path=retratos / "grupos.png")
    suyos.first.click()
    expect(pagina.locator("#aviso")).to_contain_text("otra persona mirará ese campo")
    expect(suyos.first).to_have_attribute("aria-pressed", "true")
    assert casa.de("publica").post("/api/v1/cortes", json={}).status_code == 201
    pagina.reload()
    expect(suyos).to_have_count(0)
    otra = pagina.locator(f"[data-acta='{publicadas[1].clave}']").first
    otra.click()
    expect(pagina.locator("#aviso")).to_contain_text("Toque otra vez")
    pagina.screenshot(path=retratos / "grupos-publicada.png")
    assert casa.de("supervisa").get(f"/api/v1/actas/{publicadas[1].clave}").json()["estado"] == "verificada"
    otra.click()
    expect(pagina.locator("#aviso")).to_contain_text("salió de la publicación")
    assert casa.de("supervisa").get(f"/api/v1/actas/{publicadas[1].clave}").json()["estado"] == "digitalizada"
