"""One-time passwords: generated, shown once and changed by whoever receives them."""

import secrets

_ALFABETO = "abcdefghjkmnpqrstuvwxyz23456789"  # without signs that are confused on paper


def generar_contrasena() -> str:
    """Three groups of five signs, about 74 bits; easy to type from a slip of paper."""
    return "-".join("".join(secrets.choice(_ALFABETO) for _ in range(5)) for _ in range(3))
