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

from api.textos import Mensaje
from verificacion.dominio.eleccion import Ejercicio, Proceso
from verificacion.dominio.registro import Actor, Rol

CARPETA = Path(__file__).parent / "paginas"

MESES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


@dataclass(frozen=True, slots=True)
class Seccion:
    """An entry of the menu: where it goes, what it is called, who sees it."""

    ruta: str
    nombre: str
    que_hace: str
    roles: frozenset[Rol]


MENU = (
    Seccion(
        "/subir",
        "Subir fotos",
        "Fotografíe o elija las actas y envíelas.",
        frozenset({Rol.DIGITALIZADOR, Rol.SUPERVISOR}),
    ),
    Seccion("/capturar", "Capturar", "Escriba lo que dice cada acta.", frozenset({Rol.CAPTURISTA})),
    Seccion(
        "/discrepancias",
        "Discrepancias",
        "Decida los campos en que las capturas difieren.",
        frozenset({Rol.VERIFICADOR, Rol.SUPERVISOR}),
    ),
    Seccion(
        "/cotejar",
        "Cotejar",
        "Compare lo publicado con el acta.",
        frozenset({Rol.COTEJADOR}),
    ),
    Seccion(
        "/identificar",
        "Identificar",
        "Diga de qué casilla es cada imagen sin clave.",
        frozenset({Rol.VERIFICADOR, Rol.SUPERVISOR}),
    ),
    Seccion(
        "/sin-acta",
        "Sin acta",
        "Registre los paquetes que llegaron sin acta.",
        frozenset({Rol.DIGITALIZADOR, Rol.SUPERVISOR}),
    ),
    Seccion(
        "/imagenes",
        "Imágenes",
        "Elija qué foto se usa cuando un acta tiene varias.",
        frozenset({Rol.VERIFICADOR, Rol.SUPERVISOR}),
    ),
    Seccion(
        "/actas",
        "Actas",
        "Vea todo lo que pasó con un acta y mande hacerla de nuevo.",
        frozenset({Rol.SUPERVISOR}),
    ),
    Seccion(
        "/grupos",
        "Grupos",
        "Vea juntos los dígitos iguales: el que no lo es salta a la vista.",
        frozenset({Rol.VERIFICADOR, Rol.SUPERVISOR}),
    ),
    Seccion(
        "/reportes",
        "Reportes",
        "Conteste a quien dice que un acta publicada está mal.",
        frozenset({Rol.VERIFICADOR, Rol.SUPERVISOR}),
    ),
    Seccion(
        "/cuarentena",
        "Cuarentena",
        "Vea los archivos que se rechazaron y por qué.",
        frozenset({Rol.SUPERVISOR, Rol.AUDITOR}),
    ),
    Seccion(
        "/plantillas",
        "Formas",
        "Vea las formas de las actas y prepare cambios en una copia.",
        frozenset({Rol.ADMINISTRADOR, Rol.SUPERVISOR}),
    ),
    Seccion(
        "/control",
        "Calidad",
        "Vea el error que queda y el de cada persona.",
        frozenset({Rol.SUPERVISOR, Rol.AUDITOR, Rol.ADMINISTRADOR}),
    ),
    Seccion(
        "/huella",
        "Huella",
        "Vea que lo que se ejecuta es lo que se auditó.",
        frozenset({Rol.AUDITOR, Rol.ADMINISTRADOR}),
    ),
    Seccion(
        "/avance",
        "Avance",
        "Siga las actas y las filas de trabajo.",
        frozenset({Rol.SUPERVISOR, Rol.AUDITOR, Rol.PUBLICADOR, Rol.ADMINISTRADOR}),
    ),
)


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
    menu = [s for s in MENU if actor and actor.roles & s.roles]
    html = entorno.get_template(plantilla).render(actor=actor, menu=menu, ruta=request.url.path, **datos)
    return HTMLResponse(html, estado, headers={"Cache-Control": "no-store"})


def pagina_error(request: Request, texto: Mensaje, estado: int) -> HTMLResponse:
    """The page of an error, with the way back."""
    return pagina(request, "error.html", estado, texto=texto)


def quiere_pagina(request: Request) -> bool:
    """Whether a browser asked for a page, rather than a program for data."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")
