"""What each simulated person does, from signing in to going home."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import numpy as np

from muestras.planeacion.estacion import duraciones
from muestras.simulacro.cliente import Cliente, como_json
from muestras.simulacro.mano import teclear
from muestras.simulacro.marcha import Cuenta, Marcha, Personal
from muestras.simulacro.medicion import Labor, Medicion
from muestras.simulacro.reloj import Reloj
from muestras.simulacro.resbalones import errados
from muestras.simulacro.verdad import Verdad

ESPERA_S = 1.0
"""Between two looks at an empty queue where nobody waits for the clock."""
ESPERA_DE_PERSONA_S = 0.75
"""The same where people take their time: a page asks every few seconds."""

Hacer = Callable[[Cliente, Cuenta, dict[str, object]], Awaitable[None]]


@dataclass(frozen=True)
class Oficios:
    """The tasks of a drill, done with the truth in sight and the slips of people.

    Attributes:
        verdad: what every photo says.
        personal: how often people err and how long they take.
        semilla: of the slips.
        marcha: counts, for whoever draws the progress.
        avisar: called when a count moves.
        reloj: the clock of the night.
        medicion: where work is written down.
    """

    verdad: Verdad
    personal: Personal
    semilla: int
    marcha: Marcha
    avisar: Callable[[Marcha], None]
    reloj: Reloj
    medicion: Medicion

    async def turno(self, base: str, cuenta: Cuenta, oficio: str, fin: asyncio.Event) -> None:
        """Work until the night is over, or until the shift ends and nothing waits."""
        await self.reloj.hasta(cuenta.entra)
        labor = self.medicion.labores.setdefault(cuenta.usuario, Labor(oficio))
        entro = self.reloj.minuto
        atender = self._tareas_de(oficio)
        async with Cliente(base, self.marcha.cronometro) as cliente:
            await cliente.entrar(cuenta.usuario, cuenta.contrasena)
            while not fin.is_set():
                hubo = False
                for tipo, (hacer, media_s) in atender.items():
                    if tarea := await cliente.tomar(tipo):
                        empezo = self.reloj.minuto
                        await self.reloj.durante(self._duracion(cuenta, str(tarea["imagen"]), media_s))
                        await hacer(cliente, cuenta, tarea)
                        labor.ocupada_min += self.reloj.minuto - empezo
                        labor.tareas += 1
                        hubo = True
                if not hubo:
                    if self.reloj.minuto >= cuenta.sale:
                        break
                    await asyncio.sleep(self._pausa())
        labor.presente_min += self.reloj.minuto - entro

    def _tareas_de(self, oficio: str) -> Mapping[str, tuple[Hacer, float]]:
        p = self.personal
        decidir = {"discrepancia": (self._resolver, p.decision_s)}
        if oficio == "capturista":
            return {"captura": (self._capturar, p.captura_s)}
        if oficio == "verificador":
            return {**decidir, "identificacion": (self._identificar, p.decision_s)}
        return decidir

    def _pausa(self) -> float:
        return ESPERA_DE_PERSONA_S if self.personal.captura_s else ESPERA_S

    def _azar(self, usuario: str, imagen: str, que: str = "") -> np.random.Generator:
        """Chance of one person on one image: the same in every run, whoever else works."""
        return np.random.default_rng([self.semilla, zlib.crc32(f"{usuario}/{imagen}{que}".encode())])

    def _duracion(self, cuenta: Cuenta, imagen: str, media_s: float) -> float:
        """Seconds of the night for one task: log-normal."""
        return float(duraciones(media_s, 1, self._azar(cuenta.usuario, imagen, "/s"))[0]) if media_s else 0.0

    async def _capturar(self, cliente: Cliente, cuenta: Cuenta, tarea: dict[str, object]) -> None:
        imagen, turno = str(tarea["imagen"]), str(tarea["turno"])
        foto = self.verdad.por_sha256[imagen]
        tecleado = teclear(foto.conteo, self.personal.error_por_campo, self._azar(cuenta.usuario, imagen))
        self.marcha.resbalones.al_capturar.update(errados(str(foto.clave), tecleado, foto.conteo))
        await cliente.enviar(turno, "captura", {"campos": como_json(tecleado)})
        self.marcha.capturas += 1
        self.avisar(self.marcha)

    async def _resolver(self, cliente: Cliente, cuenta: Cuenta, tarea: dict[str, object]) -> None:
        imagen, turno = str(tarea["imagen"]), str(tarea["turno"])
        opciones = tarea["opciones"]
        assert isinstance(opciones, dict)
        foto = self.verdad.por_sha256[imagen]
        en_duda = {campo: foto.conteo[campo] for campo in opciones}
        decidido = teclear(en_duda, self.personal.error_al_decidir, self._azar(cuenta.usuario, imagen))
        self.marcha.resbalones.al_decidir.update(errados(str(foto.clave), decidido, foto.conteo))
        await cliente.enviar(turno, "resolucion", {"campos": como_json(decidido)})
        self.marcha.resoluciones += 1
        self.avisar(self.marcha)

    async def _identificar(self, cliente: Cliente, cuenta: Cuenta, tarea: dict[str, object]) -> None:
        foto = self.verdad.por_sha256[str(tarea["imagen"])]
        await cliente.enviar(str(tarea["turno"]), "identificacion", {"clave_acta": foto.clave})
        self.marcha.identificaciones += 1
        self.avisar(self.marcha)
