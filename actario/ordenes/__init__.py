"""The verbs of the command line, one module per family; each adds its own arguments."""

from actario.ordenes import (
    auditar_base,
    bitacora,
    calidad,
    corte,
    demo,
    difusor,
    leer,
    planear,
    plantilla,
    proceso,
    respaldo,
    servicio,
    simulacro,
    usuarios,
    vigilar,
)
from actario.ordenes.argumentos import SubOrdenes


def agregar_todas(sub: SubOrdenes) -> None:
    """Register every verb, in the order in which an institute meets them."""
    de_la_noche = (usuarios, servicio, corte, auditar_base, difusor, bitacora, respaldo, vigilar, calidad)
    for familia in (demo, leer, plantilla, proceso, *de_la_noche, planear, simulacro):
        familia.agregar(sub)
