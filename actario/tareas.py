"""Background work, and the only place where image and record meet: image → straight sheet → reading → record."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import cv2
import structlog
from sqlalchemy.exc import SQLAlchemyError

from actario.composicion import Instalacion
from actario.lectura import ImagenLeida, leer_imagen
from api.tarea import HOJA
from captura.deposito import DepositoNoResponde
from captura.plantilla import Plantilla
from captura.resguardo import cubrir, publicable
from ocr.identidad import Cotejo, Nombrada
from ocr.motor import Lector
from verificacion.bd.cola import Trabajo
from verificacion.bd.sesion import transaccion
from verificacion.casos import resguardos
from verificacion.casos.lecturas import ResultadoLectura, registrar_lectura
from verificacion.casos.sistema import SISTEMA
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.eleccion import ActaEsperada, Proceso, Resguardo
from verificacion.dominio.errores import ClaveInvalida, ErrorActario

log = structlog.get_logger()

CALIDAD_JPEG = 80  # at 8 px/mm a digit stays crisp and a sheet takes about 400 kB
PAUSA_S = 0.2
PAUSA_SIN_BASE_S = 2.0
PAUSA_SIN_ALMACEN = timedelta(seconds=5)
LECTURA_FALLIDA = "lectura_fallida"
"""Code recorded for an image on which the reader failed or died every time: people see it whole."""


def acta_del_qr(proceso: Proceso, qr: str | None) -> ActaEsperada | None:
    """The acta of the catalogue that a label's code names, or None."""
    hallado = proceso.patron_qr_compilado.search(qr) if qr else None
    if hallado is None:
        return None
    try:
        return proceso.por_clave.get(ClaveActa.de_texto(hallado["clave"]))
    except ClaveInvalida:
        return None


def leer(instalacion: Instalacion, lector: Lector, sha256: str, ahora: Callable[[], datetime]) -> None:
    """Read one stored image and record what came of it. Doing it twice changes nothing.

    Raises:
        ImagenInvalida: the stored bytes cannot be decoded.
    """
    proceso, plantillas = instalacion.proceso, instalacion.plantillas

    def formas(qr: str | None) -> Sequence[Plantilla]:
        acta = acta_del_qr(proceso, qr)
        return tuple(plantillas.values()) if acta is None else (plantillas[proceso.forma_de(acta).clave],)

    def limite(qr: str | None) -> int | None:
        acta = acta_del_qr(proceso, qr)
        return None if acta is None else acta.casilla.limite

    def nombrada(qr: str | None) -> Nombrada | None:
        acta = acta_del_qr(proceso, qr)
        return None if acta is None else Nombrada(acta.clave, acta.casilla.distrito)

    leida = leer_imagen(
        instalacion.almacen.leer(sha256),
        lector,
        formas,
        limite,
        nombrada=nombrada,
    )
    if leida.hoja is not None:
        _, jpeg = cv2.imencode(".jpg", leida.hoja.color, [cv2.IMWRITE_JPEG_QUALITY, CALIDAD_JPEG])
        instalacion.almacen.guardar_derivada(sha256, HOJA, jpeg.tobytes())
    copia = _copia_publica(instalacion, leida)
    with transaccion(instalacion.engine) as session:
        registrar_lectura(session, sha256, _resultado(leida), ahora())
        if copia is not None and leida.plantilla is not None:
            resguardos.registrar(session, sha256, copia, leida.plantilla.clave, [], SISTEMA, ahora())


def _copia_publica(instalacion: Instalacion, leida: ImagenLeida) -> str | None:
    """SHA-256 of the copy to publish; None where originals are published, or a person must cover it."""
    if instalacion.proceso.resguardo is Resguardo.NINGUNO or leida.hoja is None or leida.plantilla is None:
        return None
    return instalacion.almacen.guardar(publicable(cubrir(leida.hoja, leida.plantilla)))


def _resultado(leida: ImagenLeida) -> ResultadoLectura:
    """What to record. An image whose sheet contradicts its QR has no key: a person tells which acta it is."""
    calidad = {**leida.calidad}
    if leida.propuesta is not None:
        calidad["propuesta"] = leida.propuesta
    if leida.cotejo is not None:
        calidad["cotejo"] = str(leida.cotejo)
    return ResultadoLectura(
        clave=None if leida.nombrada is None or leida.cotejo is Cotejo.CONTRADICE else leida.nombrada.clave,
        lectura=leida.lectura,
        error=None if leida.error is None else leida.error.codigo,
        calidad=calidad,
        ms=leida.ms,
    )


def trabajar(
    instalacion: Instalacion,
    lector: Lector,
    ahora: Callable[[], datetime],
    *,
    seguir: Callable[[], bool],
    esperar: Callable[[float], object],
) -> None:
    """Take jobs until told to stop; rest a moment when there are none."""
    nombre = f"{os.uname().nodename}:{os.getpid()}"
    while seguir():
        try:
            with transaccion(instalacion.engine) as session:
                trabajo = instalacion.cola.tomar(session, ahora(), nombre)
            if trabajo is None:
                esperar(PAUSA_S)
            else:
                atender(instalacion, lector, trabajo, ahora)
        except SQLAlchemyError as e:  # the job keeps its lease and comes back to whoever is alive then
            log.warning("base_no_responde", detalle=str(e))
            esperar(PAUSA_SIN_BASE_S)


def atender(instalacion: Instalacion, lector: Lector, trabajo: Trabajo, ahora: Callable[[], datetime]) -> None:
    """Do one job. A poison image is tried a few times, then set apart, and its acta goes to people whole."""
    cola = instalacion.cola
    if trabajo.agotado:
        log.error("trabajo_apartado", clave=trabajo.clave)
        with transaccion(instalacion.engine) as session:
            registrar_lectura(session, trabajo.clave, ResultadoLectura(None, None, LECTURA_FALLIDA), ahora())
            cola.apartar(session, trabajo, LECTURA_FALLIDA)
        return
    try:
        leer(instalacion, lector, trabajo.clave, ahora)
    except DepositoNoResponde as e:
        log.warning("almacen_no_responde", detalle=str(e))
        with transaccion(instalacion.engine) as session:
            cola.devolver(session, trabajo, ahora() + PAUSA_SIN_ALMACEN)
    except (ErrorActario, cv2.error, OSError, ValueError, MemoryError) as e:
        log.exception("lectura_fallida", clave=trabajo.clave)
        with transaccion(instalacion.engine) as session:
            cola.fallar(session, trabajo, repr(e))
    else:
        with transaccion(instalacion.engine) as session:
            cola.terminar(session, trabajo)
