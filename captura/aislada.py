"""Open what strangers send in another process, with little memory, no files and a deadline.

A file made to break a decoder takes down that process and nothing else. What comes back is plain bytes, checked again
here; nothing of the other process is ever executed or unpickled.
"""

import hashlib
import json
import queue
import resource
import subprocess
import sys
import threading
from typing import IO, Any

from captura import errores
from captura.errores import ImagenInvalida, ImagenPeligrosa
from captura.recepcion import MAX_BYTES, ImagenRecibida, recibir, tipo_de

MEMORIA_BYTES = 3_000_000_000  # of addresses; 60 megapixels with transparency, the worst that is accepted, need 1.9
PLAZO_S = 60.0  # fifty pages of a scanner take twenty seconds
A_LA_VEZ = 2
MAX_RESPUESTA_BYTES = 50 * MAX_BYTES  # no more than its pages may be

_CLASES = {
    clase.__name__: clase
    for clase in vars(errores).values()
    if isinstance(clase, type) and issubclass(clase, ImagenInvalida)
}


class RecepcionAislada:
    """``captura.recepcion.recibir`` in processes of its own, begun when they are first needed.

    Called from many threads at once; as many files are open as there are processes.
    """

    def __init__(self, plazo_s: float = PLAZO_S, memoria_bytes: int = MEMORIA_BYTES, a_la_vez: int = A_LA_VEZ):
        self._plazo_s = plazo_s
        self._orden = [sys.executable, "-m", "captura.aislada", str(memoria_bytes)]
        self._libres: queue.LifoQueue[subprocess.Popen[bytes] | None] = queue.LifoQueue()
        for _ in range(a_la_vez):
            self._libres.put(None)

    def __call__(self, contenido: bytes, nombre: str) -> tuple[ImagenRecibida, ...]:
        """As ``recibir``.

        Raises:
            ImagenInvalida: as there; ``ImagenPeligrosa`` when opening it ended the process twice, or its time.
        """
        if len(contenido) > MAX_BYTES:
            return recibir(contenido, nombre)  # refused by its size, unopened
        proceso = self._libres.get()
        try:
            for _ in range(2):  # a process that somebody killed from outside says nothing of the file
                proceso = proceso if proceso is not None and proceso.poll() is None else self._lanzar()
                vencido = threading.Event()
                reloj = threading.Timer(self._plazo_s, _vencer, (proceso, vencido))
                reloj.start()
                try:
                    return _pedir(proceso, contenido, nombre)
                except (OSError, EOFError, ValueError, KeyError, TypeError):
                    proceso.kill()
                    proceso.wait()
                    if vencido.is_set():
                        break
                finally:
                    reloj.cancel()
            raise ImagenPeligrosa
        finally:
            self._libres.put(proceso)

    def cerrar(self) -> None:
        """End the processes that are idle; the others end when their work does, for nobody talks to them."""
        while True:
            try:
                proceso = self._libres.get_nowait()
            except queue.Empty:
                return
            if proceso is not None:
                proceso.kill()
                proceso.wait()

    def _lanzar(self) -> subprocess.Popen[bytes]:
        ambiente = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # none of the secrets of the service
        return subprocess.Popen(self._orden, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ambiente)


def _vencer(proceso: subprocess.Popen[bytes], vencido: threading.Event) -> None:
    vencido.set()
    proceso.kill()


def _pedir(proceso: subprocess.Popen[bytes], contenido: bytes, nombre: str) -> tuple[ImagenRecibida, ...]:
    assert proceso.stdin is not None and proceso.stdout is not None
    _escribir(proceso.stdin, {"nombre": nombre, "bytes": len(contenido)}, contenido)
    dicho = json.loads(proceso.stdout.readline())
    if "error" in dicho:
        raise _error_de(dicho)
    tamanos = [int(p["bytes"]) for p in dicho["paginas"]]
    if sum(tamanos) > MAX_RESPUESTA_BYTES:
        raise ValueError("demasiado")
    original = hashlib.sha256(contenido).hexdigest()
    paginas: list[ImagenRecibida] = []
    for p, tamano in zip(dicho["paginas"], tamanos, strict=True):
        pagina = _leer(proceso.stdout, tamano)
        sha256 = hashlib.sha256(pagina).hexdigest()
        medidas = int(p["ancho_px"]), int(p["alto_px"]), int(p["pagina"])
        paginas.append(ImagenRecibida(nombre, sha256, tipo_de(pagina), pagina, *medidas, original))
    return tuple(paginas)


def _error_de(dicho: dict[str, Any]) -> ImagenInvalida:
    """The same error that the other process met, with its facts."""
    clase = _CLASES[dicho["error"]]
    error = clase.__new__(clase)
    Exception.__init__(error, str(dicho["texto"]))
    vars(error).update(dicho["hechos"])
    return error


def _escribir(tubo: IO[bytes], cabeza: dict[str, Any], cuerpo: bytes = b"") -> None:
    tubo.write(json.dumps(cabeza, default=repr).encode() + b"\n" + cuerpo)
    tubo.flush()


def _leer(tubo: IO[bytes], cuantos: int) -> bytes:
    leidos = tubo.read(cuantos)
    if len(leidos) != cuantos:
        raise EOFError
    return leidos


def _atender(entrada: IO[bytes], salida: IO[bytes]) -> None:
    """The other process: one file after another until nobody sends more."""
    while linea := entrada.readline():
        pedido = json.loads(linea)
        contenido = _leer(entrada, pedido["bytes"])
        try:
            paginas = recibir(contenido, pedido["nombre"])
        except ImagenInvalida as e:
            _escribir(salida, {"error": type(e).__name__, "texto": str(e), "hechos": vars(e)})
        except MemoryError:
            _escribir(salida, {"error": ImagenPeligrosa.__name__, "texto": "", "hechos": {}})
        else:
            medidas = [
                {"bytes": len(p.contenido), "ancho_px": p.ancho_px, "alto_px": p.alto_px, "pagina": p.pagina}
                for p in paginas
            ]
            _escribir(salida, {"paginas": medidas}, b"".join(p.contenido for p in paginas))


def main(argv: list[str]) -> None:
    """Give up what opening an image does not need, and attend."""
    memoria = int(argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memoria, memoria))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # pipes are no files
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _atender(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main(sys.argv)
