"""Give back what an image took as soon as it has been read."""

import ctypes
from typing import Final

UMBRAL_BYTES: Final = 1 << 20
_M_MMAP_THRESHOLD: Final = -3  # of glibc's malloc.h


def devolver_lo_grande() -> bool:
    """Make the C library map every large block on its own, so that freeing it gives it back to the system.

    Left alone, glibc raises its limit with the first image that is freed (up to 32 MiB) and keeps the later ones in a
    heap with holes: a reading process that met a hard photo stayed 170 MB larger for good.

    Returns:
        Whether it could: other C libraries do not offer it, and need not.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, UMBRAL_BYTES))
    except (AttributeError, OSError):
        return False
