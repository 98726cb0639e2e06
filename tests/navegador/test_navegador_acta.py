"""The file of one acta: found by its section, read whole, and sent to be done again."""

from pathlib import Path

import pytest
from casa_api import Casa, identidad
from mesa_navegador import Muestra, entrar
from playwright.sync_api import Page, expect

from api.terminal import nombre_de

pytestmark = pytest.mark.navegador


def test_a_supervisor_finds_an_acta_reads_its_history_and_has_it_corrected(
    pagina: Page, casa: Casa, muestra: Muestra, retratos: Path
) -> None:
    acta = muestra.actas[0]
    casa.leida(acta.foto, acta.clave, hoja=acta.hoja)
    for usuario in ("captura1", "captura2"):
        turno = casa.de(usuario).post("/api/v1/tareas", json={"tipo": "captura"}).json()["turno"]
        casa.de(usuario).post(f"/api/v1/turnos/{turno}/captura", json={"campos": acta.conteo})
    entrar(pagina, "supervisa", "/actas")
    pagina.locator("#buscar").fill(acta.clave)
    expect(pagina.locator("#ver")).to_be_enabled()
    pagina.keyboard.press("Enter")
    expect(pagina.locator("h1")).to_have_text(f"Acta {acta.clave}")
    capturas = pagina.locator(".historial li", has_text="Cifras")
    expect(capturas).to_have_count(2)
    expect(capturas.nth(0)).to_contain_text(f"captura1 (capturista) · terminal {nombre_de(identidad('captura1'))}")
    pagina.get_by_label("Corregir").check()
    pagina.fill("#motivo", "el renglón 4 se publicó con otra cifra")
    pagina.screenshot(path=retratos / "acta-historia.png", full_page=True)
    pagina.keyboard.press("Enter")
    expect(pagina.locator(".historial li").last).to_contain_text("el renglón 4 se publicó con otra cifra")
    expect(pagina.locator(".sello")).to_have_text("digitalizada")
