"""What strangers send is opened in another process: the same answers, and whatever happens there stays there."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from captura.aislada import RecepcionAislada
from captura.errores import FormatoDesconocido, ImagenDemasiadoGrande, ImagenInvalida, ImagenPeligrosa
from captura.recepcion import MAX_BYTES, recibir


@pytest.fixture(scope="module")
def aislada() -> Iterator[RecepcionAislada]:
    recepcion = RecepcionAislada(a_la_vez=1)
    yield recepcion
    recepcion.cerrar()


def jpeg(lado: int = 400) -> bytes:
    rng = np.random.default_rng(1)
    return cv2.imencode(".jpg", rng.integers(0, 255, (lado, lado, 3), np.uint8))[1].tobytes()


def png(ancho: int, alto: int) -> bytes:
    return cv2.imencode(".png", np.full((alto, ancho, 3), 200, np.uint8))[1].tobytes()


def hijo(recepcion: RecepcionAislada) -> int:
    """The process that attends, put back for whoever comes next."""
    proceso = recepcion._libres.get()  # pyright: ignore[reportPrivateUsage]
    recepcion._libres.put(proceso)  # pyright: ignore[reportPrivateUsage]
    assert proceso is not None
    return proceso.pid


def test_it_answers_what_opening_it_here_would(aislada: RecepcionAislada) -> None:
    for contenido in (jpeg(), png(300, 300)):
        assert aislada(contenido, "acta.jpg") == recibir(contenido, "acta.jpg")


@pytest.mark.parametrize("contenido", [b"", b"no es nada", jpeg()[:900], png(100, 100), b"%PDF-1.7\nroto"])
def test_it_refuses_with_the_same_words(aislada: RecepcionAislada, contenido: bytes) -> None:
    with pytest.raises(ImagenInvalida) as aqui:
        recibir(contenido, "x")
    with pytest.raises(ImagenInvalida) as alli:
        aislada(contenido, "x")
    assert type(alli.value) is type(aqui.value) and str(alli.value) == str(aqui.value)
    if not isinstance(aqui.value, FormatoDesconocido):  # its fact is bytes, which travel as text
        assert vars(alli.value) == vars(aqui.value)


def test_too_many_bytes_are_refused_unopened(aislada: RecepcionAislada) -> None:
    with pytest.raises(ImagenDemasiadoGrande):
        aislada(b"\xff\xd8\xff" + bytes(MAX_BYTES), "x")


def test_a_process_killed_from_outside_costs_nobody_a_photo(aislada: RecepcionAislada) -> None:
    aislada(jpeg(), "acta.jpg")
    os.kill(hijo(aislada), signal.SIGKILL)
    assert aislada(jpeg(), "acta.jpg") == recibir(jpeg(), "acta.jpg")


def test_what_needs_more_memory_than_an_image_is_given_is_set_apart() -> None:
    pobre = RecepcionAislada(memoria_bytes=700_000_000, a_la_vez=1)
    try:
        with pytest.raises(ImagenPeligrosa):
            pobre(png(7000, 7000), "grande.png")
        assert pobre(jpeg(), "acta.jpg"), "and the next one is attended"
    finally:
        pobre.cerrar()


def test_what_never_ends_is_stopped_at_its_deadline() -> None:
    """The process is stopped as a decoder that loops would be; nobody waits for it more than its time."""
    lenta = RecepcionAislada(a_la_vez=1)
    try:
        lenta(jpeg(), "acta.jpg")
        lenta._plazo_s = 0.5  # pyright: ignore[reportPrivateUsage]
        os.kill(hijo(lenta), signal.SIGSTOP)
        with pytest.raises(ImagenPeligrosa):
            lenta(jpeg(), "acta.jpg")
    finally:
        lenta.cerrar()


def test_it_keeps_none_of_the_secrets_of_the_service_and_writes_no_file(aislada: RecepcionAislada) -> None:
    aislada(jpeg(), "acta.jpg")
    pid = hijo(aislada)
    nombres = {v.partition(b"=")[0] for v in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") if v}
    assert nombres == {b"OMP_NUM_THREADS", b"OPENBLAS_NUM_THREADS"}
    limites = Path(f"/proc/{pid}/limits").read_text()
    assert "Max file size             0                    0" in limites
    assert "Max address space         3000000000" in limites


def test_it_ends_when_whoever_sent_is_gone(aislada: RecepcionAislada) -> None:
    otra = RecepcionAislada(a_la_vez=1)
    otra(jpeg(), "acta.jpg")
    proceso = otra._libres.get()  # pyright: ignore[reportPrivateUsage]
    assert proceso is not None and proceso.stdin is not None
    proceso.stdin.close()
    assert proceso.wait(20) == 0


def test_two_at_once_take_turns(aislada: RecepcionAislada) -> None:
    recibidas: list[int] = []
    hilos = [threading.Thread(target=lambda: recibidas.append(len(aislada(jpeg(), "a")))) for _ in range(3)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert recibidas == [1, 1, 1]
