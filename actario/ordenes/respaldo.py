"""``actario respaldo`` and ``actario restaurar``: copy an installation while it runs, and put it back elsewhere."""

import argparse
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.status import Status

from actario.composicion import componer, reloj
from actario.ordenes.argumentos import SubOrdenes, con_json, configuracion, de_instalacion, imprimir_json
from actario.ordenes.bitacora import contar, hallar
from actario.respaldo import respaldar as hacer_respaldo
from actario.respaldo import restaurar as poner_respaldo


def agregar(sub: SubOrdenes) -> None:
    """Register the verbs."""
    respaldo_ = sub.add_parser("respaldo", help="respalda la instalación completa sin detenerla")
    respaldo_.description = (
        "Copia la base de datos, las imágenes y lo publicado. Repetido sobre la misma carpeta copia solo lo nuevo. "
        "No incluye la llave que firma los cortes. Estado 1 si alguna imagen guardada ya no es la que se guardó."
    )
    respaldo_.add_argument("carpeta", type=Path, metavar="CARPETA", help="en otro disco u otra máquina")
    con_json(respaldo_)
    de_instalacion(respaldo_)
    respaldo_.set_defaults(orden=respaldar)
    restaurar_ = sub.add_parser("restaurar", help="pone un respaldo en una instalación vacía y lo comprueba")
    restaurar_.description = (
        "Llena una carpeta de datos y una base vacías (SQLite o PostgreSQL, cualquiera que haya sido la original), y "
        "comprueba la bitácora, cada fila y cada imagen. Nunca escribe sobre lo que ya existe."
    )
    restaurar_.add_argument("carpeta", type=Path, metavar="CARPETA", help="la que hizo «actario respaldo»")
    restaurar_.add_argument("--de", metavar="MOMENTO", help="cuál de los de registros/ (si no se dice, el último)")
    con_json(restaurar_)
    de_instalacion(restaurar_)
    restaurar_.set_defaults(orden=restaurar)


def respaldar(args: argparse.Namespace) -> int:
    """Back up; 1 when a stored image is no longer what it was."""
    empezo = time.monotonic()
    with _avance() as avisar:
        hecho = hacer_respaldo(componer(configuracion(args)), args.carpeta.resolve(), reloj(), avisar)
    segundos = time.monotonic() - empezo
    if args.json:
        imprimir_json(
            {
                "respaldo": str(hecho.carpeta),
                "filas": hecho.filas,
                "archivos": hecho.archivos,
                "copiados": hecho.copiados,
                "entradas": hecho.entradas,
                "huella": hecho.huella,
                "alterados": hecho.alterados,
                "segundos": round(segundos, 1),
            }
        )
    else:
        print(f"{hecho.filas:,} filas y {hecho.archivos:,} archivos ({hecho.copiados:,} nuevos) en {segundos:.1f} s.")
        print(f"Bitácora hasta la entrada {hecho.entradas:,}: {hecho.huella}\nRespaldo: {hecho.carpeta}")
        for sha256 in hecho.alterados:
            print(f"  {sha256}: el archivo guardado ya no es el que se recibió; no se copió")
        print("La llave que firma los cortes no va en el respaldo: guárdela aparte.")
    return 1 if hecho.alterados else 0


def restaurar(args: argparse.Namespace) -> int:
    """Restore and check everything; 1 when something does not fit."""
    conf, empezo = configuracion(args), time.monotonic()
    with _avance() as avisar:
        hecho = poner_respaldo(args.carpeta.resolve(), conf, args.de, avisar)
        avisar("comprobación", 0)
        informe, hallazgos = hallar(componer(conf))
    intacto = (informe.entradas, informe.huella) == (hecho.entradas, hecho.huella) and not hallazgos
    segundos = time.monotonic() - empezo
    if args.json:
        imprimir_json(
            {
                "momento": hecho.momento,
                "filas": hecho.filas,
                "archivos": hecho.archivos,
                "entradas": informe.entradas,
                "huella": informe.huella,
                "intacto": intacto,
                "segundos": round(segundos, 1),
            }
        )
    else:
        print(
            f"{hecho.filas:,} filas y {hecho.archivos:,} archivos en {segundos:.1f} s, como estaban el {hecho.momento}."
        )
        contar(informe, hallazgos)
        print("Ponga la llave de los cortes en su lugar antes de servir.")
    return 0 if intacto else 1


@contextmanager
def _avance() -> Generator[Callable[[str, int], None]]:
    """One live line in the terminal; nothing where nobody watches."""
    consola = Console(stderr=True)
    if not consola.is_terminal:
        yield lambda _que, _cuantos: None
        return
    with Status("Empezando…", console=consola) as linea:
        yield lambda que, cuantos: linea.update(f"{que}: {cuantos:,}")
