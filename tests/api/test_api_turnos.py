"""From a read image to a verified record, through HTTP."""

import json

from casa_api import Casa, foto

from verificacion.dominio.conteo import Cifra, Leyenda

ACTA = "100001B01003"


def capturar(casa: Casa, usuario: str, **cifras: Cifra):
    cliente = casa.de(usuario)
    tarea = cliente.post("/api/v1/tareas", json={"tipo": "captura"}).json()
    campos = casa.conteo(ACTA, **cifras)
    return cliente.post(f"/api/v1/turnos/{tarea['turno']}/captura", json={"campos": campos})


def test_two_equal_captures_verify_an_acta_and_the_publisher_pulls_it(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    cifras = {"PAN": 22, "PRI": Leyenda.SIN_DATO, "PRD": Leyenda.ILEGIBLE, "TOTAL": 22}
    assert capturar(casa, "captura1", **cifras).json() == {"estado": "capturada"}
    assert capturar(casa, "captura2", **cifras).json() == {"estado": "verificada"}
    pagina = casa.de("publica").get("/api/v1/registros").json()
    (registro,) = pagina["registros"]
    assert registro["clave_acta"] == ACTA
    assert registro["conteo"]["PAN"] == 22 and registro["conteo"]["PRI"] == "SIN DATO"
    assert casa.de("publica").get("/api/v1/registros", params={"desde": pagina["siguiente"]}).json()["registros"] == []
    assert casa.de("supervisa").get(f"/api/v1/actas/{ACTA}").json()["estado"] == "verificada"


def test_a_capture_task_carries_nobodys_figures(casa: Casa) -> None:
    """Blindness: neither the first capture nor the reader's values may be anywhere in what the page receives."""
    casa.leida(foto(1), ACTA, lectura=casa.conteo(ACTA, PAN=731, TOTAL=732), hoja=foto(11))
    assert capturar(casa, "captura1", PAN=871, TOTAL=872).status_code == 200
    cliente = casa.de("captura2")
    respuesta = cliente.post("/api/v1/tareas", json={"tipo": "captura"})
    tarea = respuesta.json()
    assert tarea["clave_acta"] == ACTA and tarea["opciones"] is None and tarea["borrador"] is None
    assert tarea["alternativas"] is None
    permitidas = {
        "turno",
        "tipo",
        "clave_acta",
        "imagen",
        "foto",
        "hoja",
        "hoja_mm",
        "campos",
        "sumas",
        "candidatas",
        "opciones",
        "alternativas",
        "borrador",
        "vence_en",
    }
    assert tarea.keys() == permitidas
    assert all(campo.keys() == {"clave", "nombre", "tipo", "color", "caja"} for campo in tarea["campos"])
    sin_azar = json.dumps({k: v for k, v in tarea.items() if k not in ("turno", "imagen", "foto", "hoja")})
    latido = cliente.post(f"/api/v1/turnos/{tarea['turno']}/latido").text
    for pagina in (sin_azar, cliente.get("/capturar").text, cliente.get("/").text, latido):
        for cifra in ("731", "732", "871", "872", "captura1", "lector-de-prueba"):
            assert cifra not in pagina
    for ajena in (f"/api/v1/actas/{ACTA}", "/api/v1/registros", f"/api/v1/imagenes/{tarea['imagen']}"):
        assert cliente.get(ajena).status_code == 403


def test_fields_come_in_the_order_of_the_acta_with_their_boxes(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    tarea = casa.de("captura1").post("/api/v1/tareas", json={"tipo": "captura"}).json()
    assert tuple(c["clave"] for c in tarea["campos"]) == casa.campos(ACTA)
    pan = next(c for c in tarea["campos"] if c["clave"] == "PAN")
    assert pan["nombre"] == "Partido Acción Nacional" and pan["color"] == "#0b4ea2"
    assert tarea["hoja_mm"] == [340.0, 216.0]
    plantilla = casa.contexto.plantillas[casa.proceso.formas[0].clave].campo("PAN")
    assert plantilla.letra and pan["caja"]["x"] == plantilla.letra.x
    ultimo = plantilla.digitos[-1]
    assert pan["caja"]["x"] + pan["caja"]["ancho"] == ultimo.x + ultimo.ancho


def test_an_image_that_could_not_be_straightened_is_captured_from_the_whole_photo(casa: Casa) -> None:
    sha256 = casa.leida(foto(1), ACTA)
    tarea = casa.de("captura1").post("/api/v1/tareas", json={"tipo": "captura"}).json()
    assert tarea["hoja"] is None and all(c["caja"] is None for c in tarea["campos"])
    vista = casa.de("captura1").get(tarea["foto"])
    assert vista.headers["content-type"] == "image/jpeg" and tarea["foto"] == f"/api/v1/imagenes/{sha256}/vista"


def test_same_person_is_not_offered_the_second_capture(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    capturar(casa, "captura1")
    assert casa.de("captura1").post("/api/v1/tareas", json={"tipo": "captura"}).status_code == 204


def test_sending_twice_answers_the_same_and_something_else_is_refused(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    cliente = casa.de("captura1")
    turno = cliente.post("/api/v1/tareas", json={"tipo": "captura"}).json()["turno"]
    cuerpo = {"campos": casa.conteo(ACTA, PAN=5)}
    primera = cliente.post(f"/api/v1/turnos/{turno}/captura", json=cuerpo)
    repetida = cliente.post(f"/api/v1/turnos/{turno}/captura", json=cuerpo)
    assert (primera.status_code, repetida.status_code) == (200, 200) and repetida.json() == primera.json()
    otra = cliente.post(f"/api/v1/turnos/{turno}/captura", json={"campos": casa.conteo(ACTA, PAN=6)})
    assert (otra.status_code, otra.json()["codigo"]) == (409, "turno_ya_usado")


def test_what_looks_wrong_is_asked_once_with_its_fields_and_changes_nothing(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    cliente = casa.de("captura1")
    ruta = f"/api/v1/turnos/{cliente.post('/api/v1/tareas', json={'tipo': 'captura'}).json()['turno']}/captura"
    cuerpo = {"campos": casa.conteo(ACTA, PAN=60, TOTAL=160), "avisos_vistos": []}
    pregunta = cliente.post(ruta, json=cuerpo).json()
    assert pregunta["estado"] is None
    (aviso,) = pregunta["avisos"]
    assert (aviso["codigo"], aviso["campos"]) == ("total_lejos_de_la_suma", ["PAN", "TOTAL"])
    assert aviso["texto"] == "El TOTAL escrito está lejos de la suma de los votos."
    assert casa.de("supervisa").get(f"/api/v1/actas/{ACTA}").json()["estado"] == "digitalizada"
    visto = cuerpo | {"avisos_vistos": [aviso["codigo"]]}
    assert cliente.post(ruta, json=visto).json() == {"estado": "capturada"}
    assert cliente.post(ruta, json=cuerpo).json() == {"estado": "capturada"}, "the same figures, sent again"


def test_a_program_with_nobody_to_ask_is_not_asked(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    assert capturar(casa, "captura1", PAN=60, TOTAL=160).json() == {"estado": "capturada"}


def test_the_next_task_is_reserved_while_one_is_typed_and_its_sheet_loads(casa: Casa) -> None:
    for i, clave in enumerate((ACTA, "100001C01003"), 1):
        casa.leida(foto(i), clave, hoja=foto(10 + i))
        casa.reloj.pasar(1)
    cliente = casa.de("captura1")
    primera = cliente.post("/api/v1/tareas", json={"tipo": "captura"}).json()
    casa.reloj.pasar(1)
    reservada = cliente.post("/api/v1/tareas", json={"tipo": "captura", "adelantada": True}).json()
    assert reservada["clave_acta"] == "100001C01003" and reservada["opciones"] is None
    assert cliente.get(reservada["hoja"]).status_code == 200
    assert cliente.post("/api/v1/tareas", json={"tipo": "captura"}).json()["turno"] == primera["turno"]


def test_figures_that_do_not_fit_are_refused_field_by_field_and_the_turn_goes_on(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    cliente = casa.de("captura1")
    turno = cliente.post("/api/v1/tareas", json={"tipo": "captura"}).json()["turno"]
    campos = casa.conteo(ACTA, PAN=1000, INVENTADO=1)
    del campos["PRI"]
    respuesta = cliente.post(f"/api/v1/turnos/{turno}/captura", json={"campos": campos})
    assert (respuesta.status_code, respuesta.json()["codigo"]) == (422, "conteo_invalido")
    assert respuesta.json()["campos"] == {
        "PAN": "Debe estar entre 0 y 999.",
        "PRI": "Falta escribirlo.",
        "INVENTADO": "No es un campo de esta acta.",
    }
    bien = cliente.post(f"/api/v1/turnos/{turno}/captura", json={"campos": casa.conteo(ACTA)})
    assert bien.status_code == 200


def test_a_turn_expires_and_belongs_to_one_person(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    turno = casa.de("captura1").post("/api/v1/tareas", json={"tipo": "captura"}).json()["turno"]
    ajeno = casa.de("captura2").post(f"/api/v1/turnos/{turno}/latido")
    assert (ajeno.status_code, ajeno.json()["codigo"]) == (403, "turno_ajeno")
    casa.reloj.pasar(240)
    assert casa.de("captura1").post(f"/api/v1/turnos/{turno}/latido").status_code == 200
    casa.reloj.pasar(301)
    vencido = casa.de("captura1").post(f"/api/v1/turnos/{turno}/captura", json={"campos": casa.conteo(ACTA)})
    assert (vencido.status_code, vencido.json()["codigo"]) == (409, "turno_vencido")


def test_a_discrepancy_shows_both_figures_without_names_and_a_third_person_decides(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    capturar(casa, "captura1", PAN=22)
    assert capturar(casa, "captura2", PAN=72).json() == {"estado": "discrepante"}
    cliente = casa.de("verifica")
    respuesta = cliente.post("/api/v1/tareas", json={"tipo": "discrepancia"})
    tarea = respuesta.json()
    assert [c["clave"] for c in tarea["campos"]] == ["PAN"]
    assert sorted(tarea["opciones"]["PAN"]) == [22, 72]
    assert "captura1" not in respuesta.text and "captura2" not in respuesta.text
    decision = cliente.post(f"/api/v1/turnos/{tarea['turno']}/resolucion", json={"campos": {"PAN": 72}})
    assert decision.json() == {"estado": "verificada"}
    assert casa.de("supervisa").get(f"/api/v1/actas/{ACTA}").json()["conteo"]["PAN"] == 72


def test_an_image_without_key_is_identified_from_the_catalogue(casa: Casa) -> None:
    casa.leida(foto(1), None, hoja=foto(11))
    cliente = casa.de("verifica")
    tarea = cliente.post("/api/v1/tareas", json={"tipo": "identificacion"}).json()
    assert (tarea["clave_acta"], tarea["campos"], tarea["hoja"]) == (None, [], None)
    halladas = cliente.get("/api/v1/catalogo", params={"buscar": "10"}).json()
    assert [(c["clave_acta"], c["casilla"]) for c in halladas][:2] == [
        ("100010B01003", "Básica"),
        ("100010E01003", "Extraordinaria 1"),
    ]
    assert cliente.get("/api/v1/catalogo", params={"buscar": "100002S0100"}).json()[1]["principio"] == "RP"
    turno = tarea["turno"]
    no_hay = cliente.post(f"/api/v1/turnos/{turno}/identificacion", json={"clave_acta": "109999B01003"})
    assert (no_hay.status_code, no_hay.json()["codigo"]) == (404, "no_existe")
    assert cliente.post(f"/api/v1/turnos/{turno}/identificacion", json={"clave_acta": ACTA}).status_code == 200
    assert casa.de("supervisa").get(f"/api/v1/actas/{ACTA}").json()["estado"] == "digitalizada"


def test_an_image_may_be_out_of_the_catalogue(casa: Casa) -> None:
    sha256 = casa.leida(foto(1), None)
    cliente = casa.de("supervisa")
    turno = cliente.post("/api/v1/tareas", json={"tipo": "identificacion"}).json()["turno"]
    assert cliente.post(f"/api/v1/turnos/{turno}/identificacion", json={"clave_acta": None}).status_code == 200
    assert cliente.get(f"/api/v1/imagenes/{sha256}").json()["estado"] == "fuera_de_catalogo"


def test_a_package_without_acta_is_declared_once_and_not_over_an_image(casa: Casa) -> None:
    cliente = casa.de("supervisa")
    causa = {"causa": "casilla_no_instalada"}
    assert cliente.post(f"/api/v1/actas/{ACTA}/sin-acta", json=causa).status_code == 200
    assert cliente.get(f"/api/v1/actas/{ACTA}").json()["causa"] == "casilla_no_instalada"
    casa.leida(foto(1), "100001C01003", hoja=foto(11))
    con_imagen = cliente.post("/api/v1/actas/100001C01003/sin-acta", json=causa)
    assert (con_imagen.status_code, con_imagen.json()["codigo"]) == (409, "acta_con_imagen")


def test_progress_counts_actas_by_state_and_queues(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    casa.leida(foto(2), None)
    avance = casa.de("supervisa").get("/api/v1/avance").json()
    assert avance["esperadas"] == len(casa.proceso.actas) == sum(avance["por_estado"].values())
    assert avance["por_estado"]["digitalizada"] == 1 and avance["por_cola"]["identificacion"]["cuantas"] == 1
    assert avance["por_distrito"][0]["nombre"] == "DURANGO"
    assert casa.de("captura1").get("/api/v1/avance").status_code == 403


def test_publisher_makes_a_cut_and_the_site_is_served(casa: Casa) -> None:
    assert casa.nadie().get("/resultados/").status_code == 404
    casa.leida(foto(1), ACTA, hoja=foto(11))
    capturar(casa, "captura1", PAN=5, TOTAL=5)
    capturar(casa, "captura2", PAN=5, TOTAL=5)
    respuesta = casa.de("publica").post("/api/v1/cortes", json={"ultimo": False})
    assert respuesta.status_code == 201, respuesta.text
    corte = respuesta.json()
    assert corte["encabezado"]["actas_contabilizadas"] == 1
    assert casa.de("publica").get("/api/v1/cortes").json() == [corte]
    assert casa.de("publica").get(f"/api/v1/cortes/{corte['numero']}").json() == corte
    assert casa.de("captura1").post("/api/v1/cortes", json={}).status_code == 403
    sitio = casa.nadie().get("/resultados/")
    assert sitio.status_code == 200 and "style-src 'self'" in sitio.headers["content-security-policy"]
    assert casa.nadie().get("/salud").json()["ultimo_corte"] == 1


def test_pages_of_every_role_render(casa: Casa) -> None:
    for usuario, paginas in {
        "digitalizadora": ("/", "/subir", "/sin-acta"),
        "captura1": ("/", "/capturar"),
        "verifica": ("/", "/discrepancias", "/identificar", "/reportes"),
        "supervisa": ("/", "/subir", "/discrepancias", "/identificar", "/sin-acta", "/avance"),
    }.items():
        for pagina in paginas:
            respuesta = casa.de(usuario).get(pagina)
            assert respuesta.status_code == 200 and usuario in respuesta.text, pagina


def test_what_is_typed_is_kept_for_whoever_typed_it_alone(casa: Casa) -> None:
    casa.leida(foto(1), ACTA, hoja=foto(11))
    yo, otra = casa.de("captura1"), casa.de("captura2")
    turno = yo.post("/api/v1/tareas", json={"tipo": "captura"}).json()["turno"]
    assert yo.put(f"/api/v1/turnos/{turno}/borrador", json={"campos": {"PAN": "71"}}).status_code == 204
    assert yo.post("/api/v1/tareas", json={"tipo": "captura"}).json()["borrador"] == {"PAN": "71"}
    assert otra.post("/api/v1/tareas", json={"tipo": "captura"}).json()["borrador"] is None
    ajeno = otra.put(f"/api/v1/turnos/{turno}/borrador", json={"campos": {"PAN": "9"}})
    assert ajeno.json()["codigo"] == "turno_ajeno"
    largo = yo.put(f"/api/v1/turnos/{turno}/borrador", json={"campos": {"PAN": "9" * 21}})
    assert largo.status_code == 422
