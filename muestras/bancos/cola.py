"""How fast the queue hands out and takes in, with a country's night in the database: ``make bench-cola``.

Two hundred people always have an acta in hand; sixteen threads act for them, one at a time each: send what is in
hand, take the next. Everything goes through the use cases, in their own transactions. Prints a table in Markdown.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import Engine

from muestras.bancos.cola_generada import CAMPOS, ESPERAN, FIRMES, generar
from verificacion.bd.sesion import crear_engine, migrar, transaccion
from verificacion.casos import capturas, tareas
from verificacion.dominio.claves import TurnoId, UsuarioId
from verificacion.dominio.registro import Actor, Rol, TipoTarea

APERTURA = datetime(2027, 6, 6, 18, 0, tzinfo=UTC)
HILOS = 16


@dataclass
class Medida:
    """Milliseconds of each act of one kind."""

    ms: list[float] = field(default_factory=list[float])

    @contextmanager
    def una(self) -> Generator[None]:
        """Time one act."""
        antes = time.perf_counter()
        yield
        self.ms.append(1000 * (time.perf_counter() - antes))

    def __str__(self) -> str:
        """p50 and p99."""
        return f"{np.percentile(self.ms, 50):.1f} | {np.percentile(self.ms, 99):.1f}" if self.ms else "— | —"


@dataclass
class Sala:
    """The staff at work. ``manos`` maps each person to the turn in hand."""

    engine: Engine
    gente: list[Actor]
    ahora: Callable[[], datetime]
    manos: dict[str, TurnoId] = field(default_factory=dict[str, TurnoId])
    tomar: Medida = field(default_factory=Medida)
    adelantar: Medida = field(default_factory=Medida)
    enviar: Medida = field(default_factory=Medida)

    def toma(self, actor: Actor) -> None:
        """Take the next acta."""
        with self.tomar.una(), transaccion(self.engine) as session:
            tarea = tareas.tomar(session, TipoTarea.CAPTURA, actor, self.ahora())
        if tarea is not None:
            self.manos[actor.usuario] = tarea.turno

    def acta(self, actor: Actor) -> None:
        """Reserve the next, send what is in hand, take what was reserved."""
        turno = self.manos.pop(actor.usuario, None)
        if turno is not None:
            with self.adelantar.una(), transaccion(self.engine) as session:
                tareas.adelantar(session, TipoTarea.CAPTURA, actor, self.ahora())
            with self.enviar.una(), transaccion(self.engine) as session:
                capturas.registrar_captura(session, turno, dict.fromkeys(CAMPOS, 7), actor, self.ahora())
        self.toma(actor)


def medir(engine: Engine, actas: int, personas: int, segundos: float) -> Sala:
    """Let everybody take an acta, then work for a while."""
    generar(engine, actas, personas, APERTURA)
    # the clock stands where the last image arrived, so that the oldest has waited 85 minutes
    fijo = APERTURA + timedelta(seconds=actas * (FIRMES + ESPERAN) / 4)
    gente = [
        Actor(UsuarioId(n), f"persona {n}", frozenset({Rol.CAPTURISTA}), f"terminal {n}")
        for n in range(1, personas + 1)
    ]
    sala = Sala(engine, gente, lambda: fijo)
    with ThreadPoolExecutor(HILOS) as hilos:
        list(hilos.map(sala.toma, gente))
        sala.tomar.ms.clear()
        fin = time.perf_counter() + segundos

        def trabajar(hilo: int) -> None:
            suyos = gente[hilo::HILOS]
            while time.perf_counter() < fin:
                sala.acta(random.choice(suyos))

        list(hilos.map(trabajar, range(HILOS)))
    return sala


@contextmanager
def motores(postgresql: str | None) -> Generator[dict[str, str]]:
    """A URL of an empty migrated database by engine."""
    with tempfile.TemporaryDirectory(prefix="banco-cola-") as carpeta:
        urls = {"SQLite": f"sqlite:///{Path(carpeta) / 'banco.sqlite'}"}
        if postgresql:
            urls["PostgreSQL"] = postgresql
        for url in urls.values():
            migrar(url)
        yield urls


def main() -> None:
    """Measure on SQLite and, where a URL is given, on an empty PostgreSQL."""
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--actas", type=int, default=170_000)
    args.add_argument("--personas", type=int, default=200)
    args.add_argument("--segundos", type=float, default=20)
    args.add_argument("--postgresql", help="URL of an empty database")
    opciones = args.parse_args()
    print("| motor | actas/s | tomar p50 | p99 ms | adelantar p50 | p99 ms | enviar p50 | p99 ms |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    with motores(opciones.postgresql) as urls:
        for motor, url in urls.items():
            engine = crear_engine(url)
            sala = medir(engine, opciones.actas, opciones.personas, opciones.segundos)
            ritmo = len(sala.enviar.ms) / opciones.segundos
            print(f"| {motor} | {ritmo:.0f} | {sala.tomar} | {sala.adelantar} | {sala.enviar} |", flush=True)
            engine.dispose()


if __name__ == "__main__":
    main()
