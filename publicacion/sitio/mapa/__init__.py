"""The map of the districts as drawing: projected, simplified and labelled in Python; the browser only shows it."""

from publicacion.sitio.mapa.lamina import Lamina, Mapa, dibujar

__all__ = ["Lamina", "Mapa", "dibujar"]
