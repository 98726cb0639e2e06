"""Server-rendered pages: one environment per application, times in the election's zone, texts in the templates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.mensaje import Mensaje
from api.permisos import Permiso, puede
from verificacion.dominio.eleccion import Ejercicio, Proceso
from verificacion.dominio.registro import Actor

CARPETA = Path(__file__).parent / "paginas"

MESES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


@dataclass(frozen=True, slots=True)
class Seccion:
    """An entry of the menu: where it goes, what it is called, who sees it."""

    ruta: str
    nombre: str
    que_hace: str
    permiso: Permiso


MENU = (
    Seccion(
        "/subir",
        "Subir fotos",
        "Fotografíe o elija las actas y envíelas.",
        Permiso.ENVIAR_IMAGENES,
    ),
    Seccion("/capturar", "Capturar", "Escriba lo que dice cada acta.", Permiso.CAPTURAR),
    Seccion(
        "/discrepancias",
        "Discrepancias",
        "Decida los campos en que las capturas difieren.",
        Permiso.DECIDIR,
    ),
    Seccion(
        "/cotejar",
        "Cotejar",
        "Compare lo publicado con el acta.",
        Permiso.COTEJAR,
    ),
    Seccion(
        "/identificar",
        "Identificar",
        "Diga de qué casilla es cada imagen sin clave.",
        Permiso.IDENTIFICAR,
    ),
    Seccion(
        "/sin-acta",
        "Sin acta",
        "Registre los paquetes que llegaron sin acta.",
        Permiso.DECLARAR_SIN_ACTA,
    ),
    Seccion(
        "/imagenes",
        "Imágenes",
        "Elija qué foto se usa cuando un acta tiene varias.",
        Permiso.ELEGIR_IMAGEN,
    ),
    Seccion(
        "/actas",
        "Actas",
        "Vea todo lo que pasó con un acta y mande hacerla de nuevo.",
        Permiso.VER_EXPEDIENTE,
    ),
    Seccion(
        "/grupos",
        "Grupos",
        "Vea juntos los dígitos iguales: el que no lo es salta a la vista.",
        Permiso.REVISAR_CIFRAS,
    ),
    Seccion(
        "/reportes",
        "Reportes",
        "Conteste a quien dice que un acta publicada está mal.",
        Permiso.CONTESTAR_REPORTES,
    ),
    Seccion(
        "/cuarentena",
        "Cuarentena",
        "Vea los archivos que se rechazaron y por qué.",
        Permiso.VER_CUARENTENA,
    ),
    Seccion(
        "/plantillas",
        "Formas",
        "Vea las formas de las actas y prepare cambios en una copia.",
        Permiso.EDITAR_FORMAS,
    ),
    Seccion(
        "/control",
        "Calidad",
        "Vea el error que queda y el de cada persona.",
        Permiso.VER_CALIDAD,
    ),
    Seccion(
        "/huella",
        "Huella",
        "Vea que lo que se ejecuta es lo que se auditó.",
        Permiso.VER_HUELLA,
    ),
    Seccion(
        "/propuestas",
        "Por confirmar",
        "Confirme lo que otra persona propone: cerrar, mover el cierre, corregir lo publicado.",
        Permiso.VER_PROPUESTAS,
    ),
    Seccion(
        "/usuarios",
        "Cuentas",
        "Dé cuentas, renueve contraseñas y suspenda a quien ya no está.",
        Permiso.ADMINISTRAR_CUENTAS,
    ),
    Seccion(
        "/avance",
        "Avance",
        "Siga las actas y las filas de trabajo.",
        Permiso.VER_AVANCE,
    ),
)


def menu_de(actor: Actor) -> list[Seccion]:
    """The entries that somebody may open."""
    return [s for s in MENU if puede(actor, s.permiso)]


def crear_entorno(proceso: Proceso) -> Environment:
    """Build the template environment of one application; every value is escaped."""
    entorno = Environment(loader=FileSystemLoader(CARPETA), autoescape=True, undefined=StrictUndefined)
    entorno.filters["hora"] = _en_hora(proceso.zona)  # pyright: ignore[reportArgumentType]
    entorno.filters["miles"] = _miles  # pyright: ignore[reportArgumentType]
    comunes: dict[str, Any] = {"proceso": proceso, "es_simulacro": proceso.ejercicio is Ejercicio.SIMULACRO}
    entorno.globals.update(comunes)
    return entorno


def _en_hora(zona: ZoneInfo) -> Callable[[datetime], str]:
    def hora(instante: datetime) -> str:
        local = instante.astimezone(zona)
        return f"{local.day} {MESES[local.month - 1]} {local:%H:%M:%S}"

    return hora


def _miles(numero: int) -> str:
    return f"{numero:,}"


def pagina(request: Request, plantilla: str, estado: int = 200, **datos: Any) -> HTMLResponse:
    """Render one page for whoever is calling."""
    actor: Actor | None = getattr(request.state, "actor", None)
    entorno: Environment = request.app.state.entorno
    menu = menu_de(actor) if actor else []
    html = entorno.get_template(plantilla).render(actor=actor, menu=menu, ruta=request.url.path, **datos)
    return HTMLResponse(html, estado, headers={"Cache-Control": "no-store"})


def pagina_error(request: Request, texto: Mensaje, estado: int) -> HTMLResponse:
    """The page of an error, with the way back."""
    return pagina(request, "error.html", estado, texto=texto)


def quiere_pagina(request: Request) -> bool:
    """Whether a browser asked for a page, rather than a program for data."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")
