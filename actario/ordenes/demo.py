"""``actario demo``: a whole election night on this machine, checked against the truth."""

import argparse
import signal
import time
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from actario.composicion import reloj
from actario.configuracion import de_carpeta
from actario.demo.informe import imprimir, informar
from actario.demo.preparacion import contratar, instalar, invitar, preparar_fotos, preparar_proceso
from actario.demo.rezago import dejar_en_cola, separar
from actario.instalacion_viva import InstalacionViva, exigir_libre, puerto_libre
from actario.ordenes.argumentos import SubOrdenes
from actario.tablero import tablero_de_la_noche
from muestras.simulacro.marcha import Cuenta, Marcha
from muestras.simulacro.noche import Noche
from muestras.simulacro.verdad import leer_verdad
from verificacion.dominio.registro import Rol

SEGUNDOS_POR_CORTE = 15.0


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser("demo", help="una noche electoral de muestra, de la foto al resultado publicado")
    parser.description = "Una noche electoral de muestra. Estado 0 solo si lo publicado es igual a la verdad."
    parser.add_argument("--carpeta", type=Path, default=Path("demo"), help="dónde trabaja (si no se dice, demo)")
    parser.add_argument("--casillas", type=int, default=60, help="cuántas casillas (si no se dice, %(default)s)")
    parser.add_argument("--semilla", type=int, default=2021, help="del azar (si no se dice, %(default)s)")
    parser.add_argument("--error", type=float, default=0.005, help="errores de tecleo por campo (%(default)s)")
    parser.add_argument("--puerto", type=int, default=8021, help="donde queda sirviendo (%(default)s)")
    parser.add_argument("--sin-servir", action="store_true", help="termina después de la tabla")
    parser.set_defaults(orden=demo)


def demo(args: argparse.Namespace) -> int:
    """Run the night, print the table and, unless told otherwise, keep serving."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the server is stopped too
    consola = Console()
    if not args.sin_servir:
        exigir_libre(args.puerto)
    carpeta: Path = args.carpeta.resolve()
    carpeta.mkdir(parents=True, exist_ok=True)
    proceso = preparar_proceso(carpeta, args.casillas, args.semilla, reloj())
    todas = leer_verdad(preparar_fotos(carpeta, proceso, args.semilla))
    verdad, rezagadas = separar(todas, cuantas=0 if args.sin_servir else 6)
    puerto = puerto_libre() if args.sin_servir else args.puerto
    configuracion = de_carpeta(carpeta / "noche", proceso, puerto, lectores=2)
    instalacion = instalar(configuracion, reloj())
    personal = contratar(instalacion, args.error, reloj())
    invitados = {} if args.sin_servir else invitar(instalacion, reloj())
    with InstalacionViva(configuracion, carpeta / "servidor.log") as viva:
        marcha = Marcha(total=len(verdad.fotos))
        inicio = time.monotonic()
        with tablero_de_la_noche(marcha) as avisar:
            noche = Noche(
                viva.base, verdad, personal, args.semilla, marcha, avisar, SEGUNDOS_POR_CORTE, args.sin_servir
            )
            noche.correr()
        informe = informar(instalacion, verdad, marcha, time.monotonic() - inicio)
        imprimir(informe, configuracion.carpeta_publica)
        if not args.sin_servir:
            dejar_en_cola(viva.base, rezagadas, personal)
            _invitar(consola, viva.base, invitados)
            _servir_hasta_interrupcion()
    return 1 if informe.sin_explicar else 0


def _invitar(consola: Console, base: str, invitados: Mapping[Rol, Cuenta]) -> None:
    tabla = Table(title="Entre usted también: hay actas esperando en cada fila", title_justify="left")
    for titulo in ("usuario", "contraseña", "para ver"):
        tabla.add_column(titulo)
    paginas = {
        Rol.DIGITALIZADOR: "/subir",
        Rol.CAPTURISTA: "/capturar",
        Rol.VERIFICADOR: "/discrepancias y /identificar",
        Rol.COTEJADOR: "/cotejar",
        Rol.SUPERVISOR: "/avance, /discrepancias, /control, /actas",
        Rol.AUDITOR: "/avance y /control",
        Rol.ADMINISTRADOR: "/usuarios y /avance",
    }
    for rol, cuenta in invitados.items():
        tabla.add_row(cuenta.usuario, cuenta.contrasena, paginas.get(rol, "/avance"))
    consola.print(tabla)
    consola.print(f"Personal:    [bold]{base}/entrar[/]\nResultados:  [bold]{base}/resultados/[/]")
    consola.print("Control-C termina.")


def _servir_hasta_interrupcion() -> None:
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return
