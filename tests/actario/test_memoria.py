"""What a reading process holds after an image is gone."""

import subprocess
import sys

import pytest

GUION = """
import sys
from actario.memoria import devolver_lo_grande
def residente():
    return int(open("/proc/self/statm").read().split()[1]) * 4096
if not devolver_lo_grande():
    sys.exit(77)
antes = residente()
bytearray(24_000_000)
imagen, resto = bytearray(b"x" * 20_000_000), [bytearray(900_000) for _ in range(3)]
imagen = None
print(residente() - antes)
"""


def test_a_freed_image_goes_back_to_the_system() -> None:
    """The first freed image raised the limit of the C library, and the next ones stayed in its heap."""
    if not sys.platform.startswith("linux"):
        pytest.skip("sin /proc: solo se mide en Linux")
    salida = subprocess.run([sys.executable, "-c", GUION], capture_output=True, text=True, check=False)
    if salida.returncode == 77:
        pytest.skip("la biblioteca de C no es glibc")
    assert salida.returncode == 0, salida.stderr
    assert int(salida.stdout) < 10_000_000
