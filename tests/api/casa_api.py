"""A whole installation for tests: real database file, real store, real application, people with accounts."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import uvicorn
from fastapi import FastAPI
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from actario.instalacion_viva import puerto_libre
from api.app import crear_app
from api.contexto import Contexto
from api.huella_viva import HuellaViva
from api.terminal import nombre_de
from captura.almacen import Almacen
from captura.deposito import DepositoCarpeta
from captura.plantilla import cargar_plantilla
from verificacion.bd.cola import ColaBD
from verificacion.bd.sesion import crear_engine, migrar, transaccion
from verificacion.casos import catalogo, contrasenas, sesiones, usuarios
from verificacion.casos.imagenes import ImagenNueva, recibir_imagen
from verificacion.casos.lecturas import ResultadoLectura, registrar_lectura
from verificacion.casos.sistema import SISTEMA
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Cifra
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.lectura import LecturaActa, LecturaCampo
from verificacion.dominio.registro import Digitalizacion, Origen, Rol
from verificacion.proceso import cargar_proceso

MINI = Path(__file__).parents[1] / "procesos" / "mini"
CLAVE = "una-clave-larga"
AHORA = datetime(2021, 6, 7, 2, 0, tzinfo=UTC)
PERSONAS = {
    "digitalizadora": {Rol.DIGITALIZADOR},
    "captura1": {Rol.CAPTURISTA},
    "captura2": {Rol.CAPTURISTA},
    "captura3": {Rol.CAPTURISTA},
    "verifica": {Rol.VERIFICADOR},
    "coteja": {Rol.COTEJADOR},
    "supervisa": {Rol.SUPERVISOR},
    "publica": {Rol.PUBLICADOR},
    "audita": {Rol.AUDITOR},
    "observa": {Rol.OBSERVADOR},
    "administra": {Rol.ADMINISTRADOR},
}


def identidad(usuario: str) -> str:
    """What the browser of each person keeps to be told from others."""
    return f"navegador-de-{usuario}"


@dataclass
class Reloj:
    """A clock that the test moves."""

    hora: datetime = AHORA

    def __call__(self) -> datetime:
        return self.hora

    def pasar(self, segundos: float) -> None:
        self.hora += timedelta(seconds=segundos)


@dataclass
class Casa:
    """An installation and its people."""

    contexto: Contexto
    app: FastAPI
    reloj: Reloj
    tokens: dict[str, str]
    abiertos: dict[str, TestClient] = field(default_factory=dict)

    @property
    def proceso(self) -> Proceso:
        return self.contexto.proceso

    def abrir(self, usuario: str, terminal: str = "") -> str:
        """A session just opened, in the terminal of that person or in another; returns its token."""
        with self.sesion() as session:
            return sesiones.abrir(session, usuario, nombre_de(terminal or identidad(usuario)), self.reloj())

    def nadie(self) -> TestClient:
        return TestClient(self.app, base_url="http://prueba")

    def de(self, usuario: str) -> TestClient:
        """A browser of that person, with the session opened when the installation was made."""
        if usuario not in self.abiertos:
            self.abiertos[usuario] = self.nadie()
            self.abiertos[usuario].cookies.set("actario", self.tokens[usuario])
            self.abiertos[usuario].cookies.set("actario-terminal", identidad(usuario))
        return self.abiertos[usuario]

    @contextmanager
    def sesion(self) -> Iterator[Session]:
        with transaccion(self.contexto.engine) as session:
            yield session

    def leida(
        self, foto: bytes, clave: str | None, lectura: dict[str, Cifra] | None = None, hoja: bytes | None = None
    ) -> str:
        """An image received and read, as the worker would leave it. ``hoja`` None: it could not be straightened."""
        sha256 = self.contexto.almacen.guardar(foto)
        if hoja is not None:
            self.contexto.almacen.guardar_derivada(sha256, "hoja.jpg", hoja)
        nueva = ImagenNueva(
            sha256, sha256, "acta.jpg", "image/jpeg", len(foto), Origen.CASILLA, Digitalizacion.MOVIL, None
        )
        resultado = ResultadoLectura(
            clave=ClaveActa.de_texto(clave) if clave else None,
            lectura=None
            if lectura is None
            else LecturaActa({c: LecturaCampo(v, 0.9999, True) for c, v in lectura.items()}, "lector-de-prueba"),
            error=None if hoja is not None else "hoja_no_encontrada",
        )
        with self.sesion() as session:
            recibir_imagen(session, self.contexto.cola, nueva, SISTEMA, self.reloj())
            registrar_lectura(session, sha256, resultado, self.reloj())
            while trabajo := self.contexto.cola.tomar(session, self.reloj(), "prueba"):
                self.contexto.cola.terminar(session, trabajo)
        return sha256

    def campos(self, clave: str) -> tuple[str, ...]:
        return self.proceso.forma_de(self.proceso.por_clave[ClaveActa.de_texto(clave)]).claves

    def conteo(self, clave: str, **cifras: Cifra) -> dict[str, Cifra]:
        return dict.fromkeys(self.campos(clave), 0) | cifras


@dataclass(frozen=True)
class Molde:
    """An installation opened in zeros, with its people signed in, to be copied: argon2 is slow on purpose."""

    carpeta: Path
    tokens: dict[str, str]


def moldear(carpeta: Path) -> Molde:
    """Migrate, open ``carpeta/proceso`` in zeros, create the people and sign them in."""
    elegido = cargar_proceso(carpeta / "proceso")
    url = f"sqlite:///{carpeta / 'bd.sqlite3'}"
    migrar(url)
    engine = crear_engine(url)
    tokens: dict[str, str] = {}
    with transaccion(engine) as session:
        catalogo.abrir(session, elegido, AHORA)
        resumen = contrasenas.resumir(CLAVE)
        for usuario, roles in PERSONAS.items():
            usuarios.crear(session, usuarios.CuentaNueva(usuario, resumen, frozenset(roles)), SISTEMA, AHORA)
            tokens[usuario] = sesiones.abrir(session, usuario, nombre_de(identidad(usuario)), AHORA)
    engine.dispose()
    return Molde(carpeta, tokens)


def levantar(molde: Molde, carpeta: Path) -> Casa:
    """Copy the mould and build the application on the copy."""
    shutil.copytree(molde.carpeta, carpeta, dirs_exist_ok=True)
    elegido = cargar_proceso(carpeta / "proceso")
    engine = crear_engine(f"sqlite:///{carpeta / 'bd.sqlite3'}")
    reloj = Reloj()
    publica = carpeta / "publica"
    publica.mkdir()
    plantillas = {f.clave: cargar_plantilla(Path(elegido.carpeta) / f.carpeta) for f in elegido.formas}
    almacen = Almacen(DepositoCarpeta(carpeta / "imagenes"))
    huella = HuellaViva(elegido, sitios=[])  # the packages of a development machine are a gigabyte
    contexto = Contexto(engine, almacen, elegido, plantillas, ColaBD(), publica, reloj, huella=huella)
    return Casa(contexto, crear_app(contexto), reloj, molde.tokens)


@contextmanager
def servida(casa: Casa) -> Iterator[str]:
    """Serve an installation on a free port, in a thread; gives its address."""
    puerto = puerto_libre()
    servicio = uvicorn.Server(uvicorn.Config(casa.app, port=puerto, log_level="warning", access_log=False))
    hilo = threading.Thread(target=servicio.run)
    hilo.start()
    while not servicio.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{puerto}"
    servicio.should_exit = True
    hilo.join(10)


def mini(carpeta: Path) -> None:
    """The small election, with a reference image of the sheet's proportions (the repository keeps one pixel)."""
    copia = Path(shutil.copytree(MINI, carpeta / "proceso"))
    for referencia in copia.glob("plantillas/*/referencia.png"):
        cv2.imwrite(str(referencia), np.full((432, 680), 255, np.uint8))


def foto(semilla: int, ancho: int = 640, alto: int = 400) -> bytes:
    """A small JPEG, different for each seed."""
    rng = np.random.default_rng(semilla)
    pixeles = cv2.resize(rng.integers(60, 255, (8, 12, 3), np.uint8), (ancho, alto))
    return cv2.imencode(".jpg", pixeles)[1].tobytes()
