"""The verbs of the command line, one module per family; each adds its own arguments."""

import argparse

from actario.ordenes import corte, demo, leer, plantilla, proceso, servicio, simulacro, usuarios

def agregar_todas(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register every verb, in the order in which an institute meets them."""
    for familia in (demo, leer, plantilla, proceso, usuarios, servicio, corte, simulacro):
        familia.agregar(sub)
