"""The index behind «conoce los resultados de tu casilla»: which surnames vote where, a hundred sections per file.

The browser asks for the hundred and looks inside by itself, so not even the server learns the section, and nobody the
surname. It holds the catalogue only: it does not change during the night.
"""

import json
from collections.abc import Iterable

from publicacion.sitio.destino import Destino
from publicacion.sitio.textos import nombre_casilla
from verificacion.dominio.eleccion import ActaEsperada

CARPETA = "datos/casillas"


def escribir_indice(actas: Iterable[ActaEsperada], destino: Destino) -> None:
    """Write ``datos/casillas/NN.json``: section → its actas, with surnames and place."""
    centenas: dict[int, dict[str, list[dict[str, str]]]] = {}
    for acta in actas:
        seccion = acta.casilla.clave.seccion
        centenas.setdefault(seccion // 100, {}).setdefault(f"{seccion:04}", []).append(_entrada(acta))
    for centena, secciones in centenas.items():
        contenido = json.dumps(secciones, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        destino.guardar(f"{CARPETA}/{centena:02}.json", contenido.encode())


def _entrada(acta: ActaEsperada) -> dict[str, str]:
    casilla = acta.casilla
    return {
        "acta": str(acta.clave),
        "casilla": nombre_casilla(casilla.clave, acta.principio.value),
        "tipo": casilla.clave.tipo.value,
        "desde": casilla.apellido_desde or "",
        "hasta": casilla.apellido_hasta or "",
        "domicilio": casilla.domicilio,
    }
