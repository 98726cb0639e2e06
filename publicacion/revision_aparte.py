"""The check of a cut on the other processor, while its JSON is being written.

A fresh interpreter reads the files already on disk; nothing is forked, because a server has threads. Small elections
are checked at once: starting it takes longer than they do.
"""

import pickle
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from publicacion.autocomprobacion import Catalogo, Revision, revisar
from publicacion.memoria import sin_recolector

MIN_ACTAS = 10_000
_RAIZ = Path(__file__).parents[1]


def revisar_archivos(base: Path, registros: Path, catalogo: Catalogo, *, ultimo_corte: bool) -> Revision:
    """Check a written database and its records."""
    with base.open(encoding="utf-8-sig", newline="") as texto, registros.open("rb") as lineas:
        return revisar(texto, lineas, catalogo, ultimo_corte=ultimo_corte)


def empezar_revision(
    hilos: ThreadPoolExecutor, base: Path, registros: Path, catalogo: Catalogo, *, ultimo_corte: bool
) -> Future[Revision]:
    """Start the check, in another process if it is long."""
    revisor = en_otro_proceso if len(catalogo.actas) >= MIN_ACTAS else revisar_archivos
    return hilos.submit(revisor, base, registros, catalogo, ultimo_corte=ultimo_corte)


def en_otro_proceso(base: Path, registros: Path, catalogo: Catalogo, *, ultimo_corte: bool) -> Revision:
    """The same check, in a process of its own; here, if that one cannot be started or dies."""
    orden = [sys.executable, "-m", "publicacion.revision_aparte"]
    encargo = pickle.dumps((base, registros, catalogo, ultimo_corte))
    try:
        hecho = subprocess.run(orden, input=encargo, stdout=subprocess.PIPE, cwd=_RAIZ, check=True)
    except (OSError, subprocess.CalledProcessError):
        return revisar_archivos(base, registros, catalogo, ultimo_corte=ultimo_corte)
    revision: Revision = pickle.loads(hecho.stdout)
    return revision


def _atender() -> None:
    base, registros, catalogo, ultimo_corte = pickle.load(sys.stdin.buffer)
    with sin_recolector():
        revision = revisar_archivos(base, registros, catalogo, ultimo_corte=ultimo_corte)
    sys.stdout.buffer.write(pickle.dumps(revision))


if __name__ == "__main__":
    _atender()
