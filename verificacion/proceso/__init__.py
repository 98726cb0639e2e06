"""The election folder: read and validated once, then frozen domain values."""

from verificacion.proceso.carga import cargar_proceso

__all__ = ["cargar_proceso"]
