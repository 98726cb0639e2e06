"""``generar``: from a cut to the files that the country looks at.

Pages carry no script or style of their own and no address of a third party, so a strict Content-Security-Policy fits.
Only the pages of what changed since the cut that the site shows are drawn again, and a file that would be equal is
not written again.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from publicacion.calendario import proxima
from publicacion.corte import Corte, carpetas, leer_corte, registros_de
from publicacion.datos import CARPETA
from publicacion.sitio import cambios
from publicacion.sitio.buscador import escribir_indice
from publicacion.sitio.colores import hoja_de_colores
from publicacion.sitio.destino import Destino
from publicacion.sitio.entorno import Paginas
from publicacion.sitio.imagenes import publicar_imagenes
from publicacion.sitio.paginas_acta import escribir_actas, escribir_secciones
from publicacion.sitio.paginas_entidad import PaginasDeCorte
from verificacion.dominio.agregacion import agregar
from verificacion.dominio.eleccion import Proceso, Resguardo

_ESTATICOS = Path(__file__).parents[1] / "estaticos_sitio"


def generar(corte: Corte, proceso: Proceso, destino: Path, almacen_leer: Callable[[str], bytes]) -> int:
    """Write the site of a cut into ``destino`` and return how many files changed.

    Raises:
        CorteInvalido: an image is not the one of its hash. The index still shows the cut before.
    """
    salida = Destino(destino)
    resultado = corte.resultado or agregar(registros_de(corte, proceso), proceso)
    cambiadas = cambios.tomar(destino, corte, proceso)
    paginas = Paginas(proceso, salida)
    retirar = proceso.resguardo is Resguardo.CUBRIR
    imagenes = publicar_imagenes(resultado.entidad.actas, corte, salida, almacen_leer, retirar=retirar)
    if cambiadas is None:
        _estaticos(proceso, salida)
        escribir_indice(proceso.actas, salida)
    escribir_actas(resultado, proceso, corte, imagenes, paginas, cambiadas)
    escribir_secciones(resultado, proceso, paginas, cambiadas)
    _descargas(corte, salida)
    PaginasDeCorte(resultado, proceso, corte, paginas, _avance(proceso, corte)).escribir(imagenes)
    _anunciar(corte, salida)
    cambios.dejar(destino, corte, proceso)
    return salida.escritos


def _avance(proceso: Proceso, corte: Corte) -> Mapping[str, Any]:
    """What the progress strip shows."""
    return {
        "corte": corte,
        "encabezado": corte.encabezado,
        "siguiente": None if corte.ultimo else proxima(proceso, corte.momento),
    }


def _estaticos(proceso: Proceso, destino: Destino) -> None:
    for archivo in sorted(_ESTATICOS.iterdir()):
        destino.guardar(archivo.name, archivo.read_bytes())
    destino.guardar("colores.css", hoja_de_colores(proceso))
    if proceso.marca.logo is not None:
        logo = Path(proceso.carpeta) / proceso.marca.logo
        destino.guardar(f"logo{logo.suffix}", logo.read_bytes())


def _descargas(corte: Corte, destino: Destino) -> None:
    """Package, CSV and manifest of each cut, under its number (two cuts may share the official name), and the JSON."""
    for carpeta in carpetas(corte.carpeta.parent.parent):
        uno = leer_corte(carpeta)
        descargas = f"descargas/{uno.numero:04}"
        if uno.numero <= corte.numero and not destino.existe(f"{descargas}/manifiesto.json"):
            for nombre in (uno.paquete, uno.base, "manifiesto.json"):
                destino.guardar(f"{descargas}/{nombre}", (carpeta / nombre).read_bytes())
    for archivo in sorted((corte.carpeta / CARPETA).glob("*.json")):
        destino.guardar(f"{CARPETA}/{archivo.name}", archivo.read_bytes())


def _anunciar(corte: Corte, destino: Destino) -> None:
    """The number of the cut on its own: an open page asks for it now and then, to know whether there is a newer one."""
    destino.guardar(f"{CARPETA}/corte.json", json.dumps({"numero": corte.numero}).encode())
