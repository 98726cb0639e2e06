"""Late actas: kept out of the simulated night and left in each queue, so that a person can try the pages."""

import asyncio
from collections import Counter
from collections.abc import Sequence

from muestras.simulacro.cliente import Cliente, Cronometro, como_json
from muestras.simulacro.marcha import Cuenta, Personal
from muestras.simulacro.personas import ESPERA_S
from muestras.simulacro.verdad import Foto, Verdad
from verificacion.dominio.conteo import Cifra, numero

MAX_ESPERAS = 400


def separar(verdad: Verdad, cuantas: int) -> tuple[Verdad, tuple[Foto, ...]]:
    """Split the last ``cuantas`` ordinary photos (one per acta, with a key) from the night."""
    por_acta = Counter(foto.clave for foto in verdad.fotos)
    solas = [foto for foto in verdad.fotos if foto.clave and por_acta[foto.clave] == 1]
    rezagadas = tuple(solas[len(solas) - cuantas :])
    return Verdad(tuple(f for f in verdad.fotos if f not in rezagadas), verdad.sin_acta), rezagadas


def dejar_en_cola(base: str, rezagadas: Sequence[Foto], personal: Personal) -> None:
    """Upload the late photos: a third stay untouched, a third captured once, a third in discrepancy."""
    asyncio.run(_dejar(base, rezagadas, personal))


async def _dejar(base: str, rezagadas: Sequence[Foto], personal: Personal) -> None:
    cronometro = Cronometro()
    discrepantes = {foto.sha256 for foto in rezagadas[: len(rezagadas) // 3]}
    una_vez = {foto.sha256 for foto in rezagadas[len(rezagadas) // 3 : 2 * len(rezagadas) // 3]}
    por_sha256 = {foto.sha256: foto for foto in rezagadas}
    async with Cliente(base, cronometro) as digitalizador:
        await digitalizador.entrar(personal.digitalizadores[0].usuario, personal.digitalizadores[0].contrasena)
        # In this order, so that the queue (oldest first) offers first those that must be captured.
        for foto in rezagadas:
            datos = {"origen": foto.origen, "digitalizacion": foto.digitalizacion}
            sha256 = (await digitalizador.subir(foto.archivo.name, foto.archivo.read_bytes(), datos))[0]
            await _esperar_lectura(digitalizador, sha256)
    await _capturar(base, personal.capturistas[0], por_sha256, discrepantes | una_vez, cronometro, yerra=False)
    await _capturar(base, personal.capturistas[1], por_sha256, discrepantes, cronometro, yerra=True)


async def _esperar_lectura(cliente: Cliente, sha256: str) -> None:
    for _ in range(MAX_ESPERAS):
        estado = await cliente.pedir("GET", f"/api/v1/imagenes/{sha256}", nombre="estado")
        if estado.json()["estado"] != "en_cola":
            return
        await asyncio.sleep(ESPERA_S)


async def _capturar(
    base: str, cuenta: Cuenta, fotos: dict[str, Foto], cuales: set[str], cronometro: Cronometro, *, yerra: bool
) -> None:
    async with Cliente(base, cronometro) as cliente:
        await cliente.entrar(cuenta.usuario, cuenta.contrasena)
        for _ in cuales:
            tarea = await cliente.tomar("captura")
            if tarea is None or tarea["imagen"] not in cuales:
                return
            conteo = fotos[tarea["imagen"]].conteo
            tecleado = {campo: _otro(cifra) for campo, cifra in conteo.items()} if yerra else conteo
            await cliente.enviar(tarea["turno"], "captura", {"campos": como_json(tecleado)})


def _otro(cifra: Cifra) -> Cifra:
    """A slip that leaves small figures alone: only figures of two or more digits lose their last one."""
    return cifra if numero(cifra) < 10 else numero(cifra) // 10
