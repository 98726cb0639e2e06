"""The sample election, calibrated on the local deputies of Durango 2021. Casillas, names and votes are invented."""

from muestras.durango.proceso import escribir_proceso

__all__ = ["escribir_proceso"]
