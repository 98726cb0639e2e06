"""The records of a cut as a Merkle tree: its root is in the signed manifest, and a few hashes prove one record.

The tree of RFC 6962: a leaf is SHA-256 of 0x00 and the record's line of ``registros.json``; a node, of 0x01 and its two
children; the last one without a pair goes up as it is. So no record can pass for a node, nor a node for a record.
"""

import hashlib
from collections.abc import Sequence

IZQUIERDA, DERECHA = "izquierda", "derecha"
Camino = Sequence[tuple[str, str]]
"""From leaf to root: on which side the other child is, and its hash in hexadecimal."""


def lineas_de(registros: bytes) -> list[bytes]:
    """The record lines of ``registros.json``, as they are hashed."""
    return registros[2:-3].split(b",\n") if len(registros) > 5 else []


def raiz(lineas: Sequence[bytes]) -> str:
    """Root in hexadecimal; without records, SHA-256 of nothing."""
    niveles = _niveles(lineas)
    return niveles[-1][0].hex() if lineas else hashlib.sha256(b"").hexdigest()


def raiz_de(registros: bytes) -> str:
    """Root of the records of a ``registros.json``."""
    return raiz(lineas_de(registros))


def camino(lineas: Sequence[bytes], lugar: int) -> Camino:
    """What is needed to go from the record at ``lugar`` to the root."""
    pasos: list[tuple[str, str]] = []
    for nivel in _niveles(lineas)[:-1]:
        otro = lugar ^ 1
        if otro < len(nivel):
            pasos.append((IZQUIERDA if otro < lugar else DERECHA, nivel[otro].hex()))
        lugar //= 2
    return pasos


def subir(linea: bytes, pasos: Camino) -> str:
    """The root that a record and its path lead to.

    Raises:
        ValueError: a step is not a hash.
    """
    nodo = _hoja(linea)
    for lado, hexadecimal in pasos:
        otro = bytes.fromhex(hexadecimal)
        nodo = _nodo(otro, nodo) if lado == IZQUIERDA else _nodo(nodo, otro)
    return nodo.hex()


def _niveles(lineas: Sequence[bytes]) -> list[list[bytes]]:
    niveles = [[_hoja(linea) for linea in lineas]]
    while len(niveles[-1]) > 1:
        nivel = niveles[-1]
        pares = [_nodo(a, b) for a, b in zip(nivel[::2], nivel[1::2], strict=False)]
        niveles.append([*pares, *nivel[len(pares) * 2 :]])
    return niveles


def _hoja(linea: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + linea).digest()


def _nodo(izquierdo: bytes, derecho: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + izquierdo + derecho).digest()
