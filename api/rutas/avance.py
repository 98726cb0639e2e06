"""How the night goes: the board, asked for or sent as it changes."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.acceso import RutaConAcceso, permitido
from api.permisos import Permiso
from api.salidas import AvanceSalida
from api.tablero import INTERVALO, PizarraDep

router = APIRouter(prefix="/api/v1/avance", tags=["avance"], route_class=RutaConAcceso)

MAX_EVENTOS = 600
"""Twenty minutes, fewer than a session lasts unused: then the browser connects again and shows who it is."""


@router.get("")
@permitido(Permiso.VER_AVANCE)
def ver(pizarra: PizarraDep) -> AvanceSalida:
    """Actas by state and district, what waits, the pace, the forecast and the alarms."""
    return pizarra.ver()


@router.get("/vivo", response_class=EventSourceResponse)
@permitido(Permiso.VER_AVANCE)
async def vivo(request: Request, pizarra: PizarraDep) -> AsyncIterator[ServerSentEvent]:
    """The same, every interval, as server-sent events: one computation for all who look."""
    for _ in range(MAX_EVENTOS):
        if await request.is_disconnected():
            return
        foto = await run_in_threadpool(pizarra.ver)
        yield ServerSentEvent(data=foto, event="avance")
        await asyncio.sleep(INTERVALO.total_seconds())
