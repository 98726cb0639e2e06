"""The verbs of the command line, one module per family; each adds its own arguments.

A family brings what it uses (the server, the reader, the database), and only the one that is asked for is imported: to
audit a small base took ten seconds of processor, nearly all of them imports of others.
"""

from importlib import import_module

from actario.ordenes.argumentos import SubOrdenes

FAMILIAS = {
    "demo": ("demo",),
    "leer": ("leer",),
    "plantilla": ("plantilla",),
    "proceso": ("proceso",),
    "usuarios": ("usuarios",),
    "servicio": ("servir", "trabajador", "migrar"),
    "huella": ("huella",),
    "corte": ("corte",),
    "constancia": ("constancia",),
    "auditar": ("auditar",),
    "auditar_base": ("auditar-base",),
    "difusor": ("difusor",),
    "bitacora": ("bitacora",),
    "respaldo": ("respaldo", "restaurar"),
    "vigilar": ("vigilar",),
    "calidad": ("calidad",),
    "planear": ("planear",),
    "simulacro": ("simulacro",),
}
"""Module of each family and its verbs, in the order in which an institute meets them."""


def agregar(sub: SubOrdenes, orden: str | None) -> None:
    """Register the family of a verb; all of them for the help, or for a verb that does not exist."""
    pedidas = [familia for familia, ordenes in FAMILIAS.items() if orden in ordenes]
    for familia in pedidas or FAMILIAS:
        import_module(f"{__name__}.{familia}").agregar(sub)
