"""How a simulated person types what an acta says: mostly well, sometimes with the slips that people make."""

from collections.abc import Mapping

import numpy as np

from verificacion.dominio.conteo import Cifra, Conteo, Leyenda


def _cambiar_digito(cifra: int, rng: np.random.Generator) -> int:
    digitos = list(f"{cifra:03}")
    lugar = int(rng.integers(3 - len(str(cifra)), 3))
    digitos[lugar] = str((int(digitos[lugar]) + int(rng.integers(1, 10))) % 10)
    return int("".join(digitos))


def _transponer(cifra: int, rng: np.random.Generator) -> int:
    texto = f"{cifra:02}"
    lugar = int(rng.integers(0, len(texto) - 1))
    return int(texto[:lugar] + texto[lugar + 1] + texto[lugar] + texto[lugar + 2 :])


def equivocarse(cifra: Cifra, rng: np.random.Generator) -> Cifra:
    """A figure other than ``cifra``: one digit wrong, two digits swapped, or blank, zero and illegible confused."""
    match cifra:
        case Leyenda.SIN_DATO:
            return Leyenda.ILEGIBLE if rng.random() < 0.1 else 0
        case Leyenda.ILEGIBLE:
            return int(rng.integers(0, 200))
        case 0 if rng.random() < 0.3:
            return Leyenda.SIN_DATO
        case _:
            otra = _transponer(cifra, rng) if rng.random() < 0.3 else cifra
            return otra if otra != cifra else _cambiar_digito(cifra, rng)


def teclear(verdad: Mapping[str, Cifra], error_por_campo: float, rng: np.random.Generator) -> Conteo:
    """What a person types for an acta that truly says ``verdad``.

    Args:
        verdad: field key to true figure.
        error_por_campo: probability, 0..1, that a field is typed wrong.
        rng: source of chance of this person on this acta, so that a drill repeats exactly.
    """
    return {
        campo: equivocarse(cifra, rng) if rng.random() < error_por_campo else cifra for campo, cifra in verdad.items()
    }
