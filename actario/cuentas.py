"""Accounts made from the console: their generated passwords, and who makes them."""

import secrets

from verificacion.dominio.registro import Actor, Rol

CONSOLA = Actor(usuario_id=None, usuario="consola", roles=frozenset({Rol.SISTEMA}), terminal="consola")
"""Who creates the first accounts: whoever has a shell on the server."""

_ALFABETO = "abcdefghjkmnpqrstuvwxyz23456789"  # without signs that are confused on paper


def generar_contrasena() -> str:
    """Three groups of five signs, about 74 bits; easy to type from a slip of paper."""
    return "-".join("".join(secrets.choice(_ALFABETO) for _ in range(5)) for _ in range(3))
