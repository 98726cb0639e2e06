"""What a certificate says, in Spanish: its sentences, its sections and who signs it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from actario.constancia.documento import Tipo
from actario.constancia.objeciones import EN_CEROS
from publicacion.sitio.textos import fecha

TITULO = {Tipo.CEROS: "Constancia de puesta en ceros", Tipo.CIERRE: "Constancia de cierre"}
FIRMANTES = (
    ("Por la autoridad electoral", ("Nombre:", "Cargo:")),
    ("Por el ente auditor", ("Nombre:", "Institución:")),
    ("Fe pública", ("Nombre:", "Notaría u oficialía n.º:", "Sello:")),
)
CIFRAS = {
    "actas_esperadas": "Actas esperadas",
    "actas_registradas": "Actas registradas",
    "actas_fuera_catalogo": "Actas fuera de catálogo",
    "actas_capturadas": "Actas capturadas",
    "actas_contabilizadas": "Actas contabilizadas",
    "actas_no_contabilizadas": "Actas no contabilizadas",
    "total_votos_c_cs": "Votos, con casillas especiales",
    "total_votos_s_cs": "Votos, sin casillas especiales",
}


@dataclass(frozen=True, slots=True)
class Renglones:
    """Pairs of name and value; ``huellas``: the values are long."""

    pares: Sequence[tuple[str, str]]
    huellas: bool = False


def fecha_larga(momento: str, zona: ZoneInfo) -> str:
    """``6 de junio de 2021, 19:42:10 h, hora de America/Monterrey``."""
    local = datetime.fromisoformat(momento).astimezone(zona)
    desfase = local.strftime("%z")
    return f"{fecha(local, zona)}, {local:%H:%M:%S} h, hora de {zona.key} (UTC{desfase[:3]}:{desfase[3:]})"


def notas(tipo: Tipo) -> Sequence[str]:
    """How anybody checks the sheet."""
    archivo = f"constancia-{tipo}.json"
    openssl = f"openssl pkeyutl -verify -pubin -inkey llave-publica.pem -rawin -in {archivo} -sigfile {archivo}.firma"
    return (
        f"El texto firmado es el archivo <b>{archivo}</b> que acompaña a esta hoja; el código de la esquina lleva su "
        f"SHA-256. Compruébelo con {_orden(f'actario constancia comprobar {archivo} --llave HUELLA')}, o sin este "
        f"programa con {_orden(openssl)}.",
        "La huella de lo que se ejecuta se compara con la que guardó el ente auditor: "
        f"{_orden('actario huella --comparar auditada.json')}.",
    )


def _orden(texto: str) -> str:
    return f"<font face='Courier'>{texto}</font>"


def _ceros(datos: Mapping[str, Any]) -> Sequence[str]:
    esperadas, repasados = sum(datos["actas"].values()), datos["bitacora"]["repasados"]
    return (
        "Se hace constar que, a la hora señalada, la base de datos, el almacén de imágenes, las colas de trabajo y el "
        "sitio de resultados <b>no contienen ninguna imagen, lectura, captura, resolución, cotejo ni corte</b>. Solo "
        f"está el catálogo de la elección, <b>{esperadas:,} actas, todas en estado esperada</b>, y las cuentas del "
        "personal.",
        "Se contaron los renglones de todas las tablas y los archivos del almacén y de lo publicado; la bitácora de "
        f"actos se repasó completa, {repasados:,} asientos, y cada renglón de la base es el que dicen los actos.",
    )


def _cierre(datos: Mapping[str, Any]) -> Sequence[str]:
    cortes, imagenes = len(datos["cortes"]), datos["tablas"]["imagenes"]
    cuantos = f"{cortes:,} {'corte' if cortes == 1 else 'cortes'}"
    return (
        f"Se hace constar que, a la hora señalada, la publicación está cerrada con <b>{cuantos}</b>, y que el sistema "
        f"contiene exactamente lo que aquí se enumera, con <b>{imagenes:,} imágenes</b> recibidas.",
        "Cada corte se rehízo, byte por byte, solo con la bitácora de actos, que se repasó completa: "
        f"{datos['bitacora']['repasados']:,} asientos. Todas las cifras publicadas son las que salen de ellos, cada "
        "imagen conserva el código de integridad con que se recibió, y cada renglón de la base es el que dicen los "
        "actos.",
    )


CUERPO: Mapping[Tipo, Callable[[Mapping[str, Any]], Sequence[str]]] = {Tipo.CEROS: _ceros, Tipo.CIERRE: _cierre}


def secciones(datos: Mapping[str, Any]) -> Sequence[tuple[str, Renglones]]:
    """What is counted, in the order in which it is read aloud."""
    instalacion, bitacora = datos["instalacion"], datos["bitacora"]
    base = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(instalacion["base"], instalacion["base"])
    huella = [
        ("TODO", f"<b>{datos['huella']['total']}</b>"),
        *((p["nombre"], p["huella"]) for p in datos["huella"]["partes"]),
    ]
    tablas = datos["tablas"]
    previas = [(n, f"{c:,}") for n, c in tablas.items() if n in EN_CEROS]
    vacias = [(n, f"{c:,}") for n, c in tablas.items() if n not in EN_CEROS]
    return (
        (f"Lo que se ejecuta: Actario {instalacion['version']} (SHA-256)", Renglones(huella, huellas=True)),
        *_publicado(datos),
        ("Base de datos: renglones por tabla, desde la primera imagen hasta la última corrección", Renglones(vacias)),
        (
            f"Base de datos ({base}, esquema {instalacion['esquema']}): catálogo, personal y bitácora",
            Renglones(previas),
        ),
        ("Actas por estado", Renglones([(estado, f"{n:,}") for estado, n in datos["actas"].items()])),
        ("Almacén de imágenes, envíos y sitio: archivos", Renglones(_archivos(datos))),
        (
            "Huellas de la bitácora, la elección y el almacén (SHA-256)",
            Renglones(
                [
                    (f"bitácora, asiento {bitacora['numero']:,}", bitacora["huella"]),
                    ("carpeta de la elección", datos["proceso"]["huella"]),
                    ("lista de las imágenes", datos["almacen"]["imagenes"]["huella"]),
                ],
                huellas=True,
            ),
        ),
    )


def _archivos(datos: Mapping[str, Any]) -> list[tuple[str, str]]:
    almacen = datos["almacen"]
    archivos = {
        "imágenes y sus copias cubiertas": almacen["imagenes"],
        "hechos de imágenes (hojas, recortes)": almacen["derivados"],
        "en cuarentena": almacen["cuarentena"],
        "envíos a medias": datos["cargas"],
        "del sitio de resultados": datos["sitio"],
    }
    cortes = ("cortes publicados", f"{len(datos['cortes']):,}")
    return [*((nombre, f"{a['archivos']:,}") for nombre, a in archivos.items()), cortes]


def _publicado(datos: Mapping[str, Any]) -> Sequence[tuple[str, Renglones]]:
    """Figures of the last cut, and the cuts: the first and the last, since each carries the hash of the one before."""
    if not datos["cortes"]:
        return ()
    cifras = [(nombre, f"{datos['encabezado'][clave]:,}") for clave, nombre in CIFRAS.items()]
    extremos = datos["cortes"] if len(datos["cortes"]) <= 2 else (datos["cortes"][0], datos["cortes"][-1])
    cortes = [(f"corte {c['carpeta']}", c["huella"]) for c in extremos]
    return (
        ("Cifras del corte de cierre", Renglones(cifras)),
        ("Cortes: cada uno lleva la huella del anterior (SHA-256 del manifiesto)", Renglones(cortes, huellas=True)),
    )
