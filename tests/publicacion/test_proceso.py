"""The election folder: everything wrong is said at once, with where and the remedy; nothing else is needed."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from verificacion.dominio.eleccion import Principio, Resguardo
from verificacion.dominio.errores import ProcesoInvalido
from verificacion.proceso import cargar_proceso

MINI = Path(__file__).parents[1] / "procesos" / "mini"


@pytest.fixture
def carpeta(tmp_path):
    return Path(shutil.copytree(MINI, tmp_path / "mini"))


def cambiar(carpeta, archivo="proceso.json", **cambios):
    ruta = carpeta / archivo
    datos = json.loads(ruta.read_text())
    ruta.write_text(json.dumps(datos | cambios))


def problemas(carpeta):
    with pytest.raises(ProcesoInvalido) as fallo:
        cargar_proceso(carpeta)
    return dict(fallo.value.problemas)


def test_the_sample_folder_is_loaded_whole():
    proceso = cargar_proceso(MINI)

    assert [str(a.clave) for a in proceso.actas][3:5] == ["100002S01003EMR", "100002S01003ERP"]
    assert [a.principio for a in proceso.actas][3:5] == [Principio.MR, Principio.RP]
    assert proceso.actas[3].casilla.limite == 750 + 20
    assert proceso.actas[0].casilla.limite == 500 + 20
    assert proceso.apertura == datetime(2021, 6, 7, 1, 0, tzinfo=UTC)
    assert "CAND_IND_1" in proceso.forma_de(proceso.actas[-1]).claves
    assert "CAND_IND_1" not in proceso.forma_de(proceso.actas[0]).claves


def test_all_faults_are_told_at_once(carpeta):
    cambiar(carpeta, minutos_corte=45, inventado=1, zona=7)

    assert problemas(carpeta) == {
        "proceso.json: minutos_corte": "debe ser a lo más 20",
        "proceso.json: inventado": "dato desconocido; corrija el nombre o quítelo",
        "proceso.json: zona": "debe ser un texto entre comillas",
    }


def test_a_map_without_some_district_is_told(carpeta):
    geometria = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    uno = {"type": "Feature", "properties": {"distrito": 1}, "geometry": geometria}
    (carpeta / "mapa.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [uno]}))
    cambiar(carpeta, geografia="mapa.geojson")

    assert "sin contorno: distrito 2" in problemas(carpeta)["mapa.geojson"]


@pytest.mark.parametrize(
    ("cambios", "donde", "que"),
    [
        ({"cierre": "2021-06-06T19:00"}, "proceso.json: cierre", "posterior a la apertura"),
        ({"apertura": "2021-04-04T02:30"}, "proceso.json: apertura", "no existe en America/Monterrey"),
        ({"zona": "Durango"}, "proceso.json: zona", "no es una zona horaria"),
        ({"qr": {"patron": "(?P<clave>"}}, "proceso.json: qr.patron", "expresión regular"),
        ({"qr": {"patron": "(?P<otra>.*)"}}, "proceso.json: qr.patron", "(?P<clave>…)"),
        ({"tipos_acta": {"ordinaria": "3"}}, "proceso.json: tipos_acta.especial", "hay casillas especiales"),
        ({"geografia": "mapa.geojson"}, "mapa.geojson", "no existe"),
        ({"plantillas": [{"carpeta": "../fuera"}]}, "proceso.json: plantillas[0].carpeta", "no tiene la forma"),
        (
            {"plantillas": [{"carpeta": "plantillas/general", "distritos": [1]}]},
            "proceso.json: plantillas",
            "el distrito 2 no tiene plantilla",
        ),
        (
            {"plantillas": [{"carpeta": "plantillas/general"}]},
            "plantillas/general/plantilla.json: campos",
            "faltan campos de votos que contienden en el distrito 2: CAND_IND_1",
        ),
        (
            {"coaliciones": [{"clave": "VA", "nombre": "Va", "partidos": ["PAN", "XYZ"], "color": "#000000"}]},
            "proceso.json: coaliciones[0].partidos",
            "XYZ no es un partido",
        ),
        ({"coaliciones": []}, "proceso.json: contendientes[7]", "no cabe en ninguna coalición"),
    ],
)
def test_each_fault_of_the_election_is_named(carpeta, cambios, donde, que):
    cambiar(carpeta, **cambios)

    assert que in problemas(carpeta)[donde]


@pytest.mark.parametrize(
    ("renglon", "donde", "que"),
    [
        ("10000XB0100,1,DURANGO,5,DURANGO,500,20,,,,1,X", "clave_casilla", "once posiciones"),
        ("100001B0100,1,DURANGO,5,DURANGO,500,20,,,,1,X", "clave_casilla", "ya está en la línea 2"),
        ("110003B0100,1,DURANGO,5,DURANGO,500,20,,,,1,X", "clave_casilla", "no es de la entidad 10"),
        ("100003B0100,1,DURANGO,5,DURANGO,0,20,,,,1,X", "lista_nominal", "solo una casilla especial"),
        ("100003S0100,1,DURANGO,5,DURANGO,0,20,,,,1,X", "boletas", "necesita las boletas"),
        ("100003S0100,1,DURANGO,5,DURANGO,9,20,750,,,1,X", "lista_nominal", "escriba 0"),
        ("100003B0100,1,OTRO,5,DURANGO,500,20,,,,1,X", "distrito_nombre", "ya se llamó «DURANGO»"),
        ("100003B0100,1,DURANGO,5,DURANGO,500,veinte,,,,1,X", "representantes", "número entero"),
        ("100003B0100,1,DURANGO,5,DURANGO,500,20,,A,,1,X", "apellido_desde", "los dos apellidos"),
    ],
)
def test_each_fault_of_a_casilla_is_named_with_its_line(carpeta, renglon, donde, que):
    ruta = carpeta / "casillas.csv"
    ruta.write_text(ruta.read_text() + renglon + "\n")

    assert que in problemas(carpeta)[f"casillas.csv: línea 9: {donde}"]


def test_broken_json_is_named_with_line_and_column(carpeta):
    (carpeta / "proceso.json").write_text('{\n "clave": "x",\n "nombre" "y"\n}')

    assert "línea 3, columna 11" in next(iter(problemas(carpeta)))


def test_a_key_twice_in_an_object_is_refused(carpeta):
    ruta = carpeta / "proceso.json"
    ruta.write_text(ruta.read_text().replace('"entidad": 10,', '"entidad": 10, "entidad": 11,', 1))

    assert "aparece dos veces" in problemas(carpeta)["proceso.json"]


def test_an_unknown_observation_code_is_refused_with_the_known_ones(carpeta):
    formato = json.loads((carpeta / "proceso.json").read_text())["formato"]
    cambiar(carpeta, formato=formato | {"observaciones": {"excede": "EXCEDE"}})

    assert "excede_lista_nominal" in problemas(carpeta)["proceso.json: formato.observaciones"]


def test_a_form_with_a_contender_that_does_not_stand_there_is_refused(carpeta):
    cambiar(carpeta, plantillas=[{"carpeta": "plantillas/independiente"}])

    que = problemas(carpeta)["plantillas/independiente/plantilla.json: campos"]
    assert "no contienden en el distrito 1: CAND_IND_1" in que


def test_the_fingerprint_ignores_layout_and_follows_content(carpeta):
    huella = cargar_proceso(carpeta).huella
    cambiar(carpeta)
    casillas = carpeta / "casillas.csv"
    casillas.write_bytes(b"\xef\xbb\xbf" + casillas.read_bytes().replace(b"\n", b"\r\n"))
    (carpeta / "notas.txt").write_text("no es parte de la elección")
    assert cargar_proceso(carpeta).huella == huella == cargar_proceso(MINI).huella

    casillas.write_bytes(casillas.read_bytes().replace(b",640,", b",641,"))
    assert cargar_proceso(carpeta).huella != huella


def test_originals_are_published_unless_the_election_says_otherwise(carpeta):
    assert cargar_proceso(carpeta).resguardo is Resguardo.NINGUNO
    cambiar(carpeta, resguardo="tapar")
    assert "proceso.json: resguardo" in problemas(carpeta)


def test_an_election_that_covers_needs_to_know_where_the_names_are(carpeta):
    cambiar(carpeta, resguardo="cubrir")
    assert set(problemas(carpeta)) == {
        "plantillas/general/plantilla.json: reservado",
        "plantillas/independiente/plantilla.json: reservado",
    }
    for forma in ("general", "independiente"):
        cajas = [{"x": 250.0, "y": 40.0, "ancho": 50.0, "alto": 5.0}]
        cambiar(carpeta, f"plantillas/{forma}/plantilla.json", reservado=cajas)
    assert cargar_proceso(carpeta).resguardo is Resguardo.CUBRIR
