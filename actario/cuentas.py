"""Accounts made from the console: who makes them."""

from verificacion.dominio.registro import Actor, Rol

CONSOLA = Actor(usuario_id=None, usuario="consola", roles=frozenset({Rol.SISTEMA}), terminal="consola")
"""Who creates the first accounts: whoever has a shell on the server."""
