"""The software itself as an actor: readings, openings."""

from verificacion.dominio.registro import Actor, Rol

SISTEMA = Actor(usuario_id=None, usuario="sistema", roles=frozenset({Rol.SISTEMA}), terminal="servidor")
