"""How the night goes: the board, asked for or sent as it changes."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.acceso import RutaConAcceso, permitido
from api.salidas import AvanceSalida
from api.tablero import INTERVALO, PizarraDep
from verificacion.dominio.registro import Rol

router = APIRouter(prefix="/api/v1/avance", tags=["avance"], route_class=RutaConAcceso)

QUIEN_MIRA = (Rol.SUPERVISOR, Rol.AUDITOR, Rol.PUBLICADOR, Rol.ADMINISTRADOR)

MAX_EVENTOS = 900
"""Half an hour: then the browser connects again by itself, and its session and roles are checked again."""


@router.get("")
@permitido(*QUIEN_MIRA)
def ver(pizarra: PizarraDep) -> AvanceSalida:
    """Actas by state and district, what waits, the pace, the forecast and the alarms."""
    return pizarra.ver()


@router.get("/vivo", response_class=EventSourceResponse)
@permitido(*QUIEN_MIRA)
async def vivo(request: Request, pizarra: PizarraDep) -> AsyncIterator[ServerSentEvent]:
    """The same, every interval, as server-sent events: one computation for all who look."""
    for _ in range(MAX_EVENTOS):
        if await request.is_disconnected():
            return
        foto = await run_in_threadpool(pizarra.ver)
        yield ServerSentEvent(data=foto, event="avance")
        await asyncio.sleep(INTERVALO.total_seconds())
