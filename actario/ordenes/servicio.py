"""``actario servir``, ``actario trabajador`` and ``actario migrar``: what runs during the night."""

import argparse
import os
import signal
import sys
import threading
from contextlib import nullcontext
from types import FrameType

import cv2

from actario.acompanantes import Acompanantes
from actario.composicion import Instalacion, componer, reloj
from actario.memoria import devolver_lo_grande
from actario.ordenes.argumentos import SubOrdenes, configuracion, de_instalacion
from actario.publicador import Publicador
from actario.registro import configurar
from actario.tareas import trabajar
from api.app import crear_app
from api.contexto import Contexto
from api.huella_viva import HuellaViva
from api.proxy import detras_de
from captura.aislada import RecepcionAislada
from ocr.motor import Lector
from verificacion.bd.cola import ARRIENDO
from verificacion.bd.sesion import migrar as migrar_bd
from verificacion.bd.sesion import transaccion
from verificacion.casos import catalogo


def agregar(sub: SubOrdenes) -> None:
    """Register the verbs."""
    servir_ = sub.add_parser("servir", help="sirve la aplicación del personal, la API y los resultados")
    de_instalacion(servir_)
    servir_.add_argument("--anfitrion", help="dirección en que escucha (si no se dice, 127.0.0.1)")
    servir_.add_argument("--puerto", type=int, help="puerto en que escucha (si no se dice, 8021)")
    servir_.add_argument("--lectores", type=int, help="procesos de lectura que lo acompañan (si no se dice, 1)")
    servir_.add_argument(
        "--sin-cortes", dest="cortes", action="store_false", default=None, help="otro servidor hace los cortes"
    )
    servir_.set_defaults(orden=servir)
    trabajador_ = sub.add_parser("trabajador", help="lee imágenes en cola, en esta u otra máquina")
    de_instalacion(trabajador_)
    trabajador_.add_argument("--padre", type=int, metavar="PID", help="termina cuando termina ese proceso")
    trabajador_.set_defaults(orden=trabajador)
    migrar_ = sub.add_parser("migrar", help="crea o actualiza las tablas de la base de datos")
    de_instalacion(migrar_)
    migrar_.set_defaults(orden=migrar)


def _contexto(instalacion: Instalacion) -> Contexto:
    return Contexto(
        engine=instalacion.engine,
        almacen=instalacion.almacen,
        proceso=instalacion.proceso,
        plantillas=instalacion.plantillas,
        cola=instalacion.cola,
        carpeta_publica=instalacion.configuracion.carpeta_publica,
        ahora=reloj,
        llave=instalacion.configuracion.archivo_llave,
        dos_personas=instalacion.de_jornada(instalacion.configuracion.dos_personas),
        recibir=RecepcionAislada(),
        segundo_factor=instalacion.de_jornada(instalacion.configuracion.segundo_factor),
        huella=HuellaViva(instalacion.proceso).arrancar(),
    )


def servir(args: argparse.Namespace) -> int:
    """Serve until told to stop."""
    import uvicorn

    configurar(legible=sys.stderr.isatty())
    conf = configuracion(args)
    instalacion = componer(conf)
    migrar_bd(conf.url_bd)
    with transaccion(instalacion.engine) as session:
        catalogo.abrir(session, instalacion.proceso, reloj())
    Lector()  # a missing or altered model must stop the installation here, not in a reader at midnight
    argumentos = ["--datos", str(conf.datos), "--proceso", str(conf.proceso)]
    entorno = {"ACTARIO_BD": conf.bd}  # it may hold a password, and the commands of a machine are seen by all in it
    publicador = Publicador(instalacion) if conf.cortes else nullcontext()
    with Acompanantes(conf.lectores, argumentos, entorno), publicador:
        uvicorn.run(
            detras_de(crear_app(_contexto(instalacion)), conf.proxies),
            proxy_headers=False,
            server_header=False,
            host=conf.anfitrion,
            port=conf.puerto,
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=10,  # an open board never ends by itself
        )
    return 0


def trabajador(args: argparse.Namespace) -> int:
    """Read queued images until told to stop, or until ``--padre`` is gone."""
    configurar(legible=sys.stderr.isatty())
    cv2.setNumThreads(1)
    devolver_lo_grande()
    conf = configuracion(args)
    detener = threading.Event()

    def terminar(_senal: int, _marco: FrameType | None) -> None:
        detener.set()

    signal.signal(signal.SIGTERM, terminar)
    signal.signal(signal.SIGINT, terminar)
    padre: int | None = args.padre

    def seguir() -> bool:
        # Asked between jobs. A job that never ends is killed with its process when its lease does, even inside a
        # decoder; whoever started the process starts another, and the image is tried again and then set apart.
        signal.alarm(int(ARRIENDO.total_seconds()))
        return not detener.is_set() and (padre is None or os.getppid() == padre)

    trabajar(
        componer(conf),
        Lector(riesgo=conf.riesgo),
        reloj,
        seguir=seguir,
        esperar=detener.wait,
    )
    return 0


def migrar(args: argparse.Namespace) -> int:
    """Bring the database to the present schema."""
    conf = configuracion(args)
    conf.datos.mkdir(parents=True, exist_ok=True)
    migrar_bd(conf.url_bd)
    print("Base de datos al día.")
    return 0
