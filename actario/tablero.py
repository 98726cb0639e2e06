"""Progress of a drill in the terminal. Silent where nobody watches (pipes, CI)."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from muestras.simulacro.marcha import Marcha


def nuevo_avance() -> Progress:
    """Bars on standard error, in the house's style."""
    consola = Console(stderr=True)
    return Progress(
        TextColumn("{task.description:<24}"),
        BarColumn(bar_width=36),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=consola,
        disable=not consola.is_terminal,
    )


@contextmanager
def tablero_de_la_noche(marcha: Marcha) -> Generator[Callable[[Marcha], None]]:
    """Bars for each step of the night; yields what the drill calls whenever something moved."""
    with nuevo_avance() as avance:
        subidas = avance.add_task("Fotos subidas", total=marcha.total)
        leidas = avance.add_task("Actas leídas", total=marcha.total)
        capturas = avance.add_task("Capturas a ciegas", total=None)
        resueltas = avance.add_task("Discrepancias resueltas", total=None)
        terminadas = avance.add_task("Actas terminadas", total=None)
        cortes = avance.add_task("Cortes publicados", total=None)

        def avisar(m: Marcha) -> None:
            avance.update(subidas, completed=m.subidas)
            avance.update(leidas, completed=m.leidas)
            avance.update(capturas, completed=m.capturas)
            avance.update(resueltas, completed=m.resoluciones)
            avance.update(terminadas, completed=m.terminadas)
            avance.update(cortes, completed=m.cortes)

        yield avisar
