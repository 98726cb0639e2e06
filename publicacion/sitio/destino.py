"""The folder of the site, where a file that would be equal is not written again."""

import contextlib
from pathlib import Path


class Destino:
    """Writes files whole under one folder, and counts those that changed."""

    def __init__(self, carpeta: Path):
        self.carpeta = carpeta
        self.escritos = 0

    def guardar(self, relativo: str, contenido: bytes) -> None:
        """Write a file, unless it already holds the same bytes. A reader sees the old one or the new one, whole."""
        ruta = self.carpeta / relativo
        with contextlib.suppress(FileNotFoundError):
            if ruta.read_bytes() == contenido:
                return
        ruta.parent.mkdir(parents=True, exist_ok=True)
        temporal = ruta.with_name(f".{ruta.name}.nuevo")
        temporal.write_bytes(contenido)
        temporal.replace(ruta)
        self.escritos += 1

    def existe(self, relativo: str) -> bool:
        """Whether the site already has a file."""
        return (self.carpeta / relativo).exists()
