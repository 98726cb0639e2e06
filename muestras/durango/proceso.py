"""``escribir_proceso``: the folder of the sample election."""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from muestras.durango.casillas import ENTIDAD, CasillaMuestra, generar_casillas
from muestras.durango.contendientes import COALICIONES, DISTRITOS_CON_INDEPENDIENTE, contendientes
from muestras.durango.distritos import Distrito, leer_distritos
from muestras.durango.mapa import mapa_de_losas
from muestras.durango.nombres import persona
from muestras.formas.carpeta import escribir_plantilla
from muestras.formas.maqueta import maquetar
from verificacion.dominio.eleccion import Coalicion, Contendiente, TipoContendiente
from verificacion.dominio.errores import DatoInvalido

CLAVE = "muestra-dgo-2021"
ELECCION = "DIPUTACIONES LOCALES"
TIPO_ACTA = "3"
ZONA = "America/Monterrey"
PATRON_QR = rf"^{CLAVE}/(?P<clave>\d{{6}}[A-Z]\d{{4}}\w{{1,5}})$"
MUNICIPIOS = {
    "DURANGO": 5, "PUEBLO NUEVO": 23, "SANTIAGO PAPASQUIARO": 32, "EL ORO": 18, "MAPIMI": 13, "GÓMEZ PALACIO": 7,
    "LERDO": 12, "CUENCAMÉ": 4, "NOMBRE DE DIOS": 16,
}  # fmt: skip
MIN_CASILLAS = 16
"""One per district and the especial."""


class MuestraInvalida(DatoInvalido):
    """The sample election cannot be written with these arguments. ``que`` says why, in Spanish."""

    codigo = "muestra_invalida"

    def __init__(self, que: str):
        super().__init__(que)
        self.que = que


_CON_REPRESENTANTE = (TipoContendiente.PARTIDO, TipoContendiente.INDEPENDIENTE)


def escribir_proceso(carpeta: Path, casillas: int, semilla: int, apertura: datetime) -> None:
    """Write the sample election: fifteen districts, the contenders of 2021, invented casillas and names.

    Args:
        carpeta: made if missing; files of an earlier one are overwritten.
        casillas: how many, from 16 to the 2,541 of 2021 and beyond. An especial yields two actas.
        semilla: same seed and arguments, same bytes.
        apertura: aware; written in the election's zone. It closes 24 hours later.

    Raises:
        MuestraInvalida: fewer casillas than districts, or a naive ``apertura``.
    """
    if casillas < MIN_CASILLAS:
        raise MuestraInvalida(f"se necesitan al menos {MIN_CASILLAS} casillas")
    if apertura.tzinfo is None:
        raise MuestraInvalida("la apertura necesita zona horaria")
    rng = np.random.default_rng(semilla)
    distritos = leer_distritos()
    todos = contendientes()
    acreditan = {
        d.distrito: sum(c.tipo in _CON_REPRESENTANTE and c.contiende_en(d.distrito) for c in todos) for d in distritos
    }
    catalogo = generar_casillas(distritos, casillas, acreditan, rng)
    carpeta.mkdir(parents=True, exist_ok=True)
    _escribir_json(carpeta / "proceso.json", _proceso_json(todos, apertura))
    _escribir_casillas(carpeta / "casillas.csv", catalogo)
    _escribir_candidaturas(carpeta / "candidaturas.csv", distritos, todos, rng)
    _escribir_json(carpeta / "geografia.geojson", mapa_de_losas(distritos))
    for nombre, filas in formas(todos).items():
        maqueta = maquetar(
            f"{CLAVE}-{nombre}", f"Acta de {ELECCION.lower()} ({nombre})", ELECCION, "DURANGO", TIPO_ACTA, filas
        )
        escribir_plantilla(maqueta, carpeta / "plantillas" / nombre)


def formas(todos: Sequence[Contendiente]) -> dict[str, tuple[Contendiente, ...]]:
    """Rows of each form: everywhere, and where an independent stands."""
    return {
        "independiente": tuple(todos),
        "general": tuple(c for c in todos if c.distritos is None),
    }


def _proceso_json(todos: Sequence[Contendiente], apertura: datetime) -> dict[str, object]:
    inicio = apertura.astimezone(ZoneInfo(ZONA)).replace(tzinfo=None, second=0, microsecond=0)
    return {
        "clave": CLAVE,
        "nombre": "Elección de muestra: diputaciones locales de Durango",
        "entidad": ENTIDAD,
        "entidad_nombre": "DURANGO",
        "ejercicio": "simulacro",
        "zona": ZONA,
        "apertura": inicio.isoformat(timespec="minutes"),
        "cierre": (inicio + timedelta(hours=24)).isoformat(timespec="minutes"),
        "minutos_corte": 15,
        "politica": "doble_ciega",
        "resguardo": "cubrir",
        "contendientes": [_contendiente(c) for c in todos],
        "coaliciones": [_coalicion(c) for c in COALICIONES],
        "tipos_acta": {"ordinaria": TIPO_ACTA, "especial": {"MR": f"{TIPO_ACTA}EMR", "RP": f"{TIPO_ACTA}ERP"}},
        "plantillas": [
            {"carpeta": "plantillas/independiente", "distritos": sorted(DISTRITOS_CON_INDEPENDIENTE)},
            {"carpeta": "plantillas/general", "distritos": None},
        ],
        "formato": {
            "disposicion": "2021",
            "entidad_siglas": "DGO",
            "eleccion_siglas": "DIP_LOC",
            "anio": inicio.year,
            "titulo": ELECCION,
        },
        "marca": {"autoridad": "Instituto Electoral de Muestra", "siglas": "IEM", "color": "#8c2f5c", "logo": None},
        "qr": {"patron": PATRON_QR},
        "geografia": "geografia.geojson",
    }


def _contendiente(c: Contendiente) -> dict[str, object]:
    return {
        "clave": c.clave,
        "nombre": c.nombre,
        "tipo": str(c.tipo),
        "columna": c.columna,
        "partidos": list(c.partidos),
        "color": c.color,
        "distritos": None if c.distritos is None else sorted(c.distritos),
    }


def _coalicion(c: Coalicion) -> dict[str, object]:
    distritos = None if c.distritos is None else sorted(c.distritos)
    return {
        "clave": c.clave,
        "nombre": c.nombre,
        "partidos": list(c.partidos),
        "color": c.color,
        "distritos": distritos,
    }


def _escribir_json(archivo: Path, datos: dict[str, object]) -> None:
    archivo.write_text(json.dumps(datos, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _escribir_csv(archivo: Path, columnas: str, filas: Iterable[Sequence[object]]) -> None:
    with archivo.open("w", encoding="utf-8", newline="") as f:
        salida = csv.writer(f, lineterminator="\n")
        salida.writerow(columnas.split(","))
        salida.writerows(["" if v is None else v for v in fila] for fila in filas)


def _escribir_casillas(archivo: Path, catalogo: Iterable[CasillaMuestra]) -> None:
    columnas = (
        "clave_casilla,distrito,distrito_nombre,municipio,municipio_nombre,lista_nominal,representantes,boletas,"
        "apellido_desde,apellido_hasta,urbana,domicilio"
    )
    filas = (
        (
            str(c.clave), c.distrito, c.cabecera, MUNICIPIOS[c.cabecera], c.cabecera, c.lista_nominal, c.representantes,
            c.boletas, *(c.apellidos or (None, None)), int(c.urbana), f"Escuela de la sección {c.clave.seccion}",
        )
        for c in catalogo
    )  # fmt: skip
    _escribir_csv(archivo, columnas, filas)


def _escribir_candidaturas(
    archivo: Path, distritos: Iterable[Distrito], todos: Sequence[Contendiente], rng: np.random.Generator
) -> None:
    """Names under each party, the same for the members of a coalition (layout of CANDIDATURA files)."""
    filas: list[Sequence[object]] = []
    for distrito in distritos:
        de_coalicion: dict[str, tuple[str, str]] = {}
        for c in todos:
            if c.tipo not in _CON_REPRESENTANTE or not c.contiende_en(distrito.distrito):
                continue
            coalicion = next((k.clave for k in COALICIONES if c.clave in k.partidos), c.clave)
            mujer = bool(rng.random() < 0.5)
            formula = de_coalicion.setdefault(coalicion, (persona(rng, mujer), persona(rng, mujer)))
            filas.append((distrito.distrito, c.clave, *formula))
    _escribir_csv(archivo, "distrito,contendiente,propietaria,suplente", filas)
