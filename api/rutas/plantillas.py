"""The editor of forms: what it opens, keeps as a draft, checks and saves; for staff and for ``plantilla editar``."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Protocol, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from api.acceso import RutaConAcceso, permitido
from api.estante import Estante
from api.openapi import problemas
from api.permisos import Permiso
from captura.escritura_forma import descartar_borrador, guardar_borrador
from captura.forma_json import Problema
from captura.plantilla import ARCHIVO
from verificacion.dominio.eleccion import TipoCampo
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.registro import Actor

F = TypeVar("F", bound=Callable[..., Any])


class Marcar(Protocol):
    """What says who may enter a route: ``permitido(…)`` or ``publico``."""

    def __call__(self, endpoint: F, /) -> F:
        """Mark the endpoint and return it."""
        ...


class _Estricto(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ProblemaSalida(BaseModel):
    """One fault, and the keys that lead to it in plantilla.json."""

    ruta: list[str | int]
    que: str
    remedio: str


class ContendienteSalida(BaseModel):
    """A row of votes of the election, to link with a row of the form."""

    clave: str
    nombre: str
    color: str


class FormaSalida(BaseModel):
    """A form to edit: plantilla.json as it is, faults and all."""

    clave: str
    datos: dict[str, Any]
    base: str = Field(description="Versión guardada de la que parte; se devuelve al guardar")
    es_borrador: bool
    avisos: list[str]
    problemas: list[ProblemaSalida]
    contendientes: list[ContendienteSalida]
    tipos: list[str]


class BorradorEntrada(_Estricto):
    """What a person has so far."""

    datos: dict[str, Any]


class VersionEntrada(BorradorEntrada):
    """What a person saves, and the version it comes from."""

    base: str = Field(max_length=64)


class RevisionSalida(BaseModel):
    """What is wrong with a draft; empty when it may be saved."""

    problemas: list[ProblemaSalida]


class VersionSalida(BaseModel):
    """The hash of what is saved now."""

    base: str


def estante_de_la_app(request: Request) -> Estante:
    """The shelf given to the application."""
    return request.app.state.estante


def quien(request: Request) -> Actor | None:
    """Who is calling, where people sign in."""
    return getattr(request.state, "actor", None)


EstanteDep = Annotated[Estante, Depends(estante_de_la_app)]
QuienDep = Annotated[Actor | None, Depends(quien)]


def crear_router(acceso: Marcar) -> APIRouter:
    """The routes of the editor, with the access that each application gives them."""
    router = APIRouter(prefix="/api/v1/plantillas", tags=["plantillas"], route_class=RutaConAcceso)

    @router.get("/{clave}", responses=problemas(404, 422))
    @acceso
    def abrir(clave: str, estante: EstanteDep) -> FormaSalida:
        """A form with its faults, its notes and the contenders to link."""
        forma = estante.abrir(clave)
        return FormaSalida(
            clave=clave,
            datos=forma.datos,
            base=forma.base,
            es_borrador=forma.es_borrador,
            avisos=list(forma.avisos),
            problemas=_salida(forma.problemas),
            contendientes=[
                ContendienteSalida(clave=c.clave, nombre=c.nombre, color=c.color) for c in estante.contendientes
            ],
            tipos=list(TipoCampo),
        )

    @router.get("/{clave}/referencia", responses=problemas(404))
    @acceso
    def referencia(clave: str, estante: EstanteDep) -> FileResponse:
        """The picture of the sheet."""
        carpeta = estante.carpeta(clave)
        nombre = estante.abrir(clave).datos.get("referencia", "referencia.png")
        ruta = (carpeta / str(nombre)).resolve()
        if not ruta.is_relative_to(carpeta.resolve()) or not ruta.is_file():
            raise NoExiste("la imagen de la forma", nombre)
        return FileResponse(ruta, headers={"Cache-Control": "private, no-cache"})

    @router.put("/{clave}/borrador", responses=problemas(404, 422))
    @acceso
    def borrador(clave: str, entrada: BorradorEntrada, estante: EstanteDep) -> RevisionSalida:
        """Keep what a person has so far and tell what is wrong with it."""
        return RevisionSalida(problemas=_salida(guardar_borrador(estante.carpeta(clave), entrada.datos)))

    @router.delete("/{clave}/borrador", status_code=204, responses=problemas(404))
    @acceso
    def descartar(clave: str, estante: EstanteDep) -> None:
        """Go back to what is saved."""
        descartar_borrador(estante.carpeta(clave))

    @router.post("/{clave}/versiones", status_code=201, responses=problemas(404, 409, 422))
    @acceso
    def guardar(clave: str, entrada: VersionEntrada, estante: EstanteDep, actor: QuienDep) -> VersionSalida:
        """Save, when there are no faults; the version before is kept."""
        return VersionSalida(base=estante.guardar(actor, clave, entrada.datos, entrada.base))

    @router.get("/{clave}/carpeta.zip", responses=problemas(404))
    @acceso
    def descargar(clave: str, estante: EstanteDep) -> Response:
        """The saved folder, ready to be put in an election's."""
        carpeta = estante.carpeta(clave)
        nombre = str(estante.abrir(clave).datos.get("referencia", "referencia.png"))
        paquete = io.BytesIO()
        with zipfile.ZipFile(paquete, "w", zipfile.ZIP_DEFLATED) as archivo:
            for ruta in (carpeta / ARCHIVO, carpeta / nombre):
                if ruta.is_file() and ruta.resolve().is_relative_to(carpeta.resolve()):
                    archivo.write(ruta, f"{clave}/{ruta.name}")
        return Response(
            paquete.getvalue(),
            media_type="application/zip",
            headers={"Content-Disposition": 'attachment; filename="forma.zip"', "Cache-Control": "no-store"},
        )

    return router


def _salida(fallas: Sequence[Problema]) -> list[ProblemaSalida]:
    return [ProblemaSalida(ruta=list(f.ruta or ()), que=f.que, remedio=f.remedio) for f in fallas]


router = crear_router(permitido(Permiso.EDITAR_FORMAS))
