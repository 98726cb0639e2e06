"""The web application: ``crear_app`` puts the parts together and refuses to start if a route forgot its access."""

from collections.abc import Sequence
from pathlib import Path

from anyio import CapacityLimiter
from fastapi import APIRouter, FastAPI
from starlette.staticfiles import StaticFiles

from api import errores, metricas, openapi
from api.acceso import exigir_acceso_declarado
from api.contexto import Contexto
from api.estante import estante_de
from api.guardia import Guardia
from api.pagina import crear_entorno
from api.resultados import Publico, Resultados
from api.rezago import Rezago
from api.rutas import (
    actas,
    avance,
    cargas,
    cierre,
    control,
    cortes,
    cuarentena,
    cuentas,
    elecciones,
    grupos,
    huella,
    imagenes,
    plantillas,
    propuestas,
    registros,
    reportes,
    resguardos,
    salud,
    sesiones,
    turnos,
)
from api.tablero import Pizarra
from api.vistas import actas as vistas_actas
from api.vistas import auditoria as vistas_auditoria
from api.vistas import control as vistas_control
from api.vistas import cuentas as vistas_cuentas
from api.vistas import imagenes as vistas_imagenes
from api.vistas import movil, paginas
from api.vistas import plantillas as vistas_plantillas
from api.vistas import propuestas as vistas_propuestas

ESTATICOS = Path(__file__).parent / "estaticos"

RUTAS: Sequence[APIRouter] = (
    sesiones.router,
    imagenes.router,
    cargas.router,
    cuarentena.router,
    elecciones.router,
    resguardos.router,
    turnos.router,
    control.router,
    actas.router,
    registros.router,
    reportes.router,
    cierre.router,
    cortes.router,
    cuentas.router,
    avance.router,
    grupos.router,
    huella.router,
    salud.router,
    plantillas.router,
    propuestas.router,
    paginas.router,
    movil.router,
    vistas_actas.router,
    vistas_auditoria.router,
    vistas_control.router,
    vistas_cuentas.router,
    vistas_imagenes.router,
    vistas_plantillas.router,
    vistas_propuestas.router,
)


def crear_app(contexto: Contexto, routers: Sequence[APIRouter] = RUTAS) -> FastAPI:
    """Build the application of one installation.

    Raises:
        RutaSinAcceso: a route declares neither ``permitido`` nor ``publico``.
    """
    app = FastAPI(
        title="Actario",
        description="Del acta de casilla al resultado preliminar. Errores: application/problem+json (RFC 9457).",
        version="1",
        docs_url=None,  # FastAPI's page loads scripts from a CDN
        redoc_url=None,
        telemetry={"tracing": False},
    )
    app.state.contexto = contexto
    app.state.estante = estante_de(contexto)
    app.state.entorno = crear_entorno(contexto.proceso)
    app.state.limite_de_entradas = CapacityLimiter(sesiones.MAX_ENTRADAS_A_LA_VEZ)
    app.state.rezago = Rezago()
    app.state.huella = contexto.huella
    app.state.metricas = metricas.Metricas(contexto)
    app.state.pizarra = Pizarra(contexto)
    errores.instalar(app)
    app.add_middleware(Guardia)
    for router in routers:
        exigir_acceso_declarado(router.routes)
        app.include_router(router)
    openapi.instalar(app, routers)
    app.mount("/estaticos", StaticFiles(directory=ESTATICOS), name="estaticos")
    app.mount("/publico", Publico(contexto.carpeta_publica), name="publico")
    app.mount("/resultados", Resultados(contexto.carpeta_publica / "sitio"), name="resultados")
    return app
