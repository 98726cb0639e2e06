"""Who may see the file of an acta, and what is in it."""

import pytest
from casa_api import CLAVE, Casa, foto

from verificacion.casos import contrasenas, usuarios
from verificacion.casos.sistema import SISTEMA
from verificacion.dominio.registro import Rol

ACTA = "100001B01003"


@pytest.mark.parametrize("usuario", ["captura1", "verifica", "coteja", "digitalizadora"])
def test_the_file_of_an_acta_is_never_shown_to_who_types_or_decides(casa: Casa, usuario: str) -> None:
    for ruta in ("/actas", f"/actas/{ACTA}"):
        assert casa.de(usuario).get(ruta).status_code == 403
    assert 'href="/actas"' not in casa.de(usuario).get("/").text


def test_a_supervisor_who_also_types_does_not_see_what_others_typed(casa: Casa) -> None:
    with casa.sesion() as session:
        roles = frozenset({Rol.SUPERVISOR, Rol.CAPTURISTA})
        nueva = usuarios.CuentaNueva("doble", contrasenas.resumir(CLAVE), roles)
        usuarios.crear(session, nueva, SISTEMA, casa.reloj())
    doble = casa.nadie()
    assert doble.post("/api/v1/sesiones", json={"usuario": "doble", "contrasena": CLAVE}).is_success
    assert doble.get(f"/actas/{ACTA}").status_code == 403


def test_the_file_tells_every_act_on_the_acta_and_its_image_and_nothing_of_others(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    casa.leida(foto(2), "100001C01003", hoja=foto(12))
    supervisa = casa.de("supervisa")
    pedida = {"tipo": "redigitalizar", "motivo": "está cortada"}
    assert supervisa.post(f"/api/v1/actas/{ACTA}/reapertura", json=pedida).status_code == 200
    pagina = supervisa.get(f"/actas/{ACTA}").text
    for hecho in ("Imagen recibida", "Imagen leída", "Imagen identificada", "Se pidió otra imagen"):
        assert pagina.count(f"<b>{hecho}") == 1
    assert "está cortada" in pagina and "supervisa (supervisor)" in pagina


def test_an_acta_out_of_the_catalogue_has_no_file(casa: Casa) -> None:
    assert casa.de("supervisa").get("/actas/109999B01003").status_code == 404
