"""Python's cycle collector, out of the way while hundreds of thousands of rows are built."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def sin_recolector() -> Generator[None]:
    """Pause the collector: rows hold no cycles, and walking them all again and again takes a third of the time."""
    activo = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if activo:
            gc.enable()
