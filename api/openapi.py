"""What the OpenAPI document says of every route: its problems, its session and its roles."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.acceso import RutaConAcceso, acceso_de
from api.errores import TIPO_PROBLEMA
from api.salidas import Problema

DESCRIPCION = {
    401: "Sin sesión",
    403: "Sin permiso",
    404: "No existe",
    409: "No corresponde en el estado actual",
    413: "Cuerpo demasiado grande",
    422: "Datos no válidos",
    429: "Demasiados intentos",
    500: "Error interno",
    503: "El servicio no puede trabajar ahora",
}


def problemas(*estados: int) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route: each status answers with a problem document."""
    esquema = {"$ref": "#/components/schemas/Problema"}
    return {
        estado: {"description": DESCRIPCION[estado], "content": {TIPO_PROBLEMA: {"schema": esquema}}}
        for estado in estados
    }


def instalar(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Serve a document that adds the session cookie, the roles and the problem schema to FastAPI's."""
    rutas = [r for router in routers for r in router.routes if isinstance(r, RutaConAcceso)]

    def documento() -> dict[str, Any]:
        if app.openapi_schema is None:
            base = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            componentes = base.setdefault("components", {})
            esquema = Problema.model_json_schema(ref_template="#/components/schemas/{model}")
            componentes.setdefault("schemas", {})["Problema"] = esquema
            componentes["securitySchemes"] = {"sesion": {"type": "apiKey", "in": "cookie", "name": "actario"}}
            for sobra in ("HTTPValidationError", "ValidationError"):
                componentes["schemas"].pop(sobra, None)
            for ruta in rutas:
                _anotar(base, ruta)
            app.openapi_schema = base
        return app.openapi_schema

    app.openapi = documento


def _anotar(base: dict[str, Any], ruta: APIRoute) -> None:
    acceso = acceso_de(ruta.endpoint)
    for metodo in ruta.methods or ():
        operacion = base["paths"].get(ruta.path_format, {}).get(metodo.lower())
        if operacion is None or acceso is None:
            continue
        if "422" in operacion["responses"]:  # FastAPI's own shape is never what we answer
            operacion["responses"]["422"] = problemas(422)[422]
        if acceso.roles is None:
            continue
        operacion["security"] = [{"sesion": []}]
        operacion["x-roles"] = sorted(acceso.roles)
        operacion["responses"] |= {str(e): r for e, r in problemas(401, 403).items()}
