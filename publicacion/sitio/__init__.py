"""The results site: plain files made from one cut. Any web server, mirror or USB stick can hold them."""

from publicacion.sitio.generacion import generar

__all__ = ["generar"]
