"""The night itself: photos go up, simulated staff type and decide, the publisher makes cuts, until nothing waits."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from muestras.simulacro.cliente import Cliente
from muestras.simulacro.envios import enviar
from muestras.simulacro.fallas import Falla, FallaSufrida
from muestras.simulacro.guion import Entrega, cuantas_fotos, de_golpe
from muestras.simulacro.marcha import Cuenta, Marcha, Personal
from muestras.simulacro.medicion import Instante, Medicion
from muestras.simulacro.personas import ESPERA_S, Oficios
from muestras.simulacro.reloj import Reloj
from muestras.simulacro.verdad import Verdad
from verificacion.dominio.errores import ErrorActario

REVISION_S = 2.0
"""Between two looks at a night that takes its time."""


class NocheDetenida(ErrorActario):
    """Nothing has moved for too long: the installation under test is not advancing."""

    codigo = "noche_detenida"

    def __init__(self, segundos: float, avance: Mapping[str, int]):
        super().__init__(f"{segundos:.0f} s: {dict(avance)}")
        self.segundos = segundos
        self.avance = avance


@dataclass(frozen=True)
class Noche:
    """One drill against ``base``. ``correr`` returns when every acta is verified or declared absent.

    Attributes:
        base: address of the installation.
        verdad: everything that arrives.
        personal: who works.
        semilla: of the slips and of the times.
        marcha: counts of the night.
        avisar: called whenever a count moves.
        segundos_por_corte: real seconds between cuts.
        cerrar: whether the last one is the closing cut of the election.
        sin_avance_s: real seconds that nothing may move before the drill gives up.
        guion: what arrives and when; all at once where None.
        reloj: the clock of the night.
        fallas: what is broken, and when.
        medicion: what was measured.
    """

    base: str
    verdad: Verdad
    personal: Personal
    semilla: int
    marcha: Marcha
    avisar: Callable[[Marcha], None]
    segundos_por_corte: float = 15.0
    cerrar: bool = True
    sin_avance_s: float = 120.0
    guion: Sequence[Entrega] | None = None
    reloj: Reloj = field(default_factory=Reloj)
    fallas: Sequence[Falla] = ()
    medicion: Medicion = field(default_factory=Medicion)

    def correr(self) -> None:
        """Run the whole night.

        Raises:
            NocheDetenida: nothing moved for ``sin_avance_s``.
            RespuestaInesperada: the installation answered what it should not.
        """
        asyncio.run(self._correr())

    async def _correr(self) -> None:
        fin = asyncio.Event()
        pendientes = deque(self.guion if self.guion is not None else de_golpe(self.verdad))
        self.marcha.total = cuantas_fotos(pendientes)
        p = self.personal
        oficios = Oficios(self.verdad, p, self.semilla, self.marcha, self.avisar, self.reloj, self.medicion)
        grupos = (("capturista", p.capturistas), ("verificador", p.verificadores), ("supervisor", p.supervisores))
        async with asyncio.TaskGroup() as grupo:
            subidas = [grupo.create_task(self._digitalizar(cuenta, pendientes)) for cuenta in p.digitalizadores]
            subidas.append(grupo.create_task(self._declarar_ausentes(p.supervisores[0])))
            for oficio, cuentas in grupos:
                for cuenta in cuentas:
                    grupo.create_task(oficios.turno(self.base, cuenta, oficio, fin))
            grupo.create_task(self._romper(fin))
            grupo.create_task(self._publicar(fin))
            await self._vigilar(subidas, fin)

    async def _digitalizar(self, cuenta: Cuenta, pendientes: deque[Entrega]) -> None:
        async with Cliente(self.base, self.marcha.cronometro) as cliente:
            await cliente.entrar(cuenta.usuario, cuenta.contrasena)
            while pendientes:
                entrega = pendientes.popleft()
                await self.reloj.hasta(entrega.minuto)
                await enviar(cliente, entrega)
                for foto in entrega.fotos:
                    self.medicion.recibidas.setdefault(foto.sha256, datetime.now(UTC))
                self.marcha.subidas = len(self.medicion.recibidas)
                self.avisar(self.marcha)

    async def _declarar_ausentes(self, cuenta: Cuenta) -> None:
        """Each absence is known some time of the night: the packages come, or do not, all along it."""
        ultimo = max((entrega.minuto for entrega in self.guion or ()), default=0.0)
        ausentes = list(self.verdad.sin_acta.items())
        async with Cliente(self.base, self.marcha.cronometro) as cliente:
            await cliente.entrar(cuenta.usuario, cuenta.contrasena)
            for k, (clave, causa) in enumerate(ausentes):
                await self.reloj.hasta(ultimo * (k + 1) / len(ausentes))
                ruta = f"/api/v1/actas/{clave}/sin-acta"
                await cliente.pedir("POST", ruta, nombre="sin acta", json={"causa": causa})

    async def _romper(self, fin: asyncio.Event) -> None:
        """Cause each fault at its minute and time how the installation comes back."""
        for falla in self.fallas:
            await self.reloj.hasta(falla.minuto)
            if fin.is_set():
                return
            minuto, inicio = self.reloj.minuto, time.monotonic()
            await asyncio.to_thread(falla.provocar)
            async with httpx.AsyncClient(base_url=self.base, timeout=5) as cliente:
                while not await _contesta(cliente):
                    await asyncio.sleep(0.1)
            responde = time.monotonic() - inicio
            antes = self._huella()
            while self._huella() == antes and not fin.is_set():
                await asyncio.sleep(0.1)
            avanza = None if fin.is_set() else time.monotonic() - inicio
            self.medicion.fallas.append(FallaSufrida(minuto, falla.nombre, responde, avanza))

    def _huella(self) -> tuple[int, ...]:
        m = self.marcha
        return (m.subidas, m.capturas, m.resoluciones, m.identificaciones, m.leidas, m.terminadas)

    async def _publicar(self, fin: asyncio.Event) -> None:
        async with Cliente(self.base, self.marcha.cronometro) as cliente:
            await cliente.entrar(self.personal.publicador.usuario, self.personal.publicador.contrasena)
            while True:
                with suppress(TimeoutError):
                    await asyncio.wait_for(fin.wait(), self.segundos_por_corte)
                # The last cut begins after the end, so that it holds everything: one under way at the end does not.
                terminada = fin.is_set()
                ultimo = self.cerrar and terminada
                await cliente.pedir("POST", "/api/v1/cortes", nombre="corte", json={"ultimo": ultimo})
                self.marcha.cortes += 1
                self.avisar(self.marcha)
                if terminada:
                    return

    async def _vigilar(self, subidas: Sequence[asyncio.Task[None]], fin: asyncio.Event) -> None:
        """Set ``fin`` when all that was uploaded is read, typed and decided."""
        anterior: tuple[int, ...] = ()
        movido = time.monotonic()
        desde = 0
        async with Cliente(self.base, self.marcha.cronometro) as cliente:
            await cliente.entrar(self.personal.publicador.usuario, self.personal.publicador.contrasena)
            while True:
                todo_enviado = all(tarea.done() for tarea in subidas)
                avance = (await cliente.pedir("GET", "/api/v1/avance", nombre="avance")).json()
                estados = avance["por_estado"]
                colas = {nombre: cola["cuantas"] for nombre, cola in avance["por_cola"].items()}
                self.marcha.terminadas = estados["verificada"] + estados["sin_acta"]
                self.marcha.leidas = self.marcha.subidas - colas["lectura"]
                self.medicion.instantes.append(Instante(self.reloj.minuto, estados, colas))
                desde = await self._anotar_firmes(cliente, desde)
                self.avisar(self.marcha)
                if todo_enviado and sum(colas.values()) == 0:
                    fin.set()
                    return
                ahora = (*estados.values(), *colas.values(), self.marcha.subidas)
                if ahora != anterior or not todo_enviado:
                    anterior, movido = ahora, time.monotonic()
                elif time.monotonic() - movido > self.sin_avance_s:
                    raise NocheDetenida(self.sin_avance_s, estados)
                await asyncio.sleep(REVISION_S if self.personal.captura_s else ESPERA_S)

    async def _anotar_firmes(self, cliente: Cliente, desde: int) -> int:
        """When each acta was verified, as the public record says; returns the next cursor."""
        pagina = (await cliente.pedir("GET", f"/api/v1/registros?desde={desde}&limite=1000", nombre="registros")).json()
        for registro in pagina["registros"]:
            if registro["clave_acta"] and registro["verificada_en"]:
                self.medicion.firmes[registro["clave_acta"]] = datetime.fromisoformat(registro["verificada_en"])
        return pagina["siguiente"]


async def _contesta(cliente: httpx.AsyncClient) -> bool:
    try:
        return (await cliente.get("/salud")).status_code == 200
    except httpx.TransportError:
        return False
