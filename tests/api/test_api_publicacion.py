"""What publishers and the public reach over HTTP: records by cursor, cuts for mirrors, reports, a late cut."""

import json
from datetime import timedelta

import pytest
from casa_api import Casa
from fastapi.testclient import TestClient

from api.proxy import detras_de
from publicacion.difusor import difundir
from publicacion.fuente import abrir
from verificacion.casos.reportes import MAX_POR_DIRECCION

ACTA = "100001B01003"
REPORTES = f"/api/v1/actas/{ACTA}/reportes"
MOTIVO = {"motivo": "El PAN dice 80 y en la imagen es 8"}


def declarar_sin_acta(casa: Casa, clave: str) -> None:
    ruta = f"/api/v1/actas/{clave}/sin-acta"
    assert casa.de("supervisa").post(ruta, json={"causa": "paquete_no_entregado"}).status_code == 200


def test_a_publisher_that_is_up_to_date_is_told_so(casa: Casa) -> None:
    declarar_sin_acta(casa, ACTA)
    publica = casa.de("publica")
    primera = publica.get("/api/v1/registros")
    [registro] = primera.json()["registros"]
    siguiente = primera.json()["siguiente"]
    assert (registro["clave_acta"], primera.headers["x-siguiente"]) == (ACTA, str(siguiente))
    vacia = publica.get(f"/api/v1/registros?desde={siguiente}")
    assert vacia.json()["registros"] == []
    etiqueta = {"if-none-match": vacia.headers["etag"]}
    assert publica.get(f"/api/v1/registros?desde={siguiente}", headers=etiqueta).status_code == 304
    declarar_sin_acta(casa, "100001C01003")
    nueva = publica.get(f"/api/v1/registros?desde={siguiente}", headers=etiqueta)
    assert [r["clave_acta"] for r in nueva.json()["registros"]] == ["100001C01003"]


def test_records_come_one_per_line_when_asked(casa: Casa) -> None:
    for clave in (ACTA, "100001C01003"):
        declarar_sin_acta(casa, clave)
    respuesta = casa.de("publica").get("/api/v1/registros", headers={"accept": "application/x-ndjson"})
    assert respuesta.headers["content-type"].startswith("application/x-ndjson")
    assert [json.loads(linea)["clave_acta"] for linea in respuesta.text.splitlines()] == [ACTA, "100001C01003"]


def test_anybody_reports_an_acta_from_a_mirror_and_a_verifier_answers(casa: Casa) -> None:
    ajeno = {"origin": "https://difusor.example", "sec-fetch-site": "cross-site"}
    permiso = casa.nadie().options(REPORTES, headers=ajeno)
    assert (permiso.status_code, permiso.headers["access-control-allow-origin"]) == (204, "*")
    recibido = casa.nadie().post(REPORTES, json=MOTIVO, headers=ajeno)
    assert recibido.status_code == 201
    folio = recibido.json()["folio"]
    verifica = casa.de("verifica")
    assert [r["folio"] for r in verifica.get("/api/v1/reportes").json()] == [folio]
    assert casa.nadie().get("/api/v1/reportes").status_code == 401
    respuesta = {"procede": True, "respuesta": "Se volvió a capturar."}
    assert verifica.post(f"/api/v1/reportes/{folio}/cierre", json=respuesta).status_code == 204
    assert verifica.post(f"/api/v1/reportes/{folio}/cierre", json=respuesta).json()["codigo"] == "reporte_ya_cerrado"
    assert casa.nadie().get(f"/api/v1/reportes/{folio}").json()["cerrado"] is True


def test_too_many_reports_are_told_when_to_come_back(casa: Casa) -> None:
    for _ in range(MAX_POR_DIRECCION):
        casa.nadie().post(REPORTES, json=MOTIVO)
    de_mas = casa.nadie().post(REPORTES, json=MOTIVO)
    assert (de_mas.status_code, de_mas.json()["codigo"]) == (429, "demasiados_reportes")
    assert "60 minutos" in de_mas.json()["remedio"]


def agotar(casa: Casa, proxies: str, paso: str, por: str) -> list[int]:
    """Statuses of a report more than allowed, each said to come for another client by whoever is at ``paso``."""
    cliente = TestClient(detras_de(casa.app, proxies), base_url="http://prueba", client=(paso, 4000))
    dichos = [por.format(i) for i in range(MAX_POR_DIRECCION + 1)]
    return [cliente.post(REPORTES, json=MOTIVO, headers={"x-forwarded-for": d}).status_code for d in dichos]


@pytest.mark.parametrize(
    ("proxies", "paso", "por", "ultimo"),
    [
        ("10.0.0.5", "10.0.0.5", "203.0.113.{}", 201),
        ("10.0.0.0/24", "10.0.0.5", "203.0.113.{}", 201),
        ("10.0.0.5", "10.0.0.5", "203.0.113.7", 429),
        ("10.0.0.5", "10.0.0.5", "198.51.100.{}, 203.0.113.7", 429),
        ("10.0.0.5", "203.0.113.7", "198.51.100.{}", 429),
        ("", "127.0.0.1", "203.0.113.{}", 429),
    ],
    ids=["proxy", "red", "un-cliente", "escrito-por-el-cliente", "sin-pasar-por-el-proxy", "sin-proxy"],
)
def test_the_limit_is_of_the_client_that_a_trusted_proxy_names(
    casa: Casa, proxies: str, paso: str, por: str, ultimo: int
) -> None:
    """What a client writes in the header stands before the address that the proxy saw, and is not believed."""
    assert agotar(casa, proxies, paso, por) == [201] * MAX_POR_DIRECCION + [ultimo]


@pytest.mark.parametrize(
    "cuerpo", [{}, {"motivo": "no"}, {"motivo": "x" * 501}, {"motivo": "vale", "correo": "a@b.mx"}]
)
def test_a_report_without_words_or_with_more_than_was_asked_is_refused(casa: Casa, cuerpo: dict[str, str]) -> None:
    assert casa.nadie().post(REPORTES, json=cuerpo).status_code == 422


def test_a_late_cut_is_told_by_health_and_metrics(casa: Casa) -> None:
    casa.reloj.hora = casa.proceso.apertura + timedelta(minutes=2)
    assert casa.nadie().get("/salud").json()["corte_atrasado_s"] == 120
    assert casa.de("publica").post("/api/v1/cortes", json={"ultimo": False}).status_code == 201
    assert casa.nadie().get("/salud").json()["corte_atrasado_s"] == 0
    casa.reloj.hora = casa.proceso.apertura + timedelta(minutes=casa.proceso.minutos_corte, seconds=30)
    assert casa.nadie().get("/salud").json()["corte_atrasado_s"] == 30
    assert "actario_corte_atraso_segundos 30.0" in casa.nadie().get("/metricas").text


def test_only_who_publishes_moves_the_close(casa: Casa) -> None:
    hasta = (casa.proceso.cierre + timedelta(hours=1)).isoformat()
    cuerpo = {"hasta": hasta, "motivo": "Acuerdo 12 del Consejo"}
    assert casa.de("supervisa").post("/api/v1/cierre", json=cuerpo).status_code == 403
    assert casa.de("publica").post("/api/v1/cierre", json=cuerpo).status_code == 201
    assert casa.de("audita").get("/api/v1/cierre").json()["vigente"] != casa.proceso.cierre.isoformat()
    assert casa.de("publica").post("/api/v1/cierre", json=cuerpo).json()["codigo"] == "cierre_no_valido"


def test_the_application_itself_may_be_mirrored_and_hides_what_is_not_released(casa: Casa, tmp_path) -> None:
    casa.de("publica").post("/api/v1/cortes", json={"ultimo": False})
    nadie = casa.nadie()
    assert nadie.get("/publico/cortes/indice.json").json()["cortes"][0]["numero"] == 1
    assert "<feed" in nadie.get("/publico/cortes/cortes.atom").text
    for oculto in ("cortes/.candado", "cortes/.sitio.json.vistos", "../actario.sqlite3", "otro/x"):
        assert nadie.get(f"/publico/{oculto}").status_code == 404
    assert difundir(abrir(str(casa.contexto.carpeta_publica)), tmp_path / "espejo").corte == 1
