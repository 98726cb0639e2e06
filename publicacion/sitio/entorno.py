"""The templates with what every page needs: how texts read, what parts the site has and who publishes it."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from publicacion.sitio import textos
from publicacion.sitio.destino import Destino
from publicacion.sitio.vista import nombres
from verificacion.dominio.eleccion import Ejercicio, ParteSitio, Proceso

_NAVEGACION = (
    ("index.html", "Resultados", None),
    ("casillas.html", "Mi casilla", None),
    ("avance.html", "Avance por hora", ParteSitio.AVANCE),
    ("comparar.html", "Comparar", ParteSitio.COMPARAR),
    ("estadistica.html", "Estadística", ParteSitio.ESTADISTICA),
    ("base-de-datos.html", "Base de datos", None),
    ("ayuda.html", "Ayuda", None),
)


class Paginas:
    """Writes pages from templates."""

    def __init__(self, proceso: Proceso, destino: Destino):
        self._destino = destino
        self._entorno = _entorno(proceso)

    def escribir(self, relativo: str, plantilla: str, comun: Mapping[str, Any], **valores: Any) -> None:
        """Render ``plantilla`` into the page ``relativo``; its links to the top of the site go through ``raiz``."""
        texto = self._entorno.get_template(plantilla).render(
            {**comun, **valores, "raiz": "../" * relativo.count("/"), "pagina": relativo}
        )
        self._destino.guardar(relativo, texto.encode())


def _entorno(proceso: Proceso) -> Environment:
    entorno = Environment(
        loader=PackageLoader("publicacion", "plantillas_html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filtros: dict[str, Callable[..., str]] = {
        "miles": textos.miles,
        "titulo": textos.titulo,
        "hora": partial(textos.hora, zona=proceso.zona),
        "fecha": partial(textos.fecha, zona=proceso.zona),
        "reloj": partial(textos.reloj, zona=proceso.zona),
        "husos": partial(textos.husos, zona=proceso.zona),
    }
    entorno.filters.update(filtros)
    demarcacion, demarcaciones = textos.demarcacion(proceso.formato.ambito)
    globales: dict[str, Any] = {
        "demarcacion": demarcacion,
        "demarcaciones": demarcaciones,
        "Demarcacion": demarcacion.capitalize(),
        "Demarcaciones": demarcaciones.capitalize(),
        "proceso": proceso,
        "simulacro": proceso.ejercicio is Ejercicio.SIMULACRO,
        "omite": {p.value for p in proceso.sitio_omite},
        "navegacion": [(href, texto) for href, texto, parte in _NAVEGACION if parte not in proceso.sitio_omite],
        "nombres": nombres(proceso),
        "nombre_casilla": textos.nombre_casilla,
        "logo": f"logo{Path(proceso.marca.logo).suffix}" if proceso.marca.logo else None,
    }
    entorno.globals.update(globales)
    return entorno
