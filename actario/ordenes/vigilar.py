"""``actario vigilar``: send what a scanner drops in a folder, with progress."""

import argparse
import getpass
import os
import signal
import sys
import threading
from collections import Counter
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.live import Live
from rich.table import Table

from actario.ordenes.argumentos import SubOrdenes
from actario.vigilancia import Destino, Movimiento, Remitente, SinServidor, Vigilante, vigilar
from verificacion.dominio.errores import InstalacionIncompleta, NoExiste
from verificacion.dominio.registro import Digitalizacion, Origen

CADA_S = 2.0  # between looks: a scanner writes a sheet in one second, and slower than this would be felt
ULTIMOS = 8
COLORES = {Destino.RECIBIDO: "green", Destino.REPETIDO: "yellow", Destino.RECHAZADO: "red"}


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser(
        "vigilar",
        help="envía lo que un escáner deja en una carpeta",
        description="Envía al servidor cada archivo que aparece en CARPETA y lo pasa a recibidos/ o rechazados/ con su "
        "recibo al lado. Nada se borra; si el servidor no responde, espera. La contraseña se pide, o se toma de "
        "ACTARIO_CONTRASENA.",
    )
    parser.add_argument("carpeta", type=Path, metavar="CARPETA")
    parser.add_argument("--servidor", default="http://127.0.0.1:8021", metavar="URL", help="dirección de la aplicación")
    parser.add_argument("--usuario", required=True, help="cuenta con el rol de digitalización")
    parser.add_argument("--origen", choices=[o.value for o in Origen], default=Origen.CATD.value)
    parser.add_argument(
        "--digitalizacion", choices=[d.value for d in Digitalizacion], default=Digitalizacion.ESCANER.value
    )
    parser.add_argument("--una-vez", action="store_true", help="envía lo que hay y termina")
    parser.set_defaults(orden=orden)


def orden(args: argparse.Namespace) -> int:
    """Watch until interrupted, or until the folder is empty with ``--una-vez``."""
    carpeta: Path = args.carpeta
    if not carpeta.is_dir():
        raise NoExiste("la carpeta", carpeta)
    remitente = Remitente(args.servidor.rstrip("/"), args.usuario, _contrasena(args.usuario))
    datos = {"origen": args.origen, "digitalizacion": args.digitalizacion}
    detener = threading.Event()

    def terminar(_senal: int, _marco: FrameType | None) -> None:
        detener.set()

    signal.signal(signal.SIGINT, terminar)
    signal.signal(signal.SIGTERM, terminar)
    tablero = _Tablero(carpeta)
    with tablero:
        vigilante = Vigilante(carpeta, remitente, datos)
        vigilar(
            vigilante,
            tablero.movido,
            tablero.esperando,
            seguir=lambda: not detener.is_set() and not (args.una_vez and tablero.acabo),
            cada_s=CADA_S,
            dormir=detener.wait,
        )
    return 1 if args.una_vez and tablero.cuenta[Destino.RECHAZADO] else 0


def _contrasena(usuario: str) -> str:
    if dicha := os.environ.get("ACTARIO_CONTRASENA"):
        return dicha
    if not sys.stdin.isatty():
        raise InstalacionIncompleta("la contraseña", "Póngala en la variable ACTARIO_CONTRASENA.")
    return getpass.getpass(f"Contraseña de {usuario}: ")


class _Tablero:
    """The table on a terminal; one line per file anywhere else."""

    def __init__(self, carpeta: Path):
        self.cuenta: Counter[Destino] = Counter()
        self.acabo = False
        self._carpeta = carpeta
        self._consola = Console()
        self._ultimos: list[Movimiento] = []
        self._estado = ""
        self._vivo = Live(self._tabla(), console=self._consola) if self._consola.is_terminal else None

    def __enter__(self) -> None:
        if self._vivo is not None:
            self._vivo.start()

    def __exit__(self, *_: object) -> None:
        if self._vivo is not None:
            self._vivo.stop()

    def movido(self, movimiento: Movimiento) -> None:
        """A file left the folder."""
        self.cuenta[movimiento.destino] += 1
        self._ultimos = [*self._ultimos, movimiento][-ULTIMOS:]
        if self._vivo is None:
            print(f"{movimiento.destino}\t{movimiento.archivo.name}\t{_que(movimiento)}", flush=True)
        self._pintar()

    def esperando(self, falla: SinServidor | None, quedan: int) -> None:
        """A look ended."""
        estado = f"Sin servidor ({falla.motivo}); {quedan} en espera" if falla else f"{quedan} en espera"
        self.acabo = falla is None and quedan == 0
        if self._vivo is None and falla is not None and estado != self._estado:
            print(estado, file=sys.stderr, flush=True)
        self._estado = estado
        self._pintar()

    def _pintar(self) -> None:
        if self._vivo is not None:
            self._vivo.update(self._tabla())

    def _tabla(self) -> Table:
        cuentas = "  ".join(f"[{COLORES[d]}]{d.value} {self.cuenta[d]}[/]" for d in Destino)
        tabla = Table(title=f"{self._carpeta}   {cuentas}", caption=self._estado, title_justify="left", expand=True)
        for columna in ("archivo", "destino", "qué dijo el servidor"):
            tabla.add_column(columna, overflow="fold")
        for m in self._ultimos:
            tabla.add_row(m.archivo.name, f"[{COLORES[m.destino]}]{m.destino.value}[/]", _que(m))
        return tabla


def _que(movimiento: Movimiento) -> str:
    if movimiento.destino is Destino.RECHAZADO:
        return str(movimiento.respuesta.get("detail", ""))
    return ", ".join(f"{i['sha256'][:12]}…" for i in movimiento.respuesta["imagenes"])
