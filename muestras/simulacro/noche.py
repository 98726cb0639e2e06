"""The night itself: photos go up, simulated staff type and decide, the publisher makes cuts, until nothing waits."""

import asyncio
import time
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from muestras.simulacro.cliente import Cliente, Cronometro, como_json
from muestras.simulacro.mano import teclear
from muestras.simulacro.verdad import Foto, Verdad
from verificacion.dominio.errores import ErrorActario

ESPERA_S = 0.15  # between two looks at an empty queue; short enough not to be the bottleneck of a compressed night


class NocheDetenida(ErrorActario):
    """Nothing has moved for too long: the installation under test is not advancing."""

    codigo = "noche_detenida"

    def __init__(self, segundos: float, avance: Mapping[str, int]):
        super().__init__(f"{segundos:.0f} s: {dict(avance)}")
        self.segundos = segundos
        self.avance = avance


@dataclass(frozen=True, slots=True)
class Cuenta:
    """An account of the installation under test, for one simulated person."""

    usuario: str
    contrasena: str


@dataclass(frozen=True, slots=True)
class Personal:
    """Who works in the drill, and how often they err on a field (0..1).

    Someone who decides between two figures in front of one enlarged box errs far less than someone who types twenty.
    """

    digitalizadores: Sequence[Cuenta]
    capturistas: Sequence[Cuenta]
    verificadores: Sequence[Cuenta]
    supervisores: Sequence[Cuenta]
    publicador: Cuenta
    error_por_campo: float = 0.005
    error_al_decidir: float = 0.0005


@dataclass
class Marcha:
    """How the night goes, for whoever draws the progress."""

    total: int
    subidas: int = 0
    capturas: int = 0
    resoluciones: int = 0
    identificaciones: int = 0
    leidas: int = 0
    terminadas: int = 0
    cortes: int = 0
    errores_de_tecleo: int = 0
    cronometro: Cronometro = field(default_factory=Cronometro)


@dataclass(frozen=True)
class Noche:
    """One drill against ``base``. ``correr`` returns when every acta is verified or declared absent.

    ``sin_avance_s`` is how long nothing may move before the drill gives up; ``segundos_por_corte`` the pace of
    cuts; ``cerrar`` whether the last one is the closing cut of the election.
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

    def correr(self) -> None:
        """Run the whole night.

        Raises:
            NocheDetenida: nothing moved for ``sin_avance_s``.
            RespuestaInesperada: the installation answered what it should not.
        """
        asyncio.run(self._correr())

    def _azar(self, usuario: str, imagen: str) -> np.random.Generator:
        """Chance of one person on one image: the same in every run, whoever else works."""
        return np.random.default_rng([self.semilla, zlib.crc32(f"{usuario}/{imagen}".encode())])

    async def _correr(self) -> None:
        fin = asyncio.Event()
        pendientes = list(reversed(self.verdad.fotos))
        p = self.personal
        async with asyncio.TaskGroup() as grupo:
            subidas = [grupo.create_task(self._digitalizar(cuenta, pendientes)) for cuenta in p.digitalizadores]
            grupo.create_task(self._declarar_ausentes(p.supervisores[0]))
            for cuenta in p.capturistas:
                grupo.create_task(self._trabajar(cuenta, {"captura": self._capturar}, fin))
            for cuenta in p.verificadores:
                atender = {"discrepancia": self._resolver, "identificacion": self._identificar}
                grupo.create_task(self._trabajar(cuenta, atender, fin))
            for cuenta in p.supervisores:
                grupo.create_task(self._trabajar(cuenta, {"discrepancia": self._resolver}, fin))
            grupo.create_task(self._publicar(fin))
            await self._vigilar(subidas, fin)

    async def _digitalizar(self, cuenta: Cuenta, pendientes: list[Foto]) -> None:
        async with Cliente(self.base, self.marcha.cronometro) as cliente:
            await cliente.entrar(cuenta.usuario, cuenta.contrasena)
            while pendientes:
                foto = pendientes.pop()
                contenido = await asyncio.to_thread(foto.archivo.read_bytes)
                datos = {"origen": foto.origen, "digitalizacion": foto.digitalizacion}
                await cliente.subir(foto.archivo.name, contenido, datos)
                self.marcha.subidas += 1
                self.avisar(self.marcha)

    async def _declarar_ausentes(self, cuenta: Cuenta) -> None:
        async with Cliente(self.base, self.marcha.cronometro) as cliente:
            await cliente.entrar(cuenta.usuario, cuenta.contrasena)
            for clave, causa in self.verdad.sin_acta.items():
                ruta = f"/api/v1/actas/{clave}/sin-acta"
                await cliente.pedir("POST", ruta, nombre="sin acta", json={"causa": causa})

    async def _trabajar(
        self,
        cuenta: Cuenta,
        atender: Mapping[str, Callable[[Cliente, Cuenta, dict[str, object]], Awaitable[None]]],
        fin: asyncio.Event,
    ) -> None:
        async with Cliente(self.base, self.marcha.cronometro) as cliente:
            await cliente.entrar(cuenta.usuario, cuenta.contrasena)
            while not fin.is_set():
                hubo = False
                for tipo, hacer in atender.items():
                    if tarea := await cliente.tomar(tipo):
                        await hacer(cliente, cuenta, tarea)
                        hubo = True
                if not hubo:
                    await asyncio.sleep(ESPERA_S)

    async def _capturar(self, cliente: Cliente, cuenta: Cuenta, tarea: dict[str, object]) -> None:
        imagen, turno = str(tarea["imagen"]), str(tarea["turno"])
        verdad = self.verdad.por_sha256[imagen].conteo
        tecleado = teclear(verdad, self.personal.error_por_campo, self._azar(cuenta.usuario, imagen))
        self.marcha.errores_de_tecleo += sum(tecleado[campo] != verdad[campo] for campo in verdad)
        await cliente.enviar(turno, "captura", {"campos": como_json(tecleado)})
        self.marcha.capturas += 1
        self.avisar(self.marcha)

    async def _resolver(self, cliente: Cliente, cuenta: Cuenta, tarea: dict[str, object]) -> None:
        imagen, turno = str(tarea["imagen"]), str(tarea["turno"])
        opciones = tarea["opciones"]
        assert isinstance(opciones, dict)
        verdad = self.verdad.por_sha256[imagen].conteo
        en_duda = {campo: verdad[campo] for campo in opciones}
        decidido = teclear(en_duda, self.personal.error_al_decidir, self._azar(cuenta.usuario, imagen))
        await cliente.enviar(turno, "resolucion", {"campos": como_json(decidido)})
        self.marcha.resoluciones += 1
        self.avisar(self.marcha)

    async def _identificar(self, cliente: Cliente, cuenta: Cuenta, tarea: dict[str, object]) -> None:
        foto = self.verdad.por_sha256[str(tarea["imagen"])]
        await cliente.enviar(str(tarea["turno"]), "identificacion", {"clave_acta": foto.clave})
        self.marcha.identificaciones += 1
        self.avisar(self.marcha)

    async def _publicar(self, fin: asyncio.Event) -> None:
        async with Cliente(self.base, self.marcha.cronometro) as cliente:
            await cliente.entrar(self.personal.publicador.usuario, self.personal.publicador.contrasena)
            while True:
                with suppress(TimeoutError):
                    await asyncio.wait_for(fin.wait(), self.segundos_por_corte)
                # The last cut is made after the end, so that it holds everything.
                ultimo = self.cerrar and fin.is_set()
                await cliente.pedir("POST", "/api/v1/cortes", nombre="corte", json={"ultimo": ultimo})
                self.marcha.cortes += 1
                self.avisar(self.marcha)
                if fin.is_set():
                    return

    async def _vigilar(self, subidas: Sequence[asyncio.Task[None]], fin: asyncio.Event) -> None:
        """Set ``fin`` when all that was uploaded is read, typed and decided."""
        anterior: tuple[int, ...] = ()
        movido = time.monotonic()
        async with Cliente(self.base, self.marcha.cronometro) as cliente:
            await cliente.entrar(self.personal.publicador.usuario, self.personal.publicador.contrasena)
            while True:
                avance = (await cliente.pedir("GET", "/api/v1/avance", nombre="avance")).json()
                estados, colas = avance["por_estado"], avance["por_cola"]
                self.marcha.terminadas = estados["verificada"] + estados["sin_acta"]
                esperando = sum(cola["cuantas"] for cola in colas.values())
                self.marcha.leidas = self.marcha.subidas - colas["lectura"]["cuantas"]
                self.avisar(self.marcha)
                if all(tarea.done() for tarea in subidas) and esperando == 0:
                    fin.set()
                    return
                ahora = (*estados.values(), esperando, self.marcha.subidas)
                if ahora != anterior:
                    anterior, movido = ahora, time.monotonic()
                elif time.monotonic() - movido > self.sin_avance_s:
                    raise NocheDetenida(self.sin_avance_s, estados)
                await asyncio.sleep(ESPERA_S)
